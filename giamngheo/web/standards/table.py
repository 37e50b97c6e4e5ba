"""Columns and rows of the pages on standards, point tables and entered versions."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from giamngheo.law.enums import Confidence
from giamngheo.law.standard_types import NATIONAL, Indicator, Standard
from giamngheo.law.standard_view import Line, standard_lines
from giamngheo.web.parts import YearPoint
from giamngheo.web.standards import words
from giamngheo.web.tables import Cell, Column, Row

STANDARD_COLUMNS = (
    Column(key="title", head="Chuẩn nghèo", row_head=True),
    Column(key="scope", head="Phạm vi"),
    Column(key="period", head="Áp dụng"),
    Column(key="state", head="Hôm nay", kind="status"),
    Column(
        key="unverified",
        head="Chưa kiểm chứng",
        kind="number",
        unit="giá trị",
        zero="0",
        wide_only=True,
    ),
)
VALUE_COLUMNS = (
    Column(key="label", head="Quy định", row_head=True, sortable=False),
    Column(key="value", head="Giá trị và nguồn", sortable=False),
    Column(key="mark", head="Độ tin cậy", kind="status", sortable=False),
)
INDICATOR_COLUMNS = (
    Column(key="label", head="Chỉ số", row_head=True, sortable=False),
    Column(key="value", head="Thiếu hụt khi", sortable=False),
    Column(key="who", head="Xét trên", sortable=False),
    Column(key="mark", head="Độ tin cậy", kind="status", sortable=False),
)
BASIS_COLUMNS = (
    Column(key="document", head="Văn bản", row_head=True, sortable=False),
    Column(key="about", head="Nội dung", sortable=False),
    Column(key="mark", head="Độ tin cậy", kind="status", sortable=False),
)


def standard_url(code: str) -> str:
    return reverse("standard", kwargs={"code": code})


def standard_row(standard: Standard, *, place: str, as_of: date) -> Row:
    return Row(
        cells={
            "title": Cell(
                value=standard.title, href=standard_url(standard.code), note=standard.code
            ),
            "scope": place,
            "period": Cell(value=words.period_words(standard), order=standard.valid_from.value),
            "state": words.state_of(standard, as_of=as_of),
            "unverified": words.unverified_count(standard),
        }
    )


def time_line(standards: Iterable[Standard], *, as_of: date) -> list[YearPoint]:
    """Return one point a standard, where it starts; its end stands under it."""
    return [
        YearPoint(
            year=standard.valid_from.value.year,
            words=standard.code,
            href=standard_url(standard.code),
            tone="good" if standard.is_in_force(as_of) else "plain",
            note=words.period_words(standard),
        )
        for standard in sorted(standards, key=lambda one: one.valid_from.value)
    ]


def is_national(standard: Standard) -> bool:
    return standard.scope == NATIONAL


def value_rows(standard: Standard) -> list[Row]:
    """Return every value but the indicators, which have a table of their own."""
    return [_value_row(line) for line in standard_lines(standard) if not _is_indicator(line)]


def _is_indicator(line: Line) -> bool:
    return line.key.startswith("indicator.")


def _value_row(line: Line) -> Row:
    source = f"{line.source}. {line.note}" if line.note else line.source
    return Row(
        cells={
            "label": Cell(value=line.label, note=line.section),
            "value": Cell(value=line.value, note=source),
            "mark": words.mark_of_label(line.confidence),
        }
    )


def indicator_rows(standard: Standard) -> list[Row]:
    """Return the indicators with their wording, in the order of the official forms."""
    rows = []
    for dimension in standard.dimensions:
        for indicator in dimension.indicators:
            wording = indicator.deprived_when
            mark = words.confidence_mark(wording.confidence) if wording else words.NOT_FOUND_STATUS
            source = wording.citation if wording else f"Danh mục chỉ số: {dimension.source}"
            rows.append(
                Row(
                    cells={
                        "label": Cell(
                            value=f"{indicator.position}. {indicator.name}",
                            note=f"Chiều {dimension.name[:1].lower()}{dimension.name[1:]}",
                        ),
                        "value": Cell(
                            value=wording.value if wording else "Chưa tìm thấy câu chữ",
                            note=source,
                        ),
                        "who": Cell(
                            value=indicator.reference_population, note=_computed(indicator)
                        ),
                        "mark": mark,
                    }
                )
            )
    return rows


def _computed(indicator: Indicator) -> str:
    """Return what must be said of the way an indicator is computed; nothing when it is known."""
    if indicator.rule is None:
        return "chưa có cách tính từ dữ kiện của hộ, ghi theo phiếu"
    if indicator.rule.confidence is Confidence.UNVERIFIED:
        return "cách tính từ dữ kiện của hộ chưa kiểm chứng"
    return ""


def basis_rows(standard: Standard) -> list[Row]:
    return [
        Row(
            cells={
                "document": Cell(
                    value=basis.document, note=f"Xem ở: {basis.seen_in}" if basis.seen_in else ""
                ),
                "about": basis.about,
                "mark": words.confidence_mark(basis.confidence),
            }
        )
        for basis in standard.legal_basis
    ]
