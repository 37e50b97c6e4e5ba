"""The minutes of a village meeting (Phụ lục V) as data: what `papers` writes on the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.meetings.enums import ListChange, Outcome, ParticipantRole, VoteMode
from giamngheo.meetings.models import VillageMeeting
from giamngheo.registry.enums import StatusCategory


@dataclass(frozen=True, kw_only=True)
class MinutesGroup:
    """One kind of participants: "Rà soát viên", 2, "Lò Văn Ơn, Hà Thị Ân"."""

    role: ParticipantRole
    words: str
    count: int
    names: str


@dataclass(frozen=True, kw_only=True)
class MinutesHousehold:
    """One household of the list; votes only where each household was voted on."""

    position: int
    household_code: str
    head_name: str
    previous_category: str
    previous_words: str
    category: str
    category_words: str
    change: ListChange
    change_words: str
    agree: int | None
    against: int | None


@dataclass(frozen=True, kw_only=True)
class MinutesOpinion:
    speaker: str
    text: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class MinutesData:
    """
    One meeting. Units are full names ("Thôn Một", "Xã Đồng Mây"); those that do not exist (no
    district since 01/07/2025) are empty. `agree`, `against` and `no_opinion` are the votes on the
    whole list, None where each household was voted on. The minutes are made in 2 copies: one for
    the village, one for the committee.
    """

    campaign: str
    year: int
    village: str
    commune: str
    district: str
    province: str
    unit_path: str
    number: int
    version: int
    correction_reason: str
    held_on: date
    started: time | None
    ended: time | None
    place: str
    chair: str
    chair_position: str
    secretary: str
    representatives: str
    participants: tuple[MinutesGroup, ...]
    attended: int
    mode: VoteMode
    agree: int | None
    against: int | None
    no_opinion: int | None
    least_percent: int
    passed: bool
    outcome_words: str
    households: tuple[MinutesHousehold, ...]
    opinions: tuple[MinutesOpinion, ...]
    copies: int
    is_generated: bool

    @property
    def agree_percent(self) -> float | None:
        """The share of those who attended that agreed to the list, 0–100."""
        return None if self.agree is None else 100 * self.agree / self.attended

    def having(self, category: str) -> tuple[MinutesHousehold, ...]:
        """Return the households proposed as `category` (POOR, NEAR_POOR, NON_POOR)."""
        return tuple(one for one in self.households if one.category == category)

    @property
    def escaping(self) -> tuple[MinutesHousehold, ...]:
        """Return the households that leave the list of poor and near-poor."""
        return tuple(one for one in self.households if one.change == ListChange.ESCAPED)


def minutes_of(*, meeting: VillageMeeting) -> MinutesData:
    """Return what the minutes of `meeting` say, as this version of its record stands."""
    units = _units(meeting.unit)
    by_list = meeting.agree is not None and meeting.against is not None
    spoken = meeting.opinions.order_by("position")
    return MinutesData(
        campaign=meeting.campaign.name,
        year=meeting.campaign.year,
        village=meeting.unit.full_name,
        commune=units.get(UnitLevel.COMMUNE, ""),
        district=units.get(UnitLevel.DISTRICT, ""),
        province=units.get(UnitLevel.PROVINCE, ""),
        unit_path=meeting.unit_path,
        number=meeting.number,
        version=meeting.version,
        correction_reason=meeting.reason,
        held_on=meeting.held_on,
        started=meeting.started,
        ended=meeting.ended,
        place=meeting.place,
        chair=meeting.chair,
        chair_position=meeting.chair_position,
        secretary=meeting.secretary,
        representatives=meeting.representatives,
        participants=_participants(meeting),
        attended=meeting.attended,
        mode=VoteMode(meeting.mode),
        agree=meeting.agree,
        against=meeting.against,
        no_opinion=(
            meeting.attended - (meeting.agree or 0) - (meeting.against or 0) if by_list else None
        ),
        least_percent=meeting.least_percent,
        passed=meeting.passed,
        outcome_words=str(Outcome(meeting.outcome).label),
        households=_households(meeting),
        opinions=tuple(
            MinutesOpinion(speaker=one.speaker, text=one.text, answer=one.answer) for one in spoken
        ),
        copies=2,
        is_generated=meeting.campaign.is_generated,
    )


def _participants(meeting: VillageMeeting) -> tuple[MinutesGroup, ...]:
    """In the order of the form, whatever order they were typed in."""
    found = {group.role: group for group in meeting.participants.all()}
    return tuple(
        MinutesGroup(
            role=role, words=str(role.label), count=found[role].count, names=found[role].names
        )
        for role in ParticipantRole
        if role in found
    )


def _households(meeting: VillageMeeting) -> tuple[MinutesHousehold, ...]:
    rows = meeting.proposed.select_related("household").order_by("position")
    return tuple(
        MinutesHousehold(
            position=row.position,
            household_code=row.household.code,
            head_name=row.head_name,
            previous_category=row.previous_category,
            previous_words=str(StatusCategory(row.previous_category).label),
            category=row.category,
            category_words=str(StatusCategory(row.category).label),
            change=ListChange(row.change),
            change_words=str(ListChange(row.change).label),
            agree=row.agree,
            against=row.against,
        )
        for row in rows
    )


def _units(unit: Unit) -> dict[int, str]:
    ids = [int(part) for part in unit.path.strip("/").split("/")]
    return dict(Unit.objects.filter(pk__in=ids).values_list("level", "full_name"))
