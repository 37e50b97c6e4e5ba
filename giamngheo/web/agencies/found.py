"""Which agency or unit an address means, and whether the reader may change it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from giamngheo.accounts.enums import Permission
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.web.access import NoRight, require, scope_of


def agency_of(agency_id: int) -> Agency:
    found = Agency.objects.select_related("unit", "parent").filter(pk=agency_id).first()
    if found is None:
        raise Http404(f"no agency {agency_id}")
    return found


def unit_of(unit_id: int) -> Unit:
    found = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if found is None:
        raise Http404(f"no unit {unit_id}")
    return found


def may_change(request: HttpRequest, agency: Agency) -> bool:
    if agency.unit is None:
        return scope_of(request).can(Permission.MANAGE_UNITS)
    return scope_of(request).can(Permission.MANAGE_TASKS, agency.unit_path)


def require_change(request: HttpRequest, agency: Agency) -> None:
    """Refuse unless the reader keeps the directory of the agency's unit."""
    what = f"Sửa danh bạ: {agency.name}"
    if agency.unit is not None:
        require(request, permission=Permission.MANAGE_TASKS, unit=agency.unit, what=what)
    elif not may_change(request, agency):
        raise NoRight(what=what, who="cán bộ cấp tỉnh và quản trị hệ thống")
