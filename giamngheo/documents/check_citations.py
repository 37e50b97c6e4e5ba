"""Checks of the documents a plan names: numbers, days, issuers, what the register knows."""

import datetime as dt
import re
from collections.abc import Iterator

from giamngheo.documents.citations import Citation
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.reading import PlanReading
from giamngheo.law.plan_rules import LegalText, legal_texts
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
ALIKE = 0.6


def check_citations(reading: PlanReading) -> Iterator[Finding]:
    yield from _own_number(reading)
    yield from _against_each_other(reading)
    yield from _later_than_plan(reading)
    yield from _against_register(reading)


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
        if first.date != citation.date:
            yield _two_dates(first, citation)


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
    for citation in reading.legal_bases:
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


# ── The register of documents ─────────────────────────────────────────────────────────────────


def _against_register(reading: PlanReading) -> Iterator[Finding]:
    done: set[str] = set()
    for citation in (*reading.legal_bases, *reading.references):
        code = citation.code
        if code is None or code in done:
            continue
        known = _in_register(citation)
        if known is None:
            known = _mistyped(citation)
            if known is not None:
                done.add(code)
                yield _unlike_register(citation, known, known.code)
            continue
        wrong_year = citation.written_year and citation.date
        if wrong_year and citation.date and citation.date.year != citation.written_year:
            continue
        if known.issued and citation.date and known.issued != citation.date:
            done.add(code)
            yield _unlike_register(citation, known, f"ngày {format_date(known.issued)}")
        elif citation in reading.legal_bases and citation.role != "amended_document":
            done.add(code)
            yield from _force(reading, citation, known)


def _in_register(citation: Citation) -> LegalText | None:
    for text in legal_texts():
        if text.code != citation.code:
            continue
        has_year = text.code.count("/") == 2
        same_year = text.issued and citation.date and text.issued.year == citation.date.year
        # 90/QĐ-TTg comes every year; 07/2021/NĐ-CP once.
        if has_year or same_year:
            return text
    return None


def _mistyped(citation: Citation) -> LegalText | None:
    """Return the known document of that day and subject whose number is another."""
    if citation.date is None or citation.subject is None or citation.code is None:
        return None
    words = set(fold(citation.subject).split())
    for text in legal_texts():
        same_kind = text.code.split("/")[-1] == citation.code.split("/")[-1]
        if text.issued != citation.date or not same_kind:
            continue
        subject = set(fold(text.subject).split())
        if len(words & subject) >= ALIKE * len(subject):
            return text
    return None


def _unlike_register(citation: Citation, known: LegalText, right: str) -> Finding:
    return finding(
        "DOC-F34",
        f"{_named(citation)} ngày {format_date(citation.date)}: danh mục văn bản ghi "
        f"{known.kind} số {known.code}"
        f"{f' ngày {format_date(known.issued)}' if known.issued else ''} ({known.subject}).",
        line=citation.lines[0],
        proposal=f"Xem lại: {right}?",
        found=citation.as_written[:200],
        expected=right,
        document=citation.code,
        confidence=str(known.confidence),
    )


def _force(reading: PlanReading, citation: Citation, known: LegalText) -> Iterator[Finding]:
    head = reading.head
    day = head.date or (dt.date(head.first_year, 1, 1) if head.first_year else None)
    if day is None:
        return
    end = known.out_of_force or known.applies_to
    late = known.in_force if head.date and known.in_force and known.in_force > day else None
    if end is not None and end <= day:
        word = "hết hiệu lực" if known.out_of_force else "thôi áp dụng"
        said = f"{word} từ {format_date(end)}"
    elif late is not None:
        said = f"có hiệu lực từ {format_date(late)}, sau ngày của kế hoạch"
    else:
        return
    yield finding(
        "DOC-F35",
        f"Căn cứ {_named(citation)} {said} (nguồn: {known.source}).",
        line=citation.lines[0],
        proposal="Thay bằng văn bản đang có hiệu lực, hoặc ghi rõ vì sao còn dẫn.",
        found=citation.code,
        expected=format_date(end or late),
        confidence=str(known.confidence),
    )
