"""Correcting a decided list: a new dated decision, the first one staying as it was signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import transaction
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.decisions.days import require_order
from giamngheo.decisions.enums import FurtherKind
from giamngheo.decisions.issuing import lines_digest, require_numbers
from giamngheo.decisions.models import DecisionLine, FurtherDecision
from giamngheo.decisions.refusals import (
    CorrectionEmpty,
    GroupMismatch,
    HouseholdTwice,
    NothingCorrected,
    NotOnTheList,
)
from giamngheo.lib.dates import format_date
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household, HouseholdLink, HouseholdStatus
from giamngheo.registry.statuses import set_statuses
from giamngheo.reviews import stages
from giamngheo.reviews.counts import rebuild_corrected
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Decision, ReviewResult
from giamngheo.reviews.movements import movement_of
from giamngheo.rules.queries import standard_for

PAPER = "quyết định điều chỉnh"


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What one household becomes: category and group ("" where there is none), and why."""

    household_code: str
    category: str
    group: str = ""
    reason: str = ""


@transaction.atomic
def correct_decision(
    *,
    decision: Decision,
    corrections: Sequence[Correction],
    number: str,
    signed_date: date,
    effective_date: date,
    signer: str,
    by_deputy: bool = False,
    reason: str,
    by: User | None,
    as_of: date,
) -> FurtherDecision:
    """
    Record a signed correction: statuses change from its effective day, counts show the revision.

    Raises: CorrectionEmpty [DCS-020], HouseholdTwice [DCS-024], NotOnTheList [DCS-021],
            NothingCorrected [DCS-022], GroupMismatch [DCS-023], PaperNumberMissing [DCS-012],
            NumberTaken [DCS-008], DayOutOfOrder [DCS-007], StatusAlreadyLater [REG-004].
    """
    stages.lock_commune(campaign=decision.campaign, unit=decision.unit)
    unit = decision.unit
    if not corrections or not reason.strip():
        raise CorrectionEmpty(unit=unit.full_name)
    require_numbers(unit=unit, numbers=(number,), signed_date=signed_date, as_of=as_of)
    for day in (signed_date, effective_date):
        require_order(
            unit=unit, paper=PAPER, day=day, after=decision.effective_date,
            what="ngày có hiệu lực của quyết định đầu", as_of=max(as_of, day),
        )  # fmt: skip
    lines = _lines(decision, corrections, effective_date)
    audit.record(
        action="decisions.correct",
        by=by,
        subject=f"Quyết định điều chỉnh {number}: {len(lines)} hộ, {unit.name}",
        unit_path=decision.unit_path,
        reason=reason.strip(),
    )
    further = _store(
        decision, lines, number=number, signed_date=signed_date, effective_date=effective_date,
        signer=signer, by_deputy=by_deputy, reason=reason, by=by,
    )  # fmt: skip
    set_statuses(
        changes=_changes(lines),
        valid_from=effective_date,
        standard=decision.standard,
        source=f"Quyết định điều chỉnh {further.number} ngày {format_date(signed_date)}",
        by_opening_list=decision.campaign.kind == CampaignKind.OPENING,
    )
    rebuild_corrected(
        decision=decision,
        number=further.number,
        effective_date=effective_date,
        movements=_movements(lines, in_year=effective_date.year == decision.campaign.year),
    )
    return further


def _lines(decision: Decision, corrections: Sequence[Correction], day: date) -> list[DecisionLine]:
    codes = [one.household_code.strip() for one in corrections]
    for code, count in Counter(codes).items():
        if count > 1:
            raise HouseholdTwice(household=code)
    # Those decided on this list, wherever their commune has gone since, and those living there.
    decided = Q(pk__in=ReviewResult.objects.filter(decision=decision).values("household"))
    inside = Q(unit_path__startswith=decision.unit_path)
    found = Household.objects.filter(decided | inside, code__in=codes)
    households = {one.code: one for one in found.registered_on(day)}
    return [
        _line(decision, households.get(code), one, day)
        for code, one in zip(codes, corrections, strict=True)
    ]


def _line(
    decision: Decision, household: Household | None, wanted: Correction, day: date
) -> DecisionLine:
    if household is None:
        raise NotOnTheList(
            household=wanted.household_code, unit=decision.unit.full_name, day=format_date(day)
        )
    _require_group(decision, wanted)
    status = HouseholdStatus.objects.in_force(day).filter(household=household).first()
    before = (status.category, status.group) if status else (StatusCategory.NON_POOR.value, "")
    if before == (wanted.category, wanted.group):
        label = StatusCategory(wanted.category).label
        raise NothingCorrected(household=household.code, category=label, day=format_date(day))
    return DecisionLine(
        household=household,
        unit_path=household.unit_path,
        before_category=before[0],
        before_group=before[1],
        category=wanted.category,
        group=wanted.group,
        before_movement=_movement_so_far(decision, household),
        movement=movement_of(
            previous=_previous(decision, household),
            category=wanted.category,
            was_before=_was_before(decision, household, wanted.category),
        ),
        reason=wanted.reason.strip(),
    )


def _require_group(decision: Decision, wanted: Correction) -> None:
    standard = standard_for(decision.standard)
    rulings = [one for band in standard.bands for one in (band.if_deprived, band.otherwise)]
    known = {one.value.group for one in rulings if one.value.group}
    is_poor = wanted.category == StatusCategory.POOR
    problem = ""
    if wanted.group and not (known and is_poor):
        problem = "không chia nhóm cho phân loại này"
    elif known and is_poor and not wanted.group:
        problem = "chia hộ nghèo thành nhóm N1, N2 mà chưa chọn nhóm"
    if problem:
        raise GroupMismatch(
            household=wanted.household_code, standard=decision.standard, problem=problem
        )


def _result(decision: Decision, household: Household) -> ReviewResult | None:
    return ReviewResult.objects.filter(decision=decision, household=household).first()


def _previous(decision: Decision, household: Household) -> str:
    """Return what the household was when the review began."""
    result = _result(decision, household)
    if result is not None:
        return result.previous_category
    then = HouseholdStatus.objects.in_force(decision.campaign.judged_for)
    status = then.filter(household=household).first()
    return status.category if status else StatusCategory.NON_POOR.value


def _movement_so_far(decision: Decision, household: Household) -> str:
    """Return the movement that stands: of the last correction, else of the review, else none."""
    lines = DecisionLine.objects.filter(
        further__decision=decision, further__kind=FurtherKind.CORRECTION, household=household
    )
    last = lines.order_by("further__version").last()
    if last is not None:
        return last.movement
    result = _result(decision, household)
    return result.movement if result else ""


def _was_before(decision: Decision, household: Household, category: str) -> bool:
    origins = HouseholdLink.objects.filter(household=household).values_list(
        "predecessor_id", "since"
    )
    earlier = Q(household=household, valid_from__lt=decision.effective_date)
    for predecessor, since in origins:
        earlier |= Q(household=predecessor, valid_from__lt=since)
    return HouseholdStatus.objects.filter(earlier, category=category).exists()


def _store(
    decision: Decision,
    lines: list[DecisionLine],
    *,
    number: str,
    signed_date: date,
    effective_date: date,
    signer: str,
    by_deputy: bool,
    reason: str,
    by: User | None,
) -> FurtherDecision:
    earlier = decision.further.filter(kind=FurtherKind.CORRECTION).count()
    further = FurtherDecision.objects.create(
        decision=decision,
        kind=FurtherKind.CORRECTION,
        unit_path=decision.unit_path,
        version=earlier + 2,
        number=number.strip(),
        signed_date=signed_date,
        effective_date=effective_date,
        signer=signer.strip(),
        by_deputy=by_deputy,
        reason=reason.strip(),
        list_digest=lines_digest(lines),
        recorded_by=by,
    )
    for line in lines:
        line.further = further
    DecisionLine.objects.bulk_create(lines)
    return further


def _changes(lines: Sequence[DecisionLine]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "household_id": [line.household_id for line in lines],
            "category": [line.category for line in lines],
            "group": [line.group for line in lines],
        }
    )


def _movements(lines: Sequence[DecisionLine], *, in_year: bool) -> dict[str, int]:
    """
    Return what the correction changes in the movements of the year it takes effect in.

    In the review's own year the new movement replaces the one that stood; in a later year that one
    is history, and the change itself is the movement.
    """
    counted: Counter[str] = Counter()
    for line in lines:
        if in_year:
            counted[line.before_movement] -= 1
            counted[line.movement] += 1
        else:
            was_before = not line.movement.startswith("NEW_")
            counted[
                movement_of(
                    previous=line.before_category, category=line.category, was_before=was_before
                )
            ] += 1
    return {movement: count for movement, count in counted.items() if movement and count}
