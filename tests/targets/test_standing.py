"""How a target is judged: at the limit, just past it, half-way through the year."""

from datetime import date
from decimal import Decimal

import pytest

from giamngheo.targets.enums import Standing
from giamngheo.targets.standing import Judged, Wanted, judge, part_of_year

END, HALF = date(2020, 12, 31), date(2020, 6, 30)


def judged(reached: str, *, as_of: date, baseline: str | None = "0", **wanted: object) -> Judged:
    promise = {"comparator": "=", "value": Decimal(100)} | wanted
    return judge(
        wanted=Wanted(**promise),  # type: ignore[arg-type]
        reached=Decimal(reached),
        baseline=None if baseline is None else Decimal(baseline),
        as_of=as_of,
        year=2020,
    )


@pytest.mark.parametrize(
    ("comparator", "limit", "reached", "met"),
    [
        ("<", "0.89", "0.8895", True),
        ("<", "0.89", "0.89", False),
        ("<=", "0.89", "0.89", True),
        ("<=", "0.89", "0.8901", False),
        (">", "58", "58", False),
        (">", "58", "58.01", True),
        (">=", "58", "58", True),
        ("=", "58", "57.99", False),
        ("~", "982", "981", False),
        ("~", "982", "982", True),
    ],
)
def test_a_promise_is_kept_from_its_limit_on(
    comparator: str, limit: str, reached: str, met: bool
) -> None:
    wanted = Wanted(
        comparator=comparator, value=Decimal(limit), is_better_higher=comparator not in ("<", "<=")
    )

    assert wanted.is_met(Decimal(reached)) is met


@pytest.mark.parametrize(("reached", "met"), [("0.09", False), ("0.1", True), ("0.25", True)])
def test_of_a_range_the_lower_end_keeps_the_promise_of_a_fall(reached: str, met: bool) -> None:
    wanted = Wanted(comparator="", value=None, low=Decimal("0.1"), high=Decimal("0.2"))

    assert wanted.is_met(Decimal(reached)) is met


def test_a_lower_level_of_a_range_is_kept_by_its_upper_end() -> None:
    wanted = Wanted(
        comparator="", value=None, low=Decimal(2), high=Decimal(3), is_better_higher=False
    )

    assert (wanted.is_met(Decimal(3)), wanted.is_met(Decimal("3.1"))) == (True, False)


@pytest.mark.parametrize(
    ("reached", "state"),
    [("49.9", Standing.BEHIND), ("50", Standing.ON_THE_WAY), ("100", Standing.REACHED)],
)
def test_at_mid_year_less_than_half_the_way_is_behind(reached: str, state: Standing) -> None:
    found = judged(reached, as_of=HALF)

    assert found.state == state
    assert found.asks_cause is (state == Standing.BEHIND)


def test_the_way_is_measured_from_the_baseline() -> None:
    # From 3,07 % to below 0,89 %: at 1,9 % a little more than half is behind us.
    limits = {"comparator": "<", "value": Decimal("0.89"), "is_better_higher": False}

    assert judged("1.9", as_of=HALF, baseline="3.07", **limits).state == Standing.ON_THE_WAY
    assert judged("2.1", as_of=HALF, baseline="3.07", **limits).state == Standing.BEHIND


def test_without_a_baseline_nobody_says_fast_or_slow() -> None:
    found = judged("60", as_of=HALF, baseline=None)

    assert (found.state, found.walked) == (Standing.SHORT, None)
    assert "không có số gốc" in found.why


def test_at_the_end_of_the_year_nothing_is_on_the_way() -> None:
    assert judged("99.9", as_of=END).state == Standing.SHORT
    assert judged("99.9", as_of=END).gap == Decimal("0.1")
    assert judged("99.9", as_of=date(2020, 12, 30)).state == Standing.ON_THE_WAY


def test_words_without_a_number_and_a_number_without_result() -> None:
    words = Wanted(comparator="", value=None)
    none = {"baseline": None, "as_of": END, "year": 2020}

    assert judge(wanted=words, reached=None, **none).state == Standing.WORDS
    number = Wanted(comparator="=", value=Decimal(1))
    assert judge(wanted=number, reached=None, **none).state == Standing.PENDING


@pytest.mark.parametrize(
    ("day", "part"),
    [
        (date(2019, 12, 31), "0"),
        (date(2020, 1, 30), "0"),
        (date(2020, 2, 28), "8.3"),
        (date(2020, 2, 29), "16.7"),
        (date(2020, 6, 30), "50"),
        (date(2021, 1, 1), "100"),
    ],
)
def test_only_whole_months_are_over(day: date, part: str) -> None:
    assert round(part_of_year(day, 2020), 1) == Decimal(part)
