"""The page of a posted list for everybody, and the form that reaches an officer."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET, require_http_methods

from giamngheo.lib.errors import Refusal
from giamngheo.meetings.complaints import receive_public_complaint
from giamngheo.meetings.public import Hanging, PublicPosting, public_posting
from giamngheo.web.access import today
from giamngheo.web.meetings.forms import PublicComplaintForm
from giamngheo.web.rendering import render

UNPROCESSABLE = 422


@login_not_required
@require_GET
def posted_list(request: HttpRequest, token: str) -> HttpResponse:
    posting = _posting(token)
    return _drawn(request, "meetings/posted_list.html", {"posting": posting})


@login_not_required
@require_http_methods(["GET", "POST"])
def posted_complaint(request: HttpRequest, token: str) -> HttpResponse:
    posting = _posting(token)
    context = {"posting": posting, "sent": False, "form": PublicComplaintForm()}
    if request.method != "POST":
        return _drawn(request, "meetings/posted_complaint.html", context)
    form = PublicComplaintForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return _drawn(request, "meetings/posted_complaint.html", context, status=UNPROCESSABLE)
    if not form.is_robot:
        data = form.cleaned_data
        try:
            receive_public_complaint(
                token=token,
                sender=data["sender"],
                contact=data["contact"],
                about=data["about"],
                text=data["text"],
                address=address_of(request),
                as_of=today(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return _drawn(request, "meetings/posted_complaint.html", context, status=UNPROCESSABLE)
    # A robot is thanked too, and nothing is kept of it.
    return _drawn(request, "meetings/posted_complaint.html", {**context, "sent": True})


def address_of(request: HttpRequest) -> str:
    """Return the sender's address; behind our own proxy the one that the proxy itself saw."""
    behind_proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    forwarded = request.headers.get("X-Forwarded-For", "")
    if behind_proxy and forwarded:
        return forwarded.split(",")[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _posting(token: str) -> PublicPosting:
    posting = public_posting(token=token, as_of=today())
    if posting is None:
        raise Http404("no posting behind this address")
    return posting


def _drawn(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    hangs = context["posting"].hanging is Hanging.NOW  # type: ignore[attr-defined]
    response = render(request, template, {**context, "hangs": hangs}, status=status)
    # What no longer hangs must not stay in a shared browser or a search engine.
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
