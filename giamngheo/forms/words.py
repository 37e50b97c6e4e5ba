"""Who and when, as a sentence of these pages says them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from giamngheo.accounts.models import User


def person(user: User | None) -> str:
    return user.full_name if user else "hệ thống"


def moment(at: datetime | None) -> str:
    """Return "10:02 ngày 05/11/2021" in Vietnam's time."""
    return "" if at is None else f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}"
