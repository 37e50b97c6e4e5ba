"""What the frame around every page shows: rail, unit and year, person, messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from giamngheo.web.navigation import ON_PHONE, RailItem, rail


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    person: str
    duties: Sequence[str]
    rail: Sequence[RailItem]
    rail_on_phone: int
    choices: Any
    search: str
    messages: Sequence[Any]
    generated: bool
    now: datetime


def build_frame(request: HttpRequest, *, generated: bool) -> Frame:
    """Return all the frame shows, fetched before the template is drawn."""
    items = rail(path=request.path, choice={})
    return Frame(
        person=getattr(request.user, "full_name", ""),
        duties=(),
        rail=items,
        # With five rooms or more the fourth place of the phone's bar is "Thêm".
        rail_on_phone=ON_PHONE if len(items) <= ON_PHONE else ON_PHONE - 1,
        choices=None,
        search=request.GET.get("q", "") if request.path == "/tim" else "",
        messages=list(messages.get_messages(request)),
        generated=generated,
        now=timezone.now(),
    )
