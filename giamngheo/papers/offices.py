"""The office that issues a commune's papers: its names on a day, the level above, its wording."""

from __future__ import annotations

from datetime import date

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import ancestors
from giamngheo.decisions.upper import upper_body
from giamngheo.papers.inputs import CommuneOffice, in_sentence
from giamngheo.papers.models import OfficeText
from giamngheo.papers.wording import Wording


def commune_of(unit: Unit) -> Unit:
    """Return the commune of a village, or the commune itself."""
    if unit.level == UnitLevel.VILLAGE and unit.parent is not None:
        return unit.parent
    return unit


def office_of(*, unit: Unit, as_of: date, is_generated: bool = False) -> CommuneOffice:
    """Return the office of the commune `unit` (or of a village's commune) on a day."""
    commune = commune_of(unit)
    above = ancestors(unit=commune)
    # A place with nothing but a number is written with its kind: "Phường 7".
    place = commune.full_name if commune.name.isdecimal() else commune.name
    return CommuneOffice(
        commune=in_sentence(commune.full_name),
        upper=in_sentence(above[-1].full_name) if above else "",
        place=place,
        upper_chairman=upper_body(unit=commune, day=as_of),
        wording=wording_of(unit=commune),
        is_generated=is_generated,
    )


def wording_of(*, unit: Unit) -> Wording:
    """Return the words of the office at `unit`: its own over those of the units above it."""
    ids = [*unit.ancestor_ids, unit.pk]
    found = OfficeText.objects.filter(unit__in=ids).select_related("unit").order_by("unit__level")
    return Wording(own={one.key: one.text for one in found})
