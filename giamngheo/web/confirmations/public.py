"""The page a stranger opens with the code of a paper: does it still stand, and what does it say."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from giamngheo.papers.enums import Standing
from giamngheo.papers.queries import public_confirmation
from giamngheo.web.access import today
from giamngheo.web.confirmations.limits import TooManyTries, count_try, count_wrong
from giamngheo.web.rendering import render_alone
from giamngheo.web.tables import Status

TOO_MANY = 429
NOT_FOUND = 404
LONGEST_CODE = 40
STANDINGS = {
    Standing.VALID: Status(tone="good", word=str(Standing.VALID.label)),
    Standing.CHANGED_SINCE: Status(tone="look", word=str(Standing.CHANGED_SINCE.label)),
    Standing.CORRECTED: Status(tone="bad", word=str(Standing.CORRECTED.label)),
    Standing.REVOKED: Status(tone="bad", word=str(Standing.REVOKED.label)),
}


@login_not_required
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("ma", "").strip()[:LONGEST_CODE]
    if code:
        return redirect("verify", code="".join(sign for sign in code if sign not in "/?#%\\"))
    return _page({"found": None, "code": ""}, 200)


@login_not_required
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The minimum: whether the paper stands, what it says, its head's name masked."""
    code = code[:LONGEST_CODE]
    try:
        count_try(request)
    except TooManyTries as refusal:
        return _page({"found": None, "code": "", "refusal": refusal}, TOO_MANY)
    found = public_confirmation(code=code, as_of=today())
    if found is None:
        count_wrong(request)
        return _page({"found": None, "code": code, "unknown": True}, NOT_FOUND)
    return _page({"found": found, "status": STANDINGS[found.standing], "code": ""}, 200)


def _page(context: dict[str, object], status: int) -> HttpResponse:
    values = {"refusal": None, "unknown": False, "status": None, **context}
    response = render_alone("confirmations/verify.html", values, status=status)
    add_never_cache_headers(response)
    # A code in a search engine is a paper in everybody's hands.
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
