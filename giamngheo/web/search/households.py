"""Households for the search box: by head, member, code or personal ID; marks or not."""

from collections.abc import Sequence

from django.urls import reverse

from giamngheo.registry.search import FoundHousehold, found_households
from giamngheo.web.households.table import place_of
from giamngheo.web.search.providers import Hit, Question


def find_households(question: Question) -> Sequence[Hit]:
    found = found_households(text=question.text, scope=question.scope, limit=question.limit + 1)
    return [_hit(one) for one in found]


def _hit(found: FoundHousehold) -> Hit:
    household, member = found.household, found.member
    note = f"{household.code}, {place_of(household)}"
    if member is not None and member.full_name != household.head_name:
        note = f"có {member.full_name}; {note}"
    if household.registered_to is not None:
        note = f"{note}; đã thôi quản lý"
    return Hit(
        title=household.head_name,
        href=reverse("household", kwargs={"code": household.code}),
        note=note,
    )
