"""Plans for the search box, by number or title."""

from collections.abc import Sequence

from django.urls import reverse

from giamngheo.planning.queries import plans_named
from giamngheo.web.search.providers import Hit, Question


def find_plans(question: Question) -> Sequence[Hit]:
    found = plans_named(text=question.text, scope=question.scope, limit=question.limit + 1)
    return [
        Hit(
            title=plan.code or "Kế hoạch chưa có số",
            href=reverse("plan", kwargs={"plan_id": plan.pk}),
            note=plan.title,
        )
        for plan in found
    ]
