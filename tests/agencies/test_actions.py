"""Keeping the directory: what is written and what is refused."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.agencies.actions import (
    AgencyEnded,
    AgencyIncomplete,
    AgencyKnown,
    EndRefused,
    HeirGiven,
    StaffRefused,
    add_agency,
    add_alias,
    assign_staff,
    end_agency,
    end_staff,
    remove_alias,
    set_up_agencies,
)
from giamngheo.agencies.models import Agency, AgencySuccession
from giamngheo.agencies.queries import agencies_of_user, find_agency
from giamngheo.areas.models import Unit
from giamngheo.audit.models import AuditEvent
from tests.agencies.conftest import DAY
from tests.factories.accounts import officer

pytestmark = pytest.mark.django_db


def division(kind: str) -> Agency:
    return Agency.objects.get(kind=kind)


def test_setting_up_twice_adds_nothing(directory: Unit) -> None:
    assert set_up_agencies(units=[None, directory], as_of=DAY, by=None) == 0


def test_setting_up_joins_parents_and_successors(directory: Unit) -> None:
    assert division("DIVISION_LABOUR").parent == division("DISTRICT_COMMITTEE")
    line = AgencySuccession.objects.get(
        before=division("MINISTRY_LABOUR"), after=division("MINISTRY_AGRI_ENV")
    )
    assert (line.confidence, line.day_known, line.is_main) == ("secondary", False, True)


def test_two_tiers_have_no_labour_division(directory: Unit) -> None:
    # Of the province, only what its own decision says: nothing is ended by itself.
    assert division("DEPT_LABOUR").valid_to is None
    assert division("DIVISION_LABOUR").valid_to == date(2025, 7, 1)


def test_alias_makes_a_paper_understood(directory: Unit) -> None:
    assert find_agency(name="Phòng Lao động xã hội", as_of=DAY, within=directory) is None

    alias = add_alias(
        agency=division("DIVISION_LABOUR"), as_written="Phòng Lao động xã hội", by=None
    )

    found = find_agency(name="phòng lao động  Xã hội", as_of=DAY, within=directory)
    assert found == division("DIVISION_LABOUR")
    remove_alias(alias=alias, by=None)
    assert find_agency(name="Phòng Lao động xã hội", as_of=DAY, within=directory) is None


def test_alias_of_another_agency_is_refused(directory: Unit) -> None:
    with pytest.raises(AgencyKnown) as refused:
        add_alias(agency=division("DIVISION_HEALTH"), as_written="Phòng LĐ-TBXH", by=None)

    assert refused.value.code == "AGE-002"
    assert "Phòng Lao động - Thương binh và Xã hội" in refused.value.message


@pytest.mark.parametrize(("name", "source"), [(" - ", "QĐ 1"), ("Phòng Mới", " ")])
def test_agency_without_name_or_source_is_refused(directory: Unit, name: str, source: str) -> None:
    with pytest.raises(AgencyIncomplete):
        add_agency(unit=directory, name=name, source=source, by=None)


def test_agency_of_a_known_name_is_refused(directory: Unit) -> None:
    with pytest.raises(AgencyKnown):
        add_agency(unit=directory, name="Phòng Lao động – TBXH", source="QĐ 1", by=None)


def test_end_needs_a_decision_and_one_main_heir(directory: Unit) -> None:
    labour, health = division("DIVISION_LABOUR"), division("DIVISION_HEALTH")
    home = division("DIVISION_HOME")
    both = [HeirGiven(agency=health), HeirGiven(agency=home)]

    for heirs, source in (([HeirGiven(agency=health)], " "), (both, "QĐ 2")):
        with pytest.raises(EndRefused):
            end_agency(agency=labour, on=date(2021, 1, 1), heirs=heirs, source=source, by=None)
    with pytest.raises(EndRefused):
        end_agency(
            agency=labour,
            on=date(2021, 1, 1),
            heirs=[HeirGiven(agency=labour)],
            source="QĐ 2",
            by=None,
        )


def test_ended_agency_ends_once(directory: Unit) -> None:
    labour, home = division("DIVISION_LABOUR"), division("DIVISION_HOME")
    heirs = [HeirGiven(agency=home)]
    end_agency(agency=labour, on=date(2021, 1, 1), heirs=heirs, source="QĐ 2", by=None)

    with pytest.raises(AgencyEnded):
        end_agency(agency=labour, on=date(2022, 1, 1), heirs=heirs, source="QĐ 3", by=None)

    assert AuditEvent.objects.filter(action="agencies.end").count() == 1


def test_staff_report_for_an_agency_until_ended(directory: Unit) -> None:
    labour, user = division("DIVISION_LABOUR"), officer(Role.VIEWER, directory)
    staff = assign_staff(agency=labour, user=user, as_of=DAY, by=None)
    with pytest.raises(StaffRefused):
        assign_staff(agency=labour, user=user, as_of=DAY, by=None)

    end_staff(staff=staff, as_of=date(2020, 6, 1), by=None)

    assert list(agencies_of_user(user=user, as_of=date(2020, 5, 31))) == [labour]
    assert list(agencies_of_user(user=user, as_of=date(2020, 6, 1))) == []


def test_staff_of_an_ended_agency_are_refused(directory: Unit) -> None:
    with pytest.raises(AgencyEnded):
        assign_staff(
            agency=division("DIVISION_LABOUR"),
            user=officer(Role.VIEWER, directory),
            as_of=date(2025, 7, 1),
            by=None,
        )
