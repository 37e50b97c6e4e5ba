"""What stands on a reader's first page: one card a unit of hers, by her role."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.areas.models import Unit
from giamngheo.web.access import is_system, scope_of
from giamngheo.web.choice.current import current_choice
from giamngheo.web.navigation import address
from giamngheo.web.tables import Bar, Status
from giamngheo.web.units.words import life

SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A tile of the first page; `figure` is text already formatted."""

    label: str
    figure: str
    href: str
    is_text: bool = False
    unit: str = ""
    note: str = ""
    status: Status | None = None
    bar: Bar | None = None


def home_cards(request: HttpRequest) -> Sequence[Card]:
    """Return the doors to the reader's own units for the chosen year."""
    choice = current_choice(request)
    year = choice.year if choice else None
    units = Unit.objects.filter(path__in=scope_of(request).paths).in_order()[:SHOWN]
    cards = [_unit_card(unit, year) for unit in units]
    if is_system(request):
        cards.append(
            Card(
                label="Quản trị", figure="Các phần giao diện", href=reverse("gallery"), is_text=True
            )
        )
    return cards


def _unit_card(unit: Unit, year: int | None) -> Card:
    asked = {"unit_code": unit.code, "year": year}
    lived = year is not None and unit.valid_from.year <= year
    href = address("unit_year", asked) if lived else ""
    return Card(
        label=f"Chỉ tiêu năm {year}" if href else "Danh mục đơn vị",
        figure=unit.full_name,
        href=href or reverse("unit", kwargs={"unit_id": unit.pk}),
        is_text=True,
        note=life(unit),
    )
