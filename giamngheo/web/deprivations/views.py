"""Missing services of a unit's poor or near-poor households, and the households behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.standard_types import Standard
from giamngheo.law.standard_view import told_title
from giamngheo.lib.numbers import format_number
from giamngheo.registry.models import Household
from giamngheo.registry.queries import with_category
from giamngheo.reviews.deprivations import (
    Among,
    Matrix,
    deprivation_matrices,
    households_lacking,
)
from giamngheo.reviews.models import CommuneYear
from giamngheo.reviews.queries import commune_years, last_day
from giamngheo.rules.queries import standard_for
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.choice.current import unit_of_page
from giamngheo.web.deprivations import table as layout
from giamngheo.web.deprivations.asked import CATEGORIES, GROUPS, Asked, read_asked
from giamngheo.web.exporting import tables_response
from giamngheo.web.households import table as households
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import Column, Row, Table, build_table

ORDER = ("sort_key", "id")
EMPTY = "Chưa có quyết định công nhận kết quả rà soát của năm này."


@dataclass(frozen=True, kw_only=True)
class Found:
    """All the page needs: what is asked, the decided communes, one matrix a standard."""

    asked: Asked
    years: list[CommuneYear]
    matrices: list[Matrix]
    names: dict[int, str]
    with_doors: bool

    @property
    def decided(self) -> int:
        return sum(one.end_decision_id is not None for one in self.years)

    @property
    def is_generated(self) -> bool:
        return any(
            one.end_decision and one.end_decision.campaign.is_generated for one in self.years
        )

    @property
    def head(self) -> str:
        return "Thôn, tổ dân phố" if self.asked.unit.level >= 3 else "Đơn vị"


@require_GET
def deprivations(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    found = _found(request, unit_code, year)
    asked = found.asked
    place = {"unit_code": unit_code, "year": year}
    context = {
        "asked": asked,
        "unit": asked.unit,
        "unit_code": unit_code,
        "year": year,
        "found": found,
        "answer": _answer(found),
        "tables": [
            table
            for matrix in found.matrices
            for _, table in _tables(request, found, matrix, rates=False)
        ],
        "empty": EMPTY,
        "categories": tuple(CATEGORIES.items()),
        "groups": tuple((code, words) for code, words in GROUPS.items() if code != Among.ALL),
        "standards": "; ".join(
            told_title(standard_for(matrix.standard)) for matrix in found.matrices
        ),
        "as_of": last_day(year),
        "earlier": reverse("deprivations", kwargs={**place, "year": year - 1}),
        "steps": [
            (f"Chỉ tiêu năm {year}", reverse("unit_year", kwargs=place)),
            ("Thiếu hụt dịch vụ", ""),
        ],
    }
    return render(
        request,
        "deprivations/deprivations.html",
        context,
        block="results",
        generated=found.is_generated,
    )


@require_GET
def deprivations_xlsx(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    """The tables as shown, and the shares beside them, a sheet each."""
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Xuất bảng thiếu hụt của {unit.full_name}"
    require(request, permission=Permission.EXPORT, unit=unit, what=what)
    found = _found(request, unit_code, year)
    title = f"{found.asked.who}: thiếu hụt dịch vụ xã hội cơ bản cuối năm {year}, {unit.full_name}"
    audit.read_event(
        action="reviews.export_deprivations",
        by=reader(request),
        subject=title,
        unit_path=unit.path,
    )
    sheets: dict[str, Table] = {}
    for matrix in found.matrices:
        more = f" {matrix.standard}" if len(found.matrices) > 1 else ""
        for name, table in _tables(request, found, matrix, rates=True):
            sheets[f"{name}{more}"] = table
    lines = [title, _answer(found), f"{found.decided} quyết định công nhận của các xã, thị trấn."]
    if found.is_generated:
        lines.append("DỮ LIỆU SINH RA ĐỂ TRÌNH DIỄN, KHÔNG PHẢI HỘ THẬT.")
    return tables_response(
        tables=sheets or {"Số hộ": _empty_table()},
        title_lines=lines,
        file_name=f"thieu-hut-{unit_code}-{year}.xlsx",
        printed_by=reader(request),
    )


@require_GET
def deprived_households(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    """List exactly the households one figure counts."""
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Xem danh sách hộ của {unit.full_name}"
    require(request, permission=Permission.VIEW_PERSONAL, unit=unit, what=what)
    asked = read_asked(request, unit=unit, year=year)
    row = _row_unit(asked)
    ids = households_lacking(
        unit=row,
        year=year,
        category=asked.category,
        among=asked.among,
        indicator=asked.indicator,
        services=asked.services,
        unsure=asked.unsure,
        standard=asked.standard,
        own_only=asked.row == 0,
    )
    listed = Household.objects.filter(pk__in=ids)
    count = listed.count()
    shown = with_category(households=listed, as_of=last_day(year)).select_related("unit__parent")
    page = page_by_key(request, rows=shown, order=ORDER, total=count)
    title = f"{asked.words}, {row.full_name}"
    place = {"unit_code": unit_code, "year": year}
    context = {
        "title": title,
        "count": count,
        "page": page,
        "as_of": last_day(year),
        "table": build_table(
            request,
            name="danh-sach-ho",
            caption=title,
            columns=households.COLUMNS,
            rows=[households.household_row(one) for one in page.rows],
            presorted=True,
            empty="Không có hộ nào.",
        ),
        "steps": [
            (f"Chỉ tiêu năm {year}", reverse("unit_year", kwargs=place)),
            ("Thiếu hụt dịch vụ", reverse("deprivations", kwargs=place)),
            ("Danh sách hộ", ""),
        ],
    }
    return render(
        request,
        "deprivations/households.html",
        context,
        block="results",
        generated=any(one.is_generated for one in page.rows),
    )


def _found(request: HttpRequest, unit_code: str, year: int) -> Found:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    asked = read_asked(request, unit=unit, year=year)
    years = list(commune_years(unit_path=unit.path, year=year))
    matrices = deprivation_matrices(unit=unit, year=year, category=asked.category)
    return Found(
        asked=asked,
        years=years,
        matrices=matrices,
        names=_names(unit, years, matrices),
        with_doors=scope_of(request).can(Permission.VIEW_PERSONAL, unit.path),
    )


def _names(unit: Unit, years: list[CommuneYear], matrices: list[Matrix]) -> dict[int, str]:
    """Return the units right below in their order: every decided one, also where nobody is poor."""
    depth = len(unit.path)
    decided = [one.unit_path for one in years if one.end_decision_id is not None]
    ids = {int(below) for path in decided if (below := path[depth:].split("/")[0])}
    ids |= {pk for matrix in matrices for pk in matrix.rows if pk}
    named = Unit.objects.filter(pk__in=ids).order_by("sort_key")
    return {one.pk: one.full_name for one in named}


def _row_unit(asked: Asked) -> Unit:
    if not asked.row:
        return asked.unit
    found = Unit.objects.filter(pk=asked.row, path__startswith=asked.unit.path).first()
    if found is None:
        raise Http404("no such unit inside")
    return found


def _tables(
    request: HttpRequest, found: Found, matrix: Matrix, *, rates: bool
) -> list[tuple[str, Table]]:
    """Return the tables of one standard under the names of their sheets."""
    asked, standard = found.asked, standard_for(matrix.standard)
    doors = found.with_doors
    told = f", theo {told_title(standard)}" if len(found.matrices) > 1 else ""
    rows = layout.unit_rows(matrix, found.names, asked, standard, doors=doors)
    total = layout.tally_row(
        matrix.total[asked.among], layout.TOTAL, asked, standard, doors=doors, most=matrix.most
    )
    build = partial(_table, request, standard=standard, told=told)
    indicators = layout.indicator_columns(standard, head=found.head)
    named = [
        ("Số hộ", build("thieu-hut", "Số hộ thiếu hụt từng chỉ số", indicators, rows, total)),
        (
            "Số dịch vụ thiếu",
            build(
                "so-dich-vu",
                "Số hộ theo số dịch vụ thiếu",
                layout.count_columns(matrix.most, head=found.head),
                rows,
                total,
            ),
        ),
        (
            "Theo nhóm",
            build(
                "theo-nhom",
                f"{CATEGORIES[asked.category]} theo nhóm, cả {asked.unit.full_name}",
                layout.indicator_columns(standard, head="Nhóm hộ"),
                layout.group_rows(matrix, asked, standard, doors=doors),
            ),
        ),
    ]
    if rates:
        shares = layout.indicator_columns(standard, head=found.head, rates=True)
        both = layout.rate_rows([total, *rows], standard)
        table = build("ty-le", "Tỷ lệ hộ thiếu hụt", shares, both[1:], both[0])
        named.insert(1, ("Tỷ lệ", table))
    return named


def _table(
    request: HttpRequest,
    name: str,
    caption: str,
    columns: tuple[Column, ...],
    rows: list[Row],
    totals: Row | None = None,
    *,
    standard: Standard,
    told: str,
) -> Table:
    # Two standards in one year are two tables: their names must differ.
    own = f"{name}-{standard.code}" if told else name
    return build_table(
        request, name=own, caption=f"{caption}{told}", columns=columns, rows=rows, totals=totals,
        empty=EMPTY,
    )  # fmt: skip


def _empty_table() -> Table:
    column = Column(key="name", head="Đơn vị", row_head=True)
    return Table(name="trong", caption=EMPTY, columns=(column,), rows=[], empty=EMPTY)


def _answer(found: Found) -> str:
    """Return the sentence the page opens with: what most households lack, and where."""
    asked = found.asked
    if not found.matrices:
        return (
            EMPTY if not found.decided else f"Cuối năm {asked.year} không còn {asked.who.lower()}."
        )
    sentences = []
    for matrix in found.matrices:
        tally = matrix.total[asked.among]
        who = f"{format_number(tally.households)} {asked.who[:1].lower()}{asked.who[1:]}"
        if not tally.lacking:
            sentences.append(f"{who}, không hộ nào được ghi là thiếu hụt dịch vụ.")
            continue
        names = {item.code: item.name for item in standard_for(matrix.standard).indicators}
        code, lacking = max(tally.lacking.items(), key=lambda item: (item[1], item[0]))
        sentences.append(
            f"{who}; thiếu nhiều nhất: {names.get(code, code).lower()}, "
            f"{format_number(lacking)} hộ ({layout.share(lacking, tally.households)})"
            f"{_worst(found, matrix, code)}."
        )
    return " ".join(f"{one[:1].upper()}{one[1:]}" for one in sentences)


def _worst(found: Found, matrix: Matrix, code: str) -> str:
    among = found.asked.among
    rows = [(row[among].lacking[code], pk) for pk, row in matrix.rows.items() if pk in found.names]
    if len(rows) < 2:
        return ""
    count, pk = max(rows)
    return f", nhiều nhất ở {found.names[pk]} ({format_number(count)} hộ)"
