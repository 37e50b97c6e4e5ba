"""Poor households of a unit by group, cause, need and land, and the households behind a figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.numbers import format_number
from giamngheo.registry.models import Household
from giamngheo.registry.queries import with_category
from giamngheo.reviews.queries import last_day
from giamngheo.support.groups import chosen, grouped_households
from giamngheo.support.models import HouseholdCause, HouseholdNeed, LandLack
from giamngheo.support.queries import confidential_households, rows_of_households
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.choice.current import unit_of_page
from giamngheo.web.circumstances.page import cause_words, land_words, need_kinds
from giamngheo.web.exporting import tables_response
from giamngheo.web.groups import asked as asking
from giamngheo.web.groups import table as layout
from giamngheo.web.households.table import category_status, place_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Table, build_table

# Households with a person of merit come first in lists of support (R062).
ORDER = ("-has_merit_person", "sort_key", "id")
EMPTY = "Không có hộ nào thuộc diện này vào ngày đó."
LIST_COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="place", head="Thôn, xã", sortable=False),
    Column(key="ethnicity", head="Dân tộc", sortable=False),
    Column(key="category", head="Phân loại", kind="status", sortable=False),
    Column(key="causes", head="Nguyên nhân", sortable=False),
    Column(key="needs", head="Nguyện vọng", sortable=False),
    Column(key="lands", head="Thiếu đất, nước", sortable=False, wide_only=True),
)


@require_GET
def groups(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    found, day = _counted(request, unit, year)
    scope = scope_of(request)
    persuaded, measures = (
        confidential_households(path=unit.path, scope=scope, as_of=day)
        if unit.level == UnitLevel.COMMUNE
        else ([], [])
    )
    unasked = chosen(found.households, having=["CAUSE:CAPITAL"], without=["NEED:CREDIT"])
    place = {"unit_code": unit_code, "year": year}
    context = {
        "unit": unit,
        "unit_code": unit_code,
        "year": year,
        "asked": found.asked,
        "answer": _answer(found),
        "tables": list(_tables(request, found).values()) if found.households else [],
        "empty": EMPTY,
        "categories": tuple(asking.CATEGORIES.items()),
        "cautions": found.lists.cautions,
        "unasked": len(unasked),
        "unasked_href": found.asked.door("CAUSE:CAPITAL", without="NEED:CREDIT")
        if found.doors
        else "",
        "persuaded": persuaded,
        "measures": measures,
        "as_of": day,
        "steps": [
            (f"Chỉ tiêu năm {year}", reverse("unit_year", kwargs=place)),
            ("Nhóm hộ, nguyên nhân, nhu cầu", ""),
        ],
    }
    return render(
        request, "groups/groups.html", context, block="results", generated=_is_generated(found)
    )


@require_GET
def groups_xlsx(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    """The tables as shown, a sheet each; the confidential category is in none."""
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Xuất biểu nhóm hộ của {unit.full_name}"
    require(request, permission=Permission.EXPORT, unit=unit, what=what)
    found, day = _counted(request, unit, year)
    title = f"{asking.CATEGORIES[found.asked.category]} theo nhóm, nguyên nhân, nhu cầu"
    audit.read_event(
        action="support.export_groups",
        by=reader(request),
        subject=f"{title}, {unit.full_name}",
        unit_path=unit.path,
    )
    lines = [f"{title}, {unit.full_name}, ngày {day:%d/%m/%Y}", *found.lists.cautions]
    return tables_response(
        tables=_tables(request, found),
        title_lines=_marked(lines, found),
        file_name=f"nhom-ho-{unit_code}-{year}.xlsx",
        printed_by=reader(request),
    )


@require_GET
def group_households(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    """List exactly the households one figure counts."""
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Xem danh sách hộ của {unit.full_name}"
    require(request, permission=Permission.VIEW_PERSONAL, unit=unit, what=what)
    found, day = _counted(request, unit, year)
    listed, count = _listed(found, day)
    page = page_by_key(request, rows=listed, order=ORDER, total=count)
    title = _title(found)
    place = {"unit_code": unit_code, "year": year}
    table = build_table(
        request,
        name="danh-sach-ho",
        caption=title,
        columns=LIST_COLUMNS,
        rows=_rows(list(page.rows), found, day),
        presorted=True,
        empty=EMPTY,
    )
    context = {
        "title": title,
        "count": count,
        "page": page,
        "table": table,
        "as_of": day,
        "export": f"{reverse('group_households_xlsx', kwargs=place)}?{request.GET.urlencode()}"
        if scope_of(request).can(Permission.EXPORT_PERSONAL, unit.path)
        else "",
        "steps": [
            (f"Chỉ tiêu năm {year}", reverse("unit_year", kwargs=place)),
            ("Nhóm hộ, nguyên nhân, nhu cầu", reverse("groups", kwargs=place)),
            ("Danh sách hộ", ""),
        ],
    }
    generated = any(one.is_generated for one in page.rows)
    return render(request, "groups/households.html", context, block="results", generated=generated)


@require_GET
def group_households_xlsx(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Xuất danh sách hộ của {unit.full_name}"
    require(request, permission=Permission.EXPORT_PERSONAL, unit=unit, what=what)
    found, day = _counted(request, unit, year)
    listed, count = _listed(found, day)
    title = _title(found)
    audit.read_event(
        action="support.export_households",
        by=reader(request),
        subject=f"Danh sách hộ, {unit.full_name}",
        unit_path=unit.path,
        details={"rows": count},
    )
    table = Table(
        name="danh-sach",
        caption=title,
        columns=LIST_COLUMNS,
        rows=_rows(list(listed.order_by(*ORDER)), found, day),
    )
    lines = [title, f"Ngày {day:%d/%m/%Y}; số dòng: {format_number(count)}"]
    return tables_response(
        tables={"Danh sách": table},
        title_lines=_marked(lines, found),
        file_name=f"danh-sach-nhom-ho-{unit_code}-{year}.xlsx",
        printed_by=reader(request),
    )


def _counted(request: HttpRequest, unit: Unit, year: int) -> tuple[layout.Counted, date]:
    day = min(last_day(year), today())
    lists = asking.lists_on(day)
    asked = asking.read_asked(request, unit=unit, year=year, flags=lists.flags)
    households = grouped_households(unit=unit, category=asked.category, as_of=day)
    ids = {one.below for one in households if one.below}
    named = Unit.objects.filter(pk__in=ids).order_by("sort_key")
    found = layout.Counted(
        households=households,
        asked=asked,
        lists=lists,
        names={one.pk: one.full_name for one in named},
        doors=scope_of(request).can(Permission.VIEW_PERSONAL, unit.path),
        head="Thôn, tổ dân phố" if unit.level >= UnitLevel.COMMUNE else "Đơn vị",
    )
    return found, day


def _listed(found: layout.Counted, day: date) -> tuple[QuerySet[Household], int]:
    asked = found.asked
    ids = [
        one.id
        for one in chosen(
            found.households,
            having=asked.having,
            without=asked.without,
            below=asked.row,
            ethnicity=asked.ethnicity,
        )
    ]
    listed = Household.objects.filter(pk__in=ids).select_related("unit__parent")
    return with_category(households=listed, as_of=day), len(ids)


def _rows(households: list[Any], found: layout.Counted, day: date) -> list[Row]:
    ids = [one.pk for one in households]
    causes = rows_of_households(model=HouseholdCause, household_ids=ids, as_of=day)
    needs = rows_of_households(model=HouseholdNeed, household_ids=ids, as_of=day)
    lands = rows_of_households(model=LandLack, household_ids=ids, as_of=day)
    cause_names, need_names = found.lists.causes.names, found.lists.needs.names
    return [
        Row(
            cells={
                "head": Cell(
                    value=one.head_name,
                    href=reverse("circumstances", kwargs={"code": one.code}),
                    note=f"{one.code}{', có người có công' if one.has_merit_person else ''}",
                ),
                "place": place_of(one),
                "ethnicity": one.ethnicity,
                "category": category_status(one.category, one.group),
                "causes": "; ".join(
                    f"{cause_words(row, cause_names)}{' (chính)' if row.is_main else ''}"
                    for row in causes.get(one.pk, [])
                ),
                "needs": "; ".join(
                    f"“{row.words}” ({need_kinds(row, need_names)})"
                    for row in needs.get(one.pk, [])
                ),
                "lands": "; ".join(land_words(row) for row in lands.get(one.pk, [])),
            }
        )
        for one in households
    ]


def _tables(request: HttpRequest, found: layout.Counted) -> dict[str, Table]:
    """Return the tables of the page under the names of their sheets."""
    who = asking.CATEGORIES[found.asked.category]

    def by_unit(name: str, caption: str, columns: tuple[Column, ...]) -> Table:
        total, rows = layout.unit_rows(found, columns)
        return build_table(
            request, name=name, caption=caption, columns=columns, rows=rows, totals=total
        )

    tables = {
        "Nhóm hộ": by_unit("nhom-ho", f"{who} theo nhóm", layout.group_columns(found)),
        "Nguyên nhân": by_unit(
            "nguyen-nhan", f"{who} theo nguyên nhân", layout.cause_columns(found)
        ),
        "Nhu cầu": by_unit("nhu-cau", f"{who} theo nhu cầu hỗ trợ", layout.need_columns(found)),
        "Nguyên nhân và nhu cầu": build_table(
            request,
            name="ma-tran",
            caption="Nguyên nhân và nhu cầu đã ghi",
            columns=layout.matrix_columns(found),
            rows=layout.matrix_rows(found),
        ),
    }
    if any("LAND" in one.flags for one in found.households):
        tables["Đất, nước"] = build_table(
            request,
            name="dat-nuoc",
            caption="Thiếu đất ở, đất sản xuất, nước sinh hoạt theo dân tộc",
            columns=layout.land_columns(),
            rows=layout.land_rows(found),
        )
    return tables


def _answer(found: layout.Counted) -> str:
    if not found.households:
        return EMPTY
    who = asking.CATEGORIES[found.asked.category].lower()
    count, unsaid = len(found.households), len(chosen(found.households, having=["NO_CAUSE"]))
    names = found.lists.causes.names
    counted = {
        name: len(chosen(found.households, having=[f"CAUSE:{code}"]))
        for code, name in names.items()
    }
    name, most = max(counted.items(), key=lambda item: item[1])
    told = f"{format_number(count)} {who}"
    if most:
        told += f"; nguyên nhân gặp nhiều nhất: {name.lower()} ({format_number(most)} hộ)"
    if unsaid:
        told += f"; {format_number(unsaid)} hộ chưa ghi nguyên nhân"
    return f"{told}."


def _title(found: layout.Counted) -> str:
    asked, flags = found.asked, found.lists.flags
    words = asked.words(flags)
    place = asked.unit.full_name
    if asked.row is not None:
        place = found.names.get(asked.row, layout.NOT_KNOWN_UNIT)
    return f"{words}: {place}, năm {asked.year}"


def _marked(lines: list[str], found: layout.Counted) -> list[str]:
    if _is_generated(found):
        return [*lines, "DỮ LIỆU SINH RA ĐỂ TRÌNH DIỄN, KHÔNG PHẢI HỘ THẬT."]
    return lines


def _is_generated(found: layout.Counted) -> bool:
    ids = [one.id for one in found.households[:1]]
    return Household.objects.filter(pk__in=ids, is_generated=True).exists()
