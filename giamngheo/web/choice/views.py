"""Choosing unit and year, and going back to the same page for them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from giamngheo.areas.models import Unit
from giamngheo.web.access import today
from giamngheo.web.choice.current import FIRST_YEAR, may_see, remember
from giamngheo.web.paging import AFTER, BEFORE


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice and return to the page it was made on, for the new unit and year."""
    unit = _unit(request)
    year = _year(request, unit)
    remember(request, unit=unit, year=year)
    return redirect(_same_page(request, unit, year))


def _unit(request: HttpRequest) -> Unit:
    text = request.POST.get("unit", "")
    unit = Unit.objects.filter(pk=int(text)).first() if text.isdecimal() else None
    if unit is None:
        raise Http404(f"no unit {text!r}")
    may_see(request, unit)
    return unit


def _year(request: HttpRequest, unit: Unit) -> int:
    """Return the year asked for, or the nearest one in which the unit existed."""
    text = request.POST.get("year", "")
    asked = int(text) if text.isdecimal() and len(text) == 4 else today().year
    first = max(FIRST_YEAR, unit.valid_from.year)
    last = today().year
    if unit.valid_to is not None:
        last = min(last, unit.valid_to.year - (unit.valid_to.month == unit.valid_to.day == 1))
    year = min(max(asked, first), max(first, last))
    if year != asked:
        messages.info(request, f"{unit.full_name} không có trong năm {asked}; đang xem năm {year}.")
    return year


def _same_page(request: HttpRequest, unit: Unit, year: int) -> str:
    page = request.POST.get("page", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return reverse("home")
    path, _, query = page.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return reverse("home")
    chosen = {"unit_code": unit.code, "unit_id": unit.pk, "year": year}
    changed = {name: chosen[name] for name in match.kwargs if name in chosen}
    if not changed:
        return f"{path}?{_asked_for(query, unit, year)}" if query else page
    # Filters belong to the rows of the former unit: the query is left behind.
    return reverse(match.view_name, args=match.args, kwargs={**match.kwargs, **changed})


def _asked_for(query: str, unit: Unit, year: int) -> str:
    """Return the query with its own unit and year (`don-vi`, `nam`) changed to the chosen ones."""
    asked = QueryDict(query, mutable=True)
    chosen = {"don-vi": unit.code or "", "nam": str(year)}
    for name in chosen.keys() & asked.keys():
        asked[name] = chosen[name]
        for place in (AFTER, BEFORE):
            asked.pop(place, None)
    return asked.urlencode(safe="/")
