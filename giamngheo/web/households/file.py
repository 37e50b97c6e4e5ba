"""What one household's page says: its class in one line, its years, and why it was judged so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from giamngheo.law.assess import assess_indicators
from giamngheo.lib.dates import format_date
from giamngheo.lib.money import format_vnd
from giamngheo.registry.conditions import FIELDS as CONDITION_FIELDS
from giamngheo.registry.conditions import answer_words
from giamngheo.registry.deprivations import standard_or_none, survey_from
from giamngheo.registry.enums import Closed, Mark, StatusCategory
from giamngheo.registry.marks import escape_among, words_of_mark
from giamngheo.registry.models import Household, HouseholdStatus, LivingConditions, Member
from giamngheo.reviews.enums import EvidenceChoice, Movement
from giamngheo.reviews.explaining import explain_result
from giamngheo.reviews.models import ReviewResult
from giamngheo.reviews.queries import last_day
from giamngheo.rules.queries import standard_for
from giamngheo.web.households.fact_fields import NOT_KNOWN
from giamngheo.web.households.table import TONES, category_status, place_of
from giamngheo.web.households.timeline import History
from giamngheo.web.parts import YearPoint
from giamngheo.web.tables import Status


@dataclass(frozen=True)
class Judgement:
    """One decided review of the household, with the law's reasons for what was decided."""

    title: str
    decision: str
    status: Status | None
    movement: str
    stored_reason: str
    evidence: tuple[str, str]
    lacking: tuple[str, ...]
    unknown: tuple[str, ...]
    reasons: tuple[str, ...]
    changes: tuple[str, ...]
    caution: str
    standard: str
    standard_href: str


def place(found: Household) -> str:
    return place_of(found)


def status_line(statuses: Sequence[HouseholdStatus], *, as_of: date) -> dict[str, object]:
    """Return the class in force, since when and by which decision."""
    status = _in_force(statuses, as_of)
    if status is None:
        return {"status": None, "since": "", "source": "chưa có quyết định phân loại"}
    return {
        "status": category_status(status.category, status.group),
        "since": f"từ ngày {format_date(status.valid_from)}",
        "source": status.source,
    }


def years(statuses: Sequence[HouseholdStatus], results: Sequence[ReviewResult]) -> list[YearPoint]:
    """Return one point a year: what the household was on 31 December, and what moved it."""
    if not statuses:
        return []
    moved = {result.campaign.year: result.movement for result in results}
    first = min(status.valid_from for status in statuses).year
    last = max([status.valid_from.year for status in statuses] + list(moved))
    points = []
    for year in range(first, last + 1):
        status = _in_force(statuses, last_day(year))
        if status is None:
            continue
        points.append(
            YearPoint(
                year=year,
                words=_words(status),
                tone=TONES[status.category],
                note=str(Movement(moved[year]).label) if moved.get(year) else "",
            )
        )
    return points


def judgements(results: Sequence[ReviewResult]) -> list[Judgement]:
    return [_judgement(result) for result in results]


def facts(found: Household) -> list[tuple[str, object]]:
    flags = []
    if found.no_working_capacity:
        flags.append("không có khả năng lao động")
    if found.has_merit_person:
        flags.append("có thành viên là người có công")
    return [
        ("Mã hộ", found.code),
        ("Nơi ở", place_of(found)),
        ("Địa chỉ", found.address),
        ("Dân tộc của chủ hộ", found.ethnicity),
        ("Số nhân khẩu", found.member_count),
        ("Đặc điểm", ", ".join(flags) or "–"),
        ("Quản lý trong sổ", _registered(found)),
    ]


def _registered(found: Household) -> str:
    since = f"từ ngày {format_date(found.registered_from)}"
    if found.registered_to is None:
        return since
    last = date.fromordinal(max(found.registered_to.toordinal() - 1, 1))
    why = f" ({Closed(found.closed_as).label.lower()})" if found.closed_as else ""
    return f"{since} đến hết ngày {format_date(last)}{why}"


def conditions_now(rows: Sequence[LivingConditions], *, as_of: date) -> LivingConditions | None:
    for row in rows:
        if row.valid_from <= as_of and (row.valid_to is None or as_of < row.valid_to):
            return row
    return None


def living_facts(row: LivingConditions | None) -> list[tuple[str, object]]:
    """Return each answer on how the household lives; what nobody asked is "chưa rõ"."""
    if row is None:
        return []
    facts: list[tuple[str, object]] = [("Từ ngày", format_date(row.valid_from))]
    for name in CONDITION_FIELDS:
        field: Any = LivingConditions._meta.get_field(name)
        label = str(field.verbose_name)
        facts.append((label[:1].upper() + label[1:], answer_words(row, name)))
    return facts


def indicators(
    found: Household,
    people: Sequence[Member],
    living: LivingConditions | None,
    *,
    as_of: date,
) -> list[tuple[str, str]]:
    """Return each indicator of today's standard: lacking, not, not known; [] while none is."""
    standard = standard_or_none(unit=found.unit, as_of=as_of)
    if standard is None:
        return []
    survey = survey_from(members=people, conditions=living, as_of=as_of)
    words = {True: "thiếu hụt", False: "không thiếu hụt", None: NOT_KNOWN.lower()}
    findings = assess_indicators(standard=standard, survey=survey)
    if all(one.computed is None for one in findings):
        return []
    return [(one.indicator.name, words[one.computed]) for one in findings]


def mark_words(history: History, people: Sequence[Member], *, as_of: date) -> list[str]:
    """Return what the household is beside its category on the day, from what was fetched."""
    escape = escape_among(statuses=history.statuses, as_of=as_of)
    held = [escape[0]] if escape else []
    held += [
        Mark(mark.mark)
        for mark in history.marks
        if mark.valid_from <= as_of and (mark.valid_to is None or as_of < mark.valid_to)
    ]
    if any(one.gets_social_allowance for one in people):
        held.append(Mark.SOCIAL_PROTECTION)
    return [words_of_mark(mark, escape[1] if escape else None) for mark in held]


def steps(found: Household) -> list[tuple[str, str]]:
    home = ("Tổng quan", reverse("home"))
    commune = found.unit if found.unit.level == 3 else found.unit.parent
    if commune is None or not commune.code:
        return [home, (found.code, "")]
    return [home, (commune.full_name, ""), (found.code, "")]


def _judgement(result: ReviewResult) -> Judgement:
    assert result.decision is not None
    standard = standard_for(result.campaign.standard)
    names = {item.code: item.name for item in standard.indicators}
    explained = explain_result(result=result, standard=standard)
    return Judgement(
        title=f"{result.campaign.name} (xét ngày {format_date(result.campaign.judged_for)})",
        decision=f"Quyết định {result.decision.number} "
        f"ngày {format_date(result.decision.signed_date)}",
        status=category_status(result.category, result.group),
        movement=str(Movement(result.movement).label) if result.movement else "",
        stored_reason=result.reason,
        evidence=_evidence(result),
        lacking=tuple(names.get(code, code) for code in result.deprivations),
        # What the standard does not ask needs no answer.
        unknown=tuple(names[code] for code in result.unknown_deprivations if code in names),
        reasons=tuple(str(reason) for reason in explained.classification.reasons)
        if explained
        else (),
        changes=tuple(change.sentence for change in explained.changes) if explained else (),
        caution=(explained.classification.caution or "") if explained else "",
        standard=standard.title,
        standard_href=reverse("standard", kwargs={"code": standard.code}),
    )


def _evidence(result: ReviewResult) -> tuple[str, str]:
    """Return what the judgement was made from, as a fact: its name and its value."""
    if result.evidence == EvidenceChoice.ANSWERS:
        table = f"bảng điểm {result.points_code}, bản {result.points_version}"
        return "Câu trả lời chấm theo bảng điểm", f"B1: {result.score_b1} điểm ({table})"
    if result.income_per_capita_vnd is None:
        return "Điểm trên phiếu", f"B1: {result.score_b1} điểm; B2: {result.score_b2} điểm"
    return "Thu nhập bình quân đầu người", f"{format_vnd(result.income_per_capita_vnd)} một tháng"


def _in_force(statuses: Sequence[HouseholdStatus], as_of: date) -> HouseholdStatus | None:
    return next((status for status in statuses if status.holds_on(as_of)), None)


def _words(status: HouseholdStatus) -> str:
    label = str(StatusCategory(status.category).label)
    return f"{label} ({status.group})" if status.group else label
