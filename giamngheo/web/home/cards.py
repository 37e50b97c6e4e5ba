"""What stands on a reader's first page: how her unit's year goes, and the doors to her units."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.areas.models import Unit
from giamngheo.decisions.waiting import lists_waiting
from giamngheo.targets.district import DistrictProgress, district_progress
from giamngheo.web.access import is_system, scope_of, today
from giamngheo.web.choice.current import Choice
from giamngheo.web.jinja import number, rate
from giamngheo.web.navigation import address
from giamngheo.web.tables import Bar
from giamngheo.web.targets.table import target_bar
from giamngheo.web.targets.words import answer, who_decides
from giamngheo.web.units.words import life

SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A tile of the first page; `figure` is text already formatted."""

    label: str
    figure: str
    href: str
    unit: str = ""
    note: str = ""
    bar: Bar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The answer of the first page for the chosen unit and year, with the figures behind it."""

    answer: str
    who_decides: str
    href: str
    cards: Sequence[Card]
    is_generated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    words: str
    href: str
    note: str


def home_summary(choice: Choice | None) -> Summary | None:
    """Return how the chosen unit's year goes; None without a unit that has such a page."""
    if choice is None:
        return None
    href = address("unit_year", {"unit_code": choice.unit_code, "year": choice.year})
    unit = Unit.objects.filter(pk=choice.unit_id).first()
    if unit is None or not href:
        return None
    progress = district_progress(unit=unit, year=choice.year)
    return Summary(
        answer=f"{unit.full_name}, năm {choice.year}. {answer(progress)}",
        who_decides=who_decides(progress),
        href=href,
        cards=home_cards(progress, href),
        is_generated=progress.is_generated,
    )


def home_cards(progress: DistrictProgress, href: str) -> Sequence[Card]:
    """Return the figures of the year; what has not been reported has no card."""
    total = progress.total
    counts = (
        ("Hộ nghèo đầu năm", total.poor_start, None),
        ("Hộ nghèo giảm được", total.poor_reduced, target_bar(total)),
        ("Hộ nghèo cuối năm", total.poor_end, None),
        ("Hộ cận nghèo cuối năm", total.near_poor_end, None),
    )
    cards = [
        Card(label=label, figure=number(value, zero="0"), href=href, unit="hộ", bar=bar)
        for label, value, bar in counts
        if value is not None
    ]
    if total.poor_rate_end is not None:
        cards.append(Card(label="Tỷ lệ hộ nghèo", figure=rate(total.poor_rate_end), href=href))
    return cards


def home_doors(request: HttpRequest, choice: Choice | None) -> Sequence[Door]:
    """Return the ways to the reader's own units, and to what an administrator looks after."""
    year = choice.year if choice else None
    units = Unit.objects.filter(path__in=scope_of(request).paths).in_order()[:SHOWN]
    doors = [*_waiting_door(request), *(_unit_door(unit, year) for unit in units)]
    if is_system(request):
        doors.append(Door(words="Các phần giao diện", href=reverse("gallery"), note=""))
    return doors


def _waiting_door(request: HttpRequest) -> list[Door]:
    """Return the way to the lists on their way to a decision, when one waits for the reader."""
    waiting = [one for one in lists_waiting(scope=scope_of(request), as_of=today()) if one.mine]
    if not waiting:
        return []
    late = sum(one.late for one in waiting)
    note = f"{len(waiting)} danh sách chờ bạn" + (f", {late} quá hạn" if late else "")
    return [Door(words="Việc chờ duyệt", href=reverse("waiting"), note=note)]


def _unit_door(unit: Unit, year: int | None) -> Door:
    lived = year is not None and unit.valid_from.year <= year
    href = address("unit_year", {"unit_code": unit.code, "year": year}) if lived else ""
    return Door(
        words=f"{unit.full_name}, chỉ tiêu năm {year}" if href else unit.full_name,
        href=href or reverse("unit", kwargs={"unit_id": unit.pk}),
        note=life(unit),
    )
