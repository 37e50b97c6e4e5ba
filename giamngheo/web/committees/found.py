"""Which unit and committee an address means, and whether the reader keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import unit_at_code
from giamngheo.committees.models import Committee
from giamngheo.committees.queries import committee_of
from giamngheo.lib.dates import BadDate, parse_date
from giamngheo.web.access import require, scope_of, today


@dataclass(frozen=True, kw_only=True)
class Found:
    """The unit of an address, its committee on the day asked for, if it has one."""

    unit: Unit
    committee: Committee | None
    as_of: date


def found_of(request: HttpRequest, unit_code: str) -> Found:
    """Return unit and committee. Raises: Http404; NoRight outside the reader's units."""
    as_of = day_of(request)
    unit = unit_at_code(code=unit_code, as_of=as_of) or _ended(unit_code, as_of)
    if unit is None:
        raise Http404(f"no unit {unit_code} on {as_of}")
    require(
        request,
        permission=Permission.VIEW_REGISTER,
        unit=unit,
        what=f"Xem ban chỉ đạo của {unit.full_name}",
    )
    return Found(unit=unit, committee=committee_of(unit=unit, as_of=as_of), as_of=as_of)


def _ended(unit_code: str, as_of: date) -> Unit | None:
    """The last unit of the code: what its members answered for is still to be given anew."""
    found = Unit.objects.filter(code=unit_code, valid_to__lte=as_of)
    return found.order_by("-valid_to", "level").first()


def day_of(request: HttpRequest) -> date:
    """Return the day of the address, else today."""
    try:
        return parse_date(request.GET["ngay"])
    except (KeyError, BadDate):
        return today()


def may_keep(request: HttpRequest, unit: Unit) -> bool:
    return scope_of(request).can(Permission.MANAGE_TASKS, unit.path)


def kept_committee(request: HttpRequest, unit_code: str) -> tuple[Found, Committee]:
    """Return what stands where the reader keeps it. Raises: Http404 without a committee."""
    found = kept_unit(request, unit_code)
    if found.committee is None:
        raise Http404(f"no committee of {unit_code}")
    return found, found.committee


def kept_unit(request: HttpRequest, unit_code: str) -> Found:
    found = found_of(request, unit_code)
    what = f"Sửa ban chỉ đạo của {found.unit.full_name}"
    require(request, permission=Permission.MANAGE_TASKS, unit=found.unit, what=what)
    return found
