"""The reader's longer work, which goes on when the page is closed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from giamngheo.web.access import reader, scope_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.work.lines import work_line
from giamngheo.work import actions
from giamngheo.work.models import WorkItem
from giamngheo.work.queries import item_or_none, items_visible

PAGE_SIZE = 20


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
