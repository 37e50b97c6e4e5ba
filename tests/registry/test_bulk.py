"""The register read and changed set by set."""

from datetime import date

import polars as pl
import pytest
from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.registry import bulk, frames
from giamngheo.registry.models import Household, HouseholdStatus, Member, Residence
from tests.factories.accounts import UserFactory
from tests.factories.district import District


@pytest.fixture
def by(db: None) -> User:
    return UserFactory(full_name="Hà Thị Quyết")


def columns(*households: Household, **changes: object) -> pl.DataFrame:
    names = ("id", "code", "unit_id", "unit_path", "head_name", "address", "ethnicity")
    flags = ("no_working_capacity", "has_merit_person")
    return pl.DataFrame(
        [{name: getattr(one, name) for name in (*names, *flags)} | changes for one in households]
    )


def test_households_come_with_their_types(district: District):
    district.load("A-001", "B-001")
    Household.objects.filter(code="A-001").update(has_merit_person=True)

    found = frames.households_inside(path=district.rural.path)

    row = found.row(0, named=True)
    assert found.height == 1
    assert (row["code"], row["has_merit_person"], row["no_working_capacity"]) == (
        "A-001",
        True,
        False,
    )
    assert (row["registered_from"], row["registered_to"]) == (date(2019, 1, 1), None)


def test_an_area_without_households_gives_an_empty_frame(district: District):
    assert frames.households_inside(path="/0/").is_empty()


def test_texts_with_quotes_lines_and_backslashes_come_through(district: District):
    district.load("A-001")
    written = 'Xóm "Đình", số 1\\N\nsau chùa'
    Household.objects.update(address=written)

    assert frames.households_inside(path="/")["address"].to_list() == [written]


def test_people_who_left_are_not_present(district: District):
    district.load("A-001", "A-002")
    left = Member.objects.get(household__code="A-002")
    left.valid_to, left.left_as = date(2020, 1, 1), "MOVE_OUT"
    left.save()
    ids = list(Household.objects.values_list("pk", flat=True))

    found = frames.present_members(household_ids=ids, columns=("full_name", "has_job"))

    assert found.height == 1
    assert found.schema["has_job"] == pl.Boolean


def test_holders_are_told_inside_the_area_only(district: District):
    district.load("A-001", "B-001")

    found = frames.holders_of_ids(personal_ids=["038180000001"], path=district.rural.path)

    assert found["code"].to_list() == ["A-001"]


def test_codes_with_odd_letters_are_found(district: District):
    district.load("A-001")
    Household.objects.update(code='A,"1"')

    assert frames.codes_taken(codes=['A,"1"', "A-002"]) == {'A,"1"'}


def test_what_changed_since_is_told(district: District):
    district.load("A-001", "A-002")
    same, other = Household.objects.order_by("code")
    Household.objects.filter(pk=other.pk).update(row_version=3, changed_by="Cao Văn Mạnh")
    versions = pl.DataFrame({"id": [same.pk, other.pk, 99], "row_version": [1, 1, 1]})

    with transaction.atomic():
        found = bulk.lock_unchanged(versions=versions)

    assert {one.code: (one.row_version, one.changed_by) for one in found} == {
        "A-002": (3, "Cao Văn Mạnh"),
        "": (None, ""),
    }


def test_an_update_writes_keys_version_and_place(district: District, by: User):
    district.load("A-001", "A-002")
    Household.objects.update(unit=district.rural, unit_path=district.rural.path)
    Residence.objects.update(unit=district.rural, unit_path=district.rural.path)
    village = district.villages["A"]
    one = Household.objects.get(code="A-001")
    changed = columns(one, head_name="Vi Thị Ơn", unit_id=village.pk, unit_path=village.path)

    with transaction.atomic():
        bulk.update_households(households=changed, by=by)

    one.refresh_from_db()
    assert (one.head_name, one.search_key, one.row_version) == ("Vi Thị Ơn", "vi thi on a-001", 2)
    assert one.changed_by == "Hà Thị Quyết"
    assert Residence.objects.get(household=one).unit == village
    assert Member.objects.get(household=one).unit_path == village.path
    other = Household.objects.get(code="A-002")
    assert (other.row_version, other.unit) == (1, district.rural)


def test_people_are_added_after_those_who_are_there(district: District, by: User):
    district.load("A-001")
    household = Household.objects.get()
    people = pl.DataFrame(
        {
            "household_id": [household.pk] * 2,
            "full_name": ["Lò Văn Tư", "Lò Văn Năm"],
            "sex": ["M", "M"],
            "relation": ["CHILD", "CHILD"],
            "valid_from": [date(2021, 11, 8)] * 2,
            "ethnicity": ["Kinh"] * 2,
        }
    )

    with transaction.atomic():
        ids = bulk.add_members(members=people)
        bulk.recount_members(household_ids=[household.pk])

    household.refresh_from_db()
    assert household.member_count == 3
    assert list(Member.objects.order_by("position").values_list("position", "search_key"))[1:] == [
        (2, "lo van tu"),
        (3, "lo van nam"),
    ]
    assert set(ids["id"]) == set(Member.objects.filter(position__gt=1).values_list("pk", flat=True))


def test_what_leans_on_a_household_is_named(district: District):
    district.load("A-001")
    (household,) = Household.objects.all()
    made = HouseholdStatus.objects.get().recorded_at

    assert bulk.tables_leaning_on(household_ids=[household.pk], since=made) == []

    district.review(2020, {"A-001": (100, 0)})

    assert "kết quả rà soát" in bulk.tables_leaning_on(household_ids=[household.pk], since=made)


def test_deleted_households_leave_nothing(district: District):
    district.load("A-001", "A-002")
    gone = Household.objects.get(code="A-001")

    with transaction.atomic():
        bulk.delete_households(household_ids=[gone.pk])

    for model in (Member, Residence, HouseholdStatus):
        assert model.objects.get().household.code == "A-002"
