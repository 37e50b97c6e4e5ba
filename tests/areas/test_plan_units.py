"""The shipped register as plans are held against it."""

import datetime as dt

import pytest

from giamngheo.areas.plan_units import units_of_plan
from giamngheo.documents.heading import Issuer


def issuer(level: str, *, province: str | None, district: str | None = None) -> Issuer:
    return Issuer(
        name="Ủy ban nhân dân",
        level=level,
        province=province,
        district=district,
        stated_in_header=True,
    )


TRIEU_SON = issuer("district", province="Thanh Hóa", district="Triệu Sơn")
LAST, FIRST = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


def test_a_districts_communes_end_with_the_district():
    register = units_of_plan(TRIEU_SON, LAST)

    assert register is not None
    assert register.area == "huyện Triệu Sơn"
    assert register.standing("Thọ Bình", LAST) is not None
    assert register.standing("Thọ Bình", FIRST) is None
    gone = register.gone("Xã Thọ Thế", FIRST)
    assert gone is not None
    assert gone.successors == ("Xã Thọ Phú",)


def test_old_names_stand_for_the_unit_they_went_into():
    register = units_of_plan(TRIEU_SON, LAST)

    assert register is not None
    now = register.standing("Tân Ninh", dt.date(2020, 1, 31))
    assert now is not None
    assert now.full_name == "Thị trấn Nưa"


def test_an_unconfirmed_spelling_is_told():
    register = units_of_plan(TRIEU_SON, LAST)

    assert register is not None
    assert register.standing("Thọ Tiên", dt.date(2020, 1, 31)) is None
    like = register.like("Thọ Tiên", dt.date(2020, 1, 31))
    assert like is not None
    assert like.full_name == "Xã Thọ Tiến"


def test_a_province_has_districts_and_their_communes():
    register = units_of_plan(issuer("province", province="Thanh Hóa"), LAST)

    assert register is not None
    assert register.standing("Huyện Triệu Sơn", LAST) is not None
    assert register.standing("Triệu Sơn", FIRST) is not None  # the commune of that name
    assert register.standing("Xã Thọ Bình", LAST) is not None


@pytest.mark.parametrize(
    ("who", "day"),
    [
        (issuer("commune", province="Thanh Hóa", district="Triệu Sơn"), LAST),
        (issuer("district", province="Thanh Hóa", district="Suối Bạc"), LAST),
        (issuer("district", province="Nghệ An", district="Triệu Sơn"), LAST),
        (TRIEU_SON, dt.date(2019, 11, 30)),
        (issuer("province", province=None), LAST),
    ],
)
def test_places_and_days_the_register_does_not_know(who: Issuer, day: dt.date):
    assert units_of_plan(who, day) is None
