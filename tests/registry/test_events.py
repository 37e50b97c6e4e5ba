"""Events of a household: each kind, each refusal, who may, and what undoing brings back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.audit.models import AuditEvent
from giamngheo.lib.text import compare_key
from giamngheo.registry import queries, refusals
from giamngheo.registry.enums import EventState
from giamngheo.registry.events import accept_request, record_event, reject_request, undo_event
from giamngheo.registry.models import Household, HouseholdEvent, HouseholdStatus, Member
from giamngheo.registry.requests import (
    Birth,
    Conditions,
    Correction,
    Death,
    Leave,
    MemberIn,
    MemberOut,
    Merge,
    Move,
    NewHead,
    Request,
    Split,
)
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.families import make_family, member

TODAY = date(2021, 11, 8)
DAY = date(2021, 10, 1)
OPEN = {"full_name": "Lò Thị Bé", "sex": "F"}


@pytest.fixture
def officer_a(district: District) -> User:
    return officer(Role.COMMUNE, district.rural, full_name="Hà Thị Cán")


@pytest.fixture
def family(district: District) -> Household:
    return make_family(district)


def record(household: Household, request: Request, by: User, **changes: Any) -> HouseholdEvent:
    given: dict[str, Any] = {"event_date": DAY, "reason": "Giấy tờ của gia đình", "as_of": TODAY}
    scope = scope_of(user=by, as_of=TODAY)
    return record_event(household=household, request=request, by=by, scope=scope, **given | changes)


def undo(event: HouseholdEvent, by: User, **changes: Any) -> HouseholdEvent:
    given: dict[str, Any] = {"reason": "Ghi nhầm hộ", "as_of": TODAY}
    return undo_event(event=event, by=by, scope=scope_of(user=by, as_of=TODAY), **given | changes)


def picture(household: Household) -> list[tuple[Any, ...]]:
    """Return all that is true of the household and its people now."""
    household.refresh_from_db()
    head = (
        household.head_name, household.member_count, household.unit_path, household.registered_to,
        household.closed_as, household.search_key, household.address, household.ethnicity,
    )  # fmt: skip
    members = Member.objects.filter(household=household).exclude(left_as="RETRACTED")
    rows = members.order_by("position").values_list(
        "full_name", "relation", "valid_from", "valid_to", "left_as", "unit_path", "birth_date"
    )
    homes = household.residences.order_by("valid_from").values_list("unit_path", "valid_to")
    living = household.conditions.order_by("valid_from").values_list("floor_area_m2", "valid_to")
    return [head, *rows, *homes, *living, *household.origins.values_list("predecessor_id")]


# Each kind


def test_a_birth_adds_a_member_from_that_day(family: Household, officer_a: User) -> None:
    event = record(family, Birth(**OPEN), officer_a)

    child = member(family, "Lò Thị Bé")
    family.refresh_from_db()
    assert (child.birth_date, child.valid_from, child.relation) == (DAY, DAY, "CHILD")
    assert (child.ethnicity, child.joined_as, child.position) == ("Thái", "BIRTH", 5)
    assert (family.member_count, family.row_version) == (5, 2)
    assert (event.state, event.summary) == ("DONE", "Sinh Lò Thị Bé")
    day_before = queries.members_of(household=family, as_of=DAY - timedelta(days=1))
    assert day_before.count() == 4
    audit = AuditEvent.objects.get(action="registry.record_event")
    assert (audit.unit_path, audit.actor_id) == (family.unit_path, officer_a.pk)


def test_a_death_ends_the_membership_and_keeps_the_row(family: Household, officer_a: User) -> None:
    record(family, Death(member_id=member(family, "Lò Văn Nam").pk), officer_a)

    dead = Member.objects.get(full_name="Lò Văn Nam")
    family.refresh_from_db()
    assert (dead.valid_to, dead.left_as, family.member_count) == (DAY, "DEATH", 3)
    assert queries.members_of(household=family).count() == 3
    assert queries.members_of(household=family, as_of=DAY - timedelta(days=1)).count() == 4


def test_the_heads_death_makes_a_new_head_and_new_relations(
    family: Household, officer_a: User
) -> None:
    request = Death(
        member_id=member(family, "Lò Văn Hồng").pk, new_head_id=member(family, "Vi Thị Mai").pk
    )

    record(family, request, officer_a)

    family.refresh_from_db()
    relations = dict(family.members.present().values_list("full_name", "relation"))
    assert relations == {"Vi Thị Mai": "HEAD", "Lò Văn Nam": "CHILD", "Lò Thị Na": "CHILD"}
    assert (family.head_name, family.search_key) == ("Vi Thị Mai", "vi thi mai a-001")
    assert Member.objects.get(full_name="Lò Văn Hồng").relation == "HEAD"


def test_the_last_members_death_ends_the_household(district: District, officer_a: User) -> None:
    alone = make_family(district, "A-002", [("Hà Thị Ân", "F", date(1940, 1, 1), "HEAD")])

    record(alone, Death(member_id=member(alone, "Hà Thị Ân").pk), officer_a)

    alone.refresh_from_db()
    assert (alone.registered_to, alone.closed_as) == (DAY, "NOBODY")
    assert not Household.objects.registered_on(DAY).filter(code="A-002").exists()


def test_people_come_and_go(family: Household, officer_a: User) -> None:
    record(family, MemberIn(full_name="Hà Thị Dâu", sex="F", relation="OTHER"), officer_a)
    leaving = [member(family, name).pk for name in ("Lò Văn Nam", "Hà Thị Dâu")]
    event = record(
        family,
        MemberOut(member_ids=tuple(leaving), destination="Bình Dương"),
        officer_a,
        event_date=date(2021, 11, 1),
    )

    family.refresh_from_db()
    assert family.member_count == 3
    assert event.summary == "Lò Văn Nam, Hà Thị Dâu chuyển đi đến Bình Dương"
    assert queries.members_of(household=family, as_of=date(2021, 10, 31)).count() == 5


def test_a_move_keeps_where_the_household_lived(
    district: District, family: Household, officer_a: User
) -> None:
    target = district.villages["B"]

    record(family, Move(unit_id=target.pk, address="Số nhà 3"), officer_a)

    family.refresh_from_db()
    assert (family.unit_id, family.unit_path, family.address) == (
        target.pk,
        target.path,
        "Số nhà 3",
    )
    homes = list(family.residences.order_by("valid_from").values_list("unit_path", "valid_to"))
    assert homes == [(district.villages["A"].path, DAY), (target.path, None)]
    assert set(family.members.values_list("unit_path", flat=True)) == {target.path}


def test_a_household_that_leaves_is_gone_from_that_day(family: Household, officer_a: User) -> None:
    record(family, Leave(destination="Đắk Lắk"), officer_a)

    family.refresh_from_db()
    assert (family.registered_to, family.closed_as) == (DAY, "LEFT")
    assert family.residences.get().valid_to == DAY
    assert queries.members_of(household=family, as_of=DAY - timedelta(days=1)).count() == 4


def split(family: Household, by: User, *names: str, **more: Any) -> HouseholdEvent:
    ids = tuple(member(family, name).pk for name in names)
    return record(family, Split(member_ids=ids, head_id=ids[0], **more), by)


def test_a_split_makes_a_household_with_the_old_ones_history(
    district: District, officer_a: User
) -> None:
    family = make_family(district, category="POOR")

    event = split(family, officer_a, "Lò Văn Nam", "Lò Thị Na")

    new = event.other
    assert new is not None
    assert (new.code, new.head_name, new.unit_path) == ("A-001-T1", "Lò Văn Nam", family.unit_path)
    new.refresh_from_db()
    assert (new.member_count, new.registered_from) == (2, DAY)
    relations = dict(new.members.values_list("full_name", "relation"))
    assert relations == {"Lò Văn Nam": "HEAD", "Lò Thị Na": "SIBLING"}
    assert new.members.get(position=1).previous == Member.objects.get(
        household=family, full_name="Lò Văn Nam"
    )
    family.refresh_from_db()
    assert family.member_count == 2
    # The new household was never decided on, and all the same was poor before.
    assert not new.statuses.exists()
    asked = {"category": "POOR", "before": TODAY}
    assert queries.was_ever(household_ids=[new.pk], **asked) == {new.pk}
    assert queries.was_ever(household_ids=[new.pk], category="NEAR_POOR", before=TODAY) == set()


def test_what_the_old_household_became_later_is_not_the_new_ones(
    family: Household, officer_a: User
) -> None:
    new = split(family, officer_a, "Lò Văn Nam").other
    assert new is not None
    family.statuses.update(valid_to=DAY)
    HouseholdStatus.objects.create(
        household=family, category="POOR", valid_from=DAY, standard="vn-2016", source="QĐ"
    )

    asked = {"household_ids": [new.pk, family.pk], "category": "POOR", "before": TODAY}
    assert queries.was_ever(**asked) == {family.pk}


def test_history_passes_on_through_two_splits(district: District, officer_a: User) -> None:
    family = make_family(district, category="POOR")
    first = split(family, officer_a, "Lò Văn Nam", "Lò Thị Na").other
    assert first is not None
    second = split(first, officer_a, "Lò Thị Na").other
    assert second is not None

    ids = queries.history_ids(household_ids=[second.pk])
    assert set(ids[second.pk]) == {second.pk, first.pk, family.pk}


def test_a_head_who_splits_off_needs_a_successor(family: Household, officer_a: User) -> None:
    head, wife = member(family, "Lò Văn Hồng"), member(family, "Vi Thị Mai")
    with pytest.raises(refusals.HeadMissing, match="Lò Văn Hồng"):
        split(family, officer_a, "Lò Văn Hồng")

    record(family, Split(member_ids=(head.pk,), head_id=head.pk, new_head_id=wife.pk), officer_a)

    family.refresh_from_db()
    assert family.head_name == "Vi Thị Mai"


def test_a_merger_ends_the_other_household(district: District, officer_a: User) -> None:
    family = make_family(district)
    poor = make_family(
        district, "A-002", [("Hà Thị Ân", "F", date(1940, 1, 1), "HEAD")], category="POOR"
    )

    event = record(family, Merge(other_code="A-002"), officer_a)

    poor.refresh_from_db()
    family.refresh_from_db()
    assert event.other == poor
    assert (poor.registered_to, poor.closed_as) == (DAY, "MERGED")
    assert family.member_count == 5
    assert member(family, "Hà Thị Ân").relation == "OTHER"
    assert queries.was_ever(household_ids=[family.pk], category="POOR", before=TODAY)


def test_a_child_as_new_head_makes_the_parents_parents(family: Household, officer_a: User) -> None:
    record(family, NewHead(member_id=member(family, "Lò Văn Nam").pk), officer_a)

    relations = dict(family.members.present().values_list("full_name", "relation"))
    assert relations == {
        "Lò Văn Nam": "HEAD",
        "Lò Văn Hồng": "PARENT",
        "Vi Thị Mai": "PARENT",
        "Lò Thị Na": "SIBLING",
    }


def test_a_correction_of_the_heads_name_reaches_the_household(
    family: Household, officer_a: User
) -> None:
    head = member(family, "Lò Văn Hồng")
    values = {"full_name": "  Lò Văn   Hổng ", "birth_date": "2/3/1975", "attending": "0"}

    event = record(family, Correction(member_id=head.pk, values=values), officer_a)

    family.refresh_from_db()
    head.refresh_from_db()
    assert (family.head_name, head.name_key) == ("Lò Văn Hổng", compare_key("Lò Văn Hổng"))
    assert (head.birth_date, head.attending) == (date(1975, 3, 2), 0)
    assert event.summary == "Sửa Lò Văn Hồng: họ và tên, ngày sinh, đang học"


def test_not_known_is_not_no(family: Household, officer_a: User) -> None:
    child = member(family, "Lò Thị Na")
    assert child.has_health_insurance is None
    record(family, Correction(member_id=child.pk, values={"has_health_insurance": "0"}), officer_a)
    child.refresh_from_db()
    assert child.has_health_insurance is False

    record(family, Correction(member_id=child.pk, values={"has_health_insurance": ""}), officer_a)

    child.refresh_from_db()
    assert child.has_health_insurance is None


def test_a_merit_person_makes_a_merit_household(family: Household, officer_a: User) -> None:
    head = member(family, "Lò Văn Hồng")

    record(family, Correction(member_id=head.pk, values={"is_merit_person": "1"}), officer_a)

    family.refresh_from_db()
    assert family.has_merit_person is True


# Housing: 8 m² a person (R073)


@pytest.mark.parametrize(("area", "lacking"), [("31.9", True), ("32.0", False)])
def test_four_persons_need_thirty_two_square_metres(
    family: Household, officer_a: User, area: str, lacking: bool
) -> None:
    from giamngheo.registry.deprivations import findings_on

    record(family, Conditions(values={"floor_area_m2": area}), officer_a)

    found = {f.indicator.code: f.value for f in findings_on(household=family, as_of=TODAY)}
    assert found["floor_area"] is lacking
    assert found["toilet"] is None


def test_a_birth_judges_the_floor_anew(family: Household, officer_a: User) -> None:
    record(family, Conditions(values={"floor_area_m2": Decimal("32.0")}), officer_a)

    event = record(family, Birth(**OPEN), officer_a)

    changed = {one["code"]: (one["before"], one["after"]) for one in event.indicators}
    assert changed["floor_area"] == (False, True)
    undone = undo(event, officer_a)
    changed = {one["code"]: (one["before"], one["after"]) for one in undone.indicators}
    assert changed["floor_area"] == (True, False)


# Refusals


@pytest.mark.parametrize(
    ("request_of", "changes", "refusal"),
    [
        (lambda f: Birth(**OPEN), {"event_date": TODAY + timedelta(days=1)}, "REG-008"),
        (lambda f: Birth(**OPEN), {"event_date": date(2017, 12, 31)}, "REG-007"),
        (lambda f: Birth(**OPEN), {"reason": "  "}, "REG-009"),
        (lambda f: Birth(full_name=" ", sex="F"), {}, "REG-015"),
        (lambda f: Birth(full_name="Lò", sex="X"), {}, "REG-015"),
        (lambda f: Birth(**OPEN, relation="HEAD"), {}, "REG-015"),
        (lambda f: Death(member_id=0), {}, "REG-010"),
        (lambda f: Death(member_id=member(f, "Lò Văn Hồng").pk), {}, "REG-011"),
        (lambda f: MemberOut(member_ids=()), {}, "REG-015"),
        (lambda f: MemberOut(member_ids=(member(f, "Lò Văn Hồng").pk,)), {}, "REG-011"),
        (lambda f: Move(unit_id=0), {}, "REG-014"),
        (lambda f: Move(unit_id=f.unit_id), {}, "REG-014"),
        (lambda f: NewHead(member_id=member(f, "Lò Văn Hồng").pk), {}, "REG-015"),
        (lambda f: Correction(values={"address": "Thôn Một"}), {}, "REG-016"),
        (lambda f: Correction(values={"code": "X"}), {}, "REG-015"),
        (
            lambda f: Correction(member_id=member(f, "Vi Thị Mai").pk, values={"relation": "HEAD"}),
            {},
            "REG-015",
        ),
        (lambda f: Conditions(values={"floor_area_m2": "-1"}), {}, "REG-015"),
        (lambda f: Conditions(values={"toilet": "gold"}), {}, "REG-015"),
        (lambda f: Merge(other_code="A-001"), {}, "REG-013"),
        (lambda f: Merge(other_code="X"), {}, "REG-013"),
        (
            lambda f: Split(member_ids=tuple(m.pk for m in f.members.all()), head_id=0),
            {},
            "REG-012",
        ),
        (
            lambda f: Split(
                member_ids=(member(f, "Lò Thị Na").pk,),
                head_id=member(f, "Lò Thị Na").pk,
                code="A-001",
            ),
            {},
            "REG-019",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    family: Household, officer_a: User, request_of: Any, changes: dict[str, Any], refusal: str
) -> None:
    before = picture(family)

    with pytest.raises(refusals.Refusal) as refused:
        record(family, request_of(family), officer_a, **changes)

    assert refused.value.code == refusal
    assert picture(family) == before
    assert not HouseholdEvent.objects.exists()


def test_a_dead_person_does_not_die_again(family: Household, officer_a: User) -> None:
    son = member(family, "Lò Văn Nam")
    record(family, Death(member_id=son.pk), officer_a)

    with pytest.raises(refusals.MemberNotThere, match="qua đời từ ngày 01/10/2021"):
        record(family, Death(member_id=son.pk), officer_a)


def test_nothing_happens_in_a_household_that_ended(family: Household, officer_a: User) -> None:
    record(family, Leave(), officer_a)

    with pytest.raises(refusals.HouseholdClosed):
        record(family, Birth(**OPEN), officer_a)


# Who may


def test_another_communes_officer_is_refused(district: District, family: Household) -> None:
    stranger = officer(Role.COMMUNE, district.urban)

    with pytest.raises(AccessRefused):
        record(family, Birth(**OPEN), stranger)

    assert not HouseholdEvent.objects.exists()


def test_no_household_of_another_commune_is_merged_in(
    district: District, family: Household, officer_a: User
) -> None:
    make_family(district, "B-001")

    with pytest.raises(refusals.BadMerge, match="địa bàn được giao"):
        record(family, Merge(other_code="B-001"), officer_a)


@pytest.fixture
def village_head(district: District) -> User:
    return officer(Role.VILLAGE, district.villages["A"], full_name="Lò Văn Trưởng")


def test_a_village_head_asks_and_the_officer_accepts(
    family: Household, officer_a: User, village_head: User
) -> None:
    before = picture(family)
    event = record(family, Birth(**OPEN), village_head)
    assert (event.state, event.summary) == ("REQUESTED", "Sinh Lò Thị Bé")
    assert picture(family) == before
    scope = scope_of(user=officer_a, as_of=TODAY)
    assert list(queries.requests_waiting(scope=scope)) == [event]
    assert not queries.requests_waiting(scope=scope_of(user=village_head, as_of=TODAY))

    done = accept_request(event=event, by=officer_a, scope=scope, as_of=TODAY)

    assert (done.state, done.settled_by, done.requested_by) == ("DONE", officer_a, village_head)
    assert member(family, "Lò Thị Bé").birth_date == DAY


def test_an_impossible_request_is_refused_when_it_is_made(
    family: Household, village_head: User
) -> None:
    with pytest.raises(refusals.HeadMissing):
        record(family, Death(member_id=member(family, "Lò Văn Hồng").pk), village_head)


def test_a_request_is_answered_once(family: Household, officer_a: User, village_head: User) -> None:
    event = record(family, Birth(**OPEN), village_head)
    scope = scope_of(user=officer_a, as_of=TODAY)
    answered = reject_request(event=event, reason="Trẻ ở hộ khác", by=officer_a, scope=scope)
    assert (answered.state, answered.refusal) == (EventState.REJECTED, "Trẻ ở hộ khác")

    with pytest.raises(refusals.AlreadySettled, match="Hà Thị Cán"):
        accept_request(event=event, by=officer_a, scope=scope, as_of=TODAY)


def test_a_village_head_answers_no_request(family: Household, village_head: User) -> None:
    event = record(family, Birth(**OPEN), village_head)
    scope = scope_of(user=village_head, as_of=TODAY)

    with pytest.raises(AccessRefused):
        accept_request(event=event, by=village_head, scope=scope, as_of=TODAY)


# Two officers at once


def test_a_stale_form_is_refused_with_the_others_name(
    district: District, family: Household, officer_a: User
) -> None:
    other = officer(Role.COMMUNE, district.rural, full_name="Vi Văn Kia")
    record(family, Birth(**OPEN), other, expected_version=1)

    with pytest.raises(refusals.StaleHousehold, match=r"Vi Văn Kia đã sửa hộ này lúc \d\d:\d\d"):
        record(family, Correction(values={"address": "Khác"}), officer_a, expected_version=1)


# Decided statuses


def test_no_event_touches_a_decided_status(district: District, officer_a: User) -> None:
    family = make_family(district, category="POOR")
    before = list(HouseholdStatus.objects.values())

    split(family, officer_a, "Lò Văn Nam")
    record(family, Leave(), officer_a, event_date=TODAY)

    assert list(HouseholdStatus.objects.values()) == before


# Undo


UNDOABLE: list[Any] = [
    lambda f: Birth(**OPEN),
    lambda f: Death(member_id=member(f, "Lò Văn Hồng").pk, new_head_id=member(f, "Lò Văn Nam").pk),
    lambda f: MemberIn(full_name="Hà Thị Dâu", sex="F"),
    lambda f: MemberOut(member_ids=(member(f, "Lò Văn Nam").pk,)),
    lambda f: Move(unit_id=District.village_b.pk),  # type: ignore[attr-defined]
    lambda f: Leave(),
    lambda f: Split(member_ids=(member(f, "Lò Thị Na").pk,), head_id=member(f, "Lò Thị Na").pk),
    lambda f: Merge(other_code="A-002"),
    lambda f: NewHead(member_id=member(f, "Lò Văn Nam").pk),
    lambda f: Correction(values={"address": "Nơi khác"}),
    lambda f: Correction(
        member_id=member(f, "Lò Văn Hồng").pk,
        values={"full_name": "Lò Văn Hổng", "birth_date": ""},
    ),
    lambda f: Conditions(values={"floor_area_m2": "40", "devices": []}),
]


@pytest.mark.parametrize("request_of", UNDOABLE)
def test_undoing_brings_everything_back(
    district: District, officer_a: User, monkeypatch: pytest.MonkeyPatch, request_of: Any
) -> None:
    monkeypatch.setattr(District, "village_b", district.villages["B"], raising=False)
    family = make_family(district)
    other = make_family(district, "A-002", [("Hà Thị Ân", "F", date(1940, 1, 1), "HEAD")])
    province = officer(Role.COMMUNE, district.rural, district.urban)
    before = picture(family), picture(other)
    event = record(family, request_of(family), province)
    assert (picture(family), picture(other)) != before

    counter = undo(event, province)

    assert (picture(family), picture(other)) == before
    event.refresh_from_db()
    assert (event.state, counter.kind, counter.undoes) == ("UNDONE", "UNDO", event)
    assert counter.event_date == TODAY
    family.refresh_from_db()
    assert family.row_version == 3
    made = Household.objects.exclude(code__in=["A-001", "A-002"])
    assert not made.registered_on(TODAY).exists()


def test_the_later_event_is_undone_first(family: Household, officer_a: User) -> None:
    first = record(family, Birth(**OPEN), officer_a)
    second = record(family, Birth(full_name="Lò Văn Út", sex="M"), officer_a)

    with pytest.raises(refusals.NotToBeUndone, match="Sinh Lò Văn Út"):
        undo(first, officer_a)

    undo(second, officer_a)
    undo(first, officer_a)
    with pytest.raises(refusals.NotToBeUndone):
        undo(first, officer_a)


def test_a_split_others_rest_on_is_not_undone(
    district: District, family: Household, officer_a: User
) -> None:
    event = split(family, officer_a, "Lò Văn Nam")
    HouseholdStatus.objects.create(
        household=event.other, category="POOR", valid_from=DAY, standard="vn-2016", source="QĐ"
    )

    with pytest.raises(refusals.NotToBeUndone, match="phân loại hộ"):
        undo(event, officer_a)


def test_undoing_needs_a_reason_and_the_right(
    district: District, family: Household, officer_a: User
) -> None:
    event = record(family, Birth(**OPEN), officer_a)

    with pytest.raises(refusals.ReasonMissing):
        undo(event, officer_a, reason="")
    with pytest.raises(AccessRefused):
        undo(event, officer(Role.COMMUNE, district.urban))
