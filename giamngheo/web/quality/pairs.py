"""The queue of pairs, and one pair side by side with its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.quality import actions, queries
from giamngheo.quality.enums import PairRule, PairState
from giamngheo.quality.models import DuplicatePair
from giamngheo.quality.queries import Side
from giamngheo.registry.enums import Relation, Sex
from giamngheo.registry.models import Member
from giamngheo.registry.queries import members_of
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.cells import Cell, Column, Row, Status, Tone
from giamngheo.web.households.table import masked, place_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.quality.place import steps_to, unit_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table

COLUMNS = (
    Column(key="first", head="Người thứ nhất", row_head=True, sortable=False),
    Column(key="second", head="Người thứ hai", sortable=False),
    Column(key="why", head="Vì sao nghi", sortable=False, wide_only=True),
    Column(key="state", head="Tình trạng", kind="status", sortable=False, wide_only=True),
)
STATE_TONES: dict[str, Tone] = {
    PairState.OPEN: "look",
    PairState.LATER: "plain",
    PairState.SAME: "bad",
    PairState.DIFFERENT: "good",
}
NUMBER = "Số định danh"
STRENGTHS = (("manh", "Dấu hiệu mạnh"), ("yeu", "Dấu hiệu yếu"))


@require_GET
def pair_list(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(request, unit_id, Permission.VIEW_PERSONAL)
    state, rule = request.GET.get("tinh-trang", ""), request.GET.get("quy-tac", "")
    strength = request.GET.get("dau-hieu", "")
    found = queries.pairs_matching(
        scope=scope_of(request),
        path=unit.path,
        state=state if state in PairState.values else "",
        rule=rule if rule in PairRule.values else "",
        strong={"manh": True, "yeu": False}.get(strength),
    )
    page = page_by_key(request, rows=found, order=("-is_strong", "id"))
    sides = queries.sides_of(pairs=page.rows, scope=scope_of(request))
    context = {
        "unit": unit,
        "page": page,
        "table": build_table(
            request,
            name="cap-nghi-trung",
            caption="Cặp nghi trùng",
            columns=COLUMNS,
            rows=[_row(one, sides[one.pk]) for one in page.rows],
            presorted=True,
            empty="Không còn cặp nào chờ quyết định.",
        ),
        "first": page.rows[0] if page.rows else None,
        "state": state,
        "rule": rule,
        "strength": strength,
        "states": PairState.choices,
        "rules": PairRule.choices,
        "strengths": STRENGTHS,
        "steps": steps_to(unit, ("Cặp nghi trùng", "")),
    }
    return render(request, "quality/pairs.html", context, block="results")


def _row(one: DuplicatePair, sides: tuple[Side, Side]) -> Row:
    first, second = sides
    href = reverse("quality_pair", kwargs={"pair_id": one.pk})
    kind = "Hai chủ hộ: có thể cả hộ ghi hai lần" if one.of_heads else ""
    if one.in_one_household:
        kind = "Hai dòng trong một hộ"
    return Row(
        cells={
            "first": _side_cell(first, href),
            "second": _side_cell(second, ""),
            "why": Cell(value="; ".join(rule_words(one)), note=kind),
            "state": Status(tone=STATE_TONES[one.decision], word=PairState(one.decision).label),
        }
    )


def _side_cell(side: Side, href: str) -> Cell:
    if side.member is None or side.household is None:
        return Cell(value=f"Một người ở {side.commune}", href=href)
    note = f"{born_words(side.member)}, hộ {side.household.code}, {place_of(side.household)}"
    return Cell(value=side.member.full_name, href=href, note=note)


def rule_words(pair: DuplicatePair) -> list[str]:
    """Return what the rules say of a pair, the surest first; names no value of either side."""
    return [str(rule.label) for rule in PairRule if rule.value in pair.rules]


def born_words(member: Member) -> str:
    if member.birth_date is None:
        return "chưa rõ ngày sinh"
    if member.birth_year_only:
        return f"sinh năm {member.birth_date.year}"
    return f"sinh {format_date(member.birth_date)}"


@require_GET
def pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    found = _found(request, pair_id)
    scope = scope_of(request)
    sides = queries.sides_of(pairs=[found], scope=scope)[found.pk]
    audit.read_event(
        action="quality.read_pair",
        by=scope.user,
        subject=f"Cặp nghi trùng {found.pk}",
        unit_path=found.first_path,
    )
    shown = [side.household for side in sides if side.household is not None]
    unit = shown[0].unit
    context = {
        "pair": found,
        "sides": [_side(side) for side in sides],
        "title": _title(found),
        "rows": _compared(sides),
        "rules": rule_words(found),
        "state": Status(tone=STATE_TONES[found.decision], word=PairState(found.decision).label),
        "beside": queries.pairs_between(pair=found) if len(shown) == 2 else [],
        "history": list(found.decisions.select_related("decided_by").order_by("-pk")),
        "may_decide": found.is_current and queries.may_decide(pair=found, scope=scope),
        "doors": _doors(found, sides) if found.decision == PairState.SAME else [],
        "next": _next_after(request, found, unit),
        "labels": dict(PairState.choices),
        "steps": steps_to(
            unit,
            ("Cặp nghi trùng", reverse("quality_pairs", kwargs={"unit_id": unit.pk})),
            (f"Cặp {found.pk}", ""),
        ),
    }
    generated = any(one.is_generated for one in shown)
    return render(request, "quality/pair.html", context, generated=generated)


@require_POST
def decide(request: HttpRequest, pair_id: int) -> HttpResponse:
    found = _found(request, pair_id)
    wanted = request.POST.get("decision", "")
    if wanted not in PairState.values:
        raise Http404("no such decision")
    version = request.POST.get("version", "")
    decided = actions.decide_pair(
        pair=found,
        decision=PairState(wanted),
        reason=request.POST.get("reason", ""),
        expected_version=int(version) if version.isdecimal() else None,
        by=reader(request),
        scope=scope_of(request),
    )
    beside = queries.pairs_between(pair=decided) if request.POST.get("ca-hai-ho") else []
    for one in beside:
        actions.decide_pair(
            pair=one,
            decision=PairState(wanted),
            reason=request.POST.get("reason", ""),
            by=reader(request),
            scope=scope_of(request),
        )
    more = f" và {len(beside)} cặp khác của hai hộ" if beside else ""
    messages.success(request, f"Đã ghi «{PairState(wanted).label}» cho cặp {found.pk}{more}.")
    if wanted == PairState.SAME:
        return redirect("quality_pair", pair_id=found.pk)
    following = request.POST.get("tiep", "")
    if following.isdecimal():
        return redirect("quality_pair", pair_id=int(following))
    return redirect("quality_pair", pair_id=found.pk)


def _found(request: HttpRequest, pair_id: int) -> DuplicatePair:
    found = queries.pair_or_none(pair_id=pair_id, scope=scope_of(request))
    if found is not None:
        return found
    hidden = DuplicatePair.objects.filter(pk=pair_id).first()
    if hidden is None:
        raise Http404(f"no pair {pair_id}")
    require(
        request,
        permission=Permission.VIEW_PERSONAL,
        unit=Unit.objects.get(pk=hidden.first_unit_id),
        what="Xem cặp nghi trùng này",
        subject=f"Cặp nghi trùng {pair_id}",
    )
    raise Http404(f"no pair {pair_id}")


def _title(pair: DuplicatePair) -> str:
    if pair.in_one_household:
        return "Một người ghi hai dòng trong hộ?"
    if pair.rules == [PairRule.SAME_ID]:
        return "Một số định danh ghi cho hai người?"
    return "Một hộ được ghi hai lần?" if pair.of_heads else "Một người ở hai hộ?"


def _side(side: Side) -> dict[str, Any]:
    household = side.household
    if household is None:
        return {"shown": False, "commune": side.commune}
    return {
        "shown": True,
        "household": household,
        "place": place_of(household),
        "members": list(members_of(household=household)),
        "member_id": side.member.pk if side.member else 0,
    }


def _compared(sides: tuple[Side, Side]) -> list[tuple[str, list[str], bool]]:
    """Return the facts of both people beside each other: name, the two values, whether equal."""
    first, second = (side.member for side in sides)
    if first is None or second is None:
        return []
    one, two = _facts(sides[0]), _facts(sides[1])
    rows = [(name, [one[name], two[name]], one[name] == two[name]) for name in one]
    # The middle of a number is not shown: whether two are equal is told from the whole.
    same_number = bool(first.personal_id) and first.personal_id == second.personal_id
    return [(name, values, same_number if name == NUMBER else same) for name, values, same in rows]


def _facts(side: Side) -> dict[str, str]:
    member, household = side.member, side.household
    assert member is not None
    assert household is not None
    return {
        "Họ và tên": member.full_name,
        "Ngày sinh": born_words(member).removeprefix("sinh "),
        "Giới tính": str(Sex(member.sex).label) if member.sex in Sex.values else "–",
        NUMBER: masked(member.personal_id) or "–",
        "Dân tộc": member.ethnicity or "–",
        "Quan hệ với chủ hộ": str(Relation(member.relation).label),
        "Hộ": f"{household.code}, {household.head_name}",
        "Nơi ở": place_of(household),
        "Địa chỉ": household.address or "–",
        "Số nhân khẩu": str(household.member_count),
    }


def _doors(found: DuplicatePair, sides: tuple[Side, Side]) -> list[tuple[str, str]]:
    """Return what puts two rows of one person right: the register's own events, filled in."""
    doors = []
    shown = [side for side in sides if side.household is not None]
    reason = f"Ghi trùng (cặp {found.pk})"
    if len(shown) == 2 and not found.in_one_household and found.of_heads:
        for keep, drop in (shown, reversed(shown)):
            assert keep.household is not None
            assert drop.household is not None
            query = urlencode({"ho-kia": drop.household.code, "ly-do": reason})
            address = reverse(
                "household_event", kwargs={"code": keep.household.code, "slug": "nhap-ho"}
            )
            words = f"Nhập hộ {drop.household.code} vào hộ {keep.household.code}"
            doors.append((words, f"{address}?{query}"))
    for side in shown:
        assert side.household is not None
        if side.member is None or side.member.valid_to is not None:
            continue
        query = urlencode({"ai": str(side.member.pk), "ly-do": reason})
        address = reverse(
            "household_event", kwargs={"code": side.household.code, "slug": "nguoi-di"}
        )
        words = f"Bỏ {side.member.full_name} khỏi hộ {side.household.code}"
        if found.in_one_household:
            words += f" (dòng số {side.member.position})"
        doors.append((words, f"{address}?{query}"))
    return doors


def _next_after(request: HttpRequest, found: DuplicatePair, unit: Unit) -> DuplicatePair | None:
    """Return the undecided pair after this one in the reader's own part of the queue."""
    rows = queries.pairs_matching(scope=scope_of(request), path="/").exclude(pk=found.pk)
    return rows.order_by("-is_strong", "pk").filter(decision=PairState.OPEN).first()
