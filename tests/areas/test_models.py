"""What the database itself refuses, from both sides."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from giamngheo.areas.enums import LinkKind, StatusKind
from giamngheo.areas.models import Unit, UnitAlias, UnitLink, UnitStatus
from tests.factories.areas import UnitFactory

pytestmark = pytest.mark.django_db

D1, D2, D3 = date(2015, 1, 1), date(2020, 1, 1), date(2025, 1, 1)


def refused(constraint: str, **changes: object) -> None:
    unit = UnitFactory()
    for name, value in changes.items():
        setattr(unit, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        unit.save()


def test_unit_as_made_is_valid() -> None:
    UnitFactory(village=True).full_clean()


def test_unit_code_in_two_periods_is_two_units() -> None:
    first = UnitFactory(code="15667", valid_from=D1, valid_to=D2)

    second = UnitFactory(code="15667", valid_from=D2, parent=first.parent)

    assert Unit.objects.in_force(D1).get(code="15667") == first
    assert Unit.objects.in_force(D2).get(code="15667") == second


def test_unit_code_twice_at_one_time_is_refused() -> None:
    parent = UnitFactory(province=True)
    UnitFactory(code="15667", valid_from=D1, valid_to=D3, parent=parent)

    with pytest.raises(IntegrityError, match="areas_unit_code_period"):
        UnitFactory(code="15667", valid_from=D2, parent=parent)


def test_unit_code_twice_says_so_in_vietnamese() -> None:
    first = UnitFactory(code="15667", valid_from=D1)
    other = UnitFactory(valid_from=D1)
    other.code = first.code

    with pytest.raises(ValidationError, match="đã có đơn vị khác mang mã này"):
        other.validate_constraints()


def test_unit_code_of_another_level_may_be_equal() -> None:
    province = UnitFactory(province=True, code="38")

    district = UnitFactory(district=True, code="038", parent=province)

    assert district.pk


def test_villages_need_no_code() -> None:
    commune = UnitFactory()
    made = [UnitFactory(village=True, parent=commune, name=f"Thôn {n}") for n in (1, 2)]

    assert [village.code for village in made] == [None, None]


def test_unit_bad_values_are_refused() -> None:
    refused("areas_unit_code", code=None)
    refused("areas_unit_code", code="156A7")
    refused("areas_unit_path_shape", path="12/345/")
    refused("areas_unit_path_shape", path="/12/345")
    refused("areas_unit_period", valid_to=date(2010, 1, 1))
    refused("areas_unit_parent", parent=None)
    refused("areas_unit_kind", kind="XÃ")
    refused("areas_unit_area_type", area_type="city")


def test_unit_path_is_unique() -> None:
    refused("areas_unit_path_unique", path=UnitFactory().path)


def test_unit_in_force_is_half_open() -> None:
    unit = UnitFactory(valid_from=D1, valid_to=D2)

    assert unit in Unit.objects.in_force(D1)
    assert unit in Unit.objects.in_force(date(2019, 12, 31))
    assert unit not in Unit.objects.in_force(D2)


def test_unit_inside_counts_whole_ids_only() -> None:
    """/1/ must not take in /12/."""
    commune = UnitFactory()
    shorter = Unit(path=commune.path[:-2] + "/") if len(commune.path) > 4 else None

    assert commune.is_inside(commune.parent)
    assert shorter is None or not commune.is_inside(shorter)


def test_link_to_itself_or_twice_is_refused() -> None:
    old, new = UnitFactory(), UnitFactory()
    UnitLink.objects.create(predecessor=old, successor=new, kind=LinkKind.MERGE, source="thử")

    with pytest.raises(IntegrityError, match="areas_link_unique"), transaction.atomic():
        UnitLink.objects.create(predecessor=old, successor=new, kind=LinkKind.SPLIT, source="thử")
    with pytest.raises(IntegrityError, match="areas_link_two_units"):
        UnitLink.objects.create(predecessor=old, successor=old, kind=LinkKind.MERGE, source="thử")


def test_link_share_is_a_part() -> None:
    old, new = UnitFactory(), UnitFactory()

    with pytest.raises(IntegrityError, match="areas_link_share"):
        UnitLink.objects.create(
            predecessor=old, successor=new, kind=LinkKind.SPLIT, share="1.1", source="thử"
        )


def test_alias_period_is_refused_backwards() -> None:
    with pytest.raises(IntegrityError, match="areas_alias_period"):
        UnitAlias.objects.create(
            unit=UnitFactory(), name="X", valid_from=D2, valid_to=D1, source="thử"
        )


def test_status_twice_at_one_time_is_refused_another_kind_is_not() -> None:
    unit = UnitFactory()
    UnitStatus.objects.create(unit=unit, kind=StatusKind.BORDER, valid_from=D1, source="thử")
    UnitStatus.objects.create(unit=unit, kind=StatusKind.ZONE_3, valid_from=D1, source="thử")

    with pytest.raises(IntegrityError, match="areas_status_border"):
        UnitStatus.objects.create(unit=unit, kind=StatusKind.BORDER, valid_from=D2, source="thử")
