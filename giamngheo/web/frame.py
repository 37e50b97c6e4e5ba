"""What the frame around every page shows: rail, unit and year, person, messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from giamngheo.accounts.enums import Role
from giamngheo.web.access import scope_of
from giamngheo.web.choice.current import Choices, as_kwargs, choices, current_choice
from giamngheo.web.navigation import ON_PHONE, RailItem, rail


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    person: str
    duties: Sequence[str]
    rail: Sequence[RailItem]
    rail_on_phone: int
    choices: Choices | None
    search: str
    messages: Sequence[Any]
    generated: bool
    played_day: date | None
    now: datetime


def build_frame(request: HttpRequest, *, generated: bool) -> Frame:
    """Return all the frame shows, fetched before the template is drawn."""
    choice = current_choice(request) if request.user.is_authenticated else None
    items = rail(path=request.path, choice=as_kwargs(choice))
    return Frame(
        person=getattr(request.user, "full_name", ""),
        duties=sorted(Role(role).label for role in scope_of(request).roles),
        rail=items,
        # With five rooms or more the fourth place of the phone's bar is "Thêm".
        rail_on_phone=ON_PHONE if len(items) <= ON_PHONE else ON_PHONE - 1,
        choices=None if choice is None else choices(request, choice),
        search=request.GET.get("q", "") if request.path == "/tim" else "",
        messages=list(messages.get_messages(request)),
        generated=generated,
        played_day=settings.PLAYED_DAY,
        now=timezone.now(),
    )
