"""Minutes of the village meeting (Phụ lục V of Thông tư 07/2021; its wording was not found)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.writer import (
    Column,
    Facts,
    Heading,
    Item,
    OfficialPaper,
    Paragraph,
    Signers,
    SigningBlock,
    Table,
)
from giamngheo.documents.writer.model import Align, Block
from giamngheo.lib.dates import format_date_long
from giamngheo.lib.numbers import format_number, percent_of
from giamngheo.papers.inputs import CommuneOffice, Line, in_sentence
from giamngheo.papers.lists import (
    BEFORE,
    CATEGORY,
    HEAD,
    MOVEMENT,
    Field,
    evidence_of,
    household_table,
)

LEAST_PERCENT = 50
# Who takes part, as minutes to be written by hand ask for them. Source: Quyết định 24/2021/QĐ-TTg.
EXPECTED = (
    "Ban Chỉ đạo rà soát cấp xã",
    "Công chức làm công tác giảm nghèo",
    "Bí thư chi bộ",
    "Chi hội đoàn thể",
    "Rà soát viên",
    "Đại diện hộ được rà soát (số người)",
    "Đại diện hộ khác (số người)",
    "Mặt trận Tổ quốc (giám sát)",
)
BLANK_TIME = "…… giờ ……"


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Who was there in one capacity: "Bí thư chi bộ thôn", names, or only how many."""

    capacity: str
    names: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """One opinion and the answer to it."""

    speaker: str
    words: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """How the meeting voted on a list as a whole; None was not counted."""

    agree: int | None = None
    disagree: int | None = None
    other: int | None = None


@dataclass(frozen=True, kw_only=True)
class HouseholdVote:
    """One household the meeting spoke of."""

    line: Line
    vote: Vote


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """
    A village meeting as it was held; what was not recorded is left blank to be written in.

    started, ended: "19 giờ 30". present: everybody who took part.
    outcome: in words, for a meeting that voted on each household.
    """

    village: str
    year: int
    round: int = 1
    held_on: dt.date | None = None
    started: str = ""
    ended: str = ""
    place: str = ""
    chair: str = ""
    chair_title: str = ""
    secretary: str = ""
    representatives: tuple[str, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    present: int | None = None
    households: tuple[HouseholdVote, ...] = ()
    vote: Vote = Vote()
    opinions: tuple[Said, ...] = ()
    passed: bool | None = None
    outcome: str = ""
    least_percent: int = LEAST_PERCENT


def meeting_minutes(office: CommuneOffice, meeting: Meeting) -> OfficialPaper:
    """Return the minutes, two copies of which are signed by chair, secretary and households."""
    wording = office.wording
    title = wording.text(
        "minutes.title",
        year=meeting.year,
        village=meeting.village,
        commune=office.commune,
        upper=office.upper,
    )
    return OfficialPaper(
        office=None,
        type_name="BIÊN BẢN",
        abstract=title,
        date=meeting.held_on,
        year=meeting.year,
        body=(
            Paragraph(
                text=_opening(office, meeting),
                align=Align.JUSTIFY if meeting.held_on else Align.LEFT,
            ),
            *_who(meeting),
            *_what(office, meeting),
            *_outcome(office, meeting),
            _signers(meeting),
        ),
        end_mark=False,
        size=13,
        mark=office.mark,
    )


def _opening(office: CommuneOffice, meeting: Meeting) -> str:
    day = format_date_long(meeting.held_on) if meeting.held_on else "ngày …… tháng …… năm ………"
    return office.wording.text(
        "minutes.opening",
        day=day,
        time=meeting.started or BLANK_TIME,
        place=meeting.place or "……………………………",
        village=in_sentence(meeting.village),
        round=meeting.round,
        year=meeting.year,
    )


def _who(meeting: Meeting) -> list[Block]:
    chair = ", ".join(filter(None, (meeting.chair, meeting.chair_title)))
    blocks: list[Block] = [
        Heading(number="I.", text="THÀNH PHẦN THAM DỰ"),
        Facts(rows=(("1. Chủ trì cuộc họp", chair), ("2. Thư ký cuộc họp", meeting.secretary))),
        Paragraph(text="3. Người tham dự:", keep_next=True),
    ]
    if meeting.held_on is None:
        blocks.append(Facts(rows=tuple((f"- {capacity}", "") for capacity in EXPECTED)))
    for group in meeting.attendance:
        names = ", ".join(group.names)
        count = f"{group.count} người" if group.count is not None else ""
        words = ": ".join(filter(None, (group.capacity, "; ".join(filter(None, (count, names))))))
        blocks.append(Item(text=f"{words}."))
    present = f"{format_number(meeting.present)} người" if meeting.present is not None else ""
    blocks.append(Facts(rows=(("4. Tổng số người tham dự", present),)))
    return blocks


def _what(office: CommuneOffice, meeting: Meeting) -> list[Block]:
    blocks: list[Block] = [
        Heading(number="II.", text="NỘI DUNG"),
        Paragraph(text=f"1. {office.wording.text('minutes.explained')}"),
        Paragraph(text="2. Kết quả rà soát đưa ra họp dân:", keep_next=True),
        _household_votes(meeting.households),
        Paragraph(text="3. Ý kiến của người tham dự:", keep_next=True),
    ]
    if meeting.held_on is None:
        blocks.append(Facts(rows=(("- Ý kiến", ""), ("- Ý kiến", ""), ("- Trả lời", ""))))
    elif not meeting.opinions:
        blocks.append(Item(text="Không có ý kiến khác."))
    for said in meeting.opinions:
        blocks.append(Item(text=f"{said.speaker}: {said.words.rstrip('.')}."))
        if said.answer:
            blocks.append(Paragraph(text=f"Trả lời: {said.answer.rstrip('.')}."))
    return blocks


def _household_votes(votes: Sequence[HouseholdVote]) -> Table:
    lines = [one.line for one in votes]
    table = household_table(
        lines,
        (HEAD, *evidence_of(lines), *_changes(lines)),
        totals=False,
        empty="Chưa có hộ nào được chấm xong.",
    )
    if not any(one.vote.agree is not None for one in votes):
        return table
    counted = tuple(
        Column(head=head, share=1.0, align=Align.CENTER, group="Biểu quyết")
        for head in ("Đồng ý", "Không đồng ý")
    )
    rows = tuple(
        (*row, one.vote.agree, one.vote.disagree)
        for row, one in zip(table.rows, votes, strict=True)
    )
    return Table(columns=(*table.columns, *counted), rows=rows, size=table.size)


def _changes(lines: Sequence[Line]) -> tuple[Field, ...]:
    """Return the result with what it changes, in the words the meeting had."""
    known = any(line.movement for line in lines)
    return (CATEGORY, MOVEMENT) if known else (BEFORE, CATEGORY)


def _outcome(office: CommuneOffice, meeting: Meeting) -> list[Block]:
    blocks: list[Block] = [Heading(number="III.", text="KẾT LUẬN")]
    agree, present = meeting.vote.agree, meeting.present
    if meeting.passed is not None and agree is None:
        # Each household was voted on by itself: the votes stand in the table.
        blocks.append(Paragraph(text=f"Kết quả biểu quyết từng hộ: {meeting.outcome.lower()}."))
    elif agree is None or not present or meeting.passed is None:
        blocks.append(
            Facts(
                rows=(
                    ("Số người đồng ý với kết quả rà soát", ""),
                    ("Số người không đồng ý", ""),
                    ("Kết luận của cuộc họp", ""),
                )
            )
        )
    else:
        key = "minutes.agreed" if meeting.passed else "minutes.not_agreed"
        words = office.wording.text(
            key,
            agree=agree,
            present=present,
            percent=format_number(percent_of(agree, present), 1),
            least=meeting.least_percent,
            village=in_sentence(meeting.village),
        )
        blocks.append(Paragraph(text=words))
    ended = office.wording.text("minutes.closing", time=meeting.ended or BLANK_TIME)
    return [*blocks, Paragraph(text=ended, keep_next=True)]


def _signers(meeting: Meeting) -> Signers:
    note = "(Ký, ghi rõ họ tên)"
    households = ", ".join(meeting.representatives)
    return Signers(
        blocks=(
            SigningBlock(position="ĐẠI DIỆN HỘ DÂN", name=households, note=note),
            SigningBlock(position="THƯ KÝ", name=meeting.secretary, note=note),
            SigningBlock(position="CHỦ TRÌ", name=meeting.chair, note=note),
        )
    )
