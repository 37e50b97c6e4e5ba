"""Households carried over to the unit that took theirs over: dated, sourced, and back."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.areas.models import Unit, UnitLink
from giamngheo.audit.models import AuditEvent
from giamngheo.registry.carrying import (
    APersonDecides,
    CarriedSince,
    NobodyToCarry,
    NotAnHeir,
    NotEndedYet,
    carry_all,
    carry_chosen,
    carry_village,
    order_carrying,
    plan_of,
    undo_carrying,
)
from giamngheo.registry.events import NotToBeUndone, undo_event
from giamngheo.registry.models import Carrying, Household, HouseholdEvent, Member, Residence
from giamngheo.registry.queries import HouseholdFilter, households_matching
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer
from tests.factories.district import District, make_unit
from tests.factories.families import make_family

MERGED = date(2025, 7, 1)
EVE = date(2025, 6, 30)
TODAY = date(2025, 9, 1)
SOURCE = "Nghị quyết 1/NQ-UBTVQH15"


def successor(district: District, *olds: Unit, name: str = "Đồng Mới", split: bool = False) -> Unit:
    """Open a commune on the day and have the old ones end in it."""
    found = Unit.objects.filter(name=name).first()
    new = found or make_unit(
        name=name, kind="COMMUNE", level=3, code=f"97{Unit.objects.count():03d}",
        parent=district.province,
    )  # fmt: skip
    Unit.objects.filter(pk=new.pk).update(valid_from=MERGED, valid_to=None)
    for old in olds:
        UnitLink.objects.create(
            predecessor=old, successor=new, kind="SPLIT" if split else "MERGE", split=split,
            source=SOURCE,
        )  # fmt: skip
    Unit.objects.filter(pk__in=[old.pk for old in olds]).update(valid_to=MERGED)
    for old in olds:
        old.refresh_from_db()
    return new


@pytest.fixture
def by(district: District) -> User:
    return officer(Role.PROVINCE, district.province)


def homes(code: str) -> list[tuple[str, date, date | None]]:
    rows = Residence.objects.filter(household__code=code).order_by("valid_from")
    return [(one.unit.full_name, one.valid_from, one.valid_to) for one in rows]


def test_a_whole_commune_goes_with_its_villages(district: District, by: User) -> None:
    make_family(district, "A-001")
    make_family(district, "A-002")
    Household.objects.filter(code="A-002").update(
        unit=district.rural, unit_path=district.rural.path
    )
    Residence.objects.filter(household__code="A-002").update(
        unit=district.rural, unit_path=district.rural.path
    )
    new = successor(district, district.rural, district.urban)

    made = carry_all(unit=district.rural, by=by)

    assert (made.households, made.into, made.day, made.source) == (2, new, MERGED, SOURCE)
    first = Household.objects.get(code="A-001")
    assert (first.unit.name, first.unit.parent, first.unit.valid_from) == ("Thôn Một", new, MERGED)
    since = homes("A-001")[0][1]
    assert homes("A-001") == [
        ("Thôn Thôn Một", since, MERGED), ("Thôn Một", MERGED, None),
    ]  # fmt: skip
    assert Household.objects.get(code="A-002").unit == new
    paths = Member.objects.filter(household=first).values_list("unit_path", flat=True)
    assert set(paths) == {first.unit_path}
    assert first.unit_path.startswith(new.path)
    event = first.events.get()
    assert (event.kind, event.reason, event.event_date) == ("TRANSFER", SOURCE, MERGED)
    assert event.summary == "Xã Đồng Mây nay thuộc Xã Đồng Mới"
    assert AuditEvent.objects.filter(action="registry.carry_households").count() == 1
    assert UnitLink.objects.filter(successor=first.unit, kind="MOVE").exists()


def test_each_day_keeps_its_commune(district: District, by: User) -> None:
    """The officers of the new commune list it from the day on, the old list stays as it was."""
    make_family(district, "A-001")
    new = successor(district, district.rural, district.urban)
    carry_all(unit=district.rural, by=by)
    scope = scope_of(user=by, as_of=TODAY)

    def listed(unit: Unit, day: date) -> int:
        wanted = HouseholdFilter(unit_path=unit.path, as_of=day)
        return households_matching(wanted=wanted, scope=scope).count()

    assert [listed(district.rural, EVE), listed(new, EVE)] == [1, 0]
    assert [listed(district.rural, MERGED), listed(new, MERGED)] == [0, 1]
    clerk = scope_of(user=officer(Role.COMMUNE, new), as_of=TODAY)
    wanted = HouseholdFilter(unit_path=new.path, as_of=TODAY)
    assert households_matching(wanted=wanted, scope=clerk).count() == 1


def test_who_was_registered_under_the_old_unit_later_was_of_the_new_one(
    district: District, by: User
) -> None:
    make_family(district, "A-001")
    Residence.objects.filter(household__code="A-001").update(valid_from=date(2025, 8, 1))
    successor(district, district.rural, district.urban)

    carry_all(unit=district.rural, by=by)

    assert homes("A-001") == [("Thôn Một", date(2025, 8, 1), None)]
    home = Residence.objects.get(household__code="A-001")
    assert home.unit.valid_from == MERGED


def test_who_left_the_register_before_stays_with_the_old_unit(district: District, by: User) -> None:
    make_family(district, "A-001")
    make_family(district, "A-002")
    Household.objects.filter(code="A-002").update(registered_to=MERGED, closed_as="LEFT")
    successor(district, district.rural, district.urban)

    assert carry_all(unit=district.rural, by=by).households == 1
    assert Household.objects.get(code="A-002").unit == district.villages["A"]


def test_a_divided_commune_waits_for_a_person(district: District, by: User) -> None:
    for number in range(3):
        make_family(district, f"A-00{number}")
    one = successor(district, district.rural, name="Đồng Đông", split=True)
    two = successor(district, district.rural, name="Đồng Tây", split=True)

    with pytest.raises(APersonDecides, match="được chia cho 2 đơn vị"):
        carry_all(unit=district.rural, by=by)
    with pytest.raises(APersonDecides):
        order_carrying(unit=district.rural, by=by)
    with pytest.raises(NotAnHeir, match="Xã Đồng Đông, Xã Đồng Tây"):
        carry_village(
            unit=district.rural, village=district.villages["A"], into=district.urban, by=by
        )
    assert not Carrying.objects.exists()

    single = Household.objects.get(code="A-000")
    carry_chosen(unit=district.rural, household_ids=[single.pk], into=two, by=by)
    made = carry_village(unit=district.rural, village=district.villages["A"], into=one, by=by)

    single.refresh_from_db()
    # Its village was not said to go there: only the commune is known.
    assert single.unit == two
    assert made.households == 2
    assert {h.unit.parent for h in Household.objects.exclude(code="A-000")} == {one}
    with pytest.raises(NobodyToCarry):
        carry_village(unit=district.rural, village=district.villages["A"], into=one, by=by)


def test_undoing_brings_every_row_back(district: District, by: User) -> None:
    make_family(district, "A-001")
    make_family(district, "A-002")
    Residence.objects.filter(household__code="A-002").update(valid_from=date(2025, 8, 1))
    successor(district, district.rural, district.urban)
    before = {code: homes(code) for code in ("A-001", "A-002")}
    made = carry_all(unit=district.rural, by=by)

    undo_carrying(carrying=made, reason="Nhầm nghị quyết", by=by, as_of=TODAY)

    assert {code: homes(code) for code in before} == before
    village = district.villages["A"]
    assert set(Household.objects.values_list("unit", "unit_path")) == {(village.pk, village.path)}
    assert set(Member.objects.values_list("unit_path", flat=True)) == {village.path}
    assert set(HouseholdEvent.objects.values_list("kind", "state")) == {
        ("TRANSFER", "UNDONE"), ("UNDO", "DONE"),
    }  # fmt: skip
    made.refresh_from_db()
    assert (made.undo_reason, made.undone_by) == ("Nhầm nghị quyết", by)
    with pytest.raises(CarriedSince, match="đã được hoàn tác"):
        undo_carrying(carrying=made, reason="x", by=by, as_of=TODAY)
    # And forward again, into the same villages.
    again = carry_all(unit=district.rural, by=by)
    assert again.households == 2
    assert Unit.objects.filter(name="Thôn Một").count() == 2


def test_what_changed_since_is_not_undone(district: District, by: User) -> None:
    make_family(district, "A-001")
    successor(district, district.rural, district.urban)
    made = carry_all(unit=district.rural, by=by)
    with pytest.raises(CarriedSince, match="chưa ghi lý do"):
        undo_carrying(carrying=made, reason=" ", by=by, as_of=TODAY)
    Household.objects.update(row_version=9)

    with pytest.raises(CarriedSince, match="1 hộ đã thay đổi sau đó, ví dụ A-001"):
        undo_carrying(carrying=made, reason="Nhầm", by=by, as_of=TODAY)

    clerk = officer(Role.COMMUNE, made.into)
    with pytest.raises(NotToBeUndone, match="ở trang của đơn vị cũ"):
        undo_event(
            event=HouseholdEvent.objects.get(), reason="x", by=clerk,
            scope=scope_of(user=clerk, as_of=TODAY), as_of=TODAY,
        )  # fmt: skip


def test_a_unit_that_stands_has_nothing_to_carry(district: District, by: User) -> None:
    with pytest.raises(NotEndedYet):
        plan_of(unit=district.rural)
    successor(district, district.rural, district.urban)
    assert plan_of(unit=district.rural).households == 0
    with pytest.raises(NobodyToCarry):
        order_carrying(unit=district.rural, by=by)


def test_as_work_it_tells_how_many(district: District, by: User) -> None:
    make_family(district, "A-001")
    successor(district, district.rural, district.urban)

    order_carrying(unit=district.rural, by=by)

    item = WorkItem.objects.get(kind="carry_households")
    assert (item.state, item.result) == ("DONE", {"households": 1, "into": "Xã Đồng Mới"})


def test_the_statements_are_as_many_for_a_hundred(
    district: District, by: User, django_assert_max_num_queries: object
) -> None:
    district.load(*(f"A-{number:03d}" for number in range(100)))
    successor(district, district.rural, district.urban)

    with django_assert_max_num_queries(45):  # type: ignore[operator]
        carry_all(unit=district.rural, by=by)
