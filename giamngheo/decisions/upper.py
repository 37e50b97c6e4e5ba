"""The level above a commune that gives its opinion: which unit, its name on paper, its clock."""

from __future__ import annotations

from datetime import date

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import ancestors
from giamngheo.law.after_decision import UPPER_CHAIR, UpperLevel, opinion_level
from giamngheo.law.calendar import Deadline
from giamngheo.law.procedures import Procedure, Step, limit_of
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.meetings.calendars import calendar_for

LEVELS = {UpperLevel.DISTRICT: UnitLevel.DISTRICT, UpperLevel.PROVINCE: UnitLevel.PROVINCE}


def upper_unit(*, unit: Unit, day: date) -> Unit | None:
    """Return the unit whose chairman gives the opinion on a commune's list that day, if known."""
    try:
        level = LEVELS[opinion_level(as_of=day).value]
    except RuleNotFound:
        return unit.parent
    return next((one for one in ancestors(unit=unit) if one.level == level), unit.parent)


def upper_body(*, unit: Unit, day: date) -> str:
    """Return "Chủ tịch Ủy ban nhân dân huyện Triệu Sơn", or its office where none is known."""
    above = upper_unit(unit=unit, day=day)
    if above is None:
        return UPPER_CHAIR[UpperLevel.PROVINCE]
    return f"Chủ tịch Ủy ban nhân dân {above.full_name[:1].lower()}{above.full_name[1:]}"


def opinion_deadline(*, unit: Unit, sent_on: date) -> Deadline:
    """
    Return the last day for the written opinion on a report sent that day: 5 working days.

    Raises: RuleNotFound [LAW-015] before 01/09/2021 and where no later rule was found.
    """
    limit = limit_of(procedure=Procedure.YEARLY, step=Step.OPINION, as_of=sent_on)
    return limit.deadline(day=sent_on, calendar=calendar_for(path=unit.path))
