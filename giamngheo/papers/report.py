"""The commune chairman's report to the chairman above, who answers with a written opinion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from giamngheo.documents.writer import (
    Annex,
    Column,
    Heading,
    Item,
    OfficialPaper,
    Paragraph,
    Table,
)
from giamngheo.documents.writer.model import Align, Block
from giamngheo.lib.numbers import format_number, format_percent, percent_of
from giamngheo.papers import lists
from giamngheo.papers.inputs import CommuneOffice, Line, Signing
from giamngheo.papers.signers import chairman


@dataclass(frozen=True, kw_only=True)
class VillageCount:
    """One village's row: all households, reviewed ones, results; None is not known."""

    village: str
    households: int | None
    reviewed: int
    poor: int
    near_poor: int
    escaped_poor: int
    escaped_near_poor: int


@dataclass(frozen=True, kw_only=True)
class UpperReport:
    """
    What is reported. steps: what was done ("Họp dân" -> "12/12 thôn, …"), in order; empty ones are
    left out.
    """

    year: int
    counts: tuple[VillageCount, ...]
    steps: Mapping[str, str]
    poor: tuple[Line, ...] = ()
    near_poor: tuple[Line, ...] = ()
    escaped: tuple[Line, ...] = ()
    # Whom it goes to, where it was sent to somebody else than today's level above.
    addressee: str = ""


def upper_report(office: CommuneOffice, report: UpperReport, signing: Signing) -> OfficialPaper:
    """Return the report with the lists as annexes."""
    text = office.wording.text
    number, symbol = signing.parts
    return OfficialPaper(
        office=office.peoples_committee,
        type_name="BÁO CÁO",
        abstract=text("report.title", year=report.year, commune=office.commune),
        symbol=symbol or "BC-UBND",
        number=number,
        date=signing.date,
        year=report.year,
        addressees=(report.addressee or office.upper_chairman,),
        body=(
            Paragraph(text=text("report.opening", commune=office.commune, year=report.year)),
            *_steps(report.steps),
            Heading(number="II.", text="KẾT QUẢ RÀ SOÁT"),
            *_results(report.counts),
            Heading(number="III.", text="ĐỀ NGHỊ"),
            Paragraph(
                text=text(
                    "report.request",
                    upper_chairman=report.addressee or office.upper_chairman,
                    commune=office.commune,
                )
            ),
        ),
        signing=chairman(signing),
        recipients=("Như trên", "Thường trực Đảng ủy, Hội đồng nhân dân (b/c)"),
        archive="VT",
        annexes=_annexes(report),
        mark=office.mark,
    )


def _steps(steps: Mapping[str, str]) -> list[Block]:
    found = [(name, words) for name, words in steps.items() if words]
    if not found:
        return []
    items = [Item(text=f"{name}: {words.rstrip('.')}.") for name, words in found]
    return [Heading(number="I.", text="QUÁ TRÌNH RÀ SOÁT"), *items]


def _results(counts: Sequence[VillageCount]) -> list[Block]:
    total = _sum(counts)
    words = (
        f"Qua rà soát có {format_number(total.poor)} hộ nghèo, "
        f"{format_number(total.near_poor)} hộ cận nghèo"
    )
    if total.households:
        words += (
            f", chiếm {format_percent(percent_of(total.poor, total.households))} và "
            f"{format_percent(percent_of(total.near_poor, total.households))} trên tổng số "
            f"{format_number(total.households)} hộ"
        )
    words += (
        f"; {format_number(total.escaped_poor)} hộ thoát nghèo, "
        f"{format_number(total.escaped_near_poor)} hộ thoát cận nghèo."
    )
    return [Paragraph(text=words), _table(counts, total)]


def _table(counts: Sequence[VillageCount], total: VillageCount) -> Table:
    centre = Align.CENTER
    counted = total.households is not None
    columns = (
        Column(head="STT", share=0.7, align=centre),
        Column(head="Thôn, tổ dân phố", share=2.6),
        *((Column(head="Tổng số hộ", align=centre),) if counted else ()),
        Column(head="Hộ rà soát", align=centre),
        Column(head="Hộ nghèo", align=centre, group="Kết quả"),
        Column(head="Hộ cận nghèo", align=centre, group="Kết quả"),
        Column(head="Thoát nghèo", align=centre, group="Kết quả"),
        Column(head="Thoát cận nghèo", align=centre, group="Kết quả"),
    )
    rows = tuple((place, *_row(one, counted=counted)) for place, one in enumerate(counts, start=1))
    return Table(
        columns=columns,
        rows=rows,
        totals=("", *_row(total, counted=counted)),
        empty="Chưa có thôn nào.",
    )


def _row(one: VillageCount, *, counted: bool) -> tuple[str | int | None, ...]:
    return (
        *(one.village, *((one.households,) if counted else ()), one.reviewed),
        *(one.poor, one.near_poor),
        *(one.escaped_poor, one.escaped_near_poor),
    )


def _sum(counts: Sequence[VillageCount]) -> VillageCount:
    known = [one.households for one in counts if one.households is not None]
    return VillageCount(
        village="Tổng cộng",
        households=sum(known) if known and len(known) == len(counts) else None,
        reviewed=sum(one.reviewed for one in counts),
        poor=sum(one.poor for one in counts),
        near_poor=sum(one.near_poor for one in counts),
        escaped_poor=sum(one.escaped_poor for one in counts),
        escaped_near_poor=sum(one.escaped_near_poor for one in counts),
    )


def _annexes(report: UpperReport) -> tuple[Annex, ...]:
    parts = (
        ("DANH SÁCH HỘ NGHÈO", report.poor),
        ("DANH SÁCH HỘ CẬN NGHÈO", report.near_poor),
        ("DANH SÁCH HỘ THOÁT NGHÈO, THOÁT CẬN NGHÈO", report.escaped),
    )
    return tuple(
        Annex(title=f"{title} NĂM {report.year}", body=(list_of(lines),))
        for title, lines in parts
        if lines
    )


def list_of(lines: Sequence[Line]) -> Table:
    """Return households with what a chairman looks at: who, how many, points, what changed."""
    fields = (
        *(lists.HEAD, lists.VILLAGE, lists.SEX, lists.BIRTH, lists.ETHNICITY, lists.MEMBERS),
        *(*lists.evidence_of(lines), lists.BEFORE, lists.MOVEMENT),
    )
    return lists.household_table(lines, fields)
