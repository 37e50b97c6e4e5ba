"""Households on the clock of the newly escaped: since when, until when, what ends with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from giamngheo.law.after_decision import (
    ClockState,
    EscapeClock,
    escape_clock,
    escapes_ending_by,
    months_later,
)
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.marks import escapes_on
from giamngheo.registry.models import Household, HouseholdStatus

SOON_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class ClockCounts:
    """How many run on a day, and of these how many end within the next three months."""

    running: int
    ending_soon: int


def escapes_on_clock(
    *, unit_path: str, as_of: date, ending_by: date | None = None
) -> QuerySet[HouseholdStatus]:
    """
    Return the statuses whose households are newly escaped on the day: poor before, above both
    lines since `valid_from`, in the register, and their months not over.

    A household poor or near-poor again is not among them, nor one that is not poor only by the
    opening list of a new period. `sort_key` is there to order by.
    """
    registered = Q(household__registered_to=None) | Q(household__registered_to__gt=as_of)
    found = (
        escapes_on(category=StatusCategory.POOR, as_of=as_of)
        .filter(registered, household__unit_path__startswith=unit_path)
        .select_related("household__unit__parent")
        .annotate(sort_key=F("household__sort_key"))
    )
    if ending_by is not None:
        found = found.filter(valid_from__lte=escapes_ending_by(until=ending_by))
    return found


def soon(*, as_of: date) -> date:
    """Return the day three months on: "sắp hết" is what ends until then."""
    return months_later(day=as_of, months=SOON_MONTHS)


def clock_counts(*, unit_path: str, as_of: date) -> ClockCounts:
    """Return the counts of a unit. Two SQL queries."""
    ending = escapes_on_clock(unit_path=unit_path, as_of=as_of, ending_by=soon(as_of=as_of))
    return ClockCounts(
        running=escapes_on_clock(unit_path=unit_path, as_of=as_of).count(),
        ending_soon=ending.count(),
    )


def clock_of(*, household: Household, as_of: date) -> tuple[EscapeClock, ClockState] | None:
    """Return a household's clock and where the day lies in it; None when it is not on one."""
    found = (
        escapes_on_clock(unit_path=household.unit_path, as_of=as_of)
        .filter(household=household)
        .first()
    )
    if found is None:
        return None
    clock = escape_clock(escaped_on=found.valid_from)
    return clock, clock.state_on(as_of)


def is_newly_escaped(*, household: Household, as_of: date) -> bool | None:
    """Return whether a household counts as newly escaped; None on the day no text decides."""
    found = clock_of(household=household, as_of=as_of)
    if found is None:
        return False
    return None if found[1] is ClockState.BOUNDARY else True
