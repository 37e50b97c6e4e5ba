"""Which unit a written name means, without a database."""

import unicodedata

import pytest

from giamngheo.areas.matching import Candidate, How, judge, judge_village
from giamngheo.areas.names import name_keys


def candidate(unit_id: int, name: str, kind: str = "COMMUNE", **changes: bool) -> Candidate:
    keys = name_keys(name)
    return Candidate(unit_id, kind, name, keys.search, keys.compare, **changes)


THO_TIEN = candidate(1, "Thọ Tiến")
THO_TAN = candidate(2, "Thọ Tân")
NUA = candidate(3, "Nưa", "TOWN")
HOA = candidate(4, "Thái Hòa")
SEAT = candidate(5, "Triệu Sơn", "TOWN")
COMMUNES = [THO_TIEN, THO_TAN, NUA, HOA, SEAT]


@pytest.mark.parametrize(
    ("text", "unit_id", "how"),
    [
        ("Thọ Tiến", 1, How.EXACT),
        ("xã thọ tiến", 1, How.EXACT),
        ("X. Thọ Tiến", 1, How.EXACT),
        ("  Thọ   Tiến ", 1, How.EXACT),
        (unicodedata.normalize("NFD", "Xã Thọ Tiến"), 1, How.EXACT),
        ("Thị trấn Nưa", 3, How.EXACT),
        ("TT. Nưa", 3, How.EXACT),
        ("TT Nưa", 3, How.EXACT),
        ("Thái Hoà", 4, How.TONE),
        ("Xã Thái Hoà", 4, How.TONE),
        ("tho tien", 1, How.UNMARKED),
        ("Xa Tho Tien", 1, How.UNMARKED),
        ("TT. Nua", 3, How.UNMARKED),
    ],
)
def test_judge_names_a_unit(text: str, unit_id: int, how: How) -> None:
    verdict = judge(text, COMMUNES)

    assert (verdict.unit_id, verdict.how, verdict.confidence) == (unit_id, how, 1.0)


@pytest.mark.parametrize(
    ("text", "best"), [("Thọ Tiên", 1), ("Thọ Tiếng", 1), ("Xã Nưa", 3), ("Thai Hóa", 4)]
)
def test_judge_only_suggests_what_is_near(text: str, best: int) -> None:
    """Marks that differ, a letter too many, another kind: a person decides."""
    verdict = judge(text, COMMUNES)

    assert (verdict.unit_id, verdict.how) == (None, How.NEAR)
    assert verdict.suggested[0] == best
    assert verdict.confidence < 1


@pytest.mark.parametrize("text", ["Quảng Xương", "", "   ", "12"])
def test_judge_finds_nothing(text: str) -> None:
    verdict = judge(text, COMMUNES)

    assert (verdict.unit_id, verdict.how, verdict.suggested) == (None, How.NONE, ())


def test_judge_two_of_one_name_is_ambiguous_until_the_kind_is_said() -> None:
    both = [candidate(1, "Gia Bình", "TOWN"), candidate(2, "Gia Bình", "COMMUNE")]

    assert judge("Gia Bình", both).how is How.AMBIGUOUS
    assert judge("Gia Bình", both).suggested == (1, 2)
    assert judge("Xã Gia Bình", both).unit_id == 2


def test_judge_without_marks_is_ambiguous_where_marks_would_tell() -> None:
    near = [candidate(1, "Ba Đình"), candidate(2, "Ba Dinh")]

    assert judge("ba dinh", near).how is How.AMBIGUOUS
    assert judge("Xã Ba Dinh", near).unit_id == 2
    assert judge("Ba Đình", near).unit_id == 1


def test_judge_confirmed_alias_names_the_unit() -> None:
    alias = candidate(3, "Tân Ninh", "TOWN", is_alias=True)

    assert judge("Tân Ninh", [*COMMUNES, alias]).how is How.ALIAS
    assert judge("Tân Ninh", [*COMMUNES, alias]).unit_id == 3


def test_judge_unconfirmed_alias_only_suggests() -> None:
    guess = candidate(1, "Thọ Tiên", is_alias=True, confirmed=False)

    verdict = judge("Thọ Tiên", [*COMMUNES, guess])

    assert (verdict.unit_id, verdict.suggested[0]) == (None, 1)


def test_judge_own_name_goes_before_an_alias() -> None:
    """Tân Ninh was Nưa's name before it became another commune's."""
    alias = candidate(3, "Thọ Tân", "TOWN", is_alias=True)

    assert judge("Thọ Tân", [*COMMUNES, alias]).unit_id == 2


def test_judge_kind_alone_is_looked_up_as_a_name() -> None:
    alias = candidate(5, "Thị Trấn", "TOWN", is_alias=True)

    assert judge("Thị Trấn", [*COMMUNES, alias]).unit_id == 5
    assert judge("Thị Trấn", COMMUNES).unit_id is None


def test_judge_undated_unit_is_suggested_only() -> None:
    verdict = judge("Xã Mũi Né", [candidate(9, "Mũi Né", dated=False)])

    assert (verdict.unit_id, verdict.how, verdict.suggested) == (None, How.UNDATED, (9,))


def test_judge_numbered_wards_with_and_without_zero() -> None:
    wards = [candidate(1, "2", "WARD"), candidate(2, "12", "WARD")]

    assert judge("Phường 02", wards).unit_id == 1
    assert judge("P. 12", wards).unit_id == 2


def test_judge_city_word_stands_for_both_kinds_of_city() -> None:
    cities = [candidate(1, "Hải Phòng", "CENTRAL_CITY"), candidate(2, "Vinh", "PROVINCIAL_CITY")]

    assert judge("TP. Hải Phòng", cities).unit_id == 1
    assert judge("Thành phố Vinh", cities).unit_id == 2


VILLAGES = [
    candidate(1, "Thôn 3", "VILLAGE"),
    candidate(2, "Bãi Thượng", "VILLAGE"),
    candidate(3, "Khu phố 3", "RESIDENTIAL_GROUP"),
]


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [("Thôn 3", 1), ("thon 3", 1), ("Khu phố 3", 3), ("Bãi Thượng", 2), ("Thôn Bãi Thượng", 2)],
)
def test_judge_village_by_its_word_or_without(text: str, unit_id: int) -> None:
    assert judge_village(text, VILLAGES).unit_id == unit_id


@pytest.mark.parametrize("text", ["3", "Xóm 3"])
def test_judge_village_never_swaps_the_word(text: str) -> None:
    assert judge_village(text, VILLAGES).unit_id is None
