"""Facts from JSON: each kind by its own names, nothing guessed."""

import json

import pytest

from giamngheo.law.facts_json import FactsUnreadable, facts_from_json
from giamngheo.law.judge import AnsweredHousehold, ScoredHousehold, SurveyedHousehold


def test_each_kind_of_evidence_is_read() -> None:
    scored = facts_from_json('{"area_type": "rural", "b1": 118, "b2": 40}')
    surveyed = facts_from_json(
        '{"area_type": "urban", "income_per_capita_vnd": 5, "d_toilet": true, "d_nutrition": null}'
    )
    answered = facts_from_json(
        '{"area_type": "rural", "region": "NT2", "has_able_member": true, "a_car": false, '
        '"d_toilet": true}'
    )

    assert scored == ScoredHousehold(area_type="rural", b1=118, b2=40)
    assert isinstance(surveyed, SurveyedHousehold)
    assert surveyed.deprivations == {"toilet": True, "nutrition": None}
    assert isinstance(answered, AnsweredHousehold)
    assert (answered.answers, answered.region) == ({"car": False}, "NT2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "không phải JSON"),
        ("[]", "đối tượng JSON"),
        ('{"area_type": "rural"}', "đúng một loại"),
        ('{"b1": 1, "b2": 2, "income_per_capita_vnd": 3}', "đúng một loại"),
        ('{"b1": 1, "b2": 2, "d_toilet": true}', "“d_toilet” không dùng ở đây"),
        ('{"income_per_capita_vnd": 3, "incom": 3}', "“incom” không dùng"),
        ('{"a_car": true}', "has_able_member"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, words: str) -> None:
    with pytest.raises(FactsUnreadable, match=words):
        facts_from_json(text)


def test_names_of_a_file_row_are_allowed() -> None:
    row = {"household_code": "H1", "unit_code": "1", "as_of": "2023-10-15", "area_type": "rural"}

    assert facts_from_json(json.dumps(row | {"b1": 1, "b2": 2})) == ScoredHousehold(
        area_type="rural", b1=1, b2=2
    )
