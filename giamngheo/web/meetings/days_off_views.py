"""The days off that limits are counted with: what is known of each year, and entering one."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.law.calendar import WEEKDAYS, CalendarYear
from giamngheo.law.calendar_files import shipped_calendar
from giamngheo.law.enums import CONFIDENCE_LABELS, Confidence
from giamngheo.lib.dates import BadDate, format_date, parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.meetings.calendars import calendar_for, enter_year
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.meetings.views import HOME, UNPROCESSABLE
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, build_table

# Who records the chairman's decisions counts by these days, and a province for all below it.
MAY_ENTER = (Permission.DECIDE, Permission.ENTER_RULES)
COLUMNS = (
    Column(key="year", head="Năm", row_head=True, sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
    Column(key="off", head="Ngày nghỉ trong tuần", kind="number", unit="ngày", sortable=False),
    Column(key="worked", head="Ngày làm bù", kind="number", unit="ngày", sortable=False),
    Column(key="source", head="Căn cứ", sortable=False),
)
DAY_COLUMNS = (
    Column(key="day", head="Ngày", row_head=True, sortable=False),
    Column(key="weekday", head="Thứ", sortable=False),
    Column(key="name", head="Lý do", sortable=False),
    Column(key="source", head="Căn cứ", sortable=False, wide_only=True),
    Column(key="confidence", head="Độ tin cậy", sortable=False),
)
_LINE_RE = re.compile(r"(?P<first>[\d/.-]+)(?:\s*(?:-|–|đến)\s*(?P<last>[\d/.-]+))?\s*(?P<name>.*)")


class YearForm(forms.Form):
    unit = forms.TypedChoiceField(label="Áp dụng cho", coerce=int)
    document = forms.CharField(
        label="Văn bản công bố", max_length=200, help_text="Ví dụ: Thông báo 6150/TB-LĐTBXH"
    )
    off = forms.CharField(
        label="Ngày nghỉ trong tuần",
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Mỗi dòng một ngày hoặc một đợt: 08/02/2027 – 12/02/2027 Tết Âm lịch. "
        "Thứ Bảy, Chủ nhật trong đợt tự được bỏ qua.",
    )
    worked = forms.CharField(
        label="Ngày thứ Bảy, Chủ nhật làm bù",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng một ngày: 10/01/2026 làm bù cho 02/01",
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.choices = [(unit.pk, unit.full_name) for unit in units]

    def clean_off(self) -> list[tuple[date, str]]:
        return [one for one in _read_days(self.cleaned_data["off"]) if one[0].weekday() < 5]

    def clean_worked(self) -> list[tuple[date, str]]:
        return _read_days(self.cleaned_data["worked"])


def _read_days(text: str) -> list[tuple[date, str]]:
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _LINE_RE.fullmatch(line)
        try:
            if match is None:
                raise BadDate(text=line, reason="dòng phải bắt đầu bằng ngày")
            first = parse_date(match["first"])
            last = parse_date(match["last"]) if match["last"] else first
        except BadDate as bad:
            raise forms.ValidationError(bad.message) from bad
        if not first <= last <= first + timedelta(days=31):
            raise forms.ValidationError(f"Đợt nghỉ ở dòng “{line}” có ngày cuối không hợp lý.")
        days = (last - first).days + 1
        found += [(first + timedelta(days=n), match["name"]) for n in range(days)]
    return found


@require_GET
def days_off(request: HttpRequest) -> HttpResponse:
    calendar = calendar_for(path=_path(request))
    years = sorted(calendar.years.values(), key=lambda year: -year.year)
    this_year = today().year
    table = build_table(
        request,
        name="lich-nghi",
        caption="Lịch nghỉ đã biết",
        columns=COLUMNS,
        rows=[_year_row(year) for year in years],
        presorted=True,
    )
    missing = [year for year in (this_year, this_year + 1) if not calendar.is_certain(year)]
    context = {
        "table": table,
        "missing": missing,
        "general": calendar,
        "may_enter": bool(_units(request)),
        "steps": [HOME, ("Lịch nghỉ", "")],
    }
    return render(request, "meetings/days_off.html", context)


@require_http_methods(["GET", "POST"])
def days_off_year(request: HttpRequest, year: int) -> HttpResponse:
    if not 2013 <= year <= 2100:
        raise Http404(f"no calendar of {year}")
    units = _units(request)
    if request.method != "POST":
        return _year_page(request, year, YearForm(units=units) if units else None)
    if not units:
        permission = MAY_ENTER[0]
        accounts.require(
            scope=scope_of(request), path=None, permission=permission, subject="Nhập lịch nghỉ"
        )
    form = YearForm(request.POST, units=units)
    if not form.is_valid():
        return _year_page(request, year, form, status=UNPROCESSABLE)
    data = dict(form.cleaned_data)
    unit = next(one for one in units if one.pk == data.pop("unit"))
    allowed = next(one for one in MAY_ENTER if scope_of(request).can(one, unit.path))
    require(request, permission=allowed, unit=unit, what=f"Nhập lịch nghỉ của {unit.full_name}")
    try:
        enter_year(unit=unit, year=year, by=reader(request), **data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _year_page(request, year, form, status=UNPROCESSABLE)
    messages.success(request, f"Đã lưu lịch nghỉ năm {year}. Các hạn tạm tính đã được tính lại.")
    return redirect("days_off")


def _units(request: HttpRequest) -> list[Unit]:
    scope = scope_of(request)
    paths = {path for permission in MAY_ENTER for path in scope.paths_for(permission)}
    return list(Unit.objects.filter(path__in=paths).order_by("level", "path"))


def _path(request: HttpRequest) -> str:
    paths = scope_of(request).paths
    return paths[0] if paths else "/"


def _year_row(year: CalendarYear) -> Row:
    if not year.complete:
        state = Status(tone="look", word="Chưa đủ, tạm tính")
    elif year.confidence is Confidence.UNVERIFIED:
        state = Status(tone="look", word="Chưa kiểm chứng")
    else:
        state = Status(tone="good", word="Đủ ngày")
    return Row(
        cells={
            "year": Cell(
                value=str(year.year), href=reverse("days_off_year", kwargs={"year": year.year})
            ),
            "state": state,
            "off": len(year.off),
            "worked": len(year.worked),
            "source": Cell(value=year.source, note=CONFIDENCE_LABELS[year.confidence]),
        }
    )


def _year_page(
    request: HttpRequest, year: int, form: YearForm | None, *, status: int = 200
) -> HttpResponse:
    known = calendar_for(path=_path(request)).years.get(year)
    days = sorted((*known.off, *known.worked), key=lambda one: one.day) if known else []
    table = build_table(
        request,
        name="ngay-nghi",
        caption=f"Ngày nghỉ và ngày làm bù năm {year}",
        columns=DAY_COLUMNS,
        rows=[
            Row(
                cells={
                    "day": format_date(one.day),
                    "weekday": WEEKDAYS[one.day.weekday()],
                    "name": one.name,
                    "source": one.source,
                    "confidence": CONFIDENCE_LABELS[one.confidence],
                }
            )
            for one in days
        ],
        presorted=True,
        empty="Chưa nhập lịch nghỉ của năm này: chỉ tính các ngày lễ cố định, hạn ghi là tạm tính.",
    )
    context = {
        "year": year,
        "known": known,
        "table": table,
        "form": form,
        "fixed": shipped_calendar().fixed_names.values(),
        "steps": [HOME, ("Lịch nghỉ", reverse("days_off")), (str(year), "")],
    }
    return render(request, "meetings/days_off_year.html", context, status=status)
