"""What was put together or looks mistaken in a text: offered, never put in silently."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from giamngheo.documents.blocks import Block
from giamngheo.documents.check_words import check_words
from giamngheo.documents.sources import Line
from giamngheo.documents.tables import Table


@dataclass(frozen=True, kw_only=True)
class LikelySlip:
    """Words as written and what was likely meant."""

    line: int
    as_written: str
    likely: str


def page_joins(body: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the lines that empty ones part although one sentence runs over them."""
    return [
        (above, below)
        for block in body
        for (_, above), (_, below) in pairwise(block.starts)
        if below > above + 1
    ]


def table_breaks(lines: Sequence[Line], tables: Sequence[Table]) -> list[int]:
    """Return the first empty line of every gap inside a table."""
    rows = [line.number for line in lines if line.cells]
    return [
        above + 1
        for table in tables
        if table.rows
        for above, below in pairwise(rows)
        if below > above + 1 and table.rows[0].line <= above and below <= table.lines[1]
    ]


def likely_slips(blocks: Sequence[Block], tables: Sequence[Table]) -> list[LikelySlip]:
    """Return the likely slips of typing and of reading by machine, in the order of the lines."""
    found = {
        (line, str(slip.values["found"])): str(slip.proposal)
        for slip in check_words(blocks, tables)
        if slip.proposal and slip.values.get("found")
        for line in slip.values.get("lines") or [slip.line]
    }
    return [
        LikelySlip(line=line, as_written=written, likely=likely)
        for (line, written), likely in sorted(found.items())
    ]
