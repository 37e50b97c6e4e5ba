"""Triệu Sơn of 2020 with a committee whose members bear units as annexes list them."""

from datetime import date

import pytest

from giamngheo.areas.models import Unit
from giamngheo.committees.actions import GivenMember, add_members, create_committee
from giamngheo.committees.models import Committee
from tests.factories.areas import load_province, unit

DAY = date(2020, 3, 2)
MEMBERS = (
    GivenMember(full_name="Lò Thị Một", job="Trưởng phòng", units=("Thọ Sơn", "Thọ Bình")),
    GivenMember(full_name="Hà Văn Hai", units=("Đồng Lợi", "Tân Ninh")),
    GivenMember(full_name="Vi Thị Ba", units=("Minh Châu", "Thọ Sơn")),
    GivenMember(full_name="Cao Văn Bốn", units=("Minh Dân", "Xuân Thịnh", "Làng Không Có")),
)


@pytest.fixture
def trieu_son(db: None) -> Unit:
    load_province("38")
    return unit("397", "2020-03-02")


@pytest.fixture
def committee(trieu_son: Unit) -> Committee:
    made = create_committee(
        unit=trieu_son, name="Ban Chỉ đạo", decision="QĐ 1", valid_from=DAY, by=None
    )
    add_members(committee=made, members=MEMBERS, as_of=DAY, by=None)
    return made
