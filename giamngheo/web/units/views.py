"""The register of administrative units through time; open to every reader who is logged in."""

from datetime import date, timedelta

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import (
    ancestors,
    children,
    predecessors,
    search_units,
    statuses_of,
    successors,
)
from giamngheo.lib.dates import format_date
from giamngheo.web.access import scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.tables import SORT_PARAMETER, Table
from giamngheo.web.units.carrying import may_carry
from giamngheo.web.units.forms import UnitQuestion, read_question, usual_day
from giamngheo.web.units.tables import lineage_notices, relatives, unit_table, unit_url
from giamngheo.web.units.words import day_within, whole_life

SHOWN = 100


def unit_list(request: HttpRequest) -> HttpResponse:
    question = read_question(request)
    context = {
        "question": question,
        "table": _found(request, question),
        "shown": SHOWN,
        "sort": request.GET.get(SORT_PARAMETER, ""),
    }
    return render(request, "units/unit_list.html", context, block="results")


def _found(request: HttpRequest, question: UnitQuestion) -> Table:
    day = format_date(question.as_of)
    if question.name:
        units = search_units(text=question.name, as_of=question.as_of, limit=SHOWN)
        caption = f"Đơn vị có tên “{question.name}”, ngày {day}"
    else:
        provinces = Unit.objects.in_force(question.as_of).at_level(UnitLevel.PROVINCE)
        units = list(provinces.select_related("parent").in_order())
        caption = f"Các tỉnh, thành phố, ngày {day}"
    return unit_table(
        request,
        units=units,
        caption=caption,
        empty="" if units else f"Không tìm thấy đơn vị nào vào ngày {day}. {_what_to_try()}",
        ordered=bool(question.name),
    )


def _what_to_try() -> str:
    first: date | None = Unit.objects.aggregate(Min("valid_from"))["valid_from__min"]
    if first is None:
        return "Danh mục còn trống; người quản trị hệ thống nạp bằng lệnh giamngheo areas sync."
    return (
        "Thử một ngày khác: đơn vị đã sáp nhập chỉ thấy ở những ngày trước đó. Danh mục có từ "
        f"ngày {format_date(first)}."
    )


def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    found = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if found is None:
        raise Http404(f"no unit {unit_id}")
    as_of = day_within(found, usual_day(request))
    onward = successors(unit=found, as_of=today())
    context = {
        "unit": found,
        "as_of": as_of,
        "path": [*((one.full_name, unit_url(one)) for one in ancestors(unit=found))],
        "facts": _facts(found),
        "statuses": statuses_of(unit=found, as_of=as_of),
        "notices": lineage_notices(found, onward),
        "before": relatives(predecessors(unit=found, as_of=_day_before(found))),
        "after": [] if onward.only == found else relatives(onward),
        "table": _below(request, found, as_of),
        "may_carry": found.level == UnitLevel.COMMUNE
        and found.valid_to is not None
        and bool(onward.heirs)
        and may_carry(request, found),
        "may_choose": scope_of(request).covers(found.path) and found.level < UnitLevel.VILLAGE,
    }
    return render(request, "units/unit.html", context, block="results")


def _facts(found: Unit) -> list[tuple[str, str | None]]:
    return [
        ("Loại", found.get_kind_display()),
        ("Mã đơn vị", found.code),
        ("Khu vực", found.get_area_type_display() if found.area_type else None),
        ("Thời gian", whole_life(found)),
        ("Nguồn", found.source),
        *([("Ghi chú", found.note)] if found.note else []),
    ]


def _day_before(found: Unit) -> date:
    return found.valid_from - timedelta(days=1)


def _below(request: HttpRequest, found: Unit, as_of: date) -> Table | None:
    below = list(children(unit=found, as_of=as_of).select_related("parent"))
    if not below and found.level >= UnitLevel.COMMUNE:
        return None
    return unit_table(
        request,
        units=below,
        caption=f"Đơn vị trực thuộc, ngày {format_date(as_of)}",
        empty="Chưa có đơn vị trực thuộc nào trong danh mục.",
        ordered=False,
    )
