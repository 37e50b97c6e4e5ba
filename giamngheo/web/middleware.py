"""What stands around every view: refusals become pages, reading writes nothing."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from giamngheo.lib.errors import Refusal
from giamngheo.web.errors import refusal_page
from giamngheo.web.guards import reading_only

log = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]
FOUND = 302
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class NewPasswordMiddleware:
    """A person with a temporary password sets her own before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        allowed = (reverse("password_change"), reverse("logout"))
        if getattr(request.user, "must_change_password", False) and request.path not in allowed:
            return redirect("password_change")
        return self.get_response(request)


class SessionEndedMiddleware:
    """
    When the session has ended, htmx opens the log-in page whole, and comes back afterwards.

    A plain redirect would put the log-in page into the part of the page that was asked for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        login = reverse("login")
        htmx = getattr(request, "htmx", None)
        if not htmx or response.status_code != FOUND:
            return response
        if not response["Location"].startswith(login):
            return response
        page = urlsplit(htmx.current_url or "/")
        back = page.path + (f"?{page.query}" if page.query else "")
        return HttpResponseClientRedirect(f"{login}?{urlencode({'next': back})}")


class RefusalMiddleware:
    """An anticipated "no" is answered with its sentence and code; anything else stays a bug."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        log.info("refused", code=exception.code, path=request.path)
        return refusal_page(request, exception)


class ReadingOnlyMiddleware:
    """
    A GET runs under the guard that refuses SQL writes; stands last, so that sessions and log-in
    counts, which are kept outside it, need no exception.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        with reading_only():
            return self.get_response(request)
