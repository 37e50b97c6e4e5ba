"""Opening a campaign: where, of which kind and year; then its days, communes and list."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.law.standards import StandardNotFound
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.opening import open_full_campaign
from giamngheo.rules.queries import standard_in_force
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.reviews.opening_forms import OpeningForm, Start, initial_of
from giamngheo.web.reviews.place import HOME

UNIT, KIND, YEAR = "don-vi", "loai", "nam"


@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    units = own_units(request)
    start = _start(request, units)
    communes = _communes(start.unit)
    form = OpeningForm(
        request.POST or None,
        start=start,
        communes=communes,
        initial=initial_of(start, communes, as_of=today()),
    )
    if request.method == "POST" and form.is_valid():
        return _open(request, form, communes)
    return render(
        request,
        "reviews/campaign_new.html",
        {
            "form": form,
            "start": start,
            "units": [(unit.pk, unit.full_name) for unit in units],
            "kinds": CampaignKind.choices,
            "standard": _standard_words(start.unit, form["judged_for"].initial),
            "steps": [HOME, ("Rà soát", "/ra-soat"), ("Mở đợt", "")],
        },
        block="results",
        status=422 if request.method == "POST" else 200,
    )


def _open(request: HttpRequest, form: OpeningForm, communes: list[Unit]) -> HttpResponse:
    start, given = form.start, form.cleaned_data
    campaign = open_full_campaign(
        code=start.code(given["starts_on"]),
        name=given["name"],
        kind=start.kind,
        year=start.year,
        unit=start.unit,
        communes=[unit for unit in communes if str(unit.pk) in given["communes"]],
        standard=standard_in_force(unit=start.unit, as_of=given["judged_for"]).code,
        judged_for=given["judged_for"],
        plan=form.plan(),
        by=scope_of(request).user,
        as_of=today(),
    )
    listed, villages = campaign.listings.count(), campaign.villages.count()
    messages.success(
        request,
        f"Đã mở {campaign.name}: {villages} thôn, {listed} hộ trong danh sách cần rà soát.",
    )
    return redirect("campaign_board", code=campaign.code)


def own_units(request: HttpRequest) -> list[Unit]:
    """Return the communes and districts where the reader reviews, the highest first."""
    scope = scope_of(request)
    paths = [path for path in scope.paths_for(Permission.REVIEW) if path != "/"]
    found = Unit.objects.in_force(today()).filter(path__in=paths, level__lte=UnitLevel.COMMUNE)
    return list(found.order_by("level", "sort_key"))


def _start(request: HttpRequest, units: list[Unit]) -> Start:
    asked = request.POST.get(UNIT, "") or request.GET.get(UNIT, "")
    given = {**request.GET.dict(), **request.POST.dict()}
    if asked and not (asked.isdecimal() and len(asked) < 19):
        raise Http404("no such unit")
    unit = Unit.objects.filter(pk=asked).first() if asked else next(iter(units), None)
    if unit is None and asked:
        raise Http404(f"no unit {asked}")
    what = "Mở đợt rà soát"
    if unit is None:
        unit = _above_own(request)
    require(request, permission=Permission.REVIEW, unit=unit, what=f"{what} ở {unit.full_name}")
    if unit.level > UnitLevel.COMMUNE:
        raise Http404("a village opens no campaign")
    kind, year = given.get(KIND, ""), given.get(YEAR, "")
    return Start(
        unit=unit,
        kind=kind if kind in CampaignKind.values else CampaignKind.PERIODIC,
        year=int(year) if year.isdecimal() and 2016 <= int(year) <= 2100 else today().year,
    )


def _above_own(request: HttpRequest) -> Unit:
    """Return the commune above a village's reader, to name who may; others have no right at all."""
    scope = scope_of(request)
    accounts.require(scope=scope, path=None, permission=Permission.REVIEW, subject="Mở đợt rà soát")
    paths = scope.paths_for(Permission.REVIEW)
    village = Unit.objects.filter(path__in=paths).select_related("parent").first()
    if village is None or village.parent is None:
        raise Http404("no unit in force to review")
    return village.parent


def _communes(unit: Unit) -> list[Unit]:
    inside = Unit.objects.in_force(today()).inside(unit.path)
    return list(inside.filter(level=UnitLevel.COMMUNE).in_order())


def _standard_words(unit: Unit, day: date | None) -> str:
    if day is None:
        return ""
    try:
        return standard_in_force(unit=unit, as_of=day).title
    except StandardNotFound as missing:
        return str(missing)
