"""What an officer hands in: the record of a meeting, a posting, a complaint, a re-check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from giamngheo.meetings.enums import Channel, ComplaintKind, ParticipantRole, VoteMode


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """How many of one kind came, with their names as written down ("Lò Văn Ơn, Hà Thị Ân")."""

    role: ParticipantRole
    count: int
    names: str = ""


@dataclass(frozen=True, kw_only=True)
class Votes:
    agree: int
    against: int


@dataclass(frozen=True, kw_only=True)
class Spoken:
    speaker: str
    text: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class MeetingRecord:
    """
    One meeting as it was held. `votes` is on the whole list where `mode` is LIST; `votes_of` holds
    each household's by its id where `mode` is HOUSEHOLD.
    """

    held_on: date
    place: str
    chair: str
    secretary: str
    participants: tuple[Attendance, ...]
    mode: VoteMode = VoteMode.LIST
    votes: Votes | None = None
    votes_of: Mapping[int, Votes] = field(default_factory=dict)
    chair_position: str = "Trưởng thôn"
    started: time | None = None
    ended: time | None = None
    representatives: str = ""
    opinions: tuple[Spoken, ...] = ()

    @property
    def attended(self) -> int:
        """Everybody who came, whatever for: the number half of which must agree."""
        return sum(group.count for group in self.participants)


@dataclass(frozen=True, kw_only=True)
class PostingRecord:
    """Where a list hangs, since when, and whom to tell."""

    from_day: date
    places: str
    phone: str
    contact: str
    loudspeaker: str = ""
    witness: str = ""


@dataclass(frozen=True, kw_only=True)
class ComplaintRecord:
    """
    What a citizen said. `received_on`: the day the clock starts; `household_id` where the officer
    has found the household that `about` names.
    """

    sender: str
    text: str
    received_on: date
    channel: Channel = Channel.SPOKEN
    kind: ComplaintKind = ComplaintKind.RESULT
    about: str = ""
    household_id: int | None = None
    sender_contact: str = ""


@dataclass(frozen=True, kw_only=True)
class RecheckRecord:
    """What the team found; `changes_answers`: the household's form must be filled in anew."""

    checked_on: date
    team: str
    findings: str
    changes_answers: bool
