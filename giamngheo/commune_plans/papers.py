"""
The two plans of a commune as official papers, households in an annex across the page.

The words between the figures are our own: no form of these plans was found. No confidential
category is printed: a row has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from giamngheo.areas.queries import ancestors
from giamngheo.commune_plans.enums import PlanKind, PlanStage
from giamngheo.commune_plans.queries import CommunePlans
from giamngheo.commune_plans.rows import (
    Completeness,
    MeasureRow,
    PlanRow,
    completeness_of,
    rows_of_kind,
    service_lines,
)
from giamngheo.documents.writer import (
    Annex,
    Column,
    Heading,
    Item,
    Office,
    OfficialPaper,
    Paragraph,
    SigningBlock,
    Table,
)
from giamngheo.documents.writer.model import Align, Block
from giamngheo.law.code_lists import ListKind, list_for
from giamngheo.lib.dates import format_date, format_date_long
from giamngheo.lib.money import format_million_vnd
from giamngheo.lib.numbers import format_number
from giamngheo.support.enums import MeasureSource
from giamngheo.support.measure_library import CAUSE

GENERATED = "Dữ liệu trình diễn, không phải văn bản của cơ quan nhà nước"
ABSTRACTS = {
    PlanKind.PROGRAMME: "Thực hiện Chương trình giảm nghèo năm {year}\ntrên địa bàn {unit}",
    PlanKind.SERVICES: "Thực hiện chỉ tiêu tiếp cận các dịch vụ xã hội cơ bản\nnăm {year} trên "
    "địa bàn {unit}",
}
_MILLION = " triệu đồng"


def plan_paper_of(*, found: CommunePlans, kind: PlanKind) -> OfficialPaper:
    """
    Return one of a commune's plans as a paper: as it was sent, or as a draft of what stands now.

    One SQL query. Number and day are the office's to give.
    """
    rows = list(rows_of_kind(found.rows_of(kind), kind))
    names = _names(found)
    whole = completeness_of(rows, kind=kind, target_exits=found.target_exits)
    write = _services if kind == PlanKind.SERVICES else _programme
    unit = found.unit
    above = ancestors(unit=unit)
    plan = found.plans.get(kind)
    approved = plan is not None and plan.stage == PlanStage.APPROVED
    place = unit.full_name if unit.name.isdecimal() else unit.name
    return OfficialPaper(
        office=Office(name=("ỦY BAN NHÂN DÂN", unit.full_name.upper()), place=place),
        type_name="KẾ HOẠCH",
        abstract=ABSTRACTS[kind].format(year=found.year, unit=_lower(unit.full_name)),
        symbol="KH-UBND",
        year=found.year,
        bases=tuple(_bases(found)),
        body=tuple(write(found, rows, whole, names)),
        signing=SigningBlock(on_behalf_of="TM. ỦY BAN NHÂN DÂN", position="CHỦ TỊCH"),
        recipients=(
            f"Ủy ban nhân dân {_lower(above[-1].full_name)} (b/c)"
            if above
            else "Ủy ban nhân dân cấp trên (b/c)",
            "Đảng ủy, HĐND xã (b/c)",
            "Các tổ chức chính trị - xã hội (p/h)",
            "Các thôn, tổ dân phố (t/h)",
        ),
        archive="VT",
        annexes=(_annex(rows, kind, names),),
        mark=_foot(found, approved=approved),
    )


def _foot(found: CommunePlans, *, approved: bool) -> str:
    said = [] if approved else ["Dự thảo, chưa phê duyệt"]
    return ". ".join([*said, *([GENERATED] if found.is_generated else [])])


def _names(found: CommunePlans) -> dict[str, str]:
    causes = list_for(kind=ListKind.CAUSES, as_of=date(found.year, 1, 1)).names
    indicators = {item.code: item.name for item in found.standard.indicators}
    return indicators | {f"{CAUSE}{code}": name for code, name in causes.items()}


def _bases(found: CommunePlans) -> Iterator[str]:
    above = found.named_by
    if above is not None:
        number = f" số {above.code}" if above.code else ""
        day = f" {format_date_long(above.issued_date)}" if above.issued_date else ""
        title = above.title[:1].lower() + above.title[1:]
        yield f"Thực hiện Kế hoạch{number}{day} của {above.issuer} về việc {title}"


# ── The programme plan ────────────────────────────────────────────────────────────────────────


def _programme(
    found: CommunePlans, rows: Sequence[PlanRow], whole: Completeness, names: Mapping[str, str]
) -> Iterator[Block]:
    unit, year = _lower(found.unit.full_name), found.year
    yield Paragraph(
        text=f"Ủy ban nhân dân {unit} ban hành Kế hoạch thực hiện Chương trình giảm nghèo năm "
        f"{year} như sau:"
    )
    yield Heading(number="I.", text="MỤC ĐÍCH, YÊU CẦU")
    yield Item(
        text="Mỗi hộ nghèo có giải pháp, nguồn lực và người giúp đỡ phù hợp với nguyên nhân nghèo, "
        "nhu cầu của hộ.",
        mark="1.",
    )
    yield Item(
        text="Giải pháp, kinh phí của từng hộ tại Phụ lục là căn cứ để thực hiện, theo dõi trong "
        "năm.",
        mark="2.",
    )
    yield Heading(number="II.", text="CHỈ TIÊU")
    yield from _targets(found, whole)
    yield from _causes(rows, names)
    yield Heading(number="III.", text="NHIỆM VỤ, GIẢI PHÁP")
    measures = Counter(one.words for row in rows for one in row.measures)
    for words, count in measures.most_common():
        yield Item(text=f"{words}: {format_number(count)} hộ;")
    if not measures:
        yield Paragraph(text="(Chưa chọn giải pháp cho hộ nào.)")
    yield Heading(number="IV.", text="KINH PHÍ THỰC HIỆN")
    yield from _money(rows, whole)
    yield Heading(number="V.", text="TỔ CHỨC THỰC HIỆN")
    helped = sum(bool(row.helper) for row in rows)
    yield Paragraph(
        text=f"1. Người, tổ chức được phân công giúp đỡ {format_number(helped)} hộ tại Phụ lục "
        "thường xuyên đến hộ, báo cáo Ủy ban nhân dân xã khi giải pháp chậm hoặc không còn phù hợp."
    )
    yield Paragraph(
        text="2. Các thôn, tổ dân phố phối hợp thực hiện; công chức phụ trách giảm nghèo theo dõi, "
        "tổng hợp, báo cáo theo quy định."
    )
    yield from _reason(found, PlanKind.PROGRAMME, whole)


def _targets(found: CommunePlans, whole: Completeness) -> Iterator[Block]:
    yield Item(text=f"Đầu năm {found.year}, toàn xã có {format_number(whole.households)} hộ nghèo.")
    told = f"Dự kiến {format_number(whole.exits)} hộ thoát nghèo trong năm"
    if whole.target_exits is None:
        yield Item(text=f"{told}.")
        return
    short = (
        f", còn thiếu {format_number(whole.shortfall)} hộ" if whole.shortfall else ", đủ chỉ tiêu"
    )
    yield Item(text=f"{told}; chỉ tiêu được giao {format_number(whole.target_exits)} hộ{short}.")


def _causes(rows: Sequence[PlanRow], names: Mapping[str, str]) -> Iterator[Block]:
    causes = Counter(row.causes[0] for row in rows if row.causes)
    told = [
        f"{_lower(names.get(f'{CAUSE}{code}', code))} {format_number(count)} hộ"
        for code, count in causes.most_common()
    ]
    if told:
        yield Item(text=f"Nguyên nhân nghèo chính: {'; '.join(told)}.")


def _money(rows: Sequence[PlanRow], whole: Completeness) -> Iterator[Block]:
    sums: Counter[str] = Counter()
    for row in rows:
        for one in row.measures:
            if one.amount_vnd and one.source:
                sums[one.source] += one.amount_vnd
    total = format_million_vnd(whole.amount_vnd)
    yield Paragraph(text=f"Tổng nhu cầu kinh phí: {total}, trong đó:" if sums else "(Chưa ghi.)")
    for source in MeasureSource:
        if sums[source]:
            yield Item(text=f"{source.label}: {format_million_vnd(sums[source])};")


def _reason(found: CommunePlans, kind: PlanKind, whole: Completeness) -> Iterator[Block]:
    plan = found.plans.get(kind)
    reason = (plan.frozen or {}).get("reason", "") if plan else ""
    if whole.incomplete and reason:
        yield Paragraph(
            text=f"3. Còn {format_number(whole.incomplete)} hộ chưa đủ giải pháp, kinh phí hoặc "
            f"người giúp; lý do: {reason.rstrip('.')}."
        )


# ── The plan of basic social services ─────────────────────────────────────────────────────────


def _services(
    found: CommunePlans, rows: Sequence[PlanRow], whole: Completeness, names: Mapping[str, str]
) -> Iterator[Block]:
    unit, year = _lower(found.unit.full_name), found.year
    yield Paragraph(
        text=f"Ủy ban nhân dân {unit} ban hành Kế hoạch thực hiện chỉ tiêu tiếp cận các dịch vụ "
        f"xã hội cơ bản năm {year} như sau:"
    )
    yield Heading(number="I.", text="MỤC ĐÍCH, YÊU CẦU")
    yield Paragraph(
        text="Từng hộ nghèo thiếu hụt dịch vụ xã hội cơ bản có giải pháp, kinh phí để được tiếp "
        "cận dịch vụ còn thiếu trong năm."
    )
    yield Heading(number="II.", text="CHỈ TIÊU")
    order = [item.code for item in found.standard.indicators]
    lines = service_lines(rows, order=order)
    yield Paragraph(
        text=f"Theo kết quả rà soát, {format_number(whole.households)} hộ nghèo còn thiếu hụt; chỉ "
        "tiêu theo từng dịch vụ như sau:"
    )
    yield Table(
        columns=(
            Column(head="STT", share=0.6, align=Align.CENTER),
            Column(head="Dịch vụ", share=4),
            Column(head="Hộ thiếu hụt", share=1.2, align=Align.RIGHT),
            Column(head="Hộ có giải pháp", share=1.2, align=Align.RIGHT),
            Column(head="Kinh phí (triệu đồng)", share=1.4, align=Align.RIGHT),
        ),
        rows=tuple(
            (place, names.get(one.code, one.code), one.lacking, one.planned, _bare(one.amount_vnd))
            for place, one in enumerate(lines, start=1)
        ),
        empty="Không có hộ nghèo nào thiếu hụt dịch vụ.",
    )
    yield Heading(number="III.", text="GIẢI PHÁP")
    for line in lines:
        words = Counter(
            one.words for row in rows for one in row.measures if one.answers == line.code
        )
        told = "; ".join(f"{_lower(what)} ({format_number(n)} hộ)" for what, n in words.items())
        yield Item(text=f"{names.get(line.code, line.code)}: {told or 'chưa có giải pháp'}.")
    yield Heading(number="IV.", text="KINH PHÍ THỰC HIỆN")
    amount = sum(line.amount_vnd for line in lines)
    yield Paragraph(
        text=f"Nhu cầu kinh phí cho các dịch vụ còn thiếu: {format_million_vnd(amount)}."
    )
    yield Heading(number="V.", text="TỔ CHỨC THỰC HIỆN")
    yield Paragraph(
        text="1. Công chức phụ trách từng lĩnh vực hướng dẫn hộ, theo dõi đến khi hộ được tiếp cận "
        "dịch vụ."
    )
    yield Paragraph(text="2. Kết quả được ghi khi rà soát hộ nghèo cuối năm.")
    yield from _reason(found, PlanKind.SERVICES, whole)


# ── Households ────────────────────────────────────────────────────────────────────────────────


def _annex(rows: Sequence[PlanRow], kind: PlanKind, names: Mapping[str, str]) -> Annex:
    if kind == PlanKind.SERVICES:
        return Annex(
            title="HỘ NGHÈO THIẾU HỤT DỊCH VỤ XÃ HỘI CƠ BẢN VÀ GIẢI PHÁP",
            body=(_service_table(rows, names),),
        )
    return Annex(
        title="GIẢI PHÁP, NGUỒN LỰC VÀ NGƯỜI GIÚP ĐỠ TỪNG HỘ NGHÈO",
        body=(_household_table(rows, names),),
    )


def _household_table(rows: Sequence[PlanRow], names: Mapping[str, str]) -> Table:
    columns = (
        Column(head="STT", share=0.7, align=Align.CENTER),
        Column(head="Chủ hộ", share=2.2),
        Column(head="Nguyên nhân nghèo", share=2.4),
        Column(head="Dịch vụ thiếu hụt", share=2.4),
        Column(head="Giải pháp", share=4.6),
        Column(head="Nguồn", share=1.9),
        Column(head="Kinh phí (triệu đồng)", share=1.3, align=Align.RIGHT),
        Column(head="Xong trước ngày", share=1.6, align=Align.CENTER),
        Column(head="Người, tổ chức giúp đỡ", share=2.1),
        Column(head="Dự kiến thoát", share=0.9, align=Align.CENTER),
    )
    found: list[tuple[str | int | None, ...]] = []
    village = None
    for place, row in enumerate(rows, start=1):
        if row.village != village:
            village = row.village
            found.append((village,))
        found.append(
            (
                place,
                row.head,
                "; ".join(names.get(f"{CAUSE}{code}", code) for code in row.causes),
                "; ".join(names.get(code, code) for code in row.lacking),
                "\n".join(f"- {one.words}" for one in row.measures),
                _sources(row.measures),
                _bare(row.amount_vnd),
                _last_day(row.measures),
                row.helper,
                "x" if row.expects_exit else "",
            )
        )
    exits = sum(row.expects_exit for row in rows)
    money = _bare(sum(row.amount_vnd for row in rows))
    totals = ("", "Tổng cộng", "", "", "", "", money, "", "", exits)
    return Table(columns=columns, rows=tuple(found), totals=totals, size=10)


def _service_table(rows: Sequence[PlanRow], names: Mapping[str, str]) -> Table:
    """Return the households of each service, one heading a service (R014)."""
    columns = (
        Column(head="STT", share=0.7, align=Align.CENTER),
        Column(head="Chủ hộ", share=2.6),
        Column(head="Thôn, tổ dân phố", share=2.4),
        Column(head="Giải pháp", share=5),
        Column(head="Nguồn", share=2),
        Column(head="Kinh phí (triệu đồng)", share=1.4, align=Align.RIGHT),
        Column(head="Xong trước ngày", share=1.6, align=Align.CENTER),
    )
    found: list[tuple[str | int | None, ...]] = []
    for code in dict.fromkeys(code for row in rows for code in row.lacking):
        own = [row for row in rows if code in row.lacking]
        found.append((f"{names.get(code, code)}: {format_number(len(own))} hộ",))
        found += (_service_line(place, row, code) for place, row in enumerate(own, start=1))
    return Table(columns=columns, rows=tuple(found), size=11)


def _service_line(place: int, row: PlanRow, code: str) -> tuple[str | int | None, ...]:
    own = [one for one in row.measures if one.answers == code]
    days = dict.fromkeys(format_date(one.day) for one in own if one.day)
    return (
        place,
        row.head,
        row.village,
        "; ".join(one.words for one in own),
        _sources(own),
        _bare(sum(one.amount_vnd or 0 for one in own)),
        "; ".join(days),
    )


def _sources(measures: Sequence[MeasureRow]) -> str:
    found = dict.fromkeys(
        str(MeasureSource(one.source).label)
        for one in measures
        if one.source and one.source != MeasureSource.NO_MONEY
    )
    return "; ".join(found)


def _last_day(measures: Sequence[MeasureRow]) -> str:
    days = [one.day for one in measures if one.day]
    return format_date(max(days)) if days else ""


def _bare(vnd: int) -> str:
    return format_million_vnd(vnd).removesuffix(_MILLION) if vnd else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
