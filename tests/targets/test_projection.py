"""Where a unit ends the year when exactly its target is reached (the plan's own arithmetic)."""

from dataclasses import replace
from decimal import Decimal

from giamngheo.targets.progress import UnitProgress, total_of

BINH_SON = UnitProgress(
    unit_id=1,
    unit_path="/1/",
    unit_code="15769",
    name="Bình Sơn",
    name_as_written="Bình Sơn",
    is_confirmed=True,
    households=765,
    poor_start=163,
    poor_target=100,
    poor_left=None,
    poor_entered=None,
    poor_end=None,
    near_poor_start=145,
    near_poor_target=10,
    near_poor_end=None,
    planned_poor_start=163,
    planned_near_poor_start=145,
)


def test_projection_of_the_highest_commune() -> None:
    assert BINH_SON.projected_end == 63
    assert BINH_SON.projected_rate == Decimal("8.24")


def test_projection_of_the_district_is_that_of_its_sums() -> None:
    rest = replace(BINH_SON, households=59360 - 765, poor_start=1825 - 163, poor_target=1297 - 100)

    total = total_of(rows=[BINH_SON, rest], name="Tổng cộng", path="/", code="397")

    assert (total.projected_end, total.projected_rate) == (528, Decimal("0.89"))


def test_nothing_is_projected_without_a_target() -> None:
    assert replace(BINH_SON, poor_target=None).projected_end is None
    assert replace(BINH_SON, poor_target=None).projected_rate is None
