"""Files of households in: sent, previewed, confirmed, taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.exchange import actions, queries
from giamngheo.exchange.enums import Mode
from giamngheo.exchange.models import ImportBatch
from giamngheo.exchange.refused import write_refused
from giamngheo.lib.errors import Refusal
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.exchange import page as layout
from giamngheo.web.exchange.forms import ImportForm
from giamngheo.web.exporting import XLSX
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table

PAGE_SIZE = 30
UNPROCESSABLE = 422


@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    _require_anywhere(request, "Danh sách lô nhập hộ")
    found = queries.batches_visible(scope=scope_of(request))
    page = page_by_key(request, rows=found, order=("-created_at", "-id"), size=PAGE_SIZE)
    table = build_table(
        request,
        name="lo-nhap",
        caption="Các lô đã gửi",
        columns=layout.LIST_COLUMNS,
        rows=[layout.batch_row(one) for one in page.rows],
        presorted=True,
        empty="Chưa có lô nào. Tải mẫu, điền rồi gửi tệp đầu tiên.",
    )
    context = {"table": table, "page": page, "steps": [*layout.STEPS[:-1], ("Nhập từ tệp", "")]}
    return render(request, "exchange/import_list.html", context, block="results")


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    _require_anywhere(request, "Nhập danh sách hộ")
    units = queries.communes_to_edit(scope=scope_of(request))
    if request.method != "POST":
        return _new_page(request, ImportForm(units=units))
    form = ImportForm(request.POST, request.FILES, units=units)
    if not form.is_valid():
        return _new_page(request, form, status=UNPROCESSABLE)
    unit, file = form.units[form.cleaned_data["unit"]], form.cleaned_data["file"]
    require(
        request,
        permission=Permission.EDIT_REGISTER,
        unit=unit,
        what=f"Nhập danh sách hộ của {unit.full_name}",
    )
    try:
        batch = actions.open_batch(
            unit=unit,
            mode=Mode(form.cleaned_data["mode"]),
            file_name=file.name,
            content=file.read(),
            as_of=today(),
            by=reader(request),
        )
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _new_page(request, form, status=UNPROCESSABLE)
    return redirect("import_batch", batch_id=batch.pk)


def _new_page(request: HttpRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "steps": [*layout.STEPS, ("Gửi tệp", "")]}
    return render(request, "exchange/import_new.html", context, status=status)


@require_GET
def import_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = _batch(request, batch_id)
    audit.read_event(
        action="exchange.read_preview",
        by=scope_of(request).user,
        subject=batch.file_name,
        unit_path=batch.unit_path,
        details={"batch": batch.pk},
    )
    context = layout.context(request, batch)
    return render(request, "exchange/import_batch.html", context, block="results")


@require_POST
def import_commit(request: HttpRequest, batch_id: int) -> HttpResponse:
    actions.confirm_batch(batch=_batch(request, batch_id), by=reader(request))
    messages.success(request, "Đã nhận xác nhận; kết quả ghi vào sổ hiện ở trang này.")
    return redirect("import_batch", batch_id=batch_id)


@require_POST
def import_reread(request: HttpRequest, batch_id: int) -> HttpResponse:
    actions.read_again(batch=_batch(request, batch_id), by=reader(request))
    return redirect("import_batch", batch_id=batch_id)


@require_POST
def import_discard(request: HttpRequest, batch_id: int) -> HttpResponse:
    actions.discard_batch(batch=_batch(request, batch_id), by=reader(request))
    messages.success(request, "Đã bỏ lô nhập; sổ hộ không thay đổi.")
    return redirect("import_list")


@require_POST
def import_undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    actions.request_undo(
        batch=_batch(request, batch_id),
        reason=request.POST.get("reason", ""),
        by=reader(request),
    )
    return redirect("import_batch", batch_id=batch_id)


@require_GET
def import_refused(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The refused rows of a batch as a workbook, to be mended and sent in again."""
    batch = _batch(request, batch_id)
    audit.read_event(
        action="exchange.export_refused",
        by=scope_of(request).user,
        subject=batch.file_name,
        unit_path=batch.unit_path,
        details={"batch": batch.pk},
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tra-lai.xlsx"
        write_refused(path, batch=batch)
        response = HttpResponse(path.read_bytes(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="tra-lai-{batch.pk}.xlsx"'
    return response


def _batch(request: HttpRequest, batch_id: int) -> ImportBatch:
    """Return the batch. Raises: Http404; NoRight when its unit's register is not hers to edit."""
    batch = queries.batch_or_none(batch_id=batch_id)
    if batch is None:
        raise Http404(f"no batch {batch_id}")
    require(
        request,
        permission=Permission.EDIT_REGISTER,
        unit=batch.unit,
        what="Xem lô nhập danh sách hộ",
        subject=f"Lô nhập {batch_id}",
    )
    return batch


def _require_anywhere(request: HttpRequest, subject: str) -> None:
    accounts.require(
        scope=scope_of(request), path=None, permission=Permission.EDIT_REGISTER, subject=subject
    )
