"""Checks of the documents a plan names against the register of documents."""

import datetime as dt
from collections.abc import Iterator

from giamngheo.documents.citations import Citation
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.reading import PlanReading
from giamngheo.law.plan_rules import LegalText, legal_texts
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import fold

ALIKE = 0.6


def check_register(reading: PlanReading) -> Iterator[Finding]:
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
        f"{citation.type} số {citation.code} ngày {format_date(citation.date)}: danh mục văn bản "
        f"ghi {known.kind} số {known.code}"
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
        f"Căn cứ {citation.type} số {citation.code} {said} (nguồn: {known.source}).",
        line=citation.lines[0],
        proposal="Thay bằng văn bản đang có hiệu lực, hoặc ghi rõ vì sao còn dẫn.",
        found=citation.code,
        expected=format_date(end or late),
        confidence=str(known.confidence),
    )
