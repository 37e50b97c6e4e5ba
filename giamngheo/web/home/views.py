"""The first page: how the year goes, what waits for me, what came in last."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from giamngheo.planning.queries import plans_visible
from giamngheo.web.access import reader, scope_of
from giamngheo.web.choice.current import current_choice
from giamngheo.web.home.cards import home_doors, home_summary
from giamngheo.web.home.open_reviews import open_reviews
from giamngheo.web.home.tasks import task_cards
from giamngheo.web.rendering import render
from giamngheo.web.work.lines import WorkLine, work_line
from giamngheo.work.enums import OPEN_STATES, State
from giamngheo.work.models import WorkItem

SHOWN = 5


def home(request: HttpRequest) -> HttpResponse:
    scope, choice = scope_of(request), current_choice(request)
    plans = list(plans_visible(scope=scope).select_related("unit")[:SHOWN])
    summary = home_summary(choice)
    context = {
        "nothing": scope.nothing,
        "summary": summary,
        "tasks": task_cards(request),
        "doors": home_doors(request, choice),
        "reviews": open_reviews(request),
        "lines": _waiting(request),
        "plans": plans,
    }
    generated = (summary is not None and summary.is_generated) or any(
        plan.is_generated for plan in plans
    )
    return render(request, "home/home.html", context, generated=generated)


def _waiting(request: HttpRequest) -> list[WorkLine]:
    """Return the reader's own work that runs or did not come to its end."""
    items = WorkItem.objects.filter(owner=reader(request), state__in=(*OPEN_STATES, State.FAILED))
    now = timezone.now()
    return [
        work_line(item, now=now) for item in items.select_related("owner").latest_first()[:SHOWN]
    ]
