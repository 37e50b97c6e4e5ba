"""The parts of a plan: I, 1, 1.1, a), annexes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from giamngheo.documents.blocks import Block, Marker
from giamngheo.lib.text import fold

_LEVELS = {Marker.ROMAN: 1, Marker.NUMBER: 2, Marker.DECIMAL: 3, Marker.LETTER: 4}
# "Phần thứ nhất", "A.", "Điều 1." stand above or beside the Roman parts.
_TOPS = {Marker.PART: "P", Marker.CHAPTER: "C", Marker.CAPITAL: "", Marker.ARTICLE: "Đ"}
_ORDINALS = {"nhat": "1", "hai": "2", "ba": "3", "tu": "4", "bon": "4", "nam": "5"}
_COMPONENT_RE = re.compile(
    r"(?:ti[êể]u\s+)?(?:dự án|hợp phần|nội dung) (?:số )?\d+"
    r"(?:\s*[-–,(]?\s*(?:thuộc )?dự án (?:số )?\d+\)?)?\s*:",
    re.IGNORECASE,
)
LONGEST_RUN_IN = 120
LONGEST_HEADING = 200


@dataclass(frozen=True, kw_only=True)
class Section:
    """
    One part: `path` is "III.2.1.đ", `level` 1 to 4, `kind` as in `to_json`'s schema.

    `title` is None for a numbered paragraph, whose words are in `text`.
    """

    path: str
    level: int
    number: str | None
    title: str | None
    line: int
    kind: str
    text: str | None = None
    run_in: bool = False


def body_start(blocks: Sequence[Block]) -> int | None:
    """Return the line of the first part: a Roman I, a "Phần" or "A."; failing these a 1."""
    firsts = [block for block in blocks if block.number in ("I", "A") or block.marker in _TOPS]
    firsts = firsts or [block for block in blocks if block.marker is Marker.NUMBER]
    return min((block.line for block in firsts), default=None)


def outline_of(blocks: Sequence[Block]) -> list[tuple[Section, Block]]:
    """Return the parts of the body with the block that opens each."""
    found: list[tuple[Section, Block]] = []
    parents: dict[int, str] = {}
    top = ""
    marked = [block for block in blocks if block.marker in _LEVELS or block.marker in _TOPS]
    following = {id(one): other for one, other in pairwise(marked)}
    has_tops = any(_level(block) == 1 for block in marked)
    for block in marked:
        level = _level(block)
        if level > 1 and has_tops and not parents:
            continue
        path = _path(block, level, parents, top)
        if block.marker in (Marker.PART, Marker.CHAPTER, Marker.CAPITAL):
            top = f"{path}."
        parents = {one: path_ for one, path_ in parents.items() if one < level} | {level: path}
        found.append((_section(block, level, path, following.get(id(block))), block))
    return found


def _level(block: Block) -> int:
    return _LEVELS.get(block.marker, 1)


def _path(block: Block, level: int, parents: dict[int, str], top: str) -> str:
    if block.marker in _TOPS:
        return f"{_TOPS[block.marker]}{_ORDINALS.get(fold(block.number), block.number)}"
    if level == 1:
        return f"{top}{block.number}"
    if level == 3:
        # 2.1 stands under I as I.2.1: its own number already names the level between.
        return f"{parents.get(1, '')}.{block.number}".lstrip(".")
    above = [path for one, path in sorted(parents.items()) if one < level]
    return f"{above[-1]}.{block.number}" if above else block.number


def _section(block: Block, level: int, path: str, after: Block | None) -> Section:
    number, line = block.number, block.line
    title, rest = split_title(block.text)
    if level in (1, 4):
        kind = "heading" if level == 1 else "lettered"
        if level == 1:
            title, rest = block.text.strip(" :."), ""
        return Section(
            path=path,
            level=level,
            number=number,
            title=title or None,
            line=line,
            kind=kind,
            text=block.text if title is None else None,
            run_in=bool(rest),
        )
    has_parts = after is not None and _level(after) > level
    if rest and title is not None:
        kind = "run_in_heading"
    elif title is not None or has_parts:
        title, kind = title or block.text, "heading"
        kind = "run_in_heading" if block.text.endswith(":") else "heading"
    else:
        return Section(
            path=path,
            level=level,
            number=number,
            title=None,
            line=line,
            kind="numbered_paragraph",
            text=block.text,
        )
    return Section(
        path=path, level=level, number=number, title=title, line=line, kind=kind, run_in=bool(rest)
    )


def split_title(text: str) -> tuple[str | None, str]:
    """Return the title and what follows it in the same paragraph; None when there is no title."""
    if _COMPONENT_RE.match(text):
        return text.rstrip(" :"), ""
    head, colon, rest = text.partition(":")
    if colon and len(head) <= LONGEST_RUN_IN and "." not in head:
        return head.strip(), rest.strip()
    if text.endswith((".", ";", "./.")) or len(text) > LONGEST_HEADING:
        return None, text
    return text, ""
