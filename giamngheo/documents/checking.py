"""A plan held against itself: sums, rates, numbers, dates, citations, signature, annexes."""

import re
from collections.abc import Iterator

from giamngheo.documents.check_money import check_money
from giamngheo.documents.check_names import check_names
from giamngheo.documents.check_tables import check_table
from giamngheo.documents.check_words import check_words
from giamngheo.documents.citations import Citation
from giamngheo.documents.findings import Finding
from giamngheo.documents.reading import PlanReading
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import fold

_ANNEX_RE = re.compile(r"kèm theo phụ lục|phụ lục\b[^.;]{0,60}\bkèm theo", re.IGNORECASE)


def check_plan(reading: PlanReading) -> list[Finding]:
    """Return what a person should look at in the plan, in the order of its lines."""
    found = [*_own_number(reading), *_citations(reading), *_form(reading)]
    found += check_money(reading.budget_lines, reading.stated_budget)
    for table in reading.tables:
        found += check_table(table, reading.targets)
    found += check_names(reading.tables)
    found += check_words(reading.targets, reading.outline, reading.tasks)
    return sorted(found, key=lambda one: (one.line is None, one.line or 0))


def _own_number(reading: PlanReading) -> Iterator[Finding]:
    head = reading.head
    for citation in reading.references:
        is_own = head.code is not None and citation.code == head.code
        if not is_own or citation.role != "annex_parent":
            continue
        if citation.date is None or head.date is None or citation.date == head.date:
            continue
        yield Finding(
            code="DOC-F08",
            severity="error",
            message=(
                f"Kế hoạch số {head.code} ở phần đầu ghi ngày {format_date(head.date)}, phụ lục "
                f"lại ghi ngày {format_date(citation.date)}."
            ),
            line=citation.lines[0],
            found=format_date(citation.date),
            expected=format_date(head.date),
        )


def _citations(reading: PlanReading) -> Iterator[Finding]:
    seen: set[str] = set()
    dates: dict[tuple[str, str], Citation] = {}
    for citation in (*reading.legal_bases, *reading.references):
        year, code = citation.written_year, citation.code
        if code is None or citation.date is None:
            continue
        if year and citation.date.year != year and code not in seen:
            seen.add(code)
            yield _wrong_year(citation, year)
        if citation.role == "annex_parent":
            continue
        who = "" if year else fold(citation.issuer or citation.as_written)
        first = dates.setdefault((code, who), citation)
        if first.date != citation.date:
            yield _two_dates(first, citation)
    yield from _later_than_plan(reading)


def _wrong_year(citation: Citation, year: int) -> Finding:
    return Finding(
        code="DOC-F09",
        severity="warning",
        message=(
            f"{citation.type} số {citation.code} mang năm {year} trong số hiệu nhưng ghi ngày "
            f"{format_date(citation.date)}."
        ),
        line=citation.lines[0],
        found=format_date(citation.date),
        expected=str(year),
    )


def _two_dates(first: Citation, citation: Citation) -> Finding:
    return Finding(
        code="DOC-F10",
        severity="warning",
        message=(
            f"{citation.type} số {citation.code} ghi ngày {format_date(citation.date)}, ở dòng "
            f"{first.lines[0]} lại ghi ngày {format_date(first.date)}."
        ),
        line=citation.lines[0],
        found=format_date(citation.date),
        expected=format_date(first.date),
    )


def _later_than_plan(reading: PlanReading) -> Iterator[Finding]:
    issued = reading.head.date
    for citation in reading.legal_bases:
        if issued and citation.date and citation.date > issued:
            yield Finding(
                code="DOC-F11",
                severity="warning",
                message=(
                    f"Căn cứ {citation.type} số {citation.code} ngày "
                    f"{format_date(citation.date)}, sau ngày của kế hoạch "
                    f"({format_date(issued)})."
                ),
                line=citation.lines[0],
                found=format_date(citation.date),
                expected=f"≤ {format_date(issued)}",
            )


def _form(reading: PlanReading) -> Iterator[Finding]:
    head = reading.head
    if head.number is None:
        yield _notice("DOC-F12", "Kế hoạch chưa có số.")
    if head.date is None:
        yield _notice("DOC-F13", "Kế hoạch chưa ghi đủ ngày, tháng, năm ban hành.")
    if reading.signer.authority is None and reading.signer.position is None:
        yield _notice("DOC-F07", "Không thấy phần chữ ký: thiếu chức vụ và tên người ký.")
    mention = None if reading.tables else _ANNEX_RE.search(reading.text)
    if mention:
        line = reading.text.count("\n", 0, mention.start()) + 1
        yield Finding(
            code="DOC-F14",
            severity="warning",
            message="Kế hoạch nhắc đến phụ lục kèm theo nhưng trong tệp không có bảng nào.",
            line=line,
            found=mention.group(),
            expected=None,
        )


def _notice(code: str, message: str) -> Finding:
    return Finding(
        code=code, severity="notice", message=message, line=None, found=None, expected=None
    )
