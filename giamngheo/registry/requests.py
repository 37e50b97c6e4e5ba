"""
The typed requests on a household: what an officer says has happened, a class for each kind.

They are plain values: read from a form or from stored JSON, checked and applied in `applying.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from giamngheo.registry.enums import EventKind, Relation


@dataclass(frozen=True, kw_only=True)
class Request:
    """What every request can: become JSON and come back."""

    kind: ClassVar[EventKind]

    def to_json(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, kw_only=True)
class Birth(Request):
    """A child born into the household on the event's day."""

    kind = EventKind.BIRTH

    full_name: str
    sex: str
    relation: str = Relation.CHILD.value
    ethnicity: str = ""
    personal_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Death(Request):
    """A member died; who heads the household then, when it was the head."""

    kind = EventKind.DEATH

    member_id: int
    new_head_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MemberIn(Request):
    """Somebody from outside the register joins the household."""

    kind = EventKind.MEMBER_IN

    full_name: str
    sex: str
    birth_date: dt.date | None = None
    birth_year_only: bool = False
    relation: str = Relation.OTHER.value
    ethnicity: str = ""
    personal_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class MemberOut(Request):
    """Members leave for a place outside the register; the rest stays."""

    kind = EventKind.MEMBER_OUT

    member_ids: tuple[int, ...]
    destination: str = ""
    new_head_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Move(Request):
    """The whole household moves to another village or commune of the register."""

    kind = EventKind.MOVE

    unit_id: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Leave(Request):
    """The whole household leaves the register's area."""

    kind = EventKind.LEAVE

    destination: str = ""


@dataclass(frozen=True, kw_only=True)
class Split(Request):
    """Members become a household of their own in the same village."""

    kind = EventKind.SPLIT

    member_ids: tuple[int, ...]
    head_id: int
    new_head_id: int | None = None
    code: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Merge(Request):
    """All members of another household join this one; the other one ends."""

    kind = EventKind.MERGE

    other_code: str


@dataclass(frozen=True, kw_only=True)
class NewHead(Request):
    kind = EventKind.NEW_HEAD

    member_id: int


@dataclass(frozen=True, kw_only=True)
class Correction(Request):
    """What was written wrongly or is better known now; `member_id` None is the household itself."""

    kind = EventKind.CORRECTION

    member_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Conditions(Request):
    """How the household lives from the event's day on: fields of LivingConditions by name."""

    kind = EventKind.CONDITIONS

    values: Mapping[str, Any] = field(default_factory=dict)


REQUESTS: dict[str, type[Request]] = {
    one.kind.value: one
    for one in (
        *(Birth, Death, MemberIn, MemberOut, Move, Leave),
        *(Split, Merge, NewHead, Correction, Conditions),
    )
}


def request_from(*, kind: str, content: Mapping[str, Any]) -> Request:
    """Return the request stored as JSON."""
    values = dict(content)
    if "member_ids" in values:
        values["member_ids"] = tuple(values["member_ids"])
    if values.get("birth_date"):
        values["birth_date"] = dt.date.fromisoformat(values["birth_date"])
    return REQUESTS[kind](**values)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, str | int | bool | float) else str(value)
