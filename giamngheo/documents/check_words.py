"""Checks of words and days: slips that change the meaning, days that cannot both hold."""

import re
from collections.abc import Iterator, Sequence

from giamngheo.documents.assignments import Task
from giamngheo.documents.findings import Finding
from giamngheo.documents.outline import Section
from giamngheo.documents.targets import Target
from giamngheo.lib.dates import format_date, parse_date

# "Phấn đấu" (to strive) loses its marks and becomes "phần đầu" (the first part).
_STRIVE_RE = re.compile(r"Ph[âầấ]n đ[âầấ]u\b")
_SUBPROJECT_RE = re.compile(r"Tiêu dự án\b")
_APPRAISE_RE = re.compile(r"thẩm định|phê duyệt", re.IGNORECASE)
_WRITE_RE = re.compile(r"xây dựng kế hoạch|lập kế hoạch", re.IGNORECASE)


def check_words(
    targets: Sequence[Target], sections: Sequence[Section], tasks: Sequence[Task]
) -> Iterator[Finding]:
    """Yield slips at the head of targets and parts, and days shared by writing and appraising."""
    seen: set[int] = set()
    for target in targets:
        match = _STRIVE_RE.match(target.text)
        if match and match.group() != "Phấn đấu" and target.line not in seen:
            seen.add(target.line)
            yield _slip(target.line, match.group(), "Phấn đấu")
    for section in sections:
        match = _SUBPROJECT_RE.match(section.title or "")
        if match:
            yield _slip(section.line, match.group(), "Tiểu dự án")
    yield from _same_day(tasks)


def _slip(line: int, found: str, expected: str) -> Finding:
    return Finding(
        code="DOC-F21",
        severity="warning",
        message=f"«{found}» làm đổi nghĩa câu; có lẽ là «{expected}».",
        line=line,
        found=found,
        expected=expected,
    )


def _same_day(tasks: Sequence[Task]) -> Iterator[Finding]:
    """A plan has to be written before it can be appraised: one day for both leaves no time."""
    dated = [(task, task.deadline.date) for task in tasks if task.deadline and task.deadline.date]
    writing = {day: task for task, day in reversed(dated) if _WRITE_RE.search(task.text)}
    for task, day in dated:
        other = writing.get(day)
        if other is None or other is task or not _APPRAISE_RE.search(task.text):
            continue
        if set(other.lead) & set(task.lead):
            continue
        yield Finding(
            code="DOC-F22",
            severity="warning",
            message=(
                f"Việc thẩm định ở đây và việc xây dựng kế hoạch ở dòng {other.lines[0]} cùng hạn "
                f"trước ngày {format_date(parse_date(day))}: không còn thời gian thẩm định."
            ),
            line=task.lines[0],
            found=format_date(parse_date(day)),
            expected=None,
        )
