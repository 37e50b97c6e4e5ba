"""The reader's longer work, which goes on when the page is closed."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.web.access import reader, scope_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.work.lines import work_line
from giamngheo.work import actions
from giamngheo.work.files import path_or_none
from giamngheo.work.models import WorkItem
from giamngheo.work.queries import item_or_none, items_visible

PAGE_SIZE = 20


class FileGone(Refusal):
    code = "WEB-004"
    sentence = (
        "Chưa tải được tệp của công việc {item}: tệp chỉ giữ một tuần và đã được xóa. Xuất lại "
        "danh sách để có tệp mới."
    )


def work_list(request: HttpRequest) -> HttpResponse:
    items = items_visible(user=reader(request), scope=scope_of(request))
    page = page_by_key(request, rows=items, order=("-created_at", "-id"), size=PAGE_SIZE)
    now = timezone.now()
    context = {
        "page": page,
        "lines": [work_line(item, now=now) for item in page.rows],
        "running": any(item.is_open for item in page.rows),
        "here": request.get_full_path(),
    }
    return render(request, "work/work_list.html", context, block="results")


@require_POST
def stop(request: HttpRequest, item_id: int) -> HttpResponse:
    actions.request_stop(item=_item(request, item_id), by=reader(request))
    messages.success(request, "Đã yêu cầu dừng; việc dừng ở bước gần nhất.")
    return redirect("work_list")


@require_POST
def retry(request: HttpRequest, item_id: int) -> HttpResponse:
    actions.retry(item=_item(request, item_id), by=reader(request))
    messages.success(request, "Công việc được xếp hàng chạy lại từ đầu.")
    return redirect("work_list")


def _item(request: HttpRequest, item_id: int) -> WorkItem:
    item = item_or_none(item_id=item_id, user=reader(request), scope=scope_of(request))
    if item is None:
        raise Http404(f"no work {item_id}")
    return item


@require_GET
def file(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """
    Give the file of finished work to whoever asked for it, as long as she may still see it.

    Nobody else gets it, not even those who supervise the work. The result names `file` (see
    work.files), `file_name`, and the `permission` its reader needs at the item's unit.
    Raises: FileGone [WEB-004].
    """
    item = _item(request, item_id)
    result = item.result or {}
    if item.owner_id != reader(request).pk or not result.get("file"):
        raise Http404(f"no file of work {item_id} for this reader")
    accounts.require(
        scope=scope_of(request),
        path=item.unit_path if item.unit_path.strip("/") else None,
        permission=Permission(result["permission"]),
        subject=item.title,
    )
    path = path_or_none(name=result["file"])
    if path is None:
        raise FileGone(item=item.pk)
    audit.read_event(
        action="work.download_file",
        by=reader(request),
        subject=item.title,
        unit_path=item.unit_path,
        details={"item": item.pk},
    )
    return FileResponse(path.open("rb"), as_attachment=True, filename=result["file_name"])
