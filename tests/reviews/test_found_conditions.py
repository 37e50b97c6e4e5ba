"""What forms found of how households live is in the register, dated, once the list is decided."""

import json
from datetime import date
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giamngheo.audit.models import AuditChange
from giamngheo.registry.conditions import FIELDS
from giamngheo.registry.models import Household, LivingConditions
from giamngheo.reviews.actions import decide_commune, judge_communes, record_scores
from giamngheo.reviews.models import Decision
from tests.factories.district import District, scores_of

JUDGED = date(2021, 11, 15)
SIGNED = date(2021, 12, 10)


def decide(district: District, facts: dict[str, Any]) -> Decision:
    """Decide the households of `facts`: code → the form's answers on the house."""
    campaign = district.open(2021)
    living = [json.dumps({"living": one} if one else {}) for one in facts.values()]
    scores = scores_of(dict.fromkeys(facts, (100, 0))).with_columns(facts=pl.Series(living))
    record_scores(campaign=campaign, scores=scores, by=None)
    judge_communes(campaign=campaign, units=[district.rural], by=None)
    return decide_commune(
        campaign=campaign, unit=district.rural, number="9/QĐ-UBND", signed_date=SIGNED,
        effective_date=SIGNED, signer="x", by=None,
    )  # fmt: skip


def put(code: str, day: date, end: date | None = None, **values: Any) -> LivingConditions:
    household = Household.objects.get(code=code)
    return LivingConditions.objects.create(
        household=household, valid_from=day, valid_to=end, source="Sổ hộ", **values
    )


def rows_of(code: str, *names: str) -> list[tuple[Any, ...]]:
    found = LivingConditions.objects.filter(household__code=code).order_by("valid_from")
    return list(found.values_list("valid_from", "valid_to", *names))


def test_the_decision_writes_what_the_form_found(district: District) -> None:
    district.load("A-001")
    put("A-001", date(2019, 1, 1), floor_area_m2=30, toilet="none", house_type="SOLID")

    decide(district, {"A-001": {"floor_area_m2": 45.5, "devices": ["television"]}})

    old, new = LivingConditions.objects.order_by("valid_from")
    assert (old.valid_to, old.floor_area_m2) == (JUDGED, 30)
    assert (new.valid_from, new.valid_to, new.floor_area_m2) == (JUDGED, None, 45.5)
    assert (new.devices, new.toilet, new.house_type) == (["television"], "none", "SOLID")
    assert new.source == "Quyết định 9/QĐ-UBND ngày 10/12/2021"
    changes = AuditChange.objects.filter(table_name="registry_livingconditions")
    assert changes.filter(event__action="reviews.decide").exists()


def test_nothing_found_anew_writes_nothing(district: District) -> None:
    district.load("A-001", "A-002")
    put("A-001", date(2019, 1, 1), floor_area_m2=30)

    decide(district, {"A-001": {"floor_area_m2": 30.0}, "A-002": {}})

    assert rows_of("A-001") == [(date(2019, 1, 1), None)]
    assert rows_of("A-002") == []


def test_a_household_never_asked_before_gets_its_first_row(district: District) -> None:
    district.load("A-001", since=date(2021, 11, 20))

    decide(district, {"A-001": {"uses_phone": False}})

    assert rows_of("A-001", "uses_phone", "toilet") == [(date(2021, 11, 20), None, False, None)]


def test_what_was_learnt_of_a_later_day_stays(district: District) -> None:
    """A new toilet on 1 December; its row had only carried the floor along."""
    district.load("A-001")
    later = date(2021, 12, 1)
    put("A-001", date(2019, 1, 1), later, floor_area_m2=30, toilet="none")
    put("A-001", later, floor_area_m2=30, toilet="septic")

    decide(district, {"A-001": {"floor_area_m2": 45, "toilet": "other"}})

    assert rows_of("A-001", "floor_area_m2", "toilet") == [
        (date(2019, 1, 1), JUDGED, 30, "none"),
        (JUDGED, later, 45, "other"),
        (later, None, 45, "septic"),
    ]


def test_said_for_the_same_day_it_replaces(district: District) -> None:
    district.load("A-001")
    put("A-001", JUDGED, floor_area_m2=30, toilet="none")

    decide(district, {"A-001": {"floor_area_m2": 45}})

    assert rows_of("A-001", "floor_area_m2", "toilet") == [(JUDGED, None, 45, "none")]


@pytest.mark.parametrize("households", [1, 40])
def test_the_number_of_queries_is_fixed(district: District, households: int) -> None:
    codes = [f"A-{number:03d}" for number in range(households)]
    district.load(*codes)

    with CaptureQueriesContext(connection) as asked:
        decide(district, {code: {"floor_area_m2": 45} for code in codes})

    assert LivingConditions.objects.count() == households
    own = [q for q in asked.captured_queries if "registry_livingconditions" in q["sql"]]
    assert len(own) == 7


def test_every_answer_of_a_form_has_its_column(district: District) -> None:
    from giamngheo.forms.fields import _LIVING_FIELDS

    assert {field.name for field in _LIVING_FIELDS} <= set(FIELDS)
