"""A form as it stands: what is read, what is missing, what facts and paper say of one indicator."""

from datetime import date
from time import perf_counter

import pytest

from giamngheo.forms.assessing import FormRules, assess
from giamngheo.forms.fields import RULE_FACTS, Person, facts_asked, facts_of_rule
from giamngheo.forms.handing_over import frame_of, kept_facts, result_row
from giamngheo.law.enums import AreaType, Evidence
from giamngheo.law.indicators import RULES
from giamngheo.law.standards import get_standard, load_standards

CHILD = Person(
    position=2,
    name="Lò Thị Hoa",
    relation="Con",
    sex="Nữ",
    birth_date=date(2010, 5, 1),
    age=9,
)
HEAD = Person(
    position=1,
    name="Lò Văn Ơn",
    relation="Chủ hộ",
    sex="Nam",
    birth_date=date(1980, 1, 1),
    age=39,
)


def rules_of(evidence: Evidence = Evidence.SCORES, standard: str = "vn-2016") -> FormRules:
    return FormRules(
        standard=get_standard(standard),
        points=None,
        evidence=evidence,
        area=AreaType.RURAL,
        survey_date=date(2019, 11, 15),
        people=(HEAD, CHILD),
    )


def test_every_indicator_rule_has_its_facts() -> None:
    for standard in load_standards():
        facts_asked(standard)
    asked = {fact for rule in RULES for fact in facts_of_rule(rule)}
    assert asked == {fact for facts in RULE_FACTS.values() for fact in facts}


def test_empty_form_names_what_is_missing() -> None:
    found = assess(rules=rules_of(), texts={})
    assert found.missing == (("b1", "Điểm B1"), ("b2", "Điểm B2"))
    assert (found.explanation, found.typed.errors) == (None, {})


@pytest.mark.parametrize(
    ("texts", "name", "words"),
    [
        ({"b1": "12x"}, "b1", "Chưa đọc được “12x”"),
        ({"b1": "-5"}, "b1", "từ 0 đến 500"),
        ({"b1": "501"}, "b1", "từ 0 đến 500"),
        ({"b1": "1.180,5"}, "b1", "một số nguyên"),
        ({"b2": "110"}, "b2", "tối đa 100"),
        ({"children": "21"}, "children", "từ 0 đến 20"),
        ({"i-toilet": "maybe"}, "i-toilet", "có hoặc không"),
        ({"l-toilet": "gold"}, "l-toilet", "không có trong các lựa chọn"),
        ({"l-devices": "none,radio"}, "l-devices", "bỏ các lựa chọn khác"),
        ({"l-devices": "rocket"}, "l-devices", "không thuộc danh sách"),
        ({"l-floor_area_m2": "45.55"}, "l-floor_area_m2", "một số"),
    ],
)
def test_what_cannot_be_read_is_said(texts: dict[str, str], name: str, words: str) -> None:
    found = assess(rules=rules_of(), texts={"b1": "100", "b2": "0"} | texts)
    assert words in found.typed.errors[name]
    assert not found.is_complete


def test_members_are_asked_by_their_age() -> None:
    names = set(rules_of().fields)
    assert {"m1-finished", "m1-has_health_insurance", "m2-attending"} <= names
    # A child of nine has finished nothing the indicators ask for; a man of 39 goes to no school.
    assert not {"m2-finished", "m1-attending"} & names
    # Work and nutrition are asked by vn-2022 alone.
    assert "m1-has_job" not in names
    assert {"m1-has_job", "m2-is_stunted"} <= set(rules_of(standard="vn-2022").fields)


def test_facts_differ_from_the_paper() -> None:
    texts = {"b1": "130", "b2": "10", "i-toilet": "yes", "l-toilet": "septic"}
    texts |= {"l-water_source": "unprotected"}

    found = assess(rules=rules_of(), texts=texts)

    assert (found.computed["toilet"], found.computed["water_source"]) == (False, True)
    assert [(one.name, one.is_ticked) for one in found.differences] == [
        ("i-water_source", False),
        ("i-toilet", True),
    ]
    # The paper stands: ten points of B2 as written.
    assert found.explanation is not None
    assert found.explanation.classification.category.value == "NEAR_POOR"


def test_facts_speak_where_nothing_is_ticked() -> None:
    """Between the lines three lacking indicators make a family poor: here facts give all three."""
    rules = rules_of(Evidence.INCOME)
    texts = {"income": "800.000", "l-toilet": "none", "l-water_source": "unprotected"}
    assert assess(rules=rules, texts=texts).missing

    found = assess(rules=rules, texts=texts | {"l-floor_area_m2": "15,9"})

    assert found.explanation is not None
    assert found.explanation.classification.group is not None
    assert found.explanation.classification.group.value == "N2"
    wide = assess(rules=rules, texts=texts | {"l-floor_area_m2": "16"})
    assert wide.computed["floor_area"] is False
    assert not wide.is_complete
    ticked = assess(rules=rules, texts=texts | {"l-floor_area_m2": "15,9", "i-toilet": "no"})
    assert not ticked.is_complete
    assert [one.name for one in ticked.differences] == ["i-toilet"]


@pytest.mark.parametrize(
    ("b2", "ticks", "words"),
    [
        ("", ("toilet",), "điểm B2 là 10"),
        ("30", ("toilet",), "đánh dấu 1 chỉ số (10 điểm)"),
        ("25", (), "mỗi chỉ số là 10 điểm"),
    ],
)
def test_b2_and_ticks_are_held_together(b2: str, ticks: tuple[str, ...], words: str) -> None:
    texts = {"b1": "100", "b2": b2} | {f"i-{code}": "yes" for code in ticks}
    assert words in assess(rules=rules_of(), texts=texts).notes[0]


def test_a_result_keeps_what_was_found() -> None:
    texts = {"b1": "100", "b2": "10", "i-toilet": "yes", "l-devices": "radio,television"}
    texts |= {"l-floor_area_m2": "45,5", "m2-attending": "2", "children": "1"}
    rules = rules_of()
    found = assess(rules=rules, texts=texts)

    row = result_row(rules=rules, assessment=found, household_code="A-001")
    frame = frame_of([row], Evidence.SCORES)

    assert kept_facts(found.typed.values) == {
        "living": {"devices": ["radio", "television"], "floor_area_m2": 45.5},
        "members": {"2": {"attending": "2"}},
    }
    assert frame.row(0, named=True)["deprivations"] == ["toilet"]
    assert frame["children_out_of_school"].item() == 1


def test_a_thousand_forms_are_judged_fast() -> None:
    """The class follows each key: a form must cost far less than a keystroke's pause."""
    rules = rules_of(Evidence.INCOME, "vn-2022")
    texts = {"income": "1.400.000", "l-toilet": "none"} | {
        f"i-{i.code}": "no" for i in rules.standard.indicators
    }
    rules.fields  # noqa: B018 - the questions are made once a form
    start = perf_counter()
    for _ in range(200):
        assess(rules=rules, texts=texts)
    assert (perf_counter() - start) / 200 < 0.02
