"""Two officers write to one household in the same moment: one is told who was faster."""

import threading
from datetime import date

import pytest
from django.db import connection

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.lib.errors import Refusal
from giamngheo.registry.events import record_event
from giamngheo.registry.models import Household, HouseholdEvent
from giamngheo.registry.requests import Birth
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.families import make_family

TODAY = date(2021, 11, 8)


@pytest.mark.django_db(transaction=True)
def test_of_two_forms_sent_at_once_one_is_stale() -> None:
    district = District()
    family = make_family(district)
    officers = [officer(Role.COMMUNE, district.rural, full_name=f"Cán Bộ {n}") for n in "AB"]
    start, ended = threading.Barrier(2), []

    def send(by: User) -> None:
        try:
            household = Household.objects.get(pk=family.pk)
            start.wait(timeout=10)
            record_event(
                household=household,
                request=Birth(full_name="Lò Thị Bé", sex="F"),
                event_date=TODAY,
                reason="Giấy khai sinh",
                by=by,
                scope=scope_of(user=by, as_of=TODAY),
                as_of=TODAY,
                expected_version=1,
            )
            ended.append("done")
        except Refusal as refused:
            ended.append(refused.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(one,)) for one in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(ended)[1] == "done"
    assert "Cán Bộ" in sorted(ended)[0]
    assert "đã sửa hộ này" in sorted(ended)[0]
    assert HouseholdEvent.objects.count() == 1
    family.refresh_from_db()
    assert (family.member_count, family.row_version) == (5, 2)
