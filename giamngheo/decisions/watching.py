"""Units where many fall back or become poor: ranked by an office's threshold, and followed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.decisions.enums import FollowUpState, HotSpotMeasure, ThresholdKind
from giamngheo.decisions.follow_tasks import finish_task, give_tasks
from giamngheo.decisions.models import FollowUp, HotSpotThreshold
from giamngheo.decisions.refusals import FollowUpEnded, NothingToFollow, ThresholdRefused
from giamngheo.lib.dates import format_date
from giamngheo.lib.numbers import format_number
from giamngheo.reviews.enums import Movement
from giamngheo.reviews.models import CommuneYear

MOVEMENT = {
    HotSpotMeasure.RELAPSE: Movement.RE_POOR,
    HotSpotMeasure.NEW_POOR: Movement.NEW_POOR,
}


@dataclass(frozen=True, kw_only=True)
class HotSpot:
    """
    A commune's count of one kind in a decided year. percent: of its poor of 1 January, None when
    it had none. threshold: the nearest office's, None when none is set; over: it is passed.
    """

    unit: Unit
    measure: HotSpotMeasure
    households: int
    percent: Decimal | None
    threshold: HotSpotThreshold | None
    over: bool
    follow_up: FollowUp | None


def threshold_for(
    *, path: str, measure: str, as_of: date, among: Sequence[HotSpotThreshold] | None = None
) -> HotSpotThreshold | None:
    """Return the threshold in force for the unit at `path`: its nearest office's."""
    if among is None:
        among = thresholds_covering(path=path, as_of=as_of)
    covering = [one for one in among if one.measure == measure and path.startswith(one.unit_path)]
    return max(covering, key=lambda one: len(one.unit_path), default=None)


def thresholds_covering(*, path: str, as_of: date) -> list[HotSpotThreshold]:
    """Return the thresholds in force of the unit, of those above it and of those below."""
    above = [path[: at + 1] for at, sign in enumerate(path) if sign == "/"]
    found = HotSpotThreshold.objects.filter(valid_from__lte=as_of).select_related("unit", "set_by")
    in_force = [one for one in found if one.valid_to is None or as_of < one.valid_to]
    return [one for one in in_force if one.unit_path in above or one.unit_path.startswith(path)]


def threshold_words(threshold: HotSpotThreshold) -> str:
    """Return "trên 5 hộ" or "trên 10 % số hộ nghèo đầu năm"."""
    whole = threshold.value == threshold.value.to_integral_value()
    value = format_number(int(threshold.value) if whole else threshold.value.normalize())
    if threshold.kind == ThresholdKind.COUNT:
        return f"trên {value} hộ"
    return f"trên {value} % số hộ nghèo đầu năm"


def hot_spots(*, unit: Unit, year: int, as_of: date) -> list[HotSpot]:
    """
    Return every decided commune of the unit under both measures, those over the threshold first,
    then by the share, then by the number.
    """
    thresholds = thresholds_covering(path=unit.path, as_of=as_of)
    years = CommuneYear.objects.filter(
        year=year, unit_path__startswith=unit.path, end_decision__isnull=False
    ).select_related("unit")
    follow_ups = {
        (one.unit_id, one.measure): one
        for one in FollowUp.objects.filter(year=year, unit_path__startswith=unit.path)
    }
    found = [
        _hot_spot(row, measure, thresholds, follow_ups.get((row.unit_id, measure)), as_of)
        for row in years
        for measure in HotSpotMeasure
    ]
    return sorted(found, key=_rank)


def _hot_spot(
    row: CommuneYear,
    measure: HotSpotMeasure,
    thresholds: Sequence[HotSpotThreshold],
    follow_up: FollowUp | None,
    as_of: date,
) -> HotSpot:
    households = int(row.movements.get(MOVEMENT[measure], 0))
    percent = None
    if row.poor_start:
        percent = (Decimal(households) * 100 / row.poor_start).quantize(Decimal("0.01"))
    threshold = threshold_for(path=row.unit.path, measure=measure, as_of=as_of, among=thresholds)
    return HotSpot(
        unit=row.unit,
        measure=measure,
        households=households,
        percent=percent,
        threshold=threshold,
        over=threshold is not None and _is_over(households, percent, threshold),
        follow_up=follow_up,
    )


def _is_over(households: int, percent: Decimal | None, threshold: HotSpotThreshold) -> bool:
    if threshold.kind == ThresholdKind.COUNT:
        return households > threshold.value
    # Without any poor on 1 January every new one is more than any share.
    return households > 0 if percent is None else percent > threshold.value


def _rank(spot: HotSpot) -> tuple[bool, Decimal, int, str]:
    share = Decimal(1000) if spot.percent is None and spot.households else spot.percent
    return (not spot.over, -(share or Decimal(0)), -spot.households, spot.unit.sort_key)


@transaction.atomic
def set_threshold(
    *,
    unit: Unit,
    measure: str,
    kind: str,
    value: Decimal,
    source: str,
    by: User,
    as_of: date,
) -> HotSpotThreshold:
    """
    Set an office's threshold from the day on; the one before it ends then.

    Raises: ThresholdRefused [DCS-030].
    """
    problem = ""
    if value <= 0:
        problem = "ngưỡng phải lớn hơn 0"
    elif kind == ThresholdKind.RATE and value > 100:
        problem = "ngưỡng phần trăm không quá 100"
    elif not source.strip():
        problem = "chưa ghi căn cứ"
    if problem:
        raise ThresholdRefused(unit=unit.full_name, problem=problem)
    audit.record(
        action="decisions.set_threshold",
        by=by,
        subject=f"{unit.full_name}: {HotSpotMeasure(measure).label}",
        unit_path=unit.path,
        details={"kind": kind, "value": str(value), "source": source},
    )
    earlier = HotSpotThreshold.objects.select_for_update().filter(
        unit=unit, measure=measure, valid_to=None
    )
    earlier.update(valid_to=as_of)
    return HotSpotThreshold.objects.create(
        unit=unit,
        unit_path=unit.path,
        measure=measure,
        kind=kind,
        value=value,
        valid_from=as_of,
        source=source.strip(),
        set_by=by,
    )


@transaction.atomic
def open_follow_ups(
    *, unit: Unit, year: int, task: str, due_date: date, by: User, as_of: date
) -> list[FollowUp]:
    """
    Give the office a task for every commune over its threshold that has none yet this year; each
    stands on the board of tasks too.

    Raises: NothingToFollow [DCS-031].
    """
    waiting = [
        spot
        for spot in hot_spots(unit=unit, year=year, as_of=as_of)
        if spot.over and spot.follow_up is None
    ]
    if not waiting or not task.strip():
        raise NothingToFollow(unit=unit.full_name, year=year)
    audit.record(
        action="decisions.open_follow_ups",
        by=by,
        subject=f"{unit.full_name}: {len(waiting)} việc theo dõi năm {year}",
        unit_path=unit.path,
    )
    made = FollowUp.objects.bulk_create(
        FollowUp(
            unit=spot.unit,
            unit_path=spot.unit.path,
            responsible=unit,
            responsible_path=unit.path,
            year=year,
            measure=spot.measure,
            households=spot.households,
            threshold=threshold_words(spot.threshold) if spot.threshold else "",
            task=task.strip(),
            due_date=due_date,
            opened_by=by,
            opened_on=as_of,
        )
        for spot in waiting
    )
    give_tasks(follow_ups=made, by=by, as_of=as_of)
    return made


@transaction.atomic
def close_follow_up(*, follow_up: FollowUp, outcome: str, by: User, as_of: date) -> FollowUp:
    """
    Record what came of a follow-up.

    Raises: FollowUpEnded [DCS-032].
    """
    locked = (
        FollowUp.objects.select_for_update(of=("self",)).select_related("unit").get(pk=follow_up.pk)
    )
    if locked.state == FollowUpState.DONE or not outcome.strip():
        day = format_date(locked.closed_on)
        raise FollowUpEnded(unit=locked.unit.full_name, day=day)
    audit.record(
        action="decisions.close_follow_up",
        by=by,
        subject=f"{locked.unit.full_name}: {HotSpotMeasure(locked.measure).label}",
        unit_path=locked.unit_path,
    )
    locked.state, locked.outcome = FollowUpState.DONE, outcome.strip()
    locked.closed_by, locked.closed_on = by, as_of
    locked.save(update_fields=["state", "outcome", "closed_by", "closed_on"])
    finish_task(follow_up=locked, by=by, as_of=as_of)
    return locked


def follow_ups_of(*, path: str) -> list[FollowUp]:
    """Return the follow-ups an office, and those below it, answer for: open first, by due day."""
    found = FollowUp.objects.filter(responsible_path__startswith=path)
    rows = found.select_related("unit", "responsible", "opened_by", "closed_by")
    return sorted(rows, key=lambda one: (one.state == FollowUpState.DONE, one.due_date, one.pk))
