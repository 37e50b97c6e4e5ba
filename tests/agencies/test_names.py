"""What a written name says, without a database."""

import pytest

from giamngheo.agencies.kinds import kind_or_none, kind_successions, kinds
from giamngheo.agencies.names import agency_key, read_name


@pytest.mark.parametrize(
    "written",
    [
        "Sở LĐ-TBXH",
        "Sở Lao động Thương binh và Xã hội",
        "Sở Lao động - Thương binh và Xã hội",
        "Sở Lao động – TB&XH",
        "Sở LĐTBXH",
        "Sở LĐ-TB&XH;",
    ],
)
def test_key_of_one_department_however_written(written: str) -> None:
    assert read_name(written).core == "so lao dong thuong binh xa hoi"


def test_key_keeps_department_and_division_apart() -> None:
    assert agency_key("Sở LĐTBXH") != agency_key("Phòng LĐTBXH")
    assert agency_key("Phòng Kinh tế") != agency_key("Phòng Kinh tế hạ tầng")


def test_name_with_place_says_level_and_unit() -> None:
    read = read_name("Đề nghị Phòng Lao động – TBXH huyện Triệu Sơn (cơ quan thường trực)")

    assert (read.core, read.levels, read.place) == (
        "phong lao dong thuong binh xa hoi",
        (2,),
        "trieu son",
    )


def test_society_is_no_commune() -> None:
    read = read_name("Phòng Văn hóa xã hội")

    assert (read.levels, read.place, read.core) == ((), "", "phong van hoa xa hoi")


def test_kinds_refer_to_kinds() -> None:
    codes = [kind.code for kind in kinds()]

    assert len(codes) == len(set(codes))
    for line in kind_successions():
        before, after = kind_or_none(line.before), kind_or_none(line.after)
        assert before is not None
        assert after is not None
        assert before.level == after.level
        # A reorganisation without a day is never applied by itself.
        assert line.day is None or before.until == line.day
    for kind in kinds():
        assert not kind.parent or kind_or_none(kind.parent) is not None
