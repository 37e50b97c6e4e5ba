"""Which unit an address names, what leads to it, and the words the pages share."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest
from django.urls import reverse

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.quality.enums import Severity
from giamngheo.web.access import require
from giamngheo.web.cells import Tone

TONES: Final[dict[str, Tone]] = {
    Severity.ERROR: "bad",
    Severity.WARNING: "look",
    Severity.NOTICE: "plain",
}
WHAT: Final = {
    Permission.VIEW_REGISTER: "Xem chất lượng dữ liệu của",
    Permission.VIEW_PERSONAL: "Xem các điểm cần xem của",
    Permission.EXPORT: "Xuất bảng chất lượng dữ liệu của",
    Permission.EXPORT_PERSONAL: "Xuất các điểm cần xem của",
}


def unit_of(request: HttpRequest, unit_id: int, permission: Permission) -> Unit:
    """
    Return the unit once the reader has `permission` there.

    Raises: Http404, NoRight.
    """
    found = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if found is None:
        raise Http404(f"no unit {unit_id}")
    what = f"{WHAT[permission]} {found.full_name}"
    require(request, permission=permission, unit=found, what=what)
    return found


def steps_to(unit: Unit, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the path to a page of the unit; the unit's own board is the step before."""
    here = (
        f"Chất lượng dữ liệu {unit.full_name}",
        reverse("quality_board", kwargs={"unit_id": unit.pk}) if more else "",
    )
    return [("Tổng quan", reverse("home")), here, *more]
