"""
How a target stands: what was wanted, what was reached, how far apart, and by which rule.

The rule is one sentence on the page. The way walked is the part of the distance from the baseline
to the target that is behind us; it is held against the part of the year that is over, in whole
months. At the year's end a target is reached or it is not. Plain arithmetic, no query.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from giamngheo.lib.numbers import format_number, round_half_up
from giamngheo.targets.enums import Standing

RULE = (
    "So phần quãng đường đã đi từ số gốc đến chỉ tiêu với phần thời gian đã qua của năm, tính "
    "theo tháng trọn. Ít hơn thời gian đã qua là chậm. Hết năm chỉ còn đạt hoặc chưa đạt."
)
MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is promised: a value, or a stretch from `low` to `high`; none of them: words only."""

    comparator: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    is_better_higher: bool = True

    @property
    def has_number(self) -> bool:
        return self.value is not None or self.low is not None or self.high is not None

    @property
    def least(self) -> Decimal | None:
        """The figure with which the promise is just kept."""
        if self.value is not None:
            return self.value
        return self.low if self.is_better_higher else self.high

    def is_met(self, reached: Decimal) -> bool:
        least = self.least
        assert least is not None
        match self.comparator:
            case "<":
                return reached < least
            case "<=":
                return reached <= least
            case ">":
                return reached > least
            case _:
                return reached >= least if self.is_better_higher else reached <= least


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The verdict with its reason; `walked` and `elapsed` in per cent, `gap` what is missing."""

    state: Standing
    why: str
    gap: Decimal | None = None
    walked: Decimal | None = None
    elapsed: Decimal | None = None

    @property
    def asks_cause(self) -> bool:
        return self.state in (Standing.BEHIND, Standing.SHORT)


def judge(
    *, wanted: Wanted, reached: Decimal | None, baseline: Decimal | None, as_of: date, year: int
) -> Judged:
    """
    Return how a target of `year` stands by what was reached on `as_of`.

    `baseline` None: not known; a promise of a change starts from nought and is never without.
    """
    if not wanted.has_number:
        return Judged(state=Standing.WORDS, why="Kế hoạch chỉ nêu bằng lời, không có số.")
    if reached is None:
        return Judged(state=Standing.PENDING, why="Chưa có số thực hiện.")
    least = wanted.least
    assert least is not None
    gap = Decimal(0) if wanted.is_met(reached) else abs(least - reached)
    walked = _walked(reached, baseline, least)
    if wanted.is_met(reached):
        return Judged(state=Standing.REACHED, why="Số thực hiện đạt chỉ tiêu.", gap=gap)
    if as_of >= date(year, MONTHS, 31):
        why = "Hết năm mà số thực hiện chưa đạt chỉ tiêu."
        return Judged(state=Standing.SHORT, why=why, gap=gap, walked=walked)
    elapsed = part_of_year(as_of, year)
    if walked is None:
        why = "Chưa đạt; không có số gốc nên chưa biết nhanh hay chậm."
        return Judged(state=Standing.SHORT, why=why, gap=gap, elapsed=elapsed)
    behind = walked < elapsed
    why = (
        f"Đã đi {format_number(walked, 0)} % quãng đường khi năm đã qua "
        f"{format_number(elapsed, 0)} %."
    )
    state = Standing.BEHIND if behind else Standing.ON_THE_WAY
    return Judged(state=state, why=why, gap=gap, walked=walked, elapsed=elapsed)


def part_of_year(as_of: date, year: int) -> Decimal:
    """Return how much of the year is over on the evening of `as_of`, in per cent of its months."""
    if as_of < date(year, 1, 1):
        return Decimal(0)
    if as_of.year > year:
        return Decimal(100)
    last = calendar.monthrange(as_of.year, as_of.month)[1]
    months = as_of.month if as_of.day == last else as_of.month - 1
    return Decimal(months) * 100 / MONTHS


def _walked(reached: Decimal, baseline: Decimal | None, least: Decimal) -> Decimal | None:
    if baseline is None or baseline == least:
        return None
    return round_half_up((reached - baseline) * 100 / (least - baseline), 1)
