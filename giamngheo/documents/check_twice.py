"""Checks of targets stated twice."""

import re
from collections.abc import Iterator, Sequence

from giamngheo.documents.blocks import Block
from giamngheo.documents.check_targets import COUNTS, PART_RE, is_of_part
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.targets import Target
from giamngheo.lib.numbers import format_number
from giamngheo.lib.text import fold

_FALL_RE = re.compile(
    r"giảm (?:được |thêm )?(?P<count>(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)) hộ (?P<near>cận )?nghèo"
)
_WHOLE_RE = re.compile(r"\b(?:toàn|cả) (?:tỉnh|huyện|thành phố|thị xã|xã|phường|quận)\b")
_YEAR_RE = re.compile(r"\b(20\d\d)\b")
_PAST_RE = re.compile(r"\b(?:đã|kết quả|giai đoạn|so với|năm trước|bình quân|mỗi năm)\b")


def _is_past(text: str, year: int | None) -> bool:
    """Tell whether words speak of what was, or of other years."""
    others = {int(one) for one in _YEAR_RE.findall(text)} - {year}
    return bool(others) or _PAST_RE.search(text) is not None


def check_twice(targets: Sequence[Target], blocks: Sequence[Block]) -> Iterator[Finding]:
    """Yield a fall of households that the plan states twice, each time another."""
    aims = {
        near: target
        for near, name in ((False, "poor"), (True, "near_poor"))
        for target in reversed(targets)
        if target.indicator == f"{name}_households_reduced"
        and target.value is not None
        and not is_of_part(target)
    }
    lines = {target.line for target in targets if target.indicator in COUNTS}
    texts = [(block.text, block.line) for block in blocks if block.line not in lines]
    texts += [(one.text, one.line) for one in targets if one.indicator in COUNTS]
    said: set[tuple[int, str]] = set()
    for text, line in texts:
        for match in _FALL_RE.finditer(text):
            aim = aims.get(match["near"] is not None)
            value = int(match["count"].replace(".", ""))
            is_whole = _WHOLE_RE.search(text) is not None and not PART_RE.search(fold(text))
            is_now = not _is_past(text, aim.year if aim else None)
            if aim is None or not is_now or line == aim.line or value == aim.value or not is_whole:
                continue
            if (line, match.group()) in said:
                continue
            said.add((line, match.group()))
            yield finding(
                "DOC-F26",
                f"Ở đây ghi {match.group()}, dòng {aim.line} ghi {format_number(aim.value)} hộ.",
                line=line,
                proposal=f"Thống nhất một số: {format_number(aim.value)} hay "
                f"{format_number(value)} hộ.",
                found=value,
                expected=aim.value,
            )
