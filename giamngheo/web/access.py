"""Who the reader is and what she may see: the web's one door to `accounts`."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone


def today() -> date:
    """Return the day in Vietnam: only the web and the command line ask the clock."""
    return timezone.localdate()


def is_system(request: HttpRequest) -> bool:
    return False
