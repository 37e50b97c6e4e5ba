"""What the search box finds: one provider a noun, each within the reader's scope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from giamngheo.accounts.queries import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """
    What was typed, as typed. `as_of`: the last day of the chosen year (at most today); `limit`:
    how many hits a noun may show.
    """

    text: str
    scope: Scope
    as_of: date
    today: date
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    title: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`find` returns the best hits first and one more than `limit` when there are more."""

    noun: str
    find: Callable[[Question], Sequence[Hit]]
