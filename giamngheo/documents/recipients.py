"""Nơi nhận: who gets the plan, and what for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import Block, Marker
from giamngheo.lib.text import fold

_PURPOSE_RE = re.compile(
    r"\s*\((?:để )?(?P<purpose>b/c|p/h|t/h|báo cáo|phối hợp|thực hiện|biết|theo dõi)\)$",
    re.IGNORECASE,
)
_ARCHIVE_RE = re.compile(r"Lưu(?:\s?:\s*|\s+)(?P<archive>.+)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One line of the list; `purpose` as written ("b/c"), `archive` for the office's own copy."""

    name: str
    as_written: str
    purpose: str | None
    is_archive: bool
    archive: str | None
    lines: tuple[int, int]


def recipients_start(blocks: Sequence[Block]) -> int | None:
    """Return the line of "Nơi nhận", or None."""
    starts = (block.line for block in blocks if fold(block.text).startswith("noi nhan"))
    return next(starts, None)


def find_recipients(blocks: Sequence[Block]) -> list[Recipient]:
    """Return the recipients, the archive last as offices write it."""
    start = recipients_start(blocks)
    found: list[Recipient] = []
    for block in blocks:
        if start is None or block.line <= start:
            continue
        if block.marker is not Marker.BULLET:
            break
        found.append(_recipient(block))
        if found[-1].is_archive:
            break
    return found


def _recipient(block: Block) -> Recipient:
    name = block.text.rstrip(" ;.,")
    purpose = _PURPOSE_RE.search(name)
    archive = _ARCHIVE_RE.match(name)
    return Recipient(
        name=name[: purpose.start()] if purpose else name,
        as_written=block.text,
        purpose=purpose["purpose"] if purpose else None,
        is_archive=archive is not None,
        archive=archive["archive"] if archive else None,
        lines=(block.line, block.last_line),
    )
