"""What the page of one form shows: each field beside last year's, and what the law says of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.queries import who_may
from giamngheo.forms import fields as names
from giamngheo.forms.assessing import Assessment
from giamngheo.forms.fields import NO, NONE, YES, Field, Kind, Section
from giamngheo.forms.models import FormConflict
from giamngheo.forms.queries import OpenForm
from giamngheo.forms.words import moment, person
from giamngheo.law.enums import EVIDENCE_LABELS, Evidence
from giamngheo.law.explain import Explanation
from giamngheo.web.access import scope_of, today
from giamngheo.web.households.table import category_status, place_of
from giamngheo.web.parts import Notice
from giamngheo.web.tables import Status

_FLAG_WORDS = ((YES, "Có"), (NO, "Không"))
_LACK_WORDS = ((YES, "Thiếu hụt"), (NO, "Không thiếu"))
UNKNOWN = "Chưa rõ"


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One field as drawn. `state` is the line below it that changes while one types."""

    field: Field
    text: str
    options: tuple[tuple[str, str], ...] = ()
    chosen: frozenset[str] = frozenset()
    last: str = ""
    is_changed: bool = False
    error: str = ""
    facts: str = ""
    differs: bool = False

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def is_text(self) -> bool:
        return self.field.kind in (Kind.WHOLE, Kind.NUMBER)


@dataclass(frozen=True, kw_only=True)
class SectionView:
    section: Section
    views: tuple[FieldView, ...]
    title: str
    is_open: bool = True


@dataclass(frozen=True, kw_only=True)
class ConflictView:
    """What two people wrote of the same fields: label, what stands with whom, what was offered."""

    pk: int
    who: str
    when: str
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ResultView:
    """The panel of the result: what the form amounts to as far as it is filled."""

    status: Status | None
    points: str
    reasons: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    saved: str = ""
    conflicts: tuple[ConflictView, ...] = field(default_factory=tuple)
    scored: tuple[tuple[str, str, int], ...] = ()


def field_views(found: OpenForm, assessment: Assessment) -> dict[str, FieldView]:
    last = found.last.texts if found.last else {}
    differing = {one.name for one in assessment.differences}
    return {
        name: FieldView(
            field=one,
            text=found.texts.get(name, ""),
            options=options_of(one),
            chosen=frozenset(found.texts.get(name, "").split(",")),
            last=words_of(one, last.get(name, "")),
            is_changed=_is_changed(last.get(name, ""), found.texts.get(name, "")),
            error=assessment.typed.errors.get(name, ""),
            facts=_facts_words(name, assessment),
            differs=name in differing,
        )
        for name, one in found.rules.fields.items()
    }


def options_of(one: Field) -> tuple[tuple[str, str], ...]:
    if one.kind is Kind.FLAG:
        lacks = one.name.startswith(names.INDICATOR)
        words = _LACK_WORDS if lacks else _FLAG_WORDS
        return words if one.is_required else (*words, ("", UNKNOWN))
    if one.kind is Kind.CHOICE:
        return one.options if one.is_required else (*one.options, ("", UNKNOWN))
    return one.options


def words_of(one: Field, text: str) -> str:
    """Return an answer as the reader says it, not as it is stored."""
    if not text:
        return ""
    if one.kind is Kind.TICK:
        return "thiếu hụt" if text == YES else "không thiếu"
    if one.kind is Kind.SEVERAL:
        labels = dict(one.options)
        return ", ".join(labels.get(code, code) for code in text.split(",")).lower()
    labels = dict(options_of(one))
    unit = f" {one.unit}" if one.unit else ""
    return labels.get(text, text + unit)


def _is_changed(before: str, now: str) -> bool:
    return bool(before) and bool(now) and before != now


def _facts_words(name: str, assessment: Assessment) -> str:
    if not name.startswith(names.INDICATOR):
        return ""
    computed = assessment.computed.get(name.removeprefix(names.INDICATOR))
    return {True: "thiếu hụt", False: "không thiếu", None: ""}[computed]


def section_views(found: OpenForm, views: Mapping[str, FieldView]) -> list[SectionView]:
    people = {f"{names.MEMBER}{one.position}": one for one in found.rules.people}
    shown = []
    for section in found.rules.sections:
        fields = tuple(views[one.name] for one in section.fields)
        title = section.title
        if section.key in people:
            one = people[section.key]
            age = f", {one.age} tuổi" if one.age is not None else ""
            title = f"{one.name} ({one.relation.lower()}, {one.sex.lower()}{age})"
        is_open = not section.is_folded or any(v.error for v in fields)
        shown.append(SectionView(section=section, views=fields, title=title, is_open=is_open))
    return shown


def result_view(found: OpenForm, assessment: Assessment) -> ResultView:
    explained = assessment.explanation
    return ResultView(
        status=_status(explained),
        points=_points(found, assessment),
        reasons=tuple(str(one) for one in explained.classification.reasons) if explained else (),
        changes=tuple(one.sentence for one in explained.changes) if explained else (),
        notices=tuple(_notices(found, assessment)),
        missing=assessment.missing,
        saved=saved_words(found),
        conflicts=tuple(_conflict_view(found, one) for one in found.conflicts),
        scored=assessment.scored,
    )


def _status(explained: Explanation | None) -> Status | None:
    if explained is None:
        return None
    found = explained.classification
    return category_status(found.category.value, found.group.value if found.group else "")


def _points(found: OpenForm, assessment: Assessment) -> str:
    if found.rules.evidence is Evidence.INCOME:
        lacking = [value for value in assessment.deprivations.values() if value]
        return f"Thiếu hụt {len(lacking)} chỉ số"
    parts = [f"B1: {_or_blank(assessment.b1)}", f"B2: {_or_blank(assessment.b2)}"]
    return "; ".join(parts)


def _or_blank(points: int | None) -> str:
    return "chưa có" if points is None else f"{points} điểm"


def _notices(found: OpenForm, assessment: Assessment) -> list[Notice]:
    shown = [
        Notice(
            tone="bad",
            text=f"{found.rules.fields[name].label}: {wrong}",
            href=f"#o-{name}",
            link="Sửa",
        )
        for name, wrong in assessment.typed.errors.items()
    ]
    if assessment.refusal:
        shown.append(Notice(tone="bad", text=assessment.refusal))
    shown += [
        Notice(
            text=f"{one.label}: phiếu giấy đánh dấu {'thiếu hụt' if one.is_ticked else 'không'}, "
            f"tình trạng đã ghi cho thấy {'không thiếu' if one.is_ticked else 'thiếu hụt'}. "
            "Kết quả tính theo phiếu giấy.",
            href=f"#o-{one.name}",
        )
        for one in assessment.differences
    ]
    shown += [Notice(text=note) for note in assessment.notes]
    explained = assessment.explanation
    if explained and explained.unknown_effect:
        shown.append(Notice(tone="plain", text=f"{explained.unknown_effect}."))
    if explained and explained.classification.caution:
        shown.append(Notice(text=f"{explained.classification.caution}."))
    return shown


def saved_words(found: OpenForm) -> str:
    if found.form is None:
        return "Chưa lưu lần nào"
    return f"Đã lưu lúc {when(found.form.saved_at)}"


def when(at: datetime | None) -> str:
    """Return "15:33", with the day when it was another one."""
    if at is not None and timezone.localtime(at).date() == timezone.localdate():
        return f"{timezone.localtime(at):%H:%M}"
    return moment(at)


def _conflict_view(found: OpenForm, conflict: FormConflict) -> ConflictView:
    known = found.rules.fields
    rows = []
    for name, offered in conflict.offered.items():
        one = known.get(name)
        _, who, when = conflict.standing.get(name, ["", "", ""])
        standing = found.texts.get(name, "")
        rows.append(
            (
                one.label if one else name,
                _said(one, standing),
                f"{who} {clock_words(when)}",
                _said(one, offered),
            )
        )
    return ConflictView(
        pk=conflict.pk,
        who=person(conflict.offered_by),
        when=moment(conflict.offered_at),
        rows=tuple(rows),
    )


def _said(one: Field | None, text: str) -> str:
    return (words_of(one, text) if one else text) or "để trống"


def clock_words(iso: str) -> str:
    """Return "lúc 10:02 ngày 05/11/2021" of a moment as a form keeps it."""
    return f"lúc {moment(datetime.fromisoformat(iso))}" if iso else ""


# ── The page ──────────────────────────────────────────────────────────────────────────────────


def why_closed(request: HttpRequest, found: OpenForm) -> list[Notice]:
    """Return why the form is only read here, and who may change that."""
    scope, unit = scope_of(request), found.household.unit
    if found.place.lock is not None:
        lock = found.place.lock
        moved = f" do {lock.by} chuyển lúc {moment(lock.at)}" if lock.by else ""
        who = _holders(found)
        return [
            Notice(
                text=f"Phiếu bị khóa: {lock.sentence[:1].lower()}{lock.sentence[1:]}{moved}. "
                f"Mở lại được: {who}, bằng cách trả danh sách về bước trước kèm lý do."
            )
        ]
    if not found.is_listed:
        return [
            Notice(
                text="Hộ không có trong danh sách cần rà soát của đợt này. Ghi giấy đề nghị của "
                "hộ để đưa vào danh sách, rồi nhập phiếu."
            )
        ]
    if not scope.can(Permission.REVIEW, unit.path):
        return [Notice(tone="plain", text=f"Bạn xem được phiếu; người nhập: {_holders(found)}.")]
    return []


def _holders(found: OpenForm) -> str:
    unit = found.place.commune.unit
    holders = who_may(permission=Permission.REVIEW, path=unit.path, as_of=today())
    shown = [one.user.full_name for one in holders[:3]]
    return "; ".join(dict.fromkeys(shown)) or f"cán bộ được giao {unit.full_name}"


def evidence_note(found: OpenForm) -> str:
    """Say which evidence the form rests on, and why not on a point table."""
    label = EVIDENCE_LABELS[found.rules.evidence]
    words = f"Căn cứ xét: {label}."
    points = found.place.points
    if points is not None:
        return f"{words} Bảng điểm đã duyệt: {points.table.title}, bản {points.version}."
    if found.rules.evidence is Evidence.SCORES:
        return (
            f"{words} Chưa có bảng điểm đầy đủ nào được duyệt cho chuẩn "
            f"{found.place.standard.code} ở đây, nên nhập điểm đã chấm trên phiếu giấy."
        )
    return words


def steps(found: OpenForm) -> list[tuple[str, str]]:
    campaign, village = found.campaign, village_of(found)
    kwargs = {"code": campaign.code, "unit_id": village}
    return [
        ("Tổng quan", reverse("home")),
        (campaign.name, reverse("campaign", kwargs={"code": campaign.code})),
        (_village_name(found), reverse("village_grid", kwargs=kwargs)),
        (found.household.head_name, ""),
    ]


def village_of(found: OpenForm) -> int:
    village = found.place.village
    return village.unit_id if village else found.household.unit_id


def _village_name(found: OpenForm) -> str:
    village = found.place.village
    return village.unit.full_name if village else place_of(found.household)


def kinds(found: OpenForm) -> list[tuple[str, str]]:
    return [(kind.value, EVIDENCE_LABELS[kind]) for kind in found.place.kinds]


def last_words(found: OpenForm) -> tuple[str, Status | None]:
    if found.last is None:
        return "Chưa có kết quả của lần rà soát trước.", None
    return (
        f"Lần trước, {found.last.campaign}:",
        category_status(found.last.category, found.last.group),
    )


def posted_texts(request: HttpRequest, fields: Mapping[str, Field]) -> dict[str, str]:
    """Return what the request says of `fields`; an empty box says nothing is chosen."""
    texts = {}
    for name, one in fields.items():
        if one.kind is Kind.SEVERAL:
            chosen = sorted(set(request.POST.getlist(name)))
            texts[name] = NONE if chosen == [NONE] else ",".join(chosen)
        else:
            texts[name] = str(request.POST.get(name, ""))
    return texts


def context_of(request: HttpRequest, found: OpenForm) -> dict[str, Any]:
    assessment = found.assess()
    views = field_views(found, assessment)
    closed = why_closed(request, found)
    words, status = last_words(found)
    return {
        "found": found,
        "campaign": found.campaign,
        "household": found.household,
        "place": place_of(found.household),
        "sections": section_views(found, views),
        "views": views,
        "result": result_view(found, assessment),
        "closed": closed,
        "may_edit": not closed,
        "may_type": not closed and not found.is_done,
        "done": f"{person(found.form.done_by)} hoàn thành lúc {moment(found.form.done_at)}"
        if found.is_done and found.form
        else "",
        "evidence_note": evidence_note(found),
        "kinds": kinds(found),
        "last_words": words,
        "last_status": status,
        "steps": steps(found),
        "base": {name: view.text for name, view in views.items() if view.text},
        "kwargs": {"code": found.campaign.code, "household_code": found.household.code},
        "oob": (),
    }
