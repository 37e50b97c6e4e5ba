"""
Lists of a review: households to review (Phụ lục I), and the same after it (Phụ lục VI).

The wording of both annexes of Thông tư 07/2021 was not found; the columns after review are those
of the national import form (a secondary source).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.writer import (
    Column,
    Heading,
    OfficialPaper,
    Paragraph,
    Signers,
    SigningBlock,
    Table,
)
from giamngheo.documents.writer.model import Align, Block
from giamngheo.papers import lists
from giamngheo.papers.inputs import CommuneOffice, Line, Signing

ABBREVIATIONS = (
    "DTTS: hộ dân tộc thiểu số; Không KNLĐ: hộ không có khả năng lao động; Có NCC: hộ có người có "
    "công với cách mạng."
)
REQUESTED = "Hộ có giấy đề nghị"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One household to review: why it is on the list, and how Form A screened it."""

    line: Line
    source: str
    is_managed: bool = True
    criteria_met: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewList:
    """The list of a village, or of the whole commune when `village` is empty."""

    year: int
    listed: tuple[Listed, ...]
    village: str = ""


@dataclass(frozen=True, kw_only=True)
class ResultList:
    """Households after review by what became of them; persons follow their household."""

    year: int
    poor: tuple[Line, ...]
    near_poor: tuple[Line, ...]
    escaped_poor: tuple[Line, ...] = ()
    escaped_near_poor: tuple[Line, ...] = ()
    village: str = ""


def where_of(office: CommuneOffice, village: str) -> str:
    return ", ".join(filter(None, (village, office.commune, office.upper)))


def list_to_review(office: CommuneOffice, found: ReviewList, signing: Signing) -> OfficialPaper:
    """Return the list of households to review."""
    managed = sum(one.is_managed for one in found.listed)
    where = where_of(office, found.village)
    summary = office.wording.text(
        "listing.summary",
        total=len(found.listed),
        managed=managed,
        requests=len(found.listed) - managed,
    )
    return OfficialPaper(
        office=office.committee,
        type_name="DANH SÁCH",
        abstract=office.wording.text("listing.title", year=found.year, where=where),
        date=signing.date,
        year=found.year,
        # The sums stand last: whoever signs on a new page signs below words, not below nothing.
        body=(
            _listed_table(found.listed),
            Paragraph(text=summary, keep_next=True),
            _committee_signers(signing),
        ),
        end_mark=False,
        landscape=True,
        size=13,
        mark=office.mark,
    )


def _listed_table(listed: Sequence[Listed]) -> Table:
    fields = (
        *(lists.HEAD, lists.VILLAGE, lists.SEX, lists.BIRTH, lists.ETHNICITY),
        *(lists.MEMBERS, lists.BEFORE),
    )
    table = lists.household_table([one.line for one in listed], fields)
    more = (
        Column(head="Lý do đưa vào danh sách", share=2.4),
        Column(head="Số tiêu chí đạt ở Phiếu A", share=1.3, align=Align.CENTER),
        Column(head="Ghi chú", share=1.8),
    )
    of_rows = iter(listed)
    rows: list[tuple[str | int | None, ...]] = []
    for row in table.rows:
        if len(row) == 1:
            rows.append(row)
            continue
        one = next(of_rows)
        rows.append((*row, one.source, one.criteria_met, one.line.note))
    totals = (*table.totals, "", "", "") if table.totals else ()
    return Table(columns=(*table.columns, *more), rows=tuple(rows), totals=totals)


def list_after_review(office: CommuneOffice, found: ResultList, signing: Signing) -> OfficialPaper:
    """Return the list after review, a part for each of the four outcomes."""
    where = where_of(office, found.village)
    parts = (
        ("I.", "HỘ NGHÈO", found.poor),
        ("II.", "HỘ CẬN NGHÈO", found.near_poor),
        ("III.", "HỘ THOÁT NGHÈO", found.escaped_poor),
        ("IV.", "HỘ THOÁT CẬN NGHÈO", found.escaped_near_poor),
    )
    body: list[Block] = []
    for number, title, lines in parts:
        body.append(Heading(number=number, text=f"{title}: {len(lines)} hộ"))
        if lines:
            body.append(_result_table(lines))
    return OfficialPaper(
        office=office.committee,
        type_name="DANH SÁCH",
        abstract=office.wording.text("results.title", year=found.year, where=where),
        date=signing.date,
        year=found.year,
        body=(*body, Paragraph(text=ABBREVIATIONS, keep_next=True), _committee_signers(signing)),
        end_mark=False,
        landscape=True,
        size=13,
        mark=office.mark,
    )


def _result_table(lines: Sequence[Line]) -> Table:
    fields = (
        *(lists.HEAD, lists.VILLAGE, lists.SEX, lists.BIRTH, lists.PERSONAL_ID),
        *(lists.ETHNICITY, lists.MEMBERS, *lists.evidence_of(lines)),
        *(lists.MINORITY, lists.NO_CAPACITY, lists.MERIT),
        *((lists.CAUSE,) if any(line.cause for line in lines) else ()),
        lists.MOVEMENT,
    )
    return lists.household_table(lines, fields, size=11)


def _committee_signers(signing: Signing) -> Signers:
    note = "(Ký, ghi rõ họ tên)"
    return Signers(
        blocks=(
            SigningBlock(position="NGƯỜI LẬP DANH SÁCH", note=note),
            SigningBlock(
                on_behalf_of="TM. BAN CHỈ ĐẠO",
                position="PHÓ TRƯỞNG BAN" if signing.by_deputy else "TRƯỞNG BAN",
                name=signing.signer,
            ),
        )
    )
