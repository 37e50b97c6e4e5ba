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
from giamngheo.registry.enums import Relation
from giamngheo.registry.models import Household, Member

CANDIDATES: Final = 200
SHORTEST_BEGINNING: Final = 3
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


@dataclass(frozen=True)
class _Candidate:
    """A hit before its household is fetched: only what it is ranked by."""

    household_id: int
    name_key: str
    sort_key: str
    member_id: int | None = None


def found_households(*, text: str, scope: Scope, limit: int) -> list[FoundHousehold]:
    """
    Return at most `limit` households: those whose name has the marks as typed first.

    Then whole words without marks, then the last word begun; heads before other members, in the
    order of names. A way of looking is one or two SQL queries, the households found one or two.
    """
    paths = scope.paths_for(Permission.VIEW_PERSONAL)
    text = text.strip()
    if not paths or not text:
        return []
    typed = set(compare_key(text).split())
    chosen: dict[int, _Candidate] = {}
    for hits in _ways(text, paths):
        for hit in sorted(hits, key=lambda one: _rank(one, typed)):
            chosen.setdefault(hit.household_id, hit)
        if len(chosen) >= limit:
            break
    return _fetched(list(chosen.values())[:limit])


def _rank(hit: _Candidate, typed: set[str]) -> tuple[bool, bool, str]:
    """Return the place of a hit: every word just as typed, then heads, then the name's order."""
    return not typed <= set(hit.name_key.split()), hit.member_id is not None, hit.sort_key


def _fetched(hits: Sequence[_Candidate]) -> list[FoundHousehold]:
    households = Household.objects.select_related("unit__parent").in_bulk(
        [hit.household_id for hit in hits]
    )
    members = Member.objects.in_bulk([hit.member_id for hit in hits if hit.member_id is not None])
    return [
        FoundHousehold(
            households[hit.household_id],
            members.get(hit.member_id) if hit.member_id is not None else None,
        )
        for hit in hits
        if hit.household_id in households
    ]


def _ways(text: str, paths: Sequence[str]) -> Iterator[list[_Candidate]]:
    """Yield the hits of each way to understand the text; a code or a number that fits ends it."""
    if _CODE_RE.fullmatch(text):
        found = _by_code(text, paths)
        yield found
        if found:
            return
    if _ID_RE.fullmatch(text):
        found = _by_personal_id(text, paths)
        yield found
        if found:
            return
    words = compare_key(text).split()
    plain = fold(text).split()
    if words and words != plain:
        yield _by_words(_query(words), paths)
    if plain:
        yield _by_words(_query(plain), paths)
        yield _by_beginning(plain, paths)


def _by_code(text: str, paths: Sequence[str]) -> list[_Candidate]:
    codes = Q(code__startswith=text) | Q(code__startswith=text.upper())
    return _heads(_inside(Household.objects.filter(codes), paths))


def _by_personal_id(text: str, paths: Sequence[str]) -> list[_Candidate]:
    people = Member.objects.present().filter(personal_id__startswith=text)
    return _members(_inside(people, paths))


def _by_beginning(plain: Sequence[str], paths: Sequence[str]) -> list[_Candidate]:
    """
    Return who bears the words, the last one only begun.

    Two letters begin the names of half a commune: joining all their lists costs more than reading
    the commune's own rows until enough are found.
    """
    *whole, last = plain
    scope = _scope_words(paths)
    if not scope or len(last) >= SHORTEST_BEGINNING:
        return _by_words(_query(plain, begun=True), paths)
    begins = Q(search_key__startswith=last) | Q(search_key__contains=f" {last}")
    return _by_words(_query(whole), paths, also=begins)


def _by_words(query: str, paths: Sequence[str], also: Q | None = None) -> list[_Candidate]:
    asked = WordQuery(" & ".join(filter(None, (query, _scope_words(paths)))))
    fits = Q(search_vector=asked) & (also or Q())
    heads = _heads(_inside(Household.objects.filter(fits), paths))
    # The head of a household is found by the household already.
    people = Member.objects.present().filter(fits)
    return heads + _members(_inside(people.exclude(relation=Relation.HEAD), paths))


def _heads(rows: QuerySet[Household]) -> list[_Candidate]:
    found = rows.values_list("pk", "name_key", "sort_key")[:CANDIDATES]
    return [_Candidate(*row) for row in found]


def _members(rows: QuerySet[Member]) -> list[_Candidate]:
    found = rows.values_list("household_id", "name_key", "pk")[:CANDIDATES]
    return [_Candidate(owner, key, key, pk) for owner, key, pk in found]


def _inside(rows: QuerySet[AnyRow], paths: Sequence[str]) -> QuerySet[AnyRow]:
    if EVERYWHERE in paths:
        return rows
    inside = Q()
    for path in paths:
        inside |= Q(unit_path__startswith=path)
    return rows.filter(inside)


def _scope_words(paths: Iterable[str]) -> str:
    """Return the index's own words for the units in scope: "('@15667'|'@15670')"."""
    units = [path.strip("/").split("/") for path in paths]
    # A whole province: its word stands in nearly every row and would narrow nothing.
    if any(len(steps) == 1 for steps in units):
        return ""
    return "(" + " | ".join(f"'@{steps[-1]}'" for steps in units) + ")"


def _query(words: Sequence[str], *, begun: bool = False) -> str:
    """
    Return the words as a search expression, the last one perhaps only `begun`: while a name is
    typed, what stands before is whole. Quotes and backslashes are never a word's part.
    """
    safe = [word for word in (re.sub(r"['\\]", "", word) for word in words) if word]
    last = f"'{safe.pop()}':*" if begun and safe else ""
    return " & ".join([*(f"'{word}'" for word in safe), *([last] if last else [])])


def words_condition(text: str) -> Q:
    """
    Return the condition, on Household, that the head's name and the code fit what was typed.

    Every word must be one of the name, marks or not, or the code as it is written; the last word
    may only be begun.
    """
    parts, words = [], text.split()
    for place, word in enumerate(words, start=1):
        begun = place == len(words)
        ways = [_query(fold(word).split(), begun=begun), _query([word.lower()], begun=begun)]
        parts.append("(" + " | ".join(f"({way})" for way in dict.fromkeys(ways) if way) + ")")
    known = [part for part in parts if part != "()"]
    return Q(search_vector=WordQuery(" & ".join(known))) if known else Q()
