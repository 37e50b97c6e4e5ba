"""The desk of a read plan as its page draws it: blocks, one block's items, the document's lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import children
from giamngheo.planning.enums import ItemState, Severity, UnitMatch
from giamngheo.planning.fields import Field, fields_of, shown
from giamngheo.planning.matching import tied_names
from giamngheo.planning.models import Finding, Plan, PlanItem
from giamngheo.planning.workbench import Workbench
from giamngheo.web.plans.words import item_words
from giamngheo.web.tables import Tone

TONES: dict[str, Tone] = {"error": "bad", "warning": "look", "note": "plain"}
STATE_TONES: dict[str, Tone] = {
    ItemState.PROPOSED: "plain",
    ItemState.ACCEPTED: "good",
    ItemState.CORRECTED: "good",
    ItemState.REJECTED: "look",
}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


@dataclass(frozen=True)
class EditField:
    """One field of the form that corrects an item."""

    field: Field
    value: str

    @property
    def id(self) -> str:
        return f"sua-{self.field.name}"


@dataclass(frozen=True)
class ItemView:
    """One item with its words; `read` is what the machine read where a person corrected it."""

    item: PlanItem
    head: str
    detail: str
    read: str
    state: str
    tone: Tone
    unit_note: str
    unit_tone: Tone
    action: str
    edit_href: str
    fields: tuple[EditField, ...]


@dataclass(frozen=True)
class FindingView:
    finding: Finding
    tone: Tone
    word: str


def item_views(*, desk: Workbench, editing: int) -> list[ItemView]:
    """Return the open block's items; the one that is being corrected carries its form."""
    units = _unit_notes(desk)
    return [_view(item, desk, editing, units) for item in desk.items]


def _view(
    item: PlanItem, desk: Workbench, editing: int, units: dict[str, tuple[str, Tone]]
) -> ItemView:
    place = {"plan_id": desk.plan.pk, "item_id": item.pk}
    head, detail = item_words(block=item.block, data=item.value)
    read = ""
    if item.corrected is not None:
        read = " · ".join(filter(None, item_words(block=item.block, data=item.data)))
    note, tone = units.get(str(item.value.get("unit") or ""), ("", ""))
    edit = item.pk == editing
    fields = fields_of(block=item.block, data=item.value) if edit else ()
    here = reverse("plan_desk", kwargs={"plan_id": desk.plan.pk})
    return ItemView(
        item=item,
        head=head,
        detail=detail,
        read=read,
        state=item.get_state_display(),
        tone=STATE_TONES[item.state],
        unit_note=note if item.value.get("part") == "row" else "",
        unit_tone=tone,
        action=reverse("plan_item", kwargs=place),
        edit_href=f"{here}?phan={item.block}&sua={item.pk}#muc-{item.pk}",
        fields=tuple(EditField(field, shown(field=field, data=item.value)) for field in fields),
    )


def _unit_notes(desk: Workbench) -> dict[str, tuple[str, Tone]]:
    """Return what the names of the target table are taken for; three queries, for tables only."""
    if desk.block != "tables":
        return {}
    names = [
        str(item.value["unit"])
        for item in desk.items
        if item.value.get("part") == "row" and item.value.get("unit")
    ]
    if not names:
        return {}
    plan = desk.plan
    day = plan.issued_date or date(plan.first_year, 1, 1)
    chosen, lost = tied_names(names=list(dict.fromkeys(names)), unit=plan.unit, as_of=day)
    notes: dict[str, tuple[str, Tone]] = {
        name: (f"được hiểu là {unit.full_name}; xác nhận sau khi ghi nhận.", "look")
        for name, (unit, how) in chosen.items()
        if how is UnitMatch.SUGGESTED
    }
    within = plan.unit.full_name
    notes |= dict.fromkeys(lost, (f"không khớp đơn vị nào của {within}: sửa tên.", "bad"))
    return notes


def finding_views(findings: Sequence[Finding]) -> list[FindingView]:
    """Return the findings by weight, slips that change meaning first as the checker ranks them."""
    ordered = sorted(findings, key=lambda one: (_ORDER[Severity(one.severity)], one.position))
    return [FindingView(one, TONES[one.severity], one.get_severity_display()) for one in ordered]


def unit_choices(*, scope: Scope, units: Sequence[Unit], as_of: date) -> list[Unit]:
    """Return the units whose plans the reader puts in: her own and those right below."""
    found = {unit.pk: unit for unit in units}
    for unit in units:
        found |= {one.pk: one for one in children(unit=unit, as_of=as_of)}
    return list(found.values())


def next_item(*, plan: Plan, after: PlanItem) -> PlanItem | None:
    """Return the next item of the block that waits, else the one decided: where to go on."""
    waiting = plan.items.filter(block=after.block, state=ItemState.PROPOSED)
    return waiting.filter(position__gt=after.position).first() or waiting.first() or after
