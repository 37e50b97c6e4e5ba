"""Deciding which unit a written name means, in plain Python over the candidates' keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from giamngheo.areas.names import has_marks, name_keys, possible_kinds
from giamngheo.lib.text import clean, split_unit_name

SUGGESTED = 5  # names shown for a choice
NEAR_ENOUGH = 75.0  # of 100; "Thọ Tiên" for Thọ Tiến scores 88, another name in Thọ … about 70


class How(StrEnum):
    """How a name was understood; only the first four name a unit, the others only suggest."""

    EXACT = "exact"
    TONE = "tone"
    ALIAS = "alias"
    UNMARKED = "unmarked"
    AMBIGUOUS = "ambiguous"
    UNDATED = "undated"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One name a unit goes by: its own, or an alias."""

    unit_id: int
    kind: str
    name: str
    search_key: str
    compare_key: str
    is_alias: bool = False
    confirmed: bool = True
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unit_id` is None unless exactly one unit is meant; `suggested` ids stand best first."""

    unit_id: int | None
    how: How
    suggested: tuple[int, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    written: str
    kinds: frozenset[str]
    search_key: str
    compare_key: str
    marked: bool  # the name bears a mark
    writes_marks: bool  # the name or its kind does: "Xã Ba Dinh" means no mark

    def may_be(self, candidate: Candidate) -> bool:
        return not self.kinds or candidate.kind in self.kinds


def _read(text: str) -> _Asked:
    word, name = split_unit_name(text, local_words=False)
    if not name:  # "Thị Trấn" alone is how some offices write the seat of their district
        word, name = None, clean(text)
    return _asked(name, possible_kinds(word), writes_marks=has_marks(text))


def _asked(name: str, kinds: frozenset[str], *, writes_marks: bool) -> _Asked:
    keys = name_keys(name)
    return _Asked(name, kinds, keys.search, keys.compare, has_marks(name), writes_marks)


def judge(text: str, candidates: Sequence[Candidate]) -> Verdict:
    """
    Say which candidate `text` means: its own name, a confirmed alias, or its letters when the
    whole text bears no marks. Two answers are none; whatever is only near is only suggested.
    """
    return _judge(_read(text), candidates)


def judge_village(text: str, candidates: Sequence[Candidate]) -> Verdict:
    """
    Say which village `text` means; its word (thôn, bản, khu phố …) belongs to the name.

    The word may be missing on one side, but "Xóm 3" is not Thôn 3.
    """
    whole = _judge(_asked(clean(text), frozenset(), writes_marks=has_marks(text)), candidates)
    if whole.unit_id is not None or whole.how is How.AMBIGUOUS:
        return whole
    word, bare = split_unit_name(text)
    found = {one.unit_id for one in candidates if _same_but_for_word(word, bare, one)}
    return Verdict(found.pop(), How.EXACT, (), 1.0) if len(found) == 1 else whole


def _same_but_for_word(word: str | None, bare: str, one: Candidate) -> bool:
    own_word, own_bare = split_unit_name(one.name)
    if (word is None) == (own_word is None):
        return False
    return name_keys(own_bare).compare == name_keys(bare).compare


def _judge(asked: _Asked, candidates: Sequence[Candidate]) -> Verdict:
    if not asked.search_key:
        return Verdict(None, How.NONE)
    own = [one for one in candidates if not one.is_alias and one.dated]
    aliases = [one for one in candidates if one.is_alias and one.confirmed]
    if not asked.writes_marks:
        # Without any mark "ba dinh" may be Ba Đình as well as Ba Dinh.
        verdict = _settle(How.UNMARKED, asked, own, _by_letters)
        if verdict and verdict.how is How.AMBIGUOUS:
            return verdict
    for how, names, matches in (
        (How.EXACT, own, _by_compare_key),
        (How.ALIAS, aliases, _by_compare_key),
        (How.UNMARKED, own, _by_letters),
        (How.UNMARKED, aliases, _by_letters),
    ):
        if verdict := _settle(how, asked, names, matches):
            return verdict
    return _suggest(asked, candidates)


def _by_compare_key(asked: _Asked, one: Candidate) -> bool:
    return one.compare_key == asked.compare_key


def _by_letters(asked: _Asked, one: Candidate) -> bool:
    # "Thọ Tiên" has marks, other ones than Thọ Tiến: that is another name, not one without marks.
    return not asked.marked and one.search_key == asked.search_key


def _settle(
    how: How,
    asked: _Asked,
    names: Iterable[Candidate],
    matches: Callable[[_Asked, Candidate], bool],
) -> Verdict | None:
    found = {one.unit_id: one for one in names if asked.may_be(one) and matches(asked, one)}
    if not found:
        return None
    if len(found) > 1:
        return Verdict(None, How.AMBIGUOUS, tuple(found)[:SUGGESTED], 1 / len(found))
    ((unit_id, one),) = found.items()
    if how is How.EXACT and clean(one.name).casefold() != asked.written.casefold():
        how = How.TONE
    return Verdict(unit_id, how, (), 1.0)


def _suggest(asked: _Asked, candidates: Iterable[Candidate]) -> Verdict:
    undated = {
        one.unit_id: 1.0
        for one in candidates
        if not one.dated and asked.may_be(one) and _by_compare_key(asked, one)
    }
    if undated:
        return Verdict(None, How.UNDATED, tuple(undated)[:SUGGESTED], 1 / len(undated))
    scores: dict[int, float] = {}
    for one in candidates:
        score = _likeness(asked, one)
        if one.dated and score >= NEAR_ENOUGH:
            scores[one.unit_id] = max(scores.get(one.unit_id, 0.0), score)
    best = sorted(scores, key=lambda unit_id: -scores[unit_id])[:SUGGESTED]
    if not best:
        return Verdict(None, How.NONE)
    return Verdict(None, How.NEAR, tuple(best), round(scores[best[0]] / 100, 2))


def _likeness(asked: _Asked, one: Candidate) -> float:
    """Score 0-100: letters without marks count for most, marks and the stated kind for the rest."""
    letters = fuzz.ratio(asked.search_key, one.search_key)
    marks = fuzz.ratio(asked.compare_key, one.compare_key)
    same_kind = asked.may_be(one) and not (one.is_alias and not one.confirmed)
    return 0.6 * letters + 0.4 * marks - (0 if same_kind else 1)
