"""The notice that is posted: names and results, and nothing else of a household."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.writer import Heading, OfficialPaper, Paragraph, SigningBlock
from giamngheo.documents.writer.model import Block
from giamngheo.lib.dates import format_date_long
from giamngheo.papers import lists
from giamngheo.papers.inputs import CommuneOffice, Line, Signing
from giamngheo.papers.review_lists import where_of


@dataclass(frozen=True, kw_only=True)
class PostedHousehold:
    """All that may be read on a village's wall: who, where, what result. Source: R048."""

    head: str
    village: str
    result: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What is posted, where and from when to when; an empty day is written in by hand."""

    year: int
    households: tuple[PostedHousehold, ...]
    places: str
    working_days: int | None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    village: str = ""
    complaint_address: str = ""


def posting_notice(office: CommuneOffice, notice: Notice, signing: Signing) -> OfficialPaper:
    """Return the notice with its list, a part for each result."""
    text, committee = office.wording.text, office.committee_name
    where = where_of(office, notice.village)
    opening = text(
        "posting.opening",
        committee=committee,
        places=notice.places or "……………………………",
        days=f"{notice.working_days:02}" if notice.working_days else "……",
        first=_day(notice.first_day),
        last=_day(notice.last_day),
    )
    complaint = text(
        "posting.complaint",
        committee=committee,
        address=notice.complaint_address or f"trụ sở Ủy ban nhân dân {office.commune}",
    )
    return OfficialPaper(
        office=office.committee,
        type_name="THÔNG BÁO",
        abstract=text("posting.title", year=notice.year, where=where),
        symbol=signing.parts[1] or "TB-BCĐ",
        number=signing.parts[0],
        date=signing.date,
        year=notice.year,
        body=(
            Paragraph(text=opening),
            *_parts(notice.households),
            Paragraph(text=complaint, space_before=6),
        ),
        signing=SigningBlock(
            on_behalf_of="TM. BAN CHỈ ĐẠO",
            position="PHÓ TRƯỞNG BAN" if signing.by_deputy else "TRƯỞNG BAN",
            authority="KT. TRƯỞNG BAN" if signing.by_deputy else "",
            name=signing.signer,
        ),
        recipients=("Nơi niêm yết", "Trưởng thôn, tổ trưởng tổ dân phố"),
        archive="Ban Chỉ đạo",
        mark=office.mark,
    )


def _day(day: dt.date | None) -> str:
    return format_date_long(day) if day else "ngày …… tháng …… năm ………"


def _rank(result: str) -> tuple[int, str]:
    order = ("Hộ nghèo", "Hộ cận nghèo")
    return (order.index(result) if result in order else len(order), result)


def _parts(households: Sequence[PostedHousehold]) -> list[Block]:
    blocks: list[Block] = []
    results = sorted({one.result for one in households}, key=_rank)
    for number, result in enumerate(results, start=1):
        lines = [
            Line(head=one.head, village=one.village, category=one.result)
            for one in households
            if one.result == result
        ]
        table = lists.household_table(lines, (lists.HEAD, lists.VILLAGE), totals=False)
        blocks += [Heading(number=f"{number}.", text=f"{result}: {len(lines)} hộ", level=2), table]
    if not blocks:
        blocks.append(Paragraph(text="Không có hộ nào trong danh sách niêm yết."))
    return blocks
