"""
The rule of the flow tables: what one household's stay in a unit adds to which column.

A stay runs from the first of January, or the day it came, to the last of December, or the day it
left. It adds to the start or to the arrivals, to one crossing at most, and to the end or to the
departures: so the columns close for each unit, whatever happened. What no decision explains goes
to a column of its own, and the official identity then fails by just that much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from giamngheo.decisions.enums import Flow, OtherCause

POOR, NEAR_POOR, NON_POOR = "POOR", "NEAR_POOR", "NON_POOR"
TABLES: Final = (POOR, NEAR_POOR)
OUT: Final = (Flow.CROSSED_OUT, Flow.ESCAPED, Flow.OTHER_OUT)
IN: Final = (Flow.CROSSED_IN, Flow.RELAPSED, Flow.NEW, Flow.OTHER_IN)


@dataclass(frozen=True, kw_only=True)
class Stay:
    """
    One household in one unit for some days of the year.

    first, last: categories on its first and last day there; persons likewise. was_there: there on
    the first of January; stays: there on the last day. came, left: why, when it was not.
    explained: a decision or correction gave `last`; relapsed: had been `last` before the stay.
    """

    household_id: int
    code: str
    head_name: str
    unit_path: str
    first: str
    last: str
    persons_first: int
    persons_last: int
    was_there: bool
    stays: bool
    came: OtherCause = OtherCause.UNKNOWN
    left: OtherCause = OtherCause.UNKNOWN
    explained: bool = True
    relapsed: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """So many households and persons in a column of the table of one category."""

    table: str
    flow: Flow
    households: int
    persons: int
    cause: OtherCause | None = None


def entries_of(stay: Stay) -> list[Entry]:
    """Return all that one stay adds to the two tables."""
    found: list[Entry] = []
    for table in TABLES:
        if stay.first == table:
            begins = (Flow.START, None) if stay.was_there else (Flow.OTHER_IN, stay.came)
            found.append(_entry(table, begins[0], 1, stay.persons_first, begins[1]))
            found += _size_change(stay, table)
        if stay.last == table:
            ends = (Flow.END, None) if stay.stays else (Flow.OTHER_OUT, stay.left)
            found.append(_entry(table, ends[0], 1, stay.persons_last, ends[1]))
    return found + _crossing(stay)


def _size_change(stay: Stay, table: str) -> list[Entry]:
    """Births and deaths of persons: they change no household."""
    more = stay.persons_last - stay.persons_first
    if not more:
        return []
    flow = Flow.OTHER_IN if more > 0 else Flow.OTHER_OUT
    return [_entry(table, flow, 0, abs(more), OtherCause.SIZE)]


def _crossing(stay: Stay) -> list[Entry]:
    """The change of category inside the stay, out of one table and into the other."""
    if stay.first == stay.last:
        return []
    persons, found = stay.persons_last, []
    if stay.first in TABLES:
        out = Flow.ESCAPED if stay.last == NON_POOR else Flow.CROSSED_OUT
        found.append(_crossed(stay, stay.first, out, -1, persons))
    if stay.last in TABLES:
        into = Flow.CROSSED_IN
        if stay.first == NON_POOR:
            into = Flow.RELAPSED if stay.relapsed else Flow.NEW
        found.append(_crossed(stay, stay.last, into, 1, persons))
    return found


def _crossed(stay: Stay, table: str, flow: Flow, sign: int, persons: int) -> Entry:
    if not stay.explained:
        return _entry(table, Flow.UNEXPLAINED, sign, sign * persons)
    return _entry(table, flow, 1, persons)


def _entry(
    table: str, flow: Flow, households: int, persons: int, cause: OtherCause | None = None
) -> Entry:
    return Entry(table=table, flow=flow, households=households, persons=persons, cause=cause)


@dataclass(kw_only=True)
class FlowLine:
    """One unit's line of both tables: counts by (table, column), and by cause of "other"."""

    households: Counter[tuple[str, Flow]] = field(default_factory=Counter)
    persons: Counter[tuple[str, Flow]] = field(default_factory=Counter)
    causes: Counter[tuple[str, Flow, OtherCause]] = field(default_factory=Counter)

    def add(self, stays: Iterable[Stay]) -> None:
        for stay in stays:
            for entry in entries_of(stay):
                key = (entry.table, entry.flow)
                self.households[key] += entry.households
                self.persons[key] += entry.persons
                if entry.cause is not None:
                    self.causes[(*key, entry.cause)] += entry.households

    def counts(self, *, persons: bool) -> Counter[tuple[str, Flow]]:
        return self.persons if persons else self.households

    def imbalance(self, *, table: str, persons: bool = False) -> int:
        """Return end less what start and the official columns give: 0 where the table closes."""
        counted = self.counts(persons=persons)
        given = counted[table, Flow.START]
        given -= sum(counted[table, flow] for flow in OUT)
        given += sum(counted[table, flow] for flow in IN)
        return counted[table, Flow.END] - given


def is_behind(stay: Stay, *, table: str, flow: Flow) -> bool:
    """Return whether a household stands behind the number of households in a column."""
    return any(
        entry.table == table and entry.flow == flow and entry.households
        for entry in entries_of(stay)
    )
