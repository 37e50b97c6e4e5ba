"""Writing down circumstances: one main cause, grounds, history, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.audit.models import AuditChange, AuditEvent
from giamngheo.registry.models import Household
from giamngheo.support import actions
from giamngheo.support.actions import Cause
from giamngheo.support.models import (
    CommunityMeasure,
    HouseholdCause,
    HouseholdNeed,
    LandLack,
    WorkingCategory,
)
from giamngheo.support.queries import circumstances_of, rows_of_households
from giamngheo.support.refusals import (
    CodeUnknown,
    MainCauseWrong,
    NothingToEnd,
    NotInRegister,
    PartMissing,
    WrittenLater,
)
from tests.factories.accounts import officer
from tests.factories.small_year import SmallYear

DAY = date(2020, 10, 5)
LATER = date(2020, 11, 9)


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear(planned=False)


@pytest.fixture
def household(year: SmallYear) -> Household:
    return Household.objects.get(code="A-001")


@pytest.fixture
def commune(year: SmallYear) -> User:
    return officer(Role.COMMUNE, year.district.rural)


def who(user: User, day: date = DAY) -> dict[str, Any]:
    return {"by": user, "scope": scope_of(user=user, as_of=day), "as_of": day}


def give(household: Household, codes: str, main: str, user: User, day: date = DAY) -> None:
    actions.record_causes(
        household=household,
        causes=[Cause(code=code) for code in codes.split()],
        main=main,
        **who(user, day),
    )


def in_force(household: Household, day: date) -> dict[str, bool]:
    rows: Any = HouseholdCause.objects.in_force(day)
    return dict(rows.filter(household=household).values_list("code", "is_main"))


def test_several_causes_of_which_one_is_the_main_one(household, commune) -> None:
    give(household, "LAND CAPITAL", "CAPITAL", commune)

    assert in_force(household, DAY) == {"LAND": False, "CAPITAL": True}


def test_new_causes_end_the_old_ones_and_keep_what_is_the_same(household, commune) -> None:
    give(household, "LAND CAPITAL ILLNESS", "CAPITAL", commune)
    give(household, "LAND CAPITAL", "LAND", commune, LATER)

    assert in_force(household, LATER - timedelta(days=1)) == {
        "LAND": False,
        "CAPITAL": True,
        "ILLNESS": False,
    }
    assert in_force(household, LATER) == {"LAND": True, "CAPITAL": False}


def test_the_database_holds_one_main_cause(household, commune) -> None:
    give(household, "LAND", "LAND", commune)

    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdCause.objects.create(
            household=household,
            unit_path=household.unit_path,
            valid_from=LATER,
            code="TOOLS",
            is_main=True,
        )


@pytest.mark.parametrize(
    ("codes", "main", "refusal"),
    [
        ("", "LAND", MainCauseWrong),
        ("LAND", "", MainCauseWrong),
        ("LAND", "CAPITAL", MainCauseWrong),
        ("LAND DROUGHT", "LAND", CodeUnknown),
    ],
)
def test_causes_are_refused(household, commune, codes: str, main: str, refusal: type) -> None:
    with pytest.raises(refusal):
        give(household, codes, main, commune)

    assert not HouseholdCause.objects.exists()


def test_a_day_before_what_is_written_is_refused(household, commune) -> None:
    give(household, "LAND", "LAND", commune, LATER)

    with pytest.raises(WrittenLater):
        give(household, "CAPITAL", "CAPITAL", commune, DAY)


def test_a_household_no_longer_managed_is_refused(year, commune) -> None:
    gone = Household.objects.get(code="A-006")

    with pytest.raises(NotInRegister):
        give(gone, "LAND", "LAND", commune)


def test_the_neighbour_commune_writes_nothing(year, household) -> None:
    neighbour = officer(Role.COMMUNE, year.district.urban)

    with pytest.raises(AccessRefused):
        give(household, "LAND", "LAND", neighbour)


def test_a_need_keeps_the_households_own_words(household, commune) -> None:
    need = actions.record_need(
        household=household,
        words=" vay vốn nuôi bò ",
        codes=["CREDIT", "PRODUCTION", "CREDIT"],
        model="LIVESTOCK",
        **who(commune),
    )

    assert (need.words, need.codes, need.model) == (
        "vay vốn nuôi bò",
        ["CREDIT", "PRODUCTION"],
        "LIVESTOCK",
    )
    actions.end_need(household=household, need_id=need.pk, **who(commune, LATER))
    need.refresh_from_db()
    assert need.valid_to == LATER
    with pytest.raises(NothingToEnd):
        actions.end_need(household=household, need_id=need.pk, **who(commune, LATER))


@pytest.mark.parametrize(("words", "codes"), [("", ["CREDIT"]), ("vay vốn", [])])
def test_a_need_without_words_or_kind_is_refused(household, commune, words, codes) -> None:
    with pytest.raises(PartMissing):
        actions.record_need(household=household, words=words, codes=codes, **who(commune))


def test_a_need_of_another_household_is_not_ended(household, commune) -> None:
    other = Household.objects.get(code="A-002")
    need = actions.record_need(household=other, words="x", codes=["OTHER"], **who(commune))

    with pytest.raises(NothingToEnd):
        actions.end_need(household=household, need_id=need.pk, **who(commune, LATER))


def test_one_working_category_at_a_time_with_grounds(household, commune) -> None:
    for kind, day in (("SUPPORT", DAY), ("RELIEF", LATER)):
        actions.set_working_category(
            household=household, kind=kind, grounds="họp thôn", **who(commune, day)
        )

    rows = WorkingCategory.objects.order_by("valid_from").values_list("kind", "valid_to")
    assert list(rows) == [("SUPPORT", LATER), ("RELIEF", None)]
    with pytest.raises(PartMissing):
        actions.set_working_category(
            household=household, kind="SUPPORT", grounds="  ", **who(commune, LATER)
        )


def test_land_lacking_needs_an_area_or_a_source(household, commune) -> None:
    given = {"household": household, "measure": "giao đất", **who(commune)}
    lack = actions.record_land_lack(kind="HOUSING_LAND", area_m2=Decimal(200), source="", **given)
    actions.record_land_lack(kind="WATER", area_m2=None, source="giếng cạn", **given)

    assert LandLack.objects.in_force(DAY).count() == 2
    for area, source in ((None, " "), (Decimal(0), "")):
        with pytest.raises(PartMissing):
            actions.record_land_lack(kind="WATER", area_m2=area, source=source, **given)
    actions.end_land_lack(household=household, land_id=lack.pk, **who(commune, LATER))
    assert LandLack.objects.in_force(LATER).count() == 1


def persuade(household: Household, user: User, day: date = DAY) -> None:
    actions.set_working_category(
        household=household, kind="PERSUASION", grounds="Mật: họp chi bộ", **who(user, day)
    )


def agree(household: Household, user: User, review_on: date = LATER) -> CommunityMeasure:
    return actions.record_community_measure(
        household=household,
        measure="Mật: động viên",
        organisation="Mật: chi hội",
        review_on=review_on,
        **who(user),
    )


def test_a_measure_is_reviewed_and_ends_with_its_outcome(household, commune) -> None:
    measure = agree(household, commune)
    with pytest.raises(PartMissing):
        agree(household, commune, DAY)
    with pytest.raises(PartMissing):
        actions.end_community_measure(
            household=household, measure_id=measure.pk, outcome="", **who(commune, LATER)
        )

    actions.end_community_measure(
        household=household, measure_id=measure.pk, outcome="đã đi làm", **who(commune, LATER)
    )

    measure.refresh_from_db()
    assert (measure.outcome, measure.valid_to) == ("đã đi làm", LATER)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.DISTRICT, "unit"),
        (Role.PROVINCE, "province"),
        (Role.COMMUNE, "urban"),
        (Role.COMMITTEE_MEMBER, "unit"),
        (Role.LEADER, "rural"),
    ],
)
def test_nobody_else_reads_what_is_confidential(year, household, commune, role, place) -> None:
    persuade(household, commune)
    agree(household, commune)
    reader = officer(role, getattr(year.district, place))

    found = circumstances_of(household=household, scope=scope_of(user=reader, as_of=DAY), as_of=DAY)

    assert found.working is None
    assert found.measures == ()
    assert found.past == ()
    with pytest.raises(AccessRefused):
        agree(household, reader)


def test_whoever_may_reads_it_and_a_past_category_tells_others_nothing(
    year, household, commune
) -> None:
    persuade(household, commune)
    actions.set_working_category(
        household=household, kind="SUPPORT", grounds="họp thôn", **who(commune, LATER)
    )

    def seen(user: User) -> Any:
        return circumstances_of(
            household=household, scope=scope_of(user=user, as_of=LATER), as_of=LATER
        )

    assert [row.kind for row in seen(commune).past] == ["PERSUASION"]
    district = seen(officer(Role.DISTRICT, year.district.unit))
    assert (district.working.kind, district.past) == ("SUPPORT", ())


def test_a_household_that_moves_does_not_take_the_label_along(year, household, commune) -> None:
    persuade(household, commune)
    agree(household, commune)
    Household.objects.filter(pk=household.pk).update(
        unit=year.district.villages["B"], unit_path=year.district.villages["B"].path
    )
    household.refresh_from_db()
    other = officer(Role.COMMUNE, year.district.urban)

    found = circumstances_of(household=household, scope=scope_of(user=other, as_of=DAY), as_of=DAY)

    assert (found.working, found.measures) == (None, ())


def test_the_trail_tells_nothing_confidential(household, commune) -> None:
    before = AuditEvent.objects.count()
    persuade(household, commune)
    measure = agree(household, commune)
    actions.end_community_measure(
        household=household, measure_id=measure.pk, outcome="Mật: xong", **who(commune, LATER)
    )

    events = list(AuditEvent.objects.order_by("id")[before:])
    changes = AuditChange.objects.filter(
        table_name__in=["support_workingcategory", "support_communitymeasure"]
    )
    told = " ".join(str(one.__dict__) for one in [*events, *changes])
    assert changes.count() == 3
    assert "PERSUASION" not in told
    assert "Mật" not in told
    for change in changes.filter(table_name="support_communitymeasure"):
        assert "household_id" not in f"{change.before} {change.after}"
    assert [event.subject for event in events] == ["A-001", "", ""]


def test_lists_cannot_ask_for_confidential_tables(household) -> None:
    for model in (WorkingCategory, CommunityMeasure):
        with pytest.raises(TypeError):
            rows_of_households(model=model, household_ids=[household.pk], as_of=DAY)
    assert rows_of_households(model=HouseholdNeed, household_ids=[household.pk], as_of=DAY) == {}
