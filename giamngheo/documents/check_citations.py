"""Checks of the documents a plan names: numbers, days, issuers against each other."""

import datetime as dt
import re
from collections.abc import Iterator

from giamngheo.documents.citations import Citation
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.reading import PlanReading
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import fold

_BODIES = (
    ("chủ tịch", r"\bchu tich\b"),
    ("hội đồng nhân dân", r"\bhdnd\b|hoi dong nhan dan"),
    ("ủy ban nhân dân", r"\bubnd\b|uy ban nhan dan"),
    ("thủ tướng", r"thu tuong"),
    ("chính phủ", r"\bchinh phu\b"),
    ("quốc hội", r"quoc hoi"),
    ("bộ", r"^bo \w"),
    ("sở", r"^so \w"),
)


def check_citations(reading: PlanReading) -> Iterator[Finding]:
    yield from _own_number(reading)
    yield from _against_each_other(reading)
    yield from _later_than_plan(reading)


def _named(citation: Citation) -> str:
    return f"{citation.type} số {citation.code}"


def _own_number(reading: PlanReading) -> Iterator[Finding]:
    head = reading.head
    for citation in reading.references:
        is_own = head.code is not None and citation.code == head.code
        if not is_own or citation.role != "annex_parent":
            continue
        if citation.date is None or head.date is None or citation.date == head.date:
            continue
        yield finding(
            "DOC-F08",
            f"Kế hoạch số {head.code} ở phần đầu ghi ngày {format_date(head.date)}, phụ lục lại "
            f"ghi ngày {format_date(citation.date)}.",
            line=citation.lines[0],
            proposal=f"Ghi ngày {format_date(head.date)}.",
            found=format_date(citation.date),
            expected=format_date(head.date),
            document=head.code,
        )


def _against_each_other(reading: PlanReading) -> Iterator[Finding]:
    seen: set[str] = set()
    dates: dict[tuple[str, str], Citation] = {}
    issuers: dict[tuple[str, dt.date], Citation] = {}
    for citation in (*reading.legal_bases, *reading.references):
        year, code = citation.written_year, citation.code
        if code is None or citation.date is None:
            continue
        if year and citation.date.year != year and code not in seen:
            seen.add(code)
            yield _wrong_year(citation, year)
        if citation.role == "annex_parent":
            continue
        before = issuers.setdefault((code, citation.date), citation)
        if _differ(before.issuer, citation.issuer):
            issuers[code, citation.date] = citation
            if (code, "issuer") not in dates:
                dates[code, "issuer"] = citation
                yield _two_issuers(before, citation)
        who = "" if year else fold(citation.issuer or citation.as_written)
        first = dates.setdefault((code, who), citation)
        if first.date != citation.date and (year or _is_near(first.date, citation.date)):
            yield _two_dates(first, citation)


def _is_near(one: dt.date | None, other: dt.date | None) -> bool:
    """Tell whether two days are likely of one document: numbers begin again every year."""
    if one is None or other is None:
        return False
    return one.year == other.year or (one.day, one.month) == (other.day, other.month)


def _body(issuer: str | None) -> str | None:
    words = fold(issuer or "")
    return next((name for name, pattern in _BODIES if re.search(pattern, words)), None)


def _differ(one: str | None, other: str | None) -> bool:
    """Tell whether two issuers are certainly not one: a committee and its chairman, say."""
    bodies = _body(one), _body(other)
    return None not in bodies and bodies[0] != bodies[1]


def _wrong_year(citation: Citation, year: int) -> Finding:
    assert citation.date is not None
    right = _same_day(citation.date, year)
    return finding(
        "DOC-F09",
        f"{_named(citation)} mang năm {year} trong số hiệu nhưng ghi ngày "
        f"{format_date(citation.date)}.",
        line=citation.lines[0],
        proposal=f"Xem lại năm: {right}?",
        found=format_date(citation.date),
        expected=str(year),
        document=citation.code,
    )


def _same_day(day: dt.date, year: int) -> str:
    return f"{day.day:02}/{day.month:02}/{year}"


def _two_dates(first: Citation, citation: Citation) -> Finding:
    return finding(
        "DOC-F10",
        f"{_named(citation)} ghi ngày {format_date(citation.date)}, ở dòng {first.lines[0]} lại "
        f"ghi ngày {format_date(first.date)}.",
        line=citation.lines[0],
        proposal="Thống nhất một ngày theo bản gốc của văn bản.",
        found=format_date(citation.date),
        expected=format_date(first.date),
        document=citation.code,
    )


def _two_issuers(first: Citation, citation: Citation) -> Finding:
    return finding(
        "DOC-F33",
        f"{_named(citation)} ở đây của {citation.issuer}, ở dòng {first.lines[0]} của "
        f"{first.issuer}.",
        line=citation.lines[0],
        proposal="Thống nhất một cơ quan theo bản gốc của văn bản.",
        found=citation.issuer,
        expected=first.issuer,
        document=citation.code,
    )


def _later_than_plan(reading: PlanReading) -> Iterator[Finding]:
    issued = reading.head.date
    year = issued.year if issued else reading.head.last_year
    for citation in reading.legal_bases:
        written = citation.written_year
        if citation.date is None and year and written and written > year:
            yield finding(
                "DOC-F11",
                f"Căn cứ {_named(citation)} mang năm {written}, sau năm của kế hoạch ({year}).",
                line=citation.lines[0],
                proposal="Xem lại số hiệu của căn cứ hoặc năm của kế hoạch.",
                found=str(written),
                expected=f"≤ {year}",
                document=citation.code,
            )
        if issued and citation.date and citation.date > issued:
            yield finding(
                "DOC-F11",
                f"Căn cứ {_named(citation)} ngày {format_date(citation.date)}, sau ngày của kế "
                f"hoạch ({format_date(issued)}).",
                line=citation.lines[0],
                proposal="Xem lại ngày của căn cứ hoặc của kế hoạch.",
                found=format_date(citation.date),
                expected=f"≤ {format_date(issued)}",
                document=citation.code,
            )
