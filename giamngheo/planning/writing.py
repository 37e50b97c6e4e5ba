"""
Plans written as official papers: a stored one as it was, and a draft of the next year's.

A draft shifts years only where they are data (its title, its annex); in sentences of the old plan
each old year is left standing and marked, so that a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from giamngheo.areas.enums import UnitKind
from giamngheo.areas.models import Unit
from giamngheo.documents.plan_paper import plan_paper
from giamngheo.documents.reading import PlanReading
from giamngheo.documents.writer import (
    Annex,
    AsWritten,
    Column,
    Heading,
    OfficialPaper,
    Paragraph,
    Run,
    SigningBlock,
    Table,
)
from giamngheo.documents.writer.faces import plain
from giamngheo.documents.writer.model import Align, Block
from giamngheo.lib.numbers import format_number
from giamngheo.lib.text import fold
from giamngheo.planning.models import AllocationRow, Plan
from giamngheo.planning.queries import reading_of
from giamngheo.reviews.models import CommuneYear
from giamngheo.reviews.queries import commune_years
from giamngheo.rules.queries import standard_for

MARKED = "Dữ liệu trình diễn, không phải văn bản của cơ quan nhà nước"
DRAFT = "Dự thảo do phần mềm lập từ kế hoạch năm trước; chỗ trong ngoặc vuông phải xem lại"
# The parts of a plan in practice (law: none; seen in every plan we read), and words that tell them.
SECTIONS = (
    ("MỤC ĐÍCH, YÊU CẦU", ("muc dich",)),
    ("MỤC TIÊU, CHỈ TIÊU", ("chi tieu", "muc tieu")),
    ("NHIỆM VỤ, GIẢI PHÁP", ("nhiem vu", "giai phap", "noi dung", "viec phai lam")),
    ("KINH PHÍ THỰC HIỆN", ("kinh phi", "nguon von")),
    ("TỔ CHỨC THỰC HIỆN", ("to chuc thuc hien", "phan cong")),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, kw_only=True)
class NextPlan:
    """
    A draft and what a person must look at: `marks` sentences with an old year, `missing` sections
    the old plan had not, `filled` lines of figures with their source.
    """

    paper: OfficialPaper
    year: int
    marks: tuple[str, ...]
    missing: tuple[str, ...]
    filled: tuple[str, ...]
    communes: int


def paper_of_plan(*, plan: Plan) -> OfficialPaper:
    """Return a stored plan as a paper, with what people corrected. Two SQL queries."""
    mark = MARKED if plan.is_generated else ""
    return plan_paper(reading=reading_of(plan=plan), mark=mark)


def draft_next_plan(*, plan: Plan, year: int) -> NextPlan:
    """
    Return a draft for `year` from a stored plan and what the register says at the end of the year
    before. The caller checks scope.

    Figures come from decided results only; where there are none the place is left to be written.
    Source: R013.
    """
    reading = reading_of(plan=plan)
    old = plan.last_year
    paper = plan_paper(reading=reading)
    years = _ended(plan.unit, year - 1)
    filled = tuple(_figures(years, year))
    body, marks = _marked(paper.body, old)
    missing = tuple(_missing(paper.body))
    body = [*_with_figures(body, filled), *_missing_parts(paper.body, missing)]
    return NextPlan(
        paper=replace(
            paper,
            abstract=paper.abstract.replace(f"năm {old}", f"năm {year}"),
            date=None,
            year=year,
            body=tuple(body),
            signing=_unsigned(reading),
            annexes=tuple(_annex(plan, years, year)),
            notes=(),
            as_written=AsWritten(
                number=f"Số:{' ' * 6}/{reading.head.symbol or 'KH-UBND'}",
                place_and_date=_undated(reading, year),
                recipients=paper.as_written.recipients if paper.as_written else (),
            ),
            mark=f"{DRAFT}. {MARKED}" if plan.is_generated else DRAFT,
        ),
        year=year,
        marks=tuple(marks),
        missing=missing,
        filled=filled,
        communes=len(years),
    )


# ── Sentences of the old plan ─────────────────────────────────────────────────────────────────


def _marked(body: Sequence[Block], old: int) -> tuple[list[Block], list[str]]:
    """Return the blocks with a mark after each sentence that names the old year or its days."""
    year_re = re.compile(rf"(?<!\d)(?:{old}|{old - 1}|{old + 1})(?!\d)")
    found: list[Block] = []
    marks: list[str] = []
    for block in body:
        words = _words(block)
        years = sorted(set(year_re.findall(words)))
        if not years:
            found.append(_without_notes(block))
            continue
        marks.append(words)
        note = Run(f" [Xem lại: {', '.join(years)}]", bold=True, italic=True)
        match _without_notes(block):
            case Paragraph() as one:
                found.append(replace(one, text=(*_runs(one), note)))
            case Heading() as one:
                rest = one.rest if isinstance(one.rest, tuple) else (one.rest,)
                found.append(replace(one, rest=(*rest, note)))
            case other:
                found.append(other)
    return found, marks


def _words(block: Block) -> str:
    match block:
        case Paragraph():
            return plain(block.text)
        case Heading():
            return f"{block.number} {block.text} {plain(block.rest)}".strip()
    return ""


def _runs(block: Paragraph) -> tuple[Run | str, ...]:
    return block.text if isinstance(block.text, tuple) else (block.text,)


def _without_notes(block: Block) -> Block:
    """Return the block without footnotes: they were the old plan's."""
    if isinstance(block, Paragraph):
        runs = (one for one in _runs(block) if not (isinstance(one, Run) and one.note))
        return replace(block, text=tuple(runs))
    if isinstance(block, Heading) and isinstance(block.rest, tuple):
        rest = (one for one in block.rest if not (isinstance(one, Run) and one.note))
        return replace(block, rest=tuple(rest))
    return block


def _tops(body: Sequence[Block]) -> list[str]:
    return [fold(block.text) for block in body if isinstance(block, Heading) and block.level == 1]


def _missing(body: Sequence[Block]) -> Iterator[str]:
    tops = " | ".join(_tops(body))
    for title, words in SECTIONS:
        if not any(word in tops for word in words):
            yield title


def _missing_parts(body: Sequence[Block], missing: Sequence[str]) -> Iterator[Block]:
    number = len(_tops(body))
    for place, title in enumerate(missing):
        label = _ROMAN[number + place] if number + place < len(_ROMAN) else ""
        yield Heading(number=f"{label}.", text=title, level=1)
        yield Paragraph(
            text=(Run("[Bổ sung: kế hoạch năm trước không có mục này]", bold=True, italic=True),)
        )


# ── Figures of the register ───────────────────────────────────────────────────────────────────


def _ended(unit: Unit, year: int) -> list[CommuneYear]:
    """Return the communes whose year is decided, in their order."""
    found = commune_years(unit_path=unit.path, year=year).filter(poor_end__isnull=False)
    return list(found.select_related("unit", "end_decision").order_by("unit__sort_key"))


def _figures(years: Sequence[CommuneYear], year: int) -> Iterator[str]:
    if not years:
        return
    source = f"nguồn: kết quả rà soát cuối năm {year - 1} của {len(years)} xã, thị trấn"
    poor = sum(one.poor_end or 0 for one in years)
    near = sum(one.near_poor_end or 0 for one in years)
    yield (
        f"Đầu năm {year} có {format_number(poor)} hộ nghèo, {format_number(near)} hộ cận nghèo "
        f"({source})."
    )
    reduced = sum(one.poor_start - (one.poor_end or 0) for one in years)
    yield f"Năm {year - 1} số hộ nghèo giảm {format_number(reduced)} hộ ({source})."
    lacking: dict[str, int] = {}
    for one in years:
        for code, count in one.deprivations_end.items():
            lacking[code] = lacking.get(code, 0) + count
    names = _names(years)
    for code in sorted(lacking, key=lambda code: -lacking[code]):
        if lacking[code]:
            name = names.get(code, code)
            yield f"{name}: {format_number(lacking[code])} hộ nghèo thiếu hụt ({source})."


def _names(years: Sequence[CommuneYear]) -> dict[str, str]:
    decision = next((one.end_decision for one in years if one.end_decision), None)
    if decision is None:
        return {}
    return {item.code: item.name for item in standard_for(decision.standard).indicators}


def _with_figures(body: Sequence[Block], filled: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks with the figures below the heading of the targets."""
    added = not filled
    for block in body:
        yield block
        is_top = isinstance(block, Heading) and block.level == 1
        if not added and is_top and any(word in fold(_words(block)) for word in SECTIONS[1][1]):
            yield Paragraph(text=(Run("Số liệu để xây dựng chỉ tiêu:", italic=True),))
            yield from (Paragraph(text=f"- {line}") for line in filled)
            yield Paragraph(
                text=(Run("[Ghi chỉ tiêu của năm; các dòng dưới là của năm trước]", bold=True),)
            )
            added = True


def _annex(plan: Plan, years: Sequence[CommuneYear], year: int) -> Iterator[Annex]:
    """Yield the table of the communes with the stock filled in and the targets left open."""
    if not years:
        return
    columns = (
        Column(head="STT", share=0.6, align=Align.CENTER),
        Column(head="Đơn vị", share=2.6),
        Column(head="Tổng số hộ", share=1.4, align=Align.RIGHT),
        Column(head="Số hộ đầu năm", group="Hộ nghèo", align=Align.RIGHT),
        Column(head=f"Số hộ giảm trong năm {year}", group="Hộ nghèo", align=Align.RIGHT),
        Column(head="Tỷ lệ giảm (%)", group="Hộ nghèo", align=Align.RIGHT),
        Column(head="Số hộ đầu năm", group="Hộ cận nghèo", align=Align.RIGHT),
        Column(head=f"Số hộ giảm trong năm {year}", group="Hộ cận nghèo", align=Align.RIGHT),
        Column(head="Tỷ lệ giảm (%)", group="Hộ cận nghèo", align=Align.RIGHT),
    )
    order = {
        unit: place
        for place, unit in enumerate(
            AllocationRow.objects.filter(plan=plan, is_total=False)
            .order_by("position")
            .values_list("unit_id", flat=True)
        )
    }
    own = sorted(years, key=lambda one: order.get(one.unit_id, len(order)))
    rows = tuple(
        (
            place,
            one.unit.full_name if one.unit.kind == UnitKind.TOWN else one.unit.name,
            one.households_end,
            one.poor_end,
            None,
            None,
            one.near_poor_end,
            None,
            None,
        )
        for place, one in enumerate(own, start=1)
    )
    totals = (
        "",
        "Tổng cộng",
        sum(one.households_end or 0 for one in own),
        sum(one.poor_end or 0 for one in own),
        None,
        None,
        sum(one.near_poor_end or 0 for one in own),
        None,
        None,
    )
    note = f"(Kèm theo Kế hoạch số{' ' * 6}/KH-UBND ngày{' ' * 6}tháng{' ' * 6}năm {year})"
    yield Annex(
        title=f"CHỈ TIÊU GIẢM NGHÈO CỦA CÁC XÃ, THỊ TRẤN NĂM {year}",
        body=(Table(columns=columns, rows=rows, totals=totals),),
        note=note,
    )


def _unsigned(reading: PlanReading) -> SigningBlock:
    """Return the block to be signed: of whoever signed last time, the name left open."""
    signer = reading.signer
    return SigningBlock(
        on_behalf_of=signer.on_behalf_of or "",
        authority=signer.authority or "",
        position=signer.position or "CHỦ TỊCH",
    )


def _undated(reading: PlanReading, year: int) -> str:
    blank = " " * 6
    return f"{reading.head.place or ''}, ngày{blank}tháng{blank}năm {year}"
