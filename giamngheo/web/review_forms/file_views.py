"""A village's forms as a workbook for where there is no network, and back in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.forms.taking import take_file
from giamngheo.forms.workbook import NotOurWorkbook, write_forms
from giamngheo.web.access import reader, scope_of
from giamngheo.web.exporting import XLSX
from giamngheo.web.review_forms.grid_views import village_asked


@require_GET
def workbook(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    """The forms of a village to be filled off-line, by those who may fill them."""
    village = village_asked(request, code, unit_id, Permission.REVIEW)
    if not village.forms:
        messages.warning(request, "Thôn không có hộ nào cần rà soát nên chưa có gì để tải.")
        return redirect("village_grid", code=code, unit_id=unit_id)
    audit.read_event(
        action="forms.export_village",
        by=scope_of(request).user,
        subject=f"{village.campaign.name}: {village.unit.full_name}",
        unit_path=village.unit.path,
        details={"rows": len(village.forms)},
    )
    response = HttpResponse(write_forms(village=village), content_type=XLSX)
    name = f"phieu-{village.campaign.code}-{village.unit.pk}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def take(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    village = village_asked(request, code, unit_id, Permission.REVIEW)
    upload = request.FILES.get("tep")
    if upload is None or not upload.name:
        raise NotOurWorkbook(file="", problem="chưa chọn tệp")
    done = take_file(
        campaign=village.campaign,
        unit=village.unit,
        content=upload.read(),
        file_name=upload.name,
        by=reader(request),
    )
    messages.success(
        request,
        f"Đã đọc {done.read} phiếu: {done.changed} ghi vào (tạm, chờ kiểm tra), {done.same} không "
        f"đổi, {done.conflicting} có chỗ khác nhau, {done.refused} không nhận.",
    )
    return redirect("village_grid", code=code, unit_id=unit_id)
