"""No way into the register past the check: events, loaded lists, files, living conditions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.exchange.actions import import_households
from giamngheo.exchange.enums import Mode
from giamngheo.exchange.plan import make_plan
from giamngheo.quality import watching
from giamngheo.quality.actions import check_pending
from giamngheo.quality.checking import check_inside
from giamngheo.quality.models import CheckRun, DuplicatePair, Finding, PendingCheck
from giamngheo.registry import bulk
from giamngheo.registry.dated import set_conditions
from giamngheo.registry.events import accept_request, record_event, undo_event
from giamngheo.registry.models import Household, HouseholdEvent
from giamngheo.registry.requests import Conditions, MemberIn, Request
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.planted import AS_OF, SINCE, clean_family, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(district: District) -> User:
    return officer(Role.COMMUNE, district.rural)


def event(household: Household, request: Request, by: User) -> HouseholdEvent:
    return record_event(
        household=household,
        request=request,
        event_date=AS_OF,
        reason="thử",
        by=by,
        scope=scope_of(user=by, as_of=AS_OF),
        as_of=AS_OF,
    )


@pytest.fixture
def two(district: District) -> list[Household]:
    store([clean_family(n, district.villages["A"].pk) for n in (1, 2)])
    check_inside(path=district.province.path, as_of=AS_OF)
    return list(Household.objects.order_by("code"))


def same_person(household: Household) -> MemberIn:
    head = household.members.get(relation="HEAD")
    return MemberIn(
        full_name=head.full_name, sex=head.sex, birth_date=head.birth_date, relation="OTHER"
    )


def test_an_event_is_checked_as_it_is_saved(two: list[Household], clerk: User) -> None:
    done = event(two[1], same_person(two[0]), clerk)

    pair = DuplicatePair.objects.get(is_current=True)
    assert pair.rules == ["SAME_BIRTH"]
    assert pair.crosses_communes is False
    undo_event(
        event=done, reason="nhầm", by=clerk, scope=scope_of(user=clerk, as_of=AS_OF), as_of=AS_OF
    )
    assert not DuplicatePair.objects.filter(is_current=True).exists()


def test_a_villages_request_is_checked_when_accepted(
    two: list[Household], clerk: User, district: District
) -> None:
    village = officer(Role.VILLAGE, district.villages["A"])
    asked = event(two[1], same_person(two[0]), village)
    assert not DuplicatePair.objects.exists()

    accept_request(event=asked, by=clerk, scope=scope_of(user=clerk, as_of=AS_OF), as_of=AS_OF)

    assert DuplicatePair.objects.filter(is_current=True).count() == 1


def test_living_conditions_are_checked_as_they_are_saved(two: list[Household], clerk: User) -> None:
    event(two[0], Conditions(values={"floor_area_m2": "0"}), clerk)

    assert Finding.objects.filter(rule="AREA_ZERO", household_id=two[0].pk).exists()


WRITERS: dict[str, Callable[[Household], Any]] = {
    "households": lambda one: bulk.touch_households(household_ids=[one.pk], by=None),
    "conditions": lambda one: set_conditions(
        conditions=pl.DataFrame(
            {"household_id": [one.pk], "valid_from": [AS_OF], "floor_area_m2": [0.0]}
        ),
        source="Phiếu",
    ),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_bulk_writer_leaves_its_village_waiting(name: str, two: list[Household]) -> None:
    assert not PendingCheck.objects.exists()

    WRITERS[name](two[0])

    assert PendingCheck.objects.get().unit_id == two[0].unit_id


def test_a_file_brought_in_waits_and_is_checked_before_the_list_goes_up(
    district: District, clerk: User, tmp_path: Path
) -> None:
    path = tmp_path / "ho.csv"
    path.write_text(
        "Mã xã,Tên thôn,Họ và tên,Quan hệ,Giới tính,Ngày sinh,Dân tộc\n"
        f"{district.rural.code},Thôn Một,Lò Văn Xa,Chủ hộ,Nam,01/02/1915,Thái\n"
    )
    plan = make_plan(path=path, unit=district.rural, mode=Mode.ADD, as_of=AS_OF)
    import_households(path=path, plan=plan, mode=Mode.ADD, by=clerk)
    assert Household.objects.count() == 1
    assert PendingCheck.objects.exists()

    done = check_pending(unit=district.rural, by=clerk, as_of=AS_OF)

    assert done is not None
    assert Finding.objects.filter(rule="VERY_OLD").exists()
    assert not PendingCheck.objects.exists()
    assert CheckRun.objects.get().households == 1
    assert check_pending(unit=district.rural, by=clerk, as_of=AS_OF) is None


def test_what_was_taken_away_leaves_no_doubt(two: list[Household]) -> None:
    Household.objects.filter(pk=two[0].pk).update(registered_from=AS_OF.replace(year=2030))
    check_inside(path="/", as_of=AS_OF)
    assert Finding.objects.filter(household_id=two[0].pk).exists()
    bulk.Household.objects.get(pk=two[0].pk).conditions.all().delete()

    bulk.delete_households(household_ids=[two[0].pk])

    assert not Finding.objects.filter(household_id=two[0].pk).exists()


def test_a_save_that_would_wait_too_long_is_kept_and_checked_later(
    two: list[Household], clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(**_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(watching, "BUDGET_MS", 30)
    monkeypatch.setattr(watching, "check_households", slow)

    done = event(two[1], same_person(two[0]), clerk)

    assert HouseholdEvent.objects.filter(pk=done.pk).exists()
    assert PendingCheck.objects.get().unit_id == two[1].unit_id
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


def test_a_check_while_saving_asks_a_fixed_number_of_questions(
    district: District, two: list[Household]
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            watching.look_now(household_ids=[two[0].pk], as_of=AS_OF)
        return len(queries)

    before = asked()
    store([clean_family(n, district.villages["A"].pk) for n in range(10, 60)])

    assert asked() == before
    assert before <= 45
    assert SINCE < AS_OF
