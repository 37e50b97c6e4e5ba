"""A form as it stands, shown what the law would say of it; nothing here judges for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from giamngheo.forms import fields as names
from giamngheo.forms.fields import Field, Person, Section, sections_of
from giamngheo.forms.typed import Typed, read_typed
from giamngheo.law.enums import AreaType, Evidence
from giamngheo.law.explain import Explanation, explain_household
from giamngheo.law.facts import (
    AnsweredHousehold,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
)
from giamngheo.law.indicators import RULES
from giamngheo.law.judge import DeprivationsUndecided
from giamngheo.law.point_frame import REGION_COLUMN
from giamngheo.law.point_table import score_answers
from giamngheo.law.standard_types import Standard
from giamngheo.law.survey_facts import (
    Device,
    LivingConditions,
    MemberFacts,
    SchoolLevel,
    Survey,
    Toilet,
    WaterSource,
)
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.reviews.answers import PointsInForce, region_of


@dataclass(frozen=True, kw_only=True)
class FormRules:
    """What a household's form is judged by: the same for every form of a commune but the people."""

    standard: Standard
    points: PointsInForce | None
    evidence: Evidence
    area: AreaType
    survey_date: date
    people: tuple[Person, ...] = ()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(
            standard=self.standard,
            points=self.points.table if self.points else None,
            evidence=self.evidence,
            area=self.area,
            people=self.people,
        )

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {field.name: field for section in self.sections for field in section.fields}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """An indicator ticked on paper otherwise than the facts say."""

    name: str
    label: str
    is_ticked: bool


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """
    A form as far as it is filled.

    missing: (field name, label) of what still decides. computed: what the facts say of each
    indicator. refusal: why the law does not judge, beside what is missing or wrong.
    """

    typed: Typed
    missing: tuple[tuple[str, str], ...]
    computed: dict[str, bool | None]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...]
    b1: int | None
    b2: int | None
    explanation: Explanation | None = None
    refusal: str = ""
    deprivations: dict[str, bool | None] = field(default_factory=dict)
    # Item, answer as it was scored, points: how B1 came about; empty for other evidence.
    scored: tuple[tuple[str, str, int], ...] = ()

    @property
    def is_complete(self) -> bool:
        return self.explanation is not None and not self.missing and not self.typed.errors


def assess(*, rules: FormRules, texts: Mapping[str, str]) -> Assessment:
    """
    Return what a form amounts to: points, category with reasons, what is missing or differs.

    `texts` by field name, as typed. Needs no database; below a millisecond for a household.
    """
    typed = read_typed(sections=rules.sections, texts=texts)
    _check_b2(rules.standard, typed)
    computed = _computed(rules, typed.values)
    ticked = {i.code: typed.values.get(names.INDICATOR + i.code) for i in rules.standard.indicators}
    deprivations = _effective(rules, ticked, computed)
    missing = [
        (f.name, f.label)
        for f in rules.fields.values()
        if f.is_required and f.name not in typed.values and f.name not in typed.errors
    ]
    explanation, refusal = None, ""
    if not missing and not typed.errors:
        explanation, undecided, refusal = _judged(rules, typed.values, deprivations)
        missing += undecided
    b1, b2 = _points(rules, typed.values, explanation, deprivations)
    return Assessment(
        typed=typed,
        missing=tuple(missing),
        computed=computed,
        differences=tuple(_differences(rules, ticked, computed)),
        notes=tuple(_notes(rules, ticked, b2)),
        b1=b1,
        b2=b2,
        explanation=explanation,
        refusal=refusal,
        deprivations=deprivations,
        scored=_scored(rules, typed.values) if explanation else (),
    )


def _scored(rules: FormRules, values: Mapping[str, Any]) -> tuple[tuple[str, str, int], ...]:
    if rules.evidence is not Evidence.ANSWERS or rules.points is None:
        return ()
    table = rules.points.table
    facts = {REGION_COLUMN: values.get(names.REGION)}
    region = region_of(facts=facts, area=rules.area, table=table)
    assert region is not None
    answers = score_answers(
        table=table,
        region=region,
        answers=answers_of(values),
        has_able_member=values.get(names.ABLE) is not False,
    )
    return tuple(
        (one.item.name, one.option.label if one.option else "không", one.points) for one in answers
    )


def _check_b2(standard: Standard, typed: Typed) -> None:
    most, found = standard.max_b2, typed.values.get(names.B2)
    if most is not None and found is not None and found > most:
        del typed.values[names.B2]
        typed.errors[names.B2] = f"Ghi số từ 0 đến {most}: chuẩn này có tối đa {most} điểm B2."


def _effective(
    rules: FormRules, ticked: Mapping[str, bool | None], computed: Mapping[str, bool | None]
) -> dict[str, bool | None]:
    """A tick on paper stands; without one the facts speak. On a sheet of scores no tick is "no"."""
    if rules.evidence is Evidence.SCORES:
        return {code: value is True for code, value in ticked.items()}
    return {code: computed[code] if value is None else value for code, value in ticked.items()}


def _judged(
    rules: FormRules, values: Mapping[str, Any], deprivations: Mapping[str, bool | None]
) -> tuple[Explanation | None, list[tuple[str, str]], str]:
    points = rules.points.table if rules.points else None
    try:
        facts = _facts(rules, values, deprivations)
        return explain_household(facts=facts, standard=rules.standard, points=points), [], ""
    except DeprivationsUndecided:
        undecided = [
            (names.INDICATOR + i.code, i.name)
            for i in rules.standard.indicators
            if deprivations[i.code] is None
        ]
        return None, undecided, ""
    except Refusal as refusal:
        return None, [], refusal.message


def _facts(
    rules: FormRules, values: Mapping[str, Any], deprivations: Mapping[str, bool | None]
) -> HouseholdFacts:
    if rules.evidence is Evidence.SCORES:
        return ScoredHousehold(area_type=rules.area, b1=values[names.B1], b2=values[names.B2])
    if rules.evidence is Evidence.INCOME:
        return SurveyedHousehold(
            area_type=rules.area,
            income_per_capita_vnd=values[names.INCOME],
            deprivations=deprivations,
        )
    assert rules.points is not None
    facts = {REGION_COLUMN: values.get(names.REGION)}
    return AnsweredHousehold(
        area_type=rules.area,
        region=region_of(facts=facts, area=rules.area, table=rules.points.table),
        answers=answers_of(values),
        has_able_member=values.get(names.ABLE) is not False,
        deprivations=deprivations,
    )


def answers_of(values: Mapping[str, Any]) -> dict[str, Any]:
    prefix = names.ANSWER
    return {n.removeprefix(prefix): v for n, v in values.items() if n.startswith(prefix)}


def _points(
    rules: FormRules,
    values: Mapping[str, Any],
    explanation: Explanation | None,
    deprivations: Mapping[str, bool | None],
) -> tuple[int | None, int | None]:
    if rules.evidence is Evidence.SCORES:
        return values.get(names.B1), values.get(names.B2)
    if rules.evidence is Evidence.INCOME:
        return None, None
    rule = rules.standard.deprivation
    known = None not in deprivations.values()
    worth = rule.b2_per_indicator.value if rule and rule.b2_per_indicator else None
    b2 = worth * sum(v is True for v in deprivations.values()) if worth and known else None
    return (explanation.classification.b1 if explanation else None), b2


def _computed(rules: FormRules, values: Mapping[str, Any]) -> dict[str, bool | None]:
    survey = survey_of(rules=rules, values=values)
    return {
        i.code: RULES[i.rule.value](survey) if i.rule and survey.members else None
        for i in rules.standard.indicators
    }


def survey_of(*, rules: FormRules, values: Mapping[str, Any]) -> Survey:
    """Return what the form found in the household, as the indicators read it."""
    living = {
        name.removeprefix(names.LIVING): value
        for name, value in values.items()
        if name.startswith(names.LIVING)
    }
    area = living.get("floor_area_m2")
    devices = living.get("devices")
    source, toilet = living.get("water_source"), living.get("toilet")
    return Survey(
        survey_date=rules.survey_date,
        members=tuple(_member(person, values) for person in rules.people),
        living=LivingConditions(
            floor_area_m2=None if area is None else Decimal(area),
            durable_wall=living.get("durable_wall"),
            durable_column=living.get("durable_column"),
            durable_roof=living.get("durable_roof"),
            water_source=None if source is None else WaterSource(source),
            toilet=None if toilet is None else Toilet(toilet),
            uses_internet=living.get("uses_internet"),
            uses_phone=living.get("uses_phone"),
            devices=None if devices is None else frozenset(map(Device, devices)),
            hears_loudspeaker=living.get("hears_loudspeaker"),
        ),
    )


def _member(person: Person, values: Mapping[str, Any]) -> MemberFacts:
    prefix = f"{names.MEMBER}{person.position}-"
    found = {n.removeprefix(prefix): v for n, v in values.items() if n.startswith(prefix)}
    for level in ("attending", "finished"):
        if level in found:
            found[level] = SchoolLevel(int(found[level]))
    return MemberFacts(birth_date=person.birth_date, **found)


def _differences(
    rules: FormRules, ticked: Mapping[str, bool | None], computed: Mapping[str, bool | None]
) -> list[Difference]:
    """On a sheet of scores an empty box says "not lacking" as soon as one box is ticked."""
    any_tick = any(value is True for value in ticked.values())
    empty = False if rules.evidence is Evidence.SCORES and any_tick else None
    found = []
    for indicator in rules.standard.indicators:
        paper, facts = ticked[indicator.code], computed[indicator.code]
        paper = empty if paper is None else paper
        if paper is not None and facts is not None and paper != facts:
            name = names.INDICATOR + indicator.code
            found.append(Difference(name=name, label=indicator.name, is_ticked=paper))
    return found


def _notes(rules: FormRules, ticked: Mapping[str, bool | None], b2: int | None) -> list[str]:
    rule = rules.standard.deprivation
    if rules.evidence is not Evidence.SCORES or rule is None or rule.b2_per_indicator is None:
        return []
    worth, count = rule.b2_per_indicator.value, sum(value is True for value in ticked.values())
    if b2 is None:
        return [f"Đã đánh dấu {count} chỉ số: điểm B2 là {count * worth}."] if count else []
    if count and b2 != count * worth:
        return [
            f"Điểm B2 ghi {format_number(b2)} nhưng đánh dấu {count} chỉ số ({count * worth} điểm)."
        ]
    if b2 % worth:
        return [f"Điểm B2 ghi {format_number(b2)}; mỗi chỉ số là {worth} điểm."]
    return []
