"""Measures a plan names without saying who takes them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from giamngheo.documents.assignments import Task
from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.outline import Section, split_title
from giamngheo.lib.text import fold

_MEASURES = ("giai phap", "nhiem vu")
_PROJECTS = ("du an", "tieu du an")
_AIMS = ("muc tieu", "chi tieu", "muc dich", "yeu cau", "to chuc thuc hien", "kinh phi")


@dataclass(frozen=True, kw_only=True)
class Solution:
    """One measure with no owner."""

    section: str
    text: str
    lines: tuple[int, int]


def find_solutions(
    parts: Sequence[tuple[Block, tuple[Section, ...]]], tasks: Sequence[Task]
) -> list[Solution]:
    """Return the measures among `parts` that are no task; "+" items stay with the one above."""
    owned = {line for task in tasks for line in range(task.lines[0], task.lines[1] + 1)}
    found: list[Solution] = []
    for block, around in parts:
        if not around or block.line in owned or not _is_measure(around):
            continue
        if block.marker is Marker.BULLET and block.number == "+" and found:
            lines = (found[-1].lines[0], block.last_line)
            found[-1] = replace(found[-1], text=f"{found[-1].text} {block.text}", lines=lines)
            continue
        text = _own_words(block, around[-1])
        if text:
            found.append(
                Solution(section=around[-1].path, text=text, lines=(block.line, block.last_line))
            )
    return found


def _is_measure(around: Sequence[Section]) -> bool:
    """Tell by the innermost heading that speaks of measures or of aims."""
    for section in reversed(around):
        title = fold(section.title or "")
        if any(word in title for word in _AIMS) or title.startswith(_PROJECTS):
            return False
        if any(word in title for word in _MEASURES):
            return True
    return False


def _own_words(block: Block, section: Section) -> str:
    """Return the words of a paragraph, without the heading it may open with."""
    if section.line != block.line or section.kind == "numbered_paragraph":
        return block.text
    return "" if section.kind == "heading" else split_title(block.text)[1]
