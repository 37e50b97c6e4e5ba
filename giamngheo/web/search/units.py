"""Units for the search box: those of the chosen year, and those of today where they differ."""

from collections.abc import Sequence

from django.urls import reverse

from giamngheo.areas.models import Unit
from giamngheo.areas.queries import search_units
from giamngheo.web.search.providers import Hit, Question
from giamngheo.web.units.words import life


def find_units(question: Question) -> Sequence[Hit]:
    found: dict[int, Unit] = {}
    for day in dict.fromkeys((question.as_of, question.today)):
        for unit in search_units(text=question.text, as_of=day, limit=question.limit + 1):
            found.setdefault(unit.pk, unit)
    return [_hit(unit) for unit in found.values()]


def _hit(unit: Unit) -> Hit:
    parts = [unit.parent.full_name if unit.parent else "", life(unit)]
    return Hit(
        title=unit.full_name,
        href=reverse("unit", kwargs={"unit_id": unit.pk}),
        note=", ".join(part for part in parts if part),
    )
