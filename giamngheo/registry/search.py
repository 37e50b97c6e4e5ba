"""
Finding households by name, member, code or personal ID: words in any order, marks or not.

The words of every name stand in one index (`search_vector`), without marks and with them, beside
the units the row lies in; so a commune's reader pays for her commune, not for the province. Common
words ("nguyễn thị") fit hundreds of thousands: of those the first CANDIDATES are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from django.contrib.postgres.search import SearchQuery
from django.db.models import Model, Q, QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import EVERYWHERE, Scope
from giamngheo.lib.text import compare_key, fold
from giamngheo.registry.models import Household, Member

CANDIDATES: Final = 300
_CODE_RE = re.compile(r"[\w./-]*\d[\w./-]*")
_ID_RE = re.compile(r"\d{4,12}")
AnyRow = TypeVar("AnyRow", bound=Model)


class WordQuery(SearchQuery):
    """A search expression taken as it is: PostgreSQL's own parser would cut "@15670" and "hồng"."""

    template = "(%(expressions)s)::tsquery"


@dataclass(frozen=True)
class FoundHousehold:
    """A household, and the member who was looked for when it is not the head."""

    household: Household
    member: Member | None = None


def found_households(*, text: str, scope: Scope, limit: int) -> list[FoundHousehold]:
    """
    Return at most `limit` households: those whose name has the marks as typed first.

    Then whole words without marks, then words begun, each in the order of names.
    """
    paths = scope.paths_for(Permission.VIEW_PERSONAL)
    if not paths or not (fold(text) or text.strip()):
        return []
    found: dict[int, FoundHousehold] = {}
    for hits in _ways(text.strip(), paths):
        ranked = sorted(hits, key=lambda hit: (not _has_marks(hit, text), hit.household.sort_key))
        for hit in ranked:
            found.setdefault(hit.household.pk, hit)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _ways(text: str, paths: Sequence[str]) -> Iterator[list[FoundHousehold]]:
    if _CODE_RE.fullmatch(text):
        yield _by_code(text, paths)
    if _ID_RE.fullmatch(text):
        yield _by_personal_id(text, paths)
    words = compare_key(text).split()
    plain = fold(text).split()
    if words and words != plain:
        yield _by_words(_query(words), paths)
    if plain:
        yield _by_words(_query(plain), paths)
        yield _by_words(_query(plain, begun=True), paths)


def _by_code(text: str, paths: Sequence[str]) -> list[FoundHousehold]:
    codes = Q(code__startswith=text) | Q(code__startswith=text.upper())
    rows = _inside(Household.objects.filter(codes), paths).select_related("unit__parent")
    return [FoundHousehold(one) for one in rows[:CANDIDATES]]


def _by_personal_id(text: str, paths: Sequence[str]) -> list[FoundHousehold]:
    people = Member.objects.present().filter(personal_id__startswith=text)
    return _households_of(_inside(people, paths))


def _by_words(query: str, paths: Sequence[str]) -> list[FoundHousehold]:
    asked = WordQuery(query + _scope_words(paths))
    heads = Household.objects.filter(search_vector=asked)
    rows = _inside(heads, paths).select_related("unit__parent")[:CANDIDATES]
    hits = [FoundHousehold(one) for one in rows]
    people = Member.objects.present().filter(search_vector=asked)
    return hits + _households_of(_inside(people, paths))


def _households_of(people: QuerySet[Member]) -> list[FoundHousehold]:
    rows = people.select_related("household__unit__parent")[:CANDIDATES]
    return [FoundHousehold(one.household, one) for one in rows]


def _inside(rows: QuerySet[AnyRow], paths: Sequence[str]) -> QuerySet[AnyRow]:
    if EVERYWHERE in paths:
        return rows
    inside = Q()
    for path in paths:
        inside |= Q(unit_path__startswith=path)
    return rows.filter(inside)


def _scope_words(paths: Iterable[str]) -> str:
    """Return the index's own words for the units in scope: "&('@15667'|'@15670')"."""
    units = [path.strip("/").split("/") for path in paths]
    # A whole province: its word stands in nearly every row and would narrow nothing.
    if any(len(steps) == 1 for steps in units):
        return ""
    return " & (" + " | ".join(f"'@{steps[-1]}'" for steps in units) + ")"


def _query(words: Sequence[str], *, begun: bool = False) -> str:
    """Return the words as a search expression; quotes and backslashes are never a word's part."""
    safe = [re.sub(r"['\\]", "", word) for word in words]
    end = ":*" if begun else ""
    return " & ".join(f"'{word}'{end}" for word in safe if word)


def _has_marks(hit: FoundHousehold, text: str) -> bool:
    """Return whether every word stands in the name just as typed."""
    named = hit.member.name_key if hit.member else hit.household.name_key
    return set(compare_key(text).split()) <= set(named.split())


def words_condition(text: str) -> Q:
    """
    Return the condition, on Household, that the head's name and the code fit what was typed.

    Every word must begin a word of the name, marks or not, or the code as it is written.
    """
    parts = []
    for word in text.split():
        ways = [_query(fold(word).split(), begun=True), _query([word.lower()], begun=True)]
        parts.append("(" + " | ".join(f"({way})" for way in dict.fromkeys(ways) if way) + ")")
    known = [part for part in parts if part != "()"]
    return Q(search_vector=WordQuery(" & ".join(known))) if known else Q()
