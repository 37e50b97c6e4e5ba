"""Every kind of deadline, at its last day and the day after."""

from datetime import date

import pytest

from giamngheo.law.calendar_files import shipped_calendar
from giamngheo.tasks.deadlines import Due, Rule, dues_of, read_deadline, rule_of

FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)


def dues(rule: Rule | None, first: date = FIRST, last: date = LAST) -> list[Due]:
    assert rule is not None
    return dues_of(rule=rule, first_day=first, last_day=last, calendar=shipped_calendar())


def days(text: str, first: date = FIRST, last: date = LAST) -> list[str]:
    return [due.on.isoformat() for due in dues(read_deadline(text), first, last) if due.on]


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("trước ngày 24/02/2020", "2020-02-23"),
        ("Hoàn thành trước ngày 10 tháng 02 năm 2020", "2020-02-09"),
        ("trước ngày 01/03/2020", "2020-02-29"),
        ("chậm nhất ngày 24/02/2020", "2020-02-24"),
        ("24/02/2020", "2020-02-24"),
        ("trong tháng 1 năm 2020", "2020-01-31"),
        ("trong tháng 2/2020", "2020-02-29"),
        ("trước tháng 3/2020", "2020-02-29"),
        ("trong quý II/2020", "2020-06-30"),
    ],
)
def test_deadline_of_one_day(text: str, last_day: str) -> None:
    assert days(text) == [last_day]


def test_reading_is_said_back() -> None:
    (due,) = dues(read_deadline("trước ngày 24/02/2020"))

    assert due.reading == "hết ngày 23/02/2020"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hằng quý", ["2020-03-31", "2020-06-30", "2020-09-30", "2020-12-31"]),
        ("6 tháng một lần", ["2020-06-30", "2020-12-31"]),
        ("hằng năm", ["2020-12-31"]),
        ("trước ngày 15 tháng 11 hằng năm", ["2020-11-14"]),
    ],
)
def test_recurring_deadline_has_each_period(text: str, expected: list[str]) -> None:
    assert days(text) == expected


def test_recurring_deadline_over_a_period_plan() -> None:
    found = dues(read_deadline("trước ngày 15/11 hằng năm"), FIRST, date(2022, 11, 13))

    # That of 2022 falls on the 14th, a day after the plan's last one.
    assert [due.period for due in found] == ["Năm 2020", "Năm 2021"]


def test_recurring_task_given_on_its_last_day_still_owes_that_period() -> None:
    assert days("hằng quý", date(2020, 6, 30))[0] == "2020-06-30"
    assert days("hằng quý", date(2020, 7, 1))[0] == "2020-09-30"


def test_day_31_of_a_quarter_that_ends_in_june() -> None:
    rule = Rule(kind="RECURRING", every="quarter", day=31)

    assert [due.on for due in dues(rule)][1] == date(2020, 6, 30)


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("5 ngày làm việc kể từ ngày 02/03/2020", "2020-03-09"),
        # Tết of 2022 lies between: from 29/01 to 06/02 nobody works.
        ("5 ngày làm việc kể từ ngày 28/01/2022", "2022-02-11"),
        ("1 ngày làm việc kể từ ngày 06/03/2020", "2020-03-09"),
    ],
)
def test_working_days_pass_over_rests_and_tet(text: str, last_day: str) -> None:
    assert days(text) == [last_day]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("khi có hướng dẫn của tỉnh", "CONDITIONAL"),
        ("thường xuyên", "ONGOING"),
        ("theo quy định", "AS_REGULATED"),
        ("", "NONE"),
    ],
)
def test_deadline_without_a_day(text: str, kind: str) -> None:
    rule = read_deadline(text)

    assert rule is not None
    assert rule.kind == kind
    assert [due.on for due in dues(rule)] == [None]


def test_words_that_are_no_deadline() -> None:
    assert read_deadline("khi nào rảnh") is None


def test_frequency_stands_in_where_no_deadline_is_written() -> None:
    assert rule_of(deadline=None, frequency=["hằng quý"]).every == "quarter"
    assert rule_of(deadline=None, frequency=["định kỳ theo quy định"]).kind == "AS_REGULATED"
    assert rule_of(deadline=None, frequency=[]).kind == "NONE"


def test_reader_of_plans_gives_the_same_rule() -> None:
    rule = rule_of(
        deadline={
            "type": "recurring",
            "as_written": "trước ngày 15 tháng 11 hàng năm",
            "month": 11,
            "day": 15,
            "every": "year",
        }
    )

    assert [due.on for due in dues(rule)] == [date(2020, 11, 14)]
