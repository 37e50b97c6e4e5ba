"""
What the public may see of a posted list: the one place that says so.

A household's line holds exactly PUBLIC_FIELDS. Identity numbers, birth dates, scores, groups,
reasons, ethnicity, addresses and household codes are not among them, and `Posting` stores no more.
A household that asked to be reviewed and is found not poor is on no posted list.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.meetings.enums import ListChange, PostingProcedure
from giamngheo.meetings.models import PostedHousehold, Posting
from giamngheo.meetings.proposals import Proposal
from giamngheo.registry.enums import StatusCategory


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLine:
    """One household as the board shows it, under the heading that says its result."""

    position: int
    head_name: str
    before: str


PUBLIC_FIELDS = tuple(one.name for one in fields(PublicLine))


class Hanging(StrEnum):
    """Where a posted list is in time."""

    NOW = "now"
    TAKEN_DOWN = "taken_down"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class PublicSection:
    title: str
    lines: tuple[PublicLine, ...]


@dataclass(frozen=True, kw_only=True)
class PublicPosting:
    """What the public page draws; `sections` is empty unless the list hangs now."""

    token: str
    village: str
    commune: str
    campaign: str
    title: str
    number: int
    hanging: Hanging
    from_day: date
    last_day: date
    days: int
    provisional: bool
    places: str
    phone: str
    contact: str
    sections: tuple[PublicSection, ...]
    is_generated: bool


def is_posted(proposal: Proposal) -> bool:
    """Return whether a household is on the posted list: poor, near-poor, or no longer so."""
    return proposal.change != ListChange.NEVER


def hanging_on(posting: Posting, as_of: date) -> Hanging:
    """Return whether the list hangs on the day; its last day is the last it hangs."""
    if posting.ended_on is not None:
        return Hanging.TAKEN_DOWN
    return Hanging.OVER if as_of > posting.last_day else Hanging.NOW


def public_posting(*, token: str, as_of: date) -> PublicPosting | None:
    """
    Return the latest posting behind a public address; None when there is none. Three SQL queries.

    Its households only while it hangs.
    """
    posting = (
        Posting.objects.current()
        .filter(token=token)
        .select_related("unit__parent", "campaign")
        .order_by("-number")
        .first()
    )
    if posting is None:
        return None
    hanging = hanging_on(posting, as_of)
    rows = list(posting.households.order_by("position")) if hanging is Hanging.NOW else []
    return PublicPosting(
        token=posting.token,
        village=posting.unit.full_name,
        commune=_commune_of(posting.unit),
        campaign=posting.campaign.name,
        title=_TITLES[PostingProcedure(posting.procedure)],
        number=posting.number,
        hanging=hanging,
        from_day=posting.from_day,
        last_day=posting.last_day,
        days=posting.days,
        provisional=posting.provisional,
        places=posting.places,
        phone=posting.phone,
        contact=posting.contact,
        sections=_sections(posting, rows),
        is_generated=posting.campaign.is_generated,
    )


_POVERTY = "Kết quả rà soát hộ nghèo, hộ cận nghèo"
_TITLES = {
    PostingProcedure.YEARLY: _POVERTY,
    PostingProcedure.REGULAR: _POVERTY,
    PostingProcedure.AVERAGE_LIVING: (
        "Hộ làm nông nghiệp, lâm nghiệp, ngư nghiệp có mức sống trung bình"
    ),
    PostingProcedure.LOW_INCOME_WORKER: "Hộ có người lao động thu nhập thấp",
}


def _sections(posting: Posting, rows: list[PostedHousehold]) -> tuple[PublicSection, ...]:
    if posting.procedure in (PostingProcedure.AVERAGE_LIVING, PostingProcedure.LOW_INCOME_WORKER):
        lines = _lines(rows, by_request=True)
        return (PublicSection(title="Hộ được công nhận", lines=lines),) if lines else ()
    none = StatusCategory.NON_POOR
    parts = (
        ("Hộ nghèo", [row for row in rows if row.category == StatusCategory.POOR]),
        ("Hộ cận nghèo", [row for row in rows if row.category == StatusCategory.NEAR_POOR]),
        (
            "Hộ thoát nghèo",
            [row for row in rows if row.category == none and row.previous_category == "POOR"],
        ),
        (
            "Hộ thoát cận nghèo",
            [row for row in rows if row.category == none and row.previous_category == "NEAR_POOR"],
        ),
    )
    return tuple(PublicSection(title=title, lines=_lines(found)) for title, found in parts if found)


def _lines(rows: list[PostedHousehold], *, by_request: bool = False) -> tuple[PublicLine, ...]:
    return tuple(
        PublicLine(
            position=position,
            head_name=row.head_name,
            before="" if by_request else StatusCategory(row.previous_category).label,
        )
        for position, row in enumerate(rows, start=1)
    )


def _commune_of(unit: Unit) -> str:
    is_village = unit.level == UnitLevel.VILLAGE and unit.parent is not None
    return unit.parent.full_name if is_village and unit.parent is not None else ""
