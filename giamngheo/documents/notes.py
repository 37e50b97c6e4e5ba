"""Footnotes, and annexes announced and supplied."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.tables import Table

_SMALL = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_SMALL_DIGITS = str.maketrans(_SMALL, "1234567890")
_ANCHOR_RE = re.compile(rf"(?P<words>\S+(?:\s\S+)?)(?P<mark>[{_SMALL}]+|\[\d{{1,2}}\])")
_BRACKETED_RE = re.compile(
    r"\((?P<mention>[^()]*(?:phụ lục|biểu|bảng)[^()]*(?:kèm|đính)[^()]*|[^()]*(?:kèm|đính)[^()]*"
    r"(?:phụ lục|biểu|bảng)[^()]*)\)",
    re.IGNORECASE,
)
_OPEN_RE = re.compile(
    r"(?P<mention>(?:kèm theo|đính kèm) (?:các )?(?:phụ lục|biểu|bảng)[^.;()]*|"
    r"(?:phụ lục|biểu|bảng)\b[^.;():]{0,60}(?:kèm theo|đính kèm))",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Footnote:
    """A note: its mark, the words it hangs on, and where both stand."""

    mark: str
    line: int
    text: str
    anchor: str | None
    anchor_line: int | None


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annex the body announces (`mention`) or that is there unannounced; `table` its id."""

    mention: str | None
    line: int
    present: bool
    table: str | None


def find_footnotes(blocks: Sequence[Block]) -> list[Footnote]:
    """Return the footnotes with the words they hang on."""
    anchors: dict[str, tuple[str, int]] = {}
    for block in blocks:
        if block.marker is not Marker.FOOTNOTE:
            for match in _ANCHOR_RE.finditer(block.text):
                mark = match["mark"].strip("[]").translate(_SMALL_DIGITS)
                anchors.setdefault(mark, (match.group(), block.line_at(match.start())))
    found = []
    for block in blocks:
        if block.marker is Marker.FOOTNOTE:
            anchor, line = anchors.get(block.number, (None, None))
            found.append(
                Footnote(
                    mark=block.number,
                    line=block.line,
                    text=block.text,
                    anchor=anchor,
                    anchor_line=line,
                )
            )
    return found


def find_annexes(body: Sequence[Block], tables: Sequence[Table], foot: int) -> list[Annex]:
    """Return the annexes announced in `body`, in order with the tables after line `foot`."""
    supplied = [table for table in tables if table.lines[1] >= foot]
    found = []
    for block in body:
        match = _BRACKETED_RE.search(block.text) or _OPEN_RE.search(block.text)
        if match is None:
            continue
        table = supplied.pop(0) if supplied else None
        found.append(
            Annex(
                mention=match["mention"].strip(),
                line=block.line_at(match.start()),
                present=table is not None,
                table=table.id if table else None,
            )
        )
    found += [
        Annex(mention=None, line=table.lines[0], present=True, table=table.id) for table in supplied
    ]
    return found
