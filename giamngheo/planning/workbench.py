"""
What the page of a read plan shows: its lines, what covers them, its items by block.

A line is covered when a taken item stands on it or when it was read as prose (headings, measures
without an owner); the letterhead above the title and blank lines ask for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from giamngheo.planning.enums import ItemState
from giamngheo.planning.items import BLOCKS, PROSE
from giamngheo.planning.models import Finding, Plan, PlanItem


class Cover(StrEnum):
    """What stands on a line; the weightiest word wins."""

    BLANK = "blank"
    OPEN = "open"
    PROSE = "prose"
    REJECTED = "rejected"
    PROPOSED = "proposed"
    TAKEN = "taken"


_COVER_OF_STATE = {
    ItemState.PROPOSED: Cover.PROPOSED,
    ItemState.ACCEPTED: Cover.TAKEN,
    ItemState.CORRECTED: Cover.TAKEN,
    ItemState.REJECTED: Cover.REJECTED,
}
_WEIGHT = {cover: weight for weight, cover in enumerate(Cover)}
# A table or a project may span pages: beyond this many lines an item covers only its ends.
_LONGEST = 60


@dataclass(frozen=True)
class SourceLine:
    """One line of the document with what stands on it and what is wrong there."""

    number: int
    text: str
    cover: Cover
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class BlockCount:
    """How far one block is decided."""

    block: str
    label: str
    total: int
    waiting: int
    rejected: int

    @property
    def done(self) -> int:
        return self.total - self.waiting


@dataclass(frozen=True)
class Coverage:
    """Lines that hold words, and how many of them are covered, wait, or were not understood."""

    lines: int
    taken: int
    prose: int
    waiting: int
    open: int

    @property
    def covered(self) -> int:
        return self.taken + self.prose


@dataclass(frozen=True)
class Workbench:
    """All one page needs of a read plan; `items` are those of `block`."""

    plan: Plan
    block: str
    blocks: tuple[BlockCount, ...]
    items: tuple[PlanItem, ...]
    lines: tuple[SourceLine, ...]
    coverage: Coverage
    findings: tuple[Finding, ...]

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.blocks)

    @property
    def total(self) -> int:
        return sum(one.total for one in self.blocks)


def workbench_of(*, plan: Plan, block: str = "") -> Workbench:
    """
    Return the read plan's page with one block open: the asked one, or the first that waits.

    Three queries.
    """
    marks = list(plan.items.values_list("block", "state", "line", "last_line"))
    findings = tuple(plan.findings.all())
    blocks = tuple(_blocks((one[0], one[1]) for one in marks))
    chosen = _chosen(block, blocks)
    items = tuple(plan.items.filter(block=chosen)) if chosen else ()
    lines = tuple(_lines(plan.text, marks, findings))
    return Workbench(
        plan=plan,
        block=chosen,
        blocks=blocks,
        items=items,
        lines=lines,
        coverage=_coverage(lines),
        findings=findings,
    )


def _blocks(marks: Iterable[tuple[str, str]]) -> Iterable[BlockCount]:
    counts = Counter(marks)
    for block, label in BLOCKS.items():
        by_state = {state: counts[block, state] for state in ItemState}
        total = sum(by_state.values())
        if total:
            waiting, rejected = by_state[ItemState.PROPOSED], by_state[ItemState.REJECTED]
            yield BlockCount(block, label, total, waiting, rejected)


def _chosen(asked: str, blocks: tuple[BlockCount, ...]) -> str:
    names = [one.block for one in blocks]
    if asked in names:
        return asked
    waiting = [one.block for one in blocks if one.waiting]
    return (waiting or names or [""])[0]


def _lines(
    text: str,
    marks: Sequence[tuple[str, str, int | None, int | None]],
    findings: Iterable[Finding],
) -> Iterable[SourceLine]:
    written = text.splitlines()
    covers = [Cover.OPEN if line.strip() else Cover.BLANK for line in written]
    for block, state, first, last in marks:
        if first is None:
            continue
        last = last or first
        cover = Cover.PROSE if block == PROSE else _COVER_OF_STATE[ItemState(state)]
        span = range(first, last + 1) if last - first < _LONGEST else (first, last)
        for number in span:
            if number <= len(covers) and _WEIGHT[cover] > _WEIGHT[covers[number - 1]] > 0:
                covers[number - 1] = cover
    # What stands above the first thing read is the letterhead.
    start = min((one[2] for one in marks if one[2]), default=1)
    for place in range(min(start - 1, len(covers))):
        if covers[place] is Cover.OPEN:
            covers[place] = Cover.PROSE
    wrong: dict[int, list[Finding]] = {}
    for finding in findings:
        wrong.setdefault(finding.line or 0, []).append(finding)
    for number, (line, cover) in enumerate(zip(written, covers, strict=True), start=1):
        yield SourceLine(number, line, cover, tuple(wrong.get(number, ())))


def _coverage(lines: Iterable[SourceLine]) -> Coverage:
    counts = Counter(line.cover for line in lines)
    return Coverage(
        lines=sum(counts.values()) - counts[Cover.BLANK],
        taken=counts[Cover.TAKEN],
        prose=counts[Cover.PROSE],
        waiting=counts[Cover.PROPOSED],
        open=counts[Cover.OPEN] + counts[Cover.REJECTED],
    )
