"""Checks of days: those the calendar lacks, those that cannot hold, those that leave no time."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from giamngheo.documents.assignments import Task
from giamngheo.documents.blocks import Block
from giamngheo.documents.deadlines import Deadline
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.heading import Head
from giamngheo.lib.dates import DateKind, FoundDate, find_dates, format_date, parse_date

_APPRAISE_RE = re.compile(
    r"(?:thẩm định|phê duyệt)[^.;]{0,60}kế hoạch|kế hoạch[^.;]{0,160}(?:thẩm định|phê duyệt)",
    re.IGNORECASE,
)
_AFTER_RE = re.compile(r"quyết toán|kéo dài|tổng kết|năm sau|năm tiếp theo", re.IGNORECASE)
_WRITE_RE = re.compile(r"xây dựng (?:các )?kế hoạch|lập kế hoạch", re.IGNORECASE)
_RESULT_RE = re.compile(
    r"(?:đánh giá|tổng kết|tổng hợp)\b[^.;]{0,60}?kết quả\b[^.;]{0,120}?\bnăm (?P<year>20\d\d)",
    re.IGNORECASE,
)
_PART_RE = re.compile(r"0?6 tháng|sơ kết|quý|giữa kỳ|tháng đầu năm", re.IGNORECASE)
_GOES_ON_RE = re.compile(
    r"\s+(?:được|thì|có|đã|phải|là|vẫn|còn|của|đến|trở về|theo|cho|thuộc)\b", re.IGNORECASE
)
MONTH_OVER = 10
_GRACE = dt.timedelta(days=92)
LEAP = 2000


def check_dates(head: Head, tasks: Sequence[Task], blocks: Sequence[Block]) -> Iterator[Finding]:
    yield from _no_such_day(blocks)
    yield from _same_day(tasks)
    for task in tasks:
        yield from _beyond_plan(head, task)
        yield from _before_the_year_ends(task)


def _no_such_day(blocks: Sequence[Block]) -> Iterator[Finding]:
    for block in blocks:
        for found in find_dates(block.text):
            problem = found.problem or _day_problem(found)
            if problem is None:
                continue
            yield finding(
                "DOC-F38",
                f"Ngày «{found.text}» không có trong lịch: {problem}.",
                line=block.line_at(found.start),
                proposal="Xem lại ngày, tháng.",
                found=found.text,
            )


def _day_problem(found: FoundDate) -> str | None:
    """Return why a day and month without a year cannot be."""
    if found.kind not in (DateKind.DAY_MONTH, DateKind.RECURRING):
        return None
    if found.day is None or found.month is None:
        return None
    days = calendar.monthrange(LEAP, found.month)[1]
    return None if 1 <= found.day <= days else f"tháng {found.month} có nhiều nhất {days} ngày"


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
        shown = format_date(parse_date(day))
        yield finding(
            "DOC-F22",
            f"Việc thẩm định ở đây và việc xây dựng kế hoạch ở dòng {other.lines[0]} cùng hạn "
            f"trước ngày {shown}: không còn thời gian thẩm định.",
            line=task.lines[0],
            proposal="Đặt hạn xây dựng sớm hơn hạn thẩm định.",
            found=shown,
            lines=[other.lines[0], task.lines[0]],
            writes=list(other.lead),
            appraises=list(task.lead),
        )


def _last_day(deadline: Deadline) -> dt.date | None:
    if deadline.date:
        return dt.date.fromisoformat(deadline.date)
    if deadline.quarter:
        year, quarter = deadline.quarter.split("-Q")
        return _month_end(int(year), int(quarter) * 3)
    if deadline.type == "month" and isinstance(deadline.month, str):
        year, month = deadline.month.split("-")
        return _month_end(int(year), int(month))
    return None


def _month_end(year: int, month: int) -> dt.date | None:
    if not 1 <= month <= 12:
        return None
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _beyond_plan(head: Head, task: Task) -> Iterator[Finding]:
    day = _last_day(task.deadline) if task.deadline else None
    if day is None or task.deadline is None:
        return
    written = task.deadline.as_written
    # "hộ thoát nghèo trước ngày 01/01/2023 được vay": a day that tells which, not by when.
    after = task.text[task.text.find(written) + len(written) :]
    if _GOES_ON_RE.match(after):
        return
    begin = head.date or (dt.date(head.first_year - 1, 7, 1) if head.first_year else None)
    if begin is not None and day < begin:
        since = f"ngày ban hành {format_date(begin)}" if head.date else f"năm {head.first_year}"
        yield finding(
            "DOC-F39",
            f"Hạn «{written}» đã qua trước {since}.",
            line=task.lines[0],
            proposal="Xem lại hạn, nhất là năm.",
            found=format_date(day),
            expected=f"≥ {format_date(begin)}",
        )
    # Accounts are settled, and the next plan written, after the year.
    is_after = _AFTER_RE.search(task.text) is not None
    if (
        head.last_year is not None
        and not is_after
        and day > dt.date(head.last_year, 12, 31) + _GRACE
    ):
        yield finding(
            "DOC-F40",
            f"Hạn «{written}» sau khi hết kỳ kế hoạch ({head.last_year}).",
            line=task.lines[0],
            proposal="Xem lại hạn, nhất là năm.",
            found=format_date(day),
            expected=f"≤ 31/12/{head.last_year}",
        )


def _before_the_year_ends(task: Task) -> Iterator[Finding]:
    match = _RESULT_RE.search(task.text)
    day = _last_day(task.deadline) if task.deadline else None
    if match is None or day is None or _PART_RE.search(task.text):
        return
    year = int(match["year"])
    if day.year == year and day.month < MONTH_OVER:
        yield finding(
            "DOC-F41",
            f"Đánh giá kết quả năm {year} mà hạn là «{task.deadline.as_written}»: năm chưa hết."
            if task.deadline
            else "",
            line=task.lines[0],
            proposal=f"Đánh giá kết quả năm {year - 1}, hoặc lùi hạn đến cuối năm {year}.",
            found=format_date(day),
            expected=f"≥ 01/10/{year}",
        )
