"""The time limits of the review: which figure belongs to which procedure, and since when."""

from datetime import date

import pytest

from giamngheo.law.calendar_files import shipped_calendar
from giamngheo.law.enums import Confidence
from giamngheo.law.procedures import (
    LimitUnit,
    Procedure,
    Step,
    is_agreed,
    limit_of,
    load_procedures,
    procedure_rules,
)
from giamngheo.law.status_rules import RuleNotFound

AUTUMN = date(2021, 11, 8)
WORKING = LimitUnit.WORKING_DAYS


@pytest.mark.parametrize(
    ("procedure", "step", "days", "unit"),
    [
        (Procedure.YEARLY, Step.POSTING, 3, WORKING),
        (Procedure.YEARLY, Step.RECHECK, 7, WORKING),
        (Procedure.YEARLY, Step.OPINION, 5, WORKING),
        (Procedure.REGULAR, Step.POSTING, 3, WORKING),
        (Procedure.REGULAR, Step.RECHECK, 7, WORKING),
        (Procedure.REGULAR, Step.DECISION, 15, LimitUnit.DAYS),
        (Procedure.AVERAGE_LIVING, Step.POSTING, 5, WORKING),
        (Procedure.AVERAGE_LIVING, Step.RECHECK, 3, WORKING),
        (Procedure.AVERAGE_LIVING, Step.DECISION, 15, LimitUnit.DAYS),
    ],
)
def test_limits_of_the_fact_base(
    procedure: Procedure, step: Step, days: int, unit: LimitUnit
) -> None:
    limit = limit_of(procedure=procedure, step=step, as_of=AUTUMN)

    assert (limit.days.value, limit.unit) == (days, unit)
    assert limit.days.confidence is Confidence.VERBATIM


def test_both_clocks_of_the_yearly_review_and_of_average_living_are_swapped() -> None:
    calendar = shipped_calendar()

    def end(procedure: Procedure, step: Step) -> date:
        limit = limit_of(procedure=procedure, step=step, as_of=AUTUMN)
        return limit.deadline(day=date(2021, 11, 12), calendar=calendar).day

    assert end(Procedure.YEARLY, Step.POSTING) == date(2021, 11, 17)
    assert end(Procedure.AVERAGE_LIVING, Step.POSTING) == date(2021, 11, 19)
    assert end(Procedure.YEARLY, Step.RECHECK) == date(2021, 11, 23)
    assert end(Procedure.AVERAGE_LIVING, Step.RECHECK) == date(2021, 11, 17)


@pytest.mark.parametrize("day", [date(2021, 8, 31), date(2027, 1, 1)])
def test_no_limit_where_none_was_found(day: date) -> None:
    with pytest.raises(RuleNotFound):
        procedure_rules(procedure=Procedure.YEARLY, as_of=day)


@pytest.mark.parametrize("day", [date(2021, 9, 1), date(2026, 12, 31)])
def test_the_procedure_holds_on_its_first_and_last_day(day: date) -> None:
    assert procedure_rules(procedure=Procedure.YEARLY, as_of=day).codes == ("1.011606",)


def test_a_regular_review_asks_no_opinion() -> None:
    with pytest.raises(RuleNotFound):
        limit_of(procedure=Procedure.REGULAR, step=Step.OPINION, as_of=AUTUMN)


def test_the_yearly_review_ends_in_december() -> None:
    rules = procedure_rules(procedure=Procedure.YEARLY, as_of=AUTUMN)

    assert rules.last_day_of(2021) == date(2021, 12, 14)
    assert procedure_rules(procedure=Procedure.REGULAR, as_of=AUTUMN).last_day_of(2021) is None


@pytest.mark.parametrize(
    ("agree", "attended", "agreed"),
    [(20, 40, True), (19, 40, False), (21, 41, True), (20, 41, False), (0, 0, False), (1, 2, True)],
)
def test_half_of_those_who_attended_is_enough(agree: int, attended: int, agreed: bool) -> None:
    assert is_agreed(agree=agree, attended=attended, least_percent=50) is agreed


def test_versions_of_one_procedure_never_overlap() -> None:
    for rules in load_procedures():
        others = [one for one in load_procedures() if one.procedure is rules.procedure]
        assert sum(one.is_in_force(rules.valid_from.value) for one in others) == 1
