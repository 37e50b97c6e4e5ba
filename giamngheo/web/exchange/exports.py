"""Workbooks of households out: the template, empty or filled, and the national list."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.exchange.national import Reviewed, write_national_list
from giamngheo.exchange.template import write_template
from giamngheo.reviews.models import ReviewResult
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.choice.current import current_choice
from giamngheo.web.exporting import XLSX
from giamngheo.web.rendering import render


@require_GET
def export_page(request: HttpRequest) -> HttpResponse:
    unit = _chosen(request)
    scope = scope_of(request)
    is_commune = unit is not None and unit.level == UnitLevel.COMMUNE
    context = {
        "unit": unit,
        "is_commune": is_commune,
        "may_edit": unit is not None and scope.can(Permission.EDIT_REGISTER, unit.path),
        "may_export": unit is not None and scope.can(Permission.EXPORT_PERSONAL, unit.path),
        "year": today().year,
        "steps": [("Tổng quan", "/"), ("Danh sách hộ", "/ho"), ("Xuất ra Excel", "")],
    }
    return render(request, "exchange/export_page.html", context)


@require_GET
def empty_template(request: HttpRequest) -> HttpResponse:
    """The template of a commune without anybody in it."""
    unit = _asked(request, Permission.EDIT_REGISTER, "Tải mẫu danh sách hộ", commune=True)
    return _file(
        "mau-danh-sach-ho.xlsx",
        lambda path: write_template(
            path, unit=unit, as_of=today(), made_at=timezone.localtime(), filled=False
        ),
    )


@require_GET
def filled_template(request: HttpRequest) -> HttpResponse:
    """The template of a commune with its households, to be changed and sent back."""
    unit = _asked(request, Permission.EXPORT_PERSONAL, "Xuất danh sách hộ", commune=True)
    _note(request, unit, "exchange.export_template")
    return _file(
        f"danh-sach-ho-{unit.code}.xlsx",
        lambda path: write_template(
            path, unit=unit, as_of=today(), made_at=timezone.localtime(), filled=True
        ),
    )


@require_GET
def national_list(request: HttpRequest) -> HttpResponse:
    """The national list of a unit after the last decisions, in three sheets."""
    unit = _asked(request, Permission.EXPORT_PERSONAL, "Xuất danh sách hộ", commune=False)
    _note(request, unit, "exchange.export_national_list")
    as_of = today()
    return _file(
        f"danh-sach-sau-ra-soat-{unit.code}.xlsx",
        lambda path: write_national_list(
            path,
            unit=unit,
            as_of=as_of,
            since=date(as_of.year, 1, 1),
            reviewed=_reviewed(unit, as_of),
        ),
    )


def _reviewed(unit: Unit, as_of: date) -> dict[int, Reviewed]:
    """Return the last decided result of each household of the unit."""
    found = (
        ReviewResult.objects.filter(
            unit_path__startswith=unit.path, decision__effective_date__lte=as_of
        )
        .order_by("household_id", "-decision__effective_date", "-id")
        .distinct("household_id")
        .values_list(
            "household_id",
            "score_b1",
            "score_b2",
            "decision__number",
            "decision__signed_date",
        )
    )
    return {
        household_id: Reviewed(
            score_b1=b1, score_b2=b2, decision_number=number, decision_date=signed
        )
        for household_id, b1, b2, number, signed in found
    }


def _chosen(request: HttpRequest) -> Unit | None:
    choice = current_choice(request)
    return None if choice is None else Unit.objects.filter(pk=choice.unit_id).first()


def _asked(request: HttpRequest, permission: Permission, what: str, *, commune: bool) -> Unit:
    """Return the unit of the address, else the chosen one, where the reader has the right."""
    key = request.GET.get("don-vi", "")
    if key and (not key.isdecimal() or len(key) > 18):
        raise Http404(f"no unit {key}")
    unit = Unit.objects.filter(pk=int(key)).first() if key else _chosen(request)
    if unit is None:
        raise Http404("no unit is chosen")
    require(request, permission=permission, unit=unit, what=f"{what} của {unit.full_name}")
    if commune and unit.level != UnitLevel.COMMUNE:
        raise Http404(f"{unit.full_name} is no commune")
    return unit


def _note(request: HttpRequest, unit: Unit, action: str) -> None:
    audit.read_event(
        action=action,
        by=scope_of(request).user,
        subject=unit.full_name,
        unit_path=unit.path,
    )


def _file(name: str, write: Callable[[Path], Any]) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        response = HttpResponse(path.read_bytes(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
