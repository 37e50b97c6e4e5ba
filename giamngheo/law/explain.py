"""One household explained: the result, what led to it, the nearest changes that would alter it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from giamngheo.law.classification import Classification, ruling_label
from giamngheo.law.facts import (
    AnsweredHousehold,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
    known_area,
)
from giamngheo.law.judge_household import DeprivationsUndecided, classify_household
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Ruling, Standard
from giamngheo.lib.numbers import format_number

_MORE, _LESS = "tăng", "giảm"


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    The smallest change of one fact that alters the result.

    `fact` is b1, b2, income_per_capita_vnd or deprivation_count; `by` is signed.
    """

    fact: str
    by: int
    sentence: str
    ruling: Ruling

    def to_json(self) -> dict[str, Any]:
        return {
            "fact": self.fact,
            "by": self.by,
            "sentence": self.sentence,
            "category": self.ruling.category.value,
            "group": self.ruling.group.value if self.ruling.group else None,
        }


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A classification with what is not known and what would change it."""

    classification: Classification
    unknown_effect: str | None
    changes: tuple[Change, ...]

    def sentences(self) -> list[str]:
        """Return the whole explanation, one sentence a line, for a screen or a letter."""
        found = [str(reason) for reason in self.classification.reasons]
        found += [self.unknown_effect] if self.unknown_effect else []
        found += [self.classification.caution] if self.classification.caution else []
        return found + [change.sentence for change in self.changes]

    def to_json(self) -> dict[str, Any]:
        return {
            **self.classification.to_json(),
            "unknown_effect": self.unknown_effect,
            "nearest_changes": [change.to_json() for change in self.changes],
        }


def explain_household(
    *, facts: HouseholdFacts, standard: Standard, points: PointTable | None = None
) -> Explanation:
    """
    Return the classification of a household with its reasons and the nearest changes.

    Only one fact changes at a time; what cannot alter the result alone is not named.
    Raises: what `classify_household` raises.
    """
    result = classify_household(facts=facts, standard=standard, points=points)
    if isinstance(facts, ScoredHousehold):
        changes = list(_score_changes(facts, standard, result))
        return Explanation(classification=result, unknown_effect=None, changes=tuple(changes))
    unknown = [i.name for i in standard.indicators if facts.deprivations.get(i.code) is None]
    if isinstance(facts, SurveyedHousehold):
        changes = list(_income_changes(facts, standard, result))
        changes += [] if unknown else _count_changes(facts, standard, result)
    else:
        scored = None if unknown else _as_scores(facts, standard, result)
        changes = list(_score_changes(scored, standard, result)) if scored else []
    return Explanation(
        classification=result,
        unknown_effect=_unknown_effect(unknown, result),
        changes=tuple(changes),
    )


def _as_scores(
    facts: AnsweredHousehold, standard: Standard, result: Classification
) -> ScoredHousehold:
    """Answers that are scored in full are scores: ten points of B2 for each indicator lacking."""
    assert result.b1 is not None
    assert result.deprivation_count is not None
    assert standard.deprivation is not None
    assert standard.deprivation.b2_per_indicator is not None
    b2 = result.deprivation_count * standard.deprivation.b2_per_indicator.value
    return ScoredHousehold(area_type=facts.area_type, b1=result.b1, b2=b2)


def _unknown_effect(unknown: list[str], result: Classification) -> str | None:
    if not unknown:
        return None
    label = ruling_label(Ruling(category=result.category, group=result.group))
    names = ", ".join(unknown)
    return f"Còn {len(unknown)} chỉ số chưa rõ ({names}); dù thế nào kết quả vẫn là {label}"


def _score_changes(
    facts: ScoredHousehold, standard: Standard, result: Classification
) -> Iterator[Change]:
    area = known_area(facts.area_type)
    limits = [band.b1_max.of(area).value for band in standard.bands if band.b1_max is not None]
    for b1 in _around(facts.b1, limits):
        other = replace(facts, b1=b1)
        yield from _changed(other, standard, result, "b1", "Điểm B1", b1 - facts.b1, " điểm")
    yield from _b2_changes(facts, standard, result)


def _b2_changes(
    facts: ScoredHousehold, standard: Standard, result: Classification
) -> Iterator[Change]:
    """B2 moves by whole indicators: that is what a family or a programme can change."""
    rule = standard.deprivation
    assert rule is not None
    assert rule.min_b2 is not None
    assert rule.b2_per_indicator is not None
    step, threshold = rule.b2_per_indicator.value, rule.min_b2.value
    if facts.b2 >= threshold:
        steps = -((facts.b2 - threshold) // step + 1)
    else:
        steps = -((facts.b2 - threshold) // step)
    changed = _other_ruling(replace(facts, b2=facts.b2 + steps * step), standard, result)
    if changed is not None:
        points = f"điểm B2 {_MORE if steps > 0 else _LESS} {abs(steps) * step}"
        sentence = f"{_count_words(steps)} ({points}): {ruling_label(changed)}"
        yield Change(fact="b2", by=steps * step, sentence=sentence, ruling=changed)


def _count_words(steps: int) -> str:
    return f"{'Thêm' if steps > 0 else 'Bớt'} {abs(steps)} chỉ số thiếu hụt"


def _income_changes(
    facts: SurveyedHousehold, standard: Standard, result: Classification
) -> Iterator[Change]:
    area = known_area(facts.area_type)
    limits = [band.income_max_vnd.of(area).value for band in standard.bands]
    for income in _around(facts.income_per_capita_vnd, limits):
        other = replace(facts, income_per_capita_vnd=income)
        by = income - facts.income_per_capita_vnd
        yield from _changed(
            other, standard, result, "income_per_capita_vnd", "Thu nhập bình quân", by, " đồng"
        )


def _around(value: int, limits: list[int]) -> Iterator[int]:
    """Yield the nearest values beyond the next line above and at the next line below."""
    yield from (limit + 1 for limit in limits if limit >= value)
    yield from (limit for limit in reversed(limits) if limit < value)


def _changed(
    other: HouseholdFacts,
    standard: Standard,
    result: Classification,
    fact: str,
    label: str,
    by: int,
    unit: str,
) -> Iterator[Change]:
    changed = _other_ruling(other, standard, result)
    if changed is not None:
        amount = f"{_MORE if by > 0 else _LESS} {format_number(abs(by))}{unit}"
        sentence = f"{label} {amount}: {ruling_label(changed)}"
        yield Change(fact=fact, by=by, sentence=sentence, ruling=changed)


def _count_changes(
    facts: SurveyedHousehold, standard: Standard, result: Classification
) -> Iterator[Change]:
    if standard.deprivation is None:
        return
    codes = [indicator.code for indicator in standard.indicators]
    count = sum(facts.deprivations[code] is True for code in codes)
    threshold = standard.deprivation.min_indicators.value
    wanted = threshold - 1 if count >= threshold else threshold
    answers = {code: position < wanted for position, code in enumerate(codes)}
    changed = _other_ruling(replace(facts, deprivations=answers), standard, result)
    if changed is None:
        return
    by = wanted - count
    sentence = f"{_count_words(by)}: {ruling_label(changed)}"
    yield Change(fact="deprivation_count", by=by, sentence=sentence, ruling=changed)


def _other_ruling(
    other: HouseholdFacts, standard: Standard, result: Classification
) -> Ruling | None:
    try:
        found = classify_household(facts=other, standard=standard)
    except DeprivationsUndecided:
        return None
    if (found.category, found.group) == (result.category, result.group):
        return None
    return Ruling(category=found.category, group=found.group)
