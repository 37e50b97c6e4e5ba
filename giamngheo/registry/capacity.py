"""Poor households without working capacity: relief is theirs, and no exit is counted on."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, OuterRef, Subquery

from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household, Residence


def poor_without_capacity(*, unit_path: str, as_of: date) -> dict[str, int]:
    """
    Return how many poor households of the day cannot work, by the path they lived at then.

    One SQL query; the caller checks scope. The mark itself is the register's present one.
    """
    home = Residence.objects.in_force(as_of).filter(household=OuterRef("pk"))
    found = (
        Household.objects.registered_on(as_of)
        .with_status(StatusCategory.POOR, as_of)
        .filter(no_working_capacity=True)
        .annotate(home=Subquery(home.values("unit_path")[:1]))
        .filter(home__startswith=unit_path)
    )
    counted = found.order_by().values("home").annotate(number=Count("pk"))
    return dict(counted.values_list("home", "number"))
