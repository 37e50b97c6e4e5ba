"""The parts of a plan: I, 1, 1.1, a), annexes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from giamngheo.documents.blocks import Block, Marker

_LEVELS = {Marker.ROMAN: 1, Marker.NUMBER: 2, Marker.DECIMAL: 3, Marker.LETTER: 4}
_COMPONENT_RE = re.compile(
    r"(?:ti[êể]u\s+)?(?:dự án|hợp phần|nội dung) (?:số )?\d+\s*:", re.IGNORECASE
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


def outline_of(blocks: Sequence[Block]) -> list[tuple[Section, Block]]:
    """Return the parts of the body with the block that opens each."""
    found: list[tuple[Section, Block]] = []
    parents: dict[int, str] = {}
    marked = [block for block in blocks if block.marker in _LEVELS]
    following = {id(one): other for one, other in pairwise(marked)}
    for block in marked:
        level = _LEVELS[block.marker]
        if level > 1 and not parents:
            continue
        path = _path(block, level, parents)
        parents = {one: path_ for one, path_ in parents.items() if one < level} | {level: path}
        found.append((_section(block, level, path, following.get(id(block))), block))
    return found


def _path(block: Block, level: int, parents: dict[int, str]) -> str:
    if level == 1:
        return block.number
    if level == 3:
        # 2.1 stands under I as I.2.1: its own number already names the level between.
        return f"{parents.get(1, '')}.{block.number}".lstrip(".")
    above = max(one for one in parents if one < level)
    return f"{parents[above]}.{block.number}"


def _section(block: Block, level: int, path: str, after: Block | None) -> Section:
    number, line = block.number, block.line
    title, rest = split_title(block.text)
    if level in (1, 4):
        kind = "heading" if level == 1 else "lettered"
        if level == 1:
            title, rest = block.text.rstrip(" :."), ""
        return Section(
            path=path,
            level=level,
            number=number,
            title=title,
            line=line,
            kind=kind,
            run_in=bool(rest),
        )
    has_parts = after is not None and _LEVELS[after.marker] > level
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
