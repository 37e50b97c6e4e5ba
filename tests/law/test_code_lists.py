"""The official lists of causes and needs: what they hold, when, and what is said outside."""

from datetime import date

import pytest

from giamngheo.law.code_lists import ListKind, list_for, load_lists, read_lists
from giamngheo.law.enums import Confidence
from giamngheo.law.yaml_nodes import LawFileInvalid

LIST = """
lists:
  - title: {value: Thử, source: nguồn, confidence: secondary}
    valid_from: {value: 2022-01-01, source: nguồn, confidence: secondary}
    valid_to: {value: 2027-01-01, source: nguồn, confidence: secondary}
    items:
      - {code: LAND, name: Thiếu đất}
"""


def test_the_eight_causes_and_six_needs_of_the_forms() -> None:
    causes = list_for(kind=ListKind.CAUSES, as_of=date(2024, 11, 1)).names
    needs = list_for(kind=ListKind.NEEDS, as_of=date(2024, 11, 1)).names

    assert len(causes) == 8
    assert causes["CAPITAL"] == "Thiếu vốn sản xuất, kinh doanh"
    assert list(needs.values()) == [
        "Y tế",
        "Giáo dục",
        "Sản xuất",
        "Tín dụng",
        "Nhà ở",
        "Khác",
    ]


@pytest.mark.parametrize("kind", list(ListKind))
def test_nobody_pretends_to_have_read_the_form_itself(kind: ListKind) -> None:
    assert {one.title.confidence for one in load_lists(kind=kind)} == {Confidence.SECONDARY}


@pytest.mark.parametrize(
    ("day", "cautioned"),
    [
        (date(2021, 12, 31), True),
        (date(2022, 1, 1), False),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
    ],
)
def test_outside_its_days_the_list_is_used_with_a_caution(day: date, cautioned: bool) -> None:
    found = list_for(kind=ListKind.CAUSES, as_of=day)

    assert len(found.names) == 8
    assert bool(found.caution) is cautioned
    if cautioned:
        assert f"{day:%d/%m/%Y}" in found.caution


def test_the_nearest_of_two_lists_is_used() -> None:
    later = LIST.replace("2022-01-01", "2030-01-01").replace("2027-01-01", "2035-01-01")
    two = read_lists(text=LIST + later.split("lists:")[1], file="thu.yaml", kind=ListKind.CAUSES)

    assert [one.distance(date(2029, 12, 31)) for one in two] == [1095 + 1, 1]


def test_a_code_written_twice_is_refused_with_its_line() -> None:
    text = LIST + "      - {code: LAND, name: Lần nữa}\n"

    with pytest.raises(LawFileInvalid) as refused:
        read_lists(text=text, file="thu.yaml", kind=ListKind.CAUSES)

    assert "dòng 8" in str(refused.value)
    assert "LAND" in str(refused.value)


def test_a_list_that_ends_before_it_begins_is_refused() -> None:
    text = LIST.replace("2027-01-01", "2022-01-01")

    with pytest.raises(LawFileInvalid):
        read_lists(text=text, file="thu.yaml", kind=ListKind.NEEDS)
