"""The day on which people act. Only the web and the command line ask it."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Return the day in Vietnam, or the day on which a demonstration plays (GIAMNGHEO_TODAY)."""
    played: date | None = settings.PLAYED_DAY
    return played or timezone.localdate()
