"""Households for the search box, by the head's name, a member's name or the code; marks or not."""

from collections.abc import Sequence

from django.urls import reverse

from giamngheo.registry.queries import households_named
from giamngheo.web.households.table import place_of
from giamngheo.web.search.providers import Hit, Question


def find_households(question: Question) -> Sequence[Hit]:
    found = households_named(text=question.text, scope=question.scope, limit=question.limit + 1)
    return [
        Hit(
            title=household.head_name,
            href=reverse("household", kwargs={"code": household.code}),
            note=f"{household.code}, {place_of(household)}",
        )
        for household in found
    ]
