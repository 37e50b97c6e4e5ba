"""The first page: what is mine, what waits for me, what came in last."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from giamngheo.planning.queries import plans_visible
from giamngheo.web.access import reader, scope_of
from giamngheo.web.home.cards import home_cards
from giamngheo.web.rendering import render
from giamngheo.web.work.lines import WorkLine, work_line
from giamngheo.work.enums import OPEN_STATES, State
from giamngheo.work.models import WorkItem

SHOWN = 5


def home(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request)
    plans = list(plans_visible(scope=scope).select_related("unit").defer("text")[:SHOWN])
    context = {
        "nothing": scope.nothing,
        "cards": home_cards(request),
        "lines": _waiting(request),
        "plans": plans,
    }
    return render(
        request, "home/home.html", context, generated=any(plan.is_generated for plan in plans)
    )


def _waiting(request: HttpRequest) -> list[WorkLine]:
    """Return the reader's own work that runs or did not come to its end."""
    items = WorkItem.objects.filter(owner=reader(request), state__in=(*OPEN_STATES, State.FAILED))
    now = timezone.now()
    return [
        work_line(item, now=now) for item in items.select_related("owner").latest_first()[:SHOWN]
    ]
