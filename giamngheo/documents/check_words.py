"""Checks of words: slips that change the meaning, slips of typing and of reading by machine."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from giamngheo.documents.blocks import Block
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.spelling import find_slips, spaces_before_stops
from giamngheo.documents.tables import Table

# (what is written, what was meant); anchored so that the words cannot be meant as they stand.
_MEANING = (
    # "Phấn đấu" (to strive) loses its marks and becomes "phần đầu" (the first part).
    (re.compile(r"(?:^|(?<=[;.:] ))(?!Phấn đấu|phấn đấu)[Pp]h[âầấ]n đ[âầấ]u\b"), "Phấn đấu"),
    (re.compile(r"\b[Tt]iêu dự án\b"), "Tiểu dự án"),
    (re.compile(r"\bhộ cần nghèo\b"), "hộ cận nghèo"),
    (re.compile(r"\b[Gg]iám (?=nghèo\b|tỷ lệ hộ\b)"), "giảm "),
    (re.compile(r"\bthoạt nghèo\b"), "thoát nghèo"),
    (re.compile(r"\btại nghèo\b"), "tái nghèo"),
)


_NAMES = frozenset({"name", "unit", "units"})


def check_words(blocks: Sequence[Block], tables: Sequence[Table]) -> Iterator[Finding]:
    """Yield the slips of a text, each wording once with all its lines."""
    told: set[tuple[int, str]] = set()
    for block in blocks:
        for pattern, right in _MEANING:
            for match in pattern.finditer(block.text):
                told.add((block.line_at(match.start()), match.group().lower()))
                yield _changes_meaning(block, match, right)
    places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    texts = [
        (slip, block.line_at(slip.start)) for block in blocks for slip in find_slips(block.text)
    ]
    texts += [
        (slip, row.line)
        for table in tables
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=False)
        if column.key not in _NAMES
        for slip in find_slips(cell)
    ]
    for slip, line in texts:
        if (line, slip.written.lower()) not in told and line not in places[
            slip.written, slip.right
        ]:
            places[slip.written, slip.right].append(line)
    yield from _spaces(blocks)
    for (written, right), lines in places.items():
        if not lines:
            continue
        where = "" if len(lines) == 1 else f" ({len(lines)} chỗ: dòng {', '.join(map(str, lines))})"
        yield finding(
            "DOC-F49",
            f"«{written}» có lẽ là «{right}»{where}.",
            line=lines[0],
            proposal=right,
            found=written,
            expected=right,
            lines=lines,
        )


def _spaces(blocks: Sequence[Block]) -> Iterator[Finding]:
    lines = [block.line_at(place) for block in blocks for place in spaces_before_stops(block.text)]
    if lines:
        yield finding(
            "DOC-F49",
            f"Thừa dấu cách trước dấu câu: dòng {', '.join(map(str, lines))}.",
            line=lines[0],
            proposal="Viết dấu câu liền với chữ trước nó.",
            lines=lines,
        )


def _changes_meaning(block: Block, match: re.Match[str], right: str) -> Finding:
    written, right = match.group().strip(), right.strip()
    right = right[0].upper() + right[1:] if written[0].isupper() else right[0].lower() + right[1:]
    return finding(
        "DOC-F21",
        f"«{written}» làm đổi nghĩa câu; có lẽ là «{right}».",
        line=block.line_at(match.start()),
        proposal=right,
        found=written,
        expected=right,
    )
