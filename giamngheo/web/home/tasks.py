"""What of the tasks waits for the reader: her late ones, obstacles her level has not answered."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.tasks.obstacles import what_waits
from giamngheo.tasks.queries import LATE
from giamngheo.web.access import scope_of
from giamngheo.web.home.cards import Card
from giamngheo.web.jinja import number


def task_cards(request: HttpRequest) -> Sequence[Card]:
    """Return a tile for what is late and one for what waited too long; none for nothing."""
    waiting = what_waits(scope=scope_of(request))
    late, long = waiting.get("late", 0), waiting.get("long", 0)
    cards = []
    if late:
        cards.append(
            Card(
                label="Nhiệm vụ quá hạn",
                figure=number(late),
                href=f"{reverse('task_list')}?phan={LATE}",
                unit="việc",
            )
        )
    if long:
        cards.append(
            Card(
                label="Vướng mắc chờ quá 15 ngày",
                figure=number(long),
                href=f"{reverse('obstacle_list')}?phan=qua-15",
                unit="vướng mắc",
            )
        )
    return cards
