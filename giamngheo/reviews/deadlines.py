"""
By when each step of a campaign should be done, proposed from its two days.

Law gives the ends (the yearly review runs 1 September to 14 December, a regular one starts from
the 15th of a month and is decided within 15 days); the shares in between are our proposal, which
the plan of the campaign may change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from giamngheo.reviews.enums import CampaignKind, CommuneState, VillageStage

YEARLY_START: Final = (9, 1)
YEARLY_END: Final = (12, 14)
REGULAR_FIRST_DAY: Final = 15
REGULAR_DAYS: Final = 15

# By which hundredth of the campaign's days each step is left.
_V, _C = VillageStage, CommuneState
_YEARLY: Final[Mapping[str, int]] = {
    _V.SURVEY: 45,
    _V.SCORED: 57,
    _V.AGREED: 61,
    _V.POSTED: 73,
    _C.OPEN: 73,
    _C.JUDGED: 78,
    _C.SUBMITTED: 84,
    _C.CHECKED: 93,
    _C.OPINION: 100,
}
_SHARES: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        CampaignKind.PERIODIC: _YEARLY,
        CampaignKind.OPENING: _YEARLY,
        CampaignKind.REGULAR: {
            _V.SURVEY: 34,
            _V.SCORED: 47,
            _V.AGREED: 54,
            _V.POSTED: 87,
            _C.OPEN: 87,
            _C.JUDGED: 90,
            _C.SUBMITTED: 94,
            _C.CHECKED: 100,
        },
    }
)


@dataclass(frozen=True)
class Deadlines:
    """The last day to leave each stage of a village and each state of a commune's list."""

    villages: Mapping[str, date]
    communes: Mapping[str, date]


def proposed_deadlines(*, kind: str, starts_on: date, ends_on: date) -> Deadlines:
    """Return a day for every step between the two days, the last one on `ends_on`."""
    days = (ends_on - starts_on).days
    by_step = {
        step: starts_on + timedelta(days=days * share // 100)
        for step, share in _SHARES[kind].items()
    }
    return Deadlines(
        villages={step: day for step, day in by_step.items() if isinstance(step, VillageStage)},
        communes={step: day for step, day in by_step.items() if isinstance(step, CommuneState)},
    )


def proposed_period(*, kind: str, year: int, as_of: date) -> tuple[date, date]:
    """
    Return the days a campaign should start and end on.

    Source: Quyết định 24/2021/QĐ-TTg: yearly 1 September to 14 December (secondary); regular from
            the 15th of the month, decided within 15 days of the start (verbatim).
    """
    if kind != CampaignKind.REGULAR:
        return date(year, *YEARLY_START), date(year, *YEARLY_END)
    start = date(year, as_of.month, REGULAR_FIRST_DAY)
    return start, start + timedelta(days=REGULAR_DAYS)
