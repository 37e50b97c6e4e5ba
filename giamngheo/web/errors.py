"""Error pages and refusals: a Vietnamese sentence that says what, on what, and what to do next."""

from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from giamngheo.accounts.refusals import AccessRefused
from giamngheo.lib.errors import Refusal
from giamngheo.web.access import NoRight
from giamngheo.web.rendering import render, render_alone, render_part

log = structlog.get_logger(__name__)

REFUSED = 409
NO_RIGHT = 403

# What htmx shows in place of a page.
SHORTLY = {
    400: "Máy chủ chưa đọc được yêu cầu vừa gửi. Tải lại trang rồi làm lại.",
    403: "Phần vừa bấm không thuộc quyền của tài khoản này.",
    404: "Phần vừa bấm không còn ở đây. Tải lại trang để xem danh sách mới.",
    500: "Hệ thống gặp lỗi và đã ghi lại. Đợi một phút rồi thử lại; nếu vẫn lỗi, báo người quản "
    "trị hệ thống.",
}


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the refusal as a page, or as a notice in #messages when htmx asked."""
    if getattr(request, "htmx", None):
        return _notice(_status(refusal), refusal.message, refusal.code)
    context = {"refusal": refusal, "back": _way_back(request)}
    return render(request, "errors/refusal.html", context, status=_status(refusal))


def _status(refusal: Refusal) -> int:
    return NO_RIGHT if isinstance(refusal, AccessRefused) else REFUSED


def _notice(status: int, text: str, code: str = "") -> HttpResponse:
    """Return a notice that htmx puts into #messages, wherever the request was aimed at."""
    part = render_part("errors/notice.html", "notice", {"text": text, "code": code})
    response = HttpResponse(part, status=status)
    response["HX-Retarget"] = "#messages"
    response["HX-Reswap"] = "innerHTML show:window:top"
    response["HX-Push-Url"] = "false"
    return response


def _way_back(request: HttpRequest) -> str:
    """Return the page the reader came from, when it is one of ours."""
    came_from = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}/"
    return came_from if came_from.startswith(here) else "/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, 400, {})


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    what = exception.what if isinstance(exception, NoRight) else ""
    who = exception.who if isinstance(exception, NoRight) else ""
    return _error_page(request, 403, {"what": what, "who": who})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, 404, {})


def server_error(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", None):
        return _notice(500, SHORTLY[500])
    return render_alone("errors/500.html", {"layout": "plain.html"}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that was open too long, or came from another site."""
    log.warning("csrf_failure", path=request.path, reason=reason)
    return render_alone("errors/csrf.html", {"layout": "plain.html"}, status=403)


def _error_page(request: HttpRequest, status: int, context: dict[str, Any]) -> HttpResponse:
    """Return the page in the reader's own frame, or alone for a stranger."""
    if getattr(request, "htmx", None):
        who = f" Việc này thuộc quyền của {context['who']}." if context.get("who") else ""
        return _notice(status, SHORTLY[status] + who)
    user = getattr(request, "user", None)
    template = f"errors/{status}.html"
    if user is not None and user.is_authenticated:
        return render(request, template, {**context, "layout": "base.html"}, status=status)
    return render_alone(template, {**context, "layout": "plain.html"}, status=status)
