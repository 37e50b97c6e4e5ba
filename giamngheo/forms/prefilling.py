"""What a new form already knows: the register's members and conditions, last year's answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from giamngheo.forms import fields as names
from giamngheo.forms.assessing import FormRules, assess
from giamngheo.forms.fields import NO, NONE, YES, Person
from giamngheo.forms.last_year import LastYear
from giamngheo.law.enums import Evidence
from giamngheo.lib.numbers import format_number
from giamngheo.registry.enums import Relation, Sex
from giamngheo.registry.models import Household, LivingConditions, Member

_MEMBER_FACTS = (
    *("attending", "finished", "has_health_insurance", "is_stunted", "is_underweight"),
    *("gets_social_allowance", "of_working_age", "able_to_work", "willing_to_work", "has_job"),
    *("is_wage_earner", "has_labour_contract", "ill_without_care"),
)
_LIVING_FACTS = (
    *("floor_area_m2", "durable_wall", "durable_column", "durable_roof", "water_source"),
    *("toilet", "uses_internet", "uses_phone", "devices", "hears_loudspeaker"),
)
# Totals are this year's work: last year's stand beside, never in, the field.
_NEVER_CARRIED = frozenset({names.B1, names.B2, names.INCOME, names.CHILDREN})


@dataclass(frozen=True, kw_only=True)
class Found:
    """A household as the register knows it on the day of the review."""

    people: tuple[Person, ...] = ()
    living: dict[str, str] = field(default_factory=dict)


def found_of(*, households: Sequence[Household], as_of: date) -> dict[int, Found]:
    """Return members and living conditions by household. Two SQL queries."""
    ids = [household.pk for household in households]
    people: dict[int, list[Person]] = {key: [] for key in ids}
    for member in Member.objects.on(as_of).filter(household__in=ids).order_by("position"):
        people[member.household_id].append(_person(member, as_of))
    rows = LivingConditions.objects.in_force(as_of).filter(household__in=ids)
    living = {
        row["household_id"]: {
            names.LIVING + fact: text for fact in _LIVING_FACTS if (text := _text(row[fact]))
        }
        for row in rows.values("household_id", *_LIVING_FACTS)
    }
    return {key: Found(people=tuple(people[key]), living=living.get(key, {})) for key in people}


def _person(member: Member, as_of: date) -> Person:
    born = member.birth_date
    age = None
    if born is not None:
        age = as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))
    return Person(
        position=member.position,
        name=member.full_name,
        relation=str(Relation(member.relation).label),
        sex=str(Sex(member.sex).label),
        birth_date=born,
        age=age,
        known={
            f"{names.MEMBER}{member.position}-{fact}": text
            for fact in _MEMBER_FACTS
            if (text := _text(getattr(member, fact)))
        },
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return ",".join(sorted(value)) or NONE
    return str(value) if isinstance(value, int | str) else format_number(value)


def prefilled(
    *, rules: FormRules, found: Found, last: LastYear | None, region: str = ""
) -> dict[str, str]:
    """
    Return the texts of a form nobody has saved yet.

    The register's dated facts go before last year's answers; an indicator is carried over only
    where no fact computes it. Totals (B1, B2, income) are never carried over. `region`: the
    column of points that other forms of the commune name.
    """
    asked = rules.fields
    earlier = dict(last.texts) if last else {}
    known = {name: text for person in rules.people for name, text in person.known.items()}
    texts = {
        name: text
        for name, text in (earlier | found.living | known).items()
        if name in asked and name not in _NEVER_CARRIED and text
    }
    if region and names.REGION in asked:
        texts.setdefault(names.REGION, region)
    if rules.evidence is Evidence.SCORES:
        return texts
    ticks = {name for name in texts if name.startswith(names.INDICATOR)}
    facts = {name: text for name, text in texts.items() if name not in ticks}
    computed = assess(rules=rules, texts=facts).computed
    return facts | {
        name: texts[name]
        for name in ticks
        if computed.get(name.removeprefix(names.INDICATOR)) is None
    }
