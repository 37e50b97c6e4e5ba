"""What stands around every view: refusals become pages, reading writes nothing."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from giamngheo.lib.errors import Refusal
from giamngheo.web.errors import refusal_page
from giamngheo.web.guards import reading_only

log = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]
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
