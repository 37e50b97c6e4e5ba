"""The flow tables close for every village of any register; what no decision explains is named."""

import random
from datetime import date, timedelta

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from giamngheo.areas.models import Unit
from giamngheo.decisions.enums import Flow, OtherCause
from giamngheo.decisions.flow_rows import TABLES, FlowLine, Stay, entries_of
from giamngheo.decisions.flows import flow_table, households_behind
from giamngheo.registry.enums import Joined, LinkKind, Relation
from giamngheo.registry.models import (
    Household,
    HouseholdLink,
    HouseholdStatus,
    Member,
    Residence,
)
from giamngheo.reviews.models import CommuneYear
from tests.factories.district import District
from tests.factories.finished_list import SIGNED, FinishedList
from tests.factories.full_campaign import add_village

FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)
P, N = "POOR", "NEAR_POOR"


@pytest.fixture
def district(db: None) -> District:
    found = District()
    add_village(found, "C", "Thôn Ba")
    add_village(found, "D", "Thôn Bốn")
    return found


def household(
    unit: Unit,
    code: str,
    *statuses: tuple[date, str],
    since: date = date(2018, 1, 1),
    until: date | None = None,
    closed_as: str = "",
    persons: int = 2,
    joined_as: str = Joined.REGISTERED,
) -> Household:
    """Store a household with members and statuses as raw rows: nobody decided on them."""
    made = Household.objects.create(
        code=code,
        unit=unit,
        unit_path=unit.path,
        head_name=f"Lò Văn {code}",
        sort_key=code,
        search_key=code.lower(),
        registered_from=since,
        registered_to=until,
        closed_as=closed_as,
    )
    Residence.objects.create(household=made, unit=unit, unit_path=unit.path, valid_from=since)
    for position in range(1, persons + 1):
        person(made, position, since, joined_as)
    set_statuses(made, *statuses)
    return made


def person(of: Household, position: int, since: date, joined_as: str = Joined.BIRTH) -> None:
    Member.objects.create(
        household=of,
        position=position,
        full_name=f"Lò Thị {position}",
        search_key="lo",
        sex="F",
        relation=Relation.HEAD if position == 1 else Relation.CHILD,
        valid_from=since,
        joined_as=joined_as,
    )


def set_statuses(of: Household, *statuses: tuple[date, str]) -> None:
    ends = [day for day, _ in statuses[1:]] + [None]
    for (day, category), end in zip(statuses, ends, strict=True):
        HouseholdStatus.objects.create(
            household=of,
            category=category,
            valid_from=day,
            valid_to=end,
            standard="vn-2016",
            source="thử",
        )


def move(of: Household, to: Unit, day: date) -> None:
    Residence.objects.filter(household=of, valid_to=None).update(valid_to=day)
    Residence.objects.create(household=of, unit=to, unit_path=to.path, valid_from=day)
    Household.objects.filter(pk=of.pk).update(unit=to, unit_path=to.path)


def stock(path: str, category: str, day: date) -> int:
    """Count by another road than the table's: a household at a time."""
    count = 0
    open_on = Q(valid_to=None) | Q(valid_to__gt=day)
    for one in Household.objects.registered_on(day):
        lives = one.residences.filter(open_on, valid_from__lte=day, unit_path__startswith=path)
        is_it = one.statuses.filter(open_on, valid_from__lte=day, category=category)
        count += lives.exists() and is_it.exists()
    return count


def closes(line: FlowLine) -> bool:
    """The official identity, with what is not explained as the only difference."""
    return all(
        line.imbalance(table=table, persons=persons)
        == line.counts(persons=persons)[table, Flow.UNEXPLAINED]
        for table in TABLES
        for persons in (False, True)
    )


def random_day(dice: random.Random) -> date:
    return date(2019, 1, 1) + timedelta(days=dice.randrange(900))


def random_register(district: District, dice: random.Random) -> None:
    villages = [district.villages[key] for key in "ACD"]
    for number in range(14):
        since = random_day(dice) if dice.random() < 0.5 else date(2018, 1, 1)
        until = random_day(dice) if dice.random() < 0.3 else None
        changes = sorted({since, *(random_day(dice) for _ in range(dice.randrange(4)))})
        one = household(
            dice.choice(villages),
            f"A-{number:03}",
            *((day, dice.choice([P, N, "NON_POOR"])) for day in changes),
            since=since,
            until=until if until and until > since else None,
            persons=dice.randrange(1, 5),
        )
        if dice.random() < 0.4:
            move(one, dice.choice(villages), since + timedelta(days=dice.randrange(1, 500)))
        if dice.random() < 0.4:
            person(one, 9, random_day(dice))


@pytest.mark.parametrize("seed", range(12))
def test_the_table_closes_for_any_register(district: District, seed: int) -> None:
    random_register(district, random.Random(seed))

    table = flow_table(unit=district.rural, first_day=FIRST, last_day=LAST)
    above = flow_table(unit=district.unit, first_day=FIRST, last_day=LAST)

    assert [row.unit for row in table.rows if row.unit] == sorted(
        {row.unit for row in table.rows if row.unit}, key=lambda unit: unit.sort_key
    )
    for row in table.rows:
        assert row.unit is not None
        assert closes(row.line), (seed, row.unit.name)
        for category in TABLES:
            counted = row.line.households
            assert counted[category, Flow.START] == stock(row.unit.path, category, FIRST)
            assert counted[category, Flow.END] == stock(row.unit.path, category, LAST)
    assert closes(table.total)
    for key in {*table.total.households, *table.total.persons}:
        lines = [row.line for row in table.rows]
        assert sum(line.households[key] for line in lines) == table.total.households[key]
        assert sum(line.persons[key] for line in lines) == table.total.persons[key]
    assert above.total.households == table.total.households


CATEGORIES = st.sampled_from([P, N, "NON_POOR"])
STAYS = st.builds(
    Stay,
    household_id=st.just(1),
    code=st.just("A-001"),
    head_name=st.just(""),
    unit_path=st.just("/1/"),
    first=CATEGORIES,
    last=CATEGORIES,
    persons_first=st.integers(1, 9),
    persons_last=st.integers(1, 9),
    was_there=st.booleans(),
    stays=st.booleans(),
    came=st.sampled_from(OtherCause),
    left=st.sampled_from(OtherCause),
    explained=st.just(True),
    relapsed=st.booleans(),
)


@given(st.lists(STAYS, max_size=30))
def test_decided_stays_close_and_the_two_tables_agree(stays: list[Stay]) -> None:
    line = FlowLine()
    line.add(stays)

    for persons in (False, True):
        counted = line.counts(persons=persons)
        assert [line.imbalance(table=table, persons=persons) for table in TABLES] == [0, 0]
        assert counted[P, Flow.CROSSED_OUT] == counted[N, Flow.CROSSED_IN]
        assert counted[P, Flow.CROSSED_IN] == counted[N, Flow.CROSSED_OUT]


def test_decided_movements_stand_in_their_columns(finished: FinishedList) -> None:
    finished.bring_to_opinion()
    finished.decide()

    table = flow_table(unit=finished.unit, first_day=date(2021, 1, 1), last_day=date(2021, 12, 31))

    assert table.closes
    assert not table.unexplained
    poor = {flow: count for (kind, flow), count in table.total.households.items() if kind == P}
    assert poor == {
        Flow.START: 3,
        Flow.ESCAPED: 1,
        Flow.CROSSED_OUT: 1,
        Flow.CROSSED_IN: 1,
        Flow.NEW: 1,
        Flow.END: 3,
    }
    year = CommuneYear.objects.get(unit=finished.unit, year=2021)
    assert (poor[Flow.START], poor[Flow.END]) == (year.poor_start, year.poor_end)
    assert SIGNED.year == 2021


def test_a_status_without_a_decision_is_named(finished: FinishedList) -> None:
    finished.bring_to_opinion()
    finished.decide()
    HouseholdStatus.objects.filter(household__code="A-003", valid_to=None).update(
        valid_to=date(2021, 12, 20)
    )
    set_statuses(Household.objects.get(code="A-003"), (date(2021, 12, 20), "NON_POOR"))

    table = flow_table(unit=finished.unit, first_day=date(2021, 1, 1), last_day=date(2021, 12, 31))

    assert not table.closes
    assert table.total.imbalance(table=P) == -1
    assert [stay.code for stay in table.unexplained] == ["A-003"]


def test_who_comes_and_goes_is_told_apart(district: District) -> None:
    village, other = district.villages["A"], district.villages["C"]
    june = date(2020, 6, 1)
    moved = household(village, "A-001", (date(2018, 1, 1), P))
    move(moved, other, june)
    household(village, "A-002", (date(2018, 1, 1), P), until=june, closed_as="NOBODY", persons=1)
    household(village, "A-003", (june, P), since=june, joined_as=Joined.MOVE_IN)
    household(village, "A-004", (june, P), since=june)

    table = flow_table(unit=district.rural, first_day=FIRST, last_day=LAST)

    lines = {row.unit.name: row.line for row in table.rows if row.unit}
    one, three = lines["Thôn Một"], lines["Thôn Ba"]
    assert dict(one.causes) == {
        (P, Flow.OTHER_OUT, OtherCause.MOVED): 1,
        (P, Flow.OTHER_OUT, OtherCause.DEATH): 1,
        (P, Flow.OTHER_IN, OtherCause.MOVED): 1,
        (P, Flow.OTHER_IN, OtherCause.UNKNOWN): 1,
    }
    assert dict(three.causes) == {(P, Flow.OTHER_IN, OtherCause.MOVED): 1}
    assert (one.persons[P, Flow.OTHER_OUT], one.households[P, Flow.END]) == (3, 2)
    assert [stay.code for stay in table.unnamed] == ["A-004"]
    assert households_behind(
        unit=district.rural, first_day=FIRST, last_day=LAST, table=P, flow=Flow.OTHER_IN,
        row=other.pk,
    ) == [moved.pk]  # fmt: skip


def test_a_split_household_brings_what_its_origin_was(district: District) -> None:
    june, village = date(2020, 6, 1), district.villages["A"]
    origin = household(village, "A-001", (date(2018, 1, 1), P))
    young = household(village, "A-002", (date(2020, 12, 10), P), since=june)
    HouseholdLink.objects.create(
        household=young, predecessor=origin, kind=LinkKind.SPLIT, since=june
    )

    table = flow_table(unit=district.rural, first_day=FIRST, last_day=LAST)

    assert table.total.causes[P, Flow.OTHER_IN, OtherCause.SPLIT] == 1
    assert table.total.households[P, Flow.END] == 2
    assert table.closes


def test_poor_years_of_the_origin_make_it_a_relapse(district: District) -> None:
    village = district.villages["A"]
    origin = household(
        village, "A-001", (date(2016, 1, 1), P), (date(2018, 1, 1), "NON_POOR"),
        since=date(2016, 1, 1),
    )  # fmt: skip
    young = household(
        village, "A-002", (date(2019, 6, 1), "NON_POOR"), (date(2020, 12, 10), P),
        since=date(2019, 6, 1),
    )  # fmt: skip
    HouseholdLink.objects.create(
        household=young, predecessor=origin, kind=LinkKind.SPLIT, since=date(2019, 6, 1)
    )

    (stay,) = flow_table(unit=district.rural, first_day=FIRST, last_day=LAST).unexplained

    assert stay.code == "A-002"
    assert stay.relapsed


def test_a_child_born_to_a_poor_family_adds_a_person_and_no_household(
    district: District,
) -> None:
    one = household(district.villages["A"], "A-001", (date(2018, 1, 1), P))
    person(one, 3, date(2020, 5, 1))

    table = flow_table(unit=district.rural, first_day=FIRST, last_day=LAST)

    counted = table.total
    assert (counted.households[P, Flow.OTHER_IN], counted.persons[P, Flow.OTHER_IN]) == (0, 1)
    assert (counted.persons[P, Flow.START], counted.persons[P, Flow.END]) == (2, 3)
    assert table.closes


def test_a_family_that_comes_poor_and_escapes_leaves_two_traces() -> None:
    stay = Stay(
        household_id=1, code="A", head_name="", unit_path="/1/", first=P, last="NON_POOR",
        persons_first=4, persons_last=3, was_there=False, stays=True, came=OtherCause.MOVED,
    )  # fmt: skip

    entries = {(one.flow, one.households, one.persons) for one in entries_of(stay)}

    assert entries == {
        (Flow.OTHER_IN, 1, 4),
        (Flow.OTHER_OUT, 0, 1),
        (Flow.ESCAPED, 1, 3),
    }
