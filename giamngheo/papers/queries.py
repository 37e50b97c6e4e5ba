"""Questions about papers: the office's words, confirmations given out and their codes."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from giamngheo.areas.models import Unit
from giamngheo.papers.confirmations import (
    PublicConfirmation,
    StatusOnDay,
    masked,
    standing_of,
    status_on,
)
from giamngheo.papers.models import Confirmation, OfficeText
from giamngheo.papers.offices import office_of, wording_of
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household

__all__ = [
    "PublicConfirmation",
    "StatusOnDay",
    "confirmation_or_none",
    "confirmations_of",
    "office_of",
    "office_texts",
    "public_confirmation",
    "standing_of",
    "status_on",
    "wording_of",
]


def confirmations_of(*, household: Household) -> QuerySet[Confirmation]:
    """Return the confirmations given to a household, the latest first."""
    found = Confirmation.objects.filter(household=household)
    return found.select_related("issued_by", "revoked_by", "household").order_by("-issued_at")


def confirmation_or_none(*, code: str) -> Confirmation | None:
    """Return the confirmation with this code, typed with blanks, dashes or small letters."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    found = Confirmation.objects.select_related("household", "unit__parent")
    return found.filter(code=plain).first() if plain.isascii() else None


def public_confirmation(*, code: str, as_of: date) -> PublicConfirmation | None:
    """Return what a stranger with the code is told; None for a code nobody gave out."""
    found = confirmation_or_none(code=code)
    if found is None:
        return None
    return PublicConfirmation(
        code=found.printed_code,
        head=masked(found.head_name),
        commune=found.unit.full_name,
        category=str(StatusCategory(found.category).label),
        as_of=found.as_of,
        decision=found.decision,
        issued_on=found.issued_on,
        standing=standing_of(confirmation=found, as_of=as_of),
        is_generated=found.is_generated,
    )


def office_texts(*, unit: Unit) -> QuerySet[OfficeText]:
    """Return the blocks the office at `unit` wrote itself."""
    return OfficeText.objects.filter(unit=unit).select_related("changed_by").order_by("key")
