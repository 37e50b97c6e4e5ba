"""Dated rules around the decision: who gives an opinion before it, how long an escape counts."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from giamngheo.law.standard_types import Cited
from giamngheo.law.status_rules import FOLDER, RuleNotFound, read_rule
from giamngheo.law.yaml_nodes import Entry, read_document
from giamngheo.lib.dates import format_date


class UpperLevel(StrEnum):
    """The level above the commune that gives its opinion on the yearly list."""

    DISTRICT = "district"
    PROVINCE = "province"


UPPER_CHAIR = {
    UpperLevel.DISTRICT: "Chủ tịch Ủy ban nhân dân cấp huyện",
    UpperLevel.PROVINCE: "Chủ tịch Ủy ban nhân dân cấp tỉnh",
}


class ClockState(StrEnum):
    """Where a day lies in the months after an escape; BOUNDARY: no text says in or out."""

    RUNNING = "RUNNING"
    BOUNDARY = "BOUNDARY"
    OVER = "OVER"


CLOCK_LABELS = {
    ClockState.RUNNING: "Còn trong thời hạn",
    ClockState.BOUNDARY: "Ngày giáp hạn, chưa rõ còn tính hay không",
    ClockState.OVER: "Đã hết thời hạn",
}


@dataclass(frozen=True, kw_only=True)
class EscapeRule:
    """How long a household counts as newly escaped, from when, and what it is eligible for."""

    months: Cited[int]
    counted_from: Cited[str]
    boundary_day: Cited[str]
    opening_list: Cited[str]
    near_poor: Cited[str]
    uses: tuple[Cited[str], ...]


@dataclass(frozen=True, kw_only=True)
class EscapeClock:
    """One household's clock: certain before `boundary`, over after it, unclear on that day."""

    escaped_on: dt.date
    boundary: dt.date

    def state_on(self, as_of: dt.date) -> ClockState:
        """Raises: ValueError for a day before the escape."""
        if as_of < self.escaped_on:
            raise ValueError(f"{as_of} is before the escape on {self.escaped_on}")
        if as_of == self.boundary:
            return ClockState.BOUNDARY
        return ClockState.RUNNING if as_of < self.boundary else ClockState.OVER

    @property
    def last_certain_day(self) -> dt.date:
        return self.boundary - dt.timedelta(days=1)


def escape_clock(*, escaped_on: dt.date) -> EscapeClock:
    """
    Return the clock of a household that escaped on a day.

    Escaped on 14/12/2021: certain to the end of 13/12/2024, unclear on 14/12/2024, over from
    15/12/2024 on.
    """
    months = escape_rule().months.value
    return EscapeClock(escaped_on=escaped_on, boundary=months_later(day=escaped_on, months=months))


def escapes_counted(*, as_of: dt.date) -> dt.date:
    """Return the earliest day of escape whose clock is not over on `as_of`."""
    day = months_later(day=as_of, months=-escape_rule().months.value)
    # The month of the escape had no such day: its last one is over already.
    return day + dt.timedelta(days=1) if day.day < as_of.day else day


def escapes_ending_by(*, until: dt.date) -> dt.date:
    """Return the latest day of escape whose boundary day is `until` or earlier."""
    day = months_later(day=until, months=-escape_rule().months.value)
    is_month_end = (until + dt.timedelta(days=1)).day == 1
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(day=last) if is_month_end else day


def months_later(*, day: dt.date, months: int) -> dt.date:
    """Return the same day of a later (or, below 0, earlier) month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


@cache
def escape_rule() -> EscapeRule:
    """Raises: LawFileInvalid [LAW-002] naming the line."""
    file = FOLDER / "newly_escaped.yaml"
    top = read_document(text=file.read_text(encoding="utf-8"), file=file.name)
    rule = EscapeRule(
        months=top.cited("months", Entry.whole_number),
        counted_from=top.cited("counted_from", Entry.text),
        boundary_day=top.cited("boundary_day", Entry.text),
        opening_list=top.cited("opening_list", Entry.text),
        near_poor=top.cited("near_poor", Entry.text),
        uses=tuple(_use(entry) for entry in top.entries("uses")),
    )
    top.close()
    return rule


def _use(entry: Entry) -> Cited[str]:
    what = entry.cited("what", Entry.text)
    entry.close()
    return what


def opinion_level(*, as_of: dt.date) -> Cited[UpperLevel]:
    """
    Return which level gives the written opinion on the yearly list of a commune.

    Raises: RuleNotFound [LAW-015] before 01/09/2021 and from 2027 on.
    Source: Quyết định 24/2021/QĐ-TTg; Nghị định 131/2025/NĐ-CP.
    """
    file = FOLDER / "upper_opinion.yaml"
    text = file.read_text(encoding="utf-8")
    for version in read_rule(text=text, file=file.name, read=_read_level):
        if version.valid_from.value <= as_of < version.valid_to.value:
            return version.rule
    raise RuleNotFound(what="ý kiến của cấp trên", day=format_date(as_of))


def _read_level(entry: Entry) -> Cited[UpperLevel]:
    return entry.cited("level", lambda inner, key: inner.choice(key, UpperLevel))
