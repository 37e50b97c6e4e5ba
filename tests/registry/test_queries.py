"""The register of a past day, counts of every status, search, and history through splits."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.accounts.scope import Scope
from giamngheo.registry import queries
from giamngheo.registry.dated import MarkAlreadyLater, give_mark, set_conditions
from giamngheo.registry.enums import Mark
from giamngheo.registry.events import record_event
from giamngheo.registry.marks import (
    escape_among,
    mark_words_of,
    marks_of,
    status_table,
    words_of_mark,
)
from giamngheo.registry.models import (
    Household,
    HouseholdMark,
    HouseholdStatus,
    LivingConditions,
    Member,
)
from giamngheo.registry.queries import MINORITY, HouseholdFilter, households_matching
from giamngheo.registry.requests import Birth, Leave, Move
from giamngheo.registry.search import found_households
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.families import make_family

TODAY = date(2025, 3, 1)
YEAR_END = date(2024, 12, 31)


@pytest.fixture
def clerk(district: District) -> User:
    return officer(Role.COMMUNE, district.rural, district.urban)


@pytest.fixture
def scope(district: District) -> Scope:
    return scope_of(user=officer(Role.DISTRICT, district.unit), as_of=TODAY)


def record(household: Household, request: object, by: User, day: date) -> None:
    record_event(
        household=household,
        request=request,  # type: ignore[arg-type]
        event_date=day,
        reason="thử",
        by=by,
        scope=scope_of(user=by, as_of=TODAY),
        as_of=TODAY,
    )


def codes_on(path: str, day: date, scope: Scope) -> list[str]:
    found = queries.households_on(path=path, as_of=day, scope=scope)
    return sorted(found.values_list("code", flat=True))


@pytest.mark.parametrize(("moved", "there"), [(date(2024, 12, 31), "B"), (date(2025, 1, 1), "A")])
def test_the_register_of_a_day_is_by_where_people_lived(
    district: District, clerk: User, scope: Scope, moved: date, there: str
) -> None:
    family = make_family(district)
    make_family(district, "B-001")
    record(family, Move(unit_id=district.villages["B"].pk), clerk, moved)

    on_the_day = {
        key: codes_on(unit.path, YEAR_END, scope)
        for key, unit in (("A", district.rural), ("B", district.urban))
    }

    assert "A-001" in on_the_day[there]
    assert sorted(on_the_day["A"] + on_the_day["B"]) == ["A-001", "B-001"]
    assert codes_on(district.rural.path, TODAY, scope) == []
    assert codes_on(district.unit.path, YEAR_END, scope) == ["A-001", "B-001"]


def test_a_past_register_belongs_to_the_commune_it_was_of(district: District, clerk: User) -> None:
    family = make_family(district)
    record(family, Move(unit_id=district.villages["B"].pk), clerk, date(2025, 1, 15))
    old = scope_of(user=officer(Role.COMMUNE, district.rural), as_of=TODAY)
    new = scope_of(user=officer(Role.COMMUNE, district.urban), as_of=TODAY)

    seen = {
        (name, day): codes_on("", day, one)
        for name, one in (("old", old), ("new", new))
        for day in (YEAR_END, TODAY)
    }

    assert seen == {
        ("old", YEAR_END): ["A-001"],
        ("old", TODAY): [],
        ("new", YEAR_END): [],
        ("new", TODAY): ["A-001"],
    }


def test_members_and_sizes_are_those_of_the_day(
    district: District, clerk: User, scope: Scope
) -> None:
    family = make_family(district)
    record(family, Birth(full_name="Lò Thị Bé", sex="F"), clerk, date(2025, 1, 1))
    left = make_family(district, "A-002")
    record(left, Leave(), clerk, date(2024, 12, 31))

    sizes = {}
    for day in (YEAR_END, date(2025, 1, 1)):
        found = queries.households_on(path="", as_of=day, scope=scope)
        shown = queries.with_category(households=found, as_of=day)
        sizes[day] = [(row.code, row.members_then) for row in shown]  # type: ignore[attr-defined]
        assert queries.members_on(households=found, as_of=day).count() == sizes[day][0][1]

    assert sizes == {YEAR_END: [("A-001", 4)], date(2025, 1, 1): [("A-001", 5)]}


def test_filters_ask_what_was_true_on_the_day(
    district: District, clerk: User, scope: Scope
) -> None:
    make_family(district, category="POOR")
    make_family(
        district,
        "A-002",
        [("Vi Thị Hoa", "F", date(1970, 1, 1), "HEAD"), ("Vi Thị Út", "F", TODAY, "CHILD")],
    )
    Household.objects.filter(code="A-002").update(ethnicity="Kinh")

    def codes(**asked: object) -> list[str]:
        wanted = HouseholdFilter(as_of=TODAY, **asked)  # type: ignore[arg-type]
        return sorted(
            households_matching(wanted=wanted, scope=scope).values_list("code", flat=True)
        )

    assert codes() == ["A-001", "A-002"]
    assert codes(category="POOR") == codes(group="N1") == ["A-001"]
    assert codes(head_sex="F") == codes(with_young_children=True) == ["A-002"]
    assert codes(ethnicity=MINORITY) == codes(ethnicity="Thái") == ["A-001"]
    assert codes(search="hoa vi") == ["A-002"]


# Statuses and marks (R039, R052)


def decide(code: str, *spans: tuple[str, date, date | None]) -> int:
    """Give a household its statuses anew."""
    household = Household.objects.get(code=code)
    household.statuses.all().delete()
    for category, start, end in spans:
        HouseholdStatus.objects.create(
            household=household, category=category, valid_from=start, valid_to=end,
            standard="vn-2016", source="QĐ", group="N1" if category == "POOR" else "",
        )  # fmt: skip
    return household.pk


ESCAPED = date(2021, 12, 14)


def recognise(
    household_id: int, mark: Mark = Mark.AVERAGE_LIVING, *, day: date = ESCAPED,
    end: date | None = None,
) -> int:  # fmt: skip
    return give_mark(
        mark=mark, household_ids=[household_id], valid_from=day, valid_to=end,
        standard="vn-2016", source="QĐ 5",
    )  # fmt: skip


def test_counts_of_every_status_on_any_day(district: District, scope: Scope) -> None:
    for number in range(1, 5):
        make_family(district, f"A-{number:03d}")
    make_family(district, "B-001", category="POOR")
    decide("A-001", ("POOR", date(2019, 1, 1), ESCAPED), ("NON_POOR", ESCAPED, None))
    decide("A-002", ("NEAR_POOR", date(2019, 1, 1), ESCAPED), ("NON_POOR", ESCAPED, None))
    third = decide("A-003", ("NON_POOR", date(2019, 1, 1), None))
    Member.objects.filter(household__code="A-004", relation="HEAD").update(
        gets_social_allowance=True, allowance_from=date(2022, 1, 1)
    )
    recognise(third)

    def counts(day: date) -> dict[str, int]:
        table = status_table(unit_path=district.rural.path, as_of=day, scope=scope)
        return {name: count for name, count in table[district.rural.path].items() if count}

    assert counts(date(2021, 12, 13)) == {"POOR": 1, "NEAR_POOR": 1, "NON_POOR": 2}
    assert counts(date(2022, 1, 1)) == {
        "NON_POOR": 4, "ESCAPED_POOR": 1, "ESCAPED_NEAR_POOR": 1, "AVERAGE_LIVING": 1,
        "SOCIAL_PROTECTION": 1,
    }  # fmt: skip
    communes = status_table(unit_path=district.unit.path, as_of=TODAY, scope=scope, level=3)
    assert set(communes) == {district.rural.path, district.urban.path}
    assert communes[district.urban.path]["POOR"] == 1


DOUBT = "Hộ mới thoát nghèo (ngày giáp hạn, chưa rõ còn tính hay không)"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 12, 13), []),
        (ESCAPED, ["Hộ mới thoát nghèo"]),
        (date(2024, 12, 13), ["Hộ mới thoát nghèo"]),
        (date(2024, 12, 14), [DOUBT]),
        (date(2024, 12, 15), []),
    ],
)
def test_newly_escaped_is_for_thirty_six_months(
    district: District, scope: Scope, day: date, words: list[str]
) -> None:
    """The mark, the list, the counts and the page of the household follow one rule."""
    make_family(district)
    pk = decide("A-001", ("POOR", date(2019, 1, 1), ESCAPED), ("NON_POOR", ESCAPED, None))
    wanted = HouseholdFilter(as_of=day, mark="ESCAPED_POOR")
    table = status_table(unit_path=district.rural.path, as_of=day, scope=scope)
    among = escape_among(statuses=list(HouseholdStatus.objects.all()), as_of=day)

    assert mark_words_of(household_id=pk, as_of=day) == words
    assert ([words_of_mark(*among)] if among else []) == words
    assert households_matching(wanted=wanted, scope=scope).count() == len(words)
    assert table[district.rural.path]["ESCAPED_POOR"] == len(words)


def test_an_opening_list_lets_nobody_escape(district: District, scope: Scope) -> None:
    """Not poor under another standard only; who escaped before it keeps her day."""
    make_family(district, "A-001")
    make_family(district, "A-002")
    new_year = date(2022, 1, 1)
    one = decide("A-001", ("POOR", date(2019, 1, 1), new_year), ("NON_POOR", new_year, None))
    two = decide("A-002", ("POOR", date(2019, 1, 1), ESCAPED), ("NON_POOR", ESCAPED, None))
    HouseholdStatus.objects.filter(household=one, category="NON_POOR").update(by_opening_list=True)

    assert marks_of(household_id=one, as_of=new_year) == []
    assert marks_of(household_id=two, as_of=new_year) == ["ESCAPED_POOR"]
    own = list(HouseholdStatus.objects.filter(household=one))
    assert escape_among(statuses=own, as_of=new_year) is None
    table = status_table(unit_path=district.rural.path, as_of=new_year, scope=scope)
    assert table[district.rural.path]["ESCAPED_POOR"] == 1


def test_a_recognition_holds_for_its_period(district: District) -> None:
    make_family(district)
    pk = decide("A-001", ("NON_POOR", date(2019, 1, 1), None))
    assert recognise(pk, end=date(2022, 12, 14)) == 1
    assert recognise(pk, Mark.LOW_INCOME_WORKER) == 1

    both = ["AVERAGE_LIVING", "LOW_INCOME_WORKER"]
    assert marks_of(household_id=pk, as_of=date(2022, 12, 13)) == both
    assert marks_of(household_id=pk, as_of=date(2022, 12, 14)) == both[1:]
    recognise(pk, day=date(2022, 12, 1))
    spans = HouseholdMark.objects.filter(household=pk, mark="AVERAGE_LIVING").order_by("valid_from")
    assert list(spans.values_list("valid_from", "valid_to")) == [
        (ESCAPED, date(2022, 12, 1)), (date(2022, 12, 1), None),
    ]  # fmt: skip
    with pytest.raises(MarkAlreadyLater, match="1 hộ đã được công nhận"):
        recognise(pk, day=date(2022, 12, 1))


def test_counts_outside_the_scope_are_nothing(district: District) -> None:
    make_family(district)
    stranger = scope_of(user=officer(Role.COMMUNE, district.urban), as_of=TODAY)

    table = status_table(unit_path=district.unit.path, as_of=TODAY, scope=stranger, level=3)

    assert table == {}
    asked = {"unit_path": district.rural.path, "as_of": TODAY, "scope": stranger}
    assert queries.status_counts(**asked) == {}


# Conditions of many households


def test_conditions_of_many_keep_one_row_a_day(district: District) -> None:
    import polars as pl

    family = make_family(district)

    def put(day: date, area: str) -> None:
        frame = pl.DataFrame(
            {"household_id": [family.pk], "valid_from": [day], "floor_area_m2": [area]}
        ).with_columns(devices=pl.lit(["television"], dtype=pl.List(pl.String)))
        assert set_conditions(conditions=frame, source="Phiếu") == 1

    put(date(2020, 1, 1), "30.0")
    put(date(2022, 1, 1), "40.5")
    put(date(2021, 1, 1), "35.0")
    put(date(2021, 1, 1), "36.0")

    rows = LivingConditions.objects.order_by("valid_from")
    assert [(str(r.floor_area_m2), r.valid_from.year, r.valid_to) for r in rows] == [
        ("30.0", 2020, date(2021, 1, 1)),
        ("36.0", 2021, date(2022, 1, 1)),
        ("40.5", 2022, None),
    ]
    living = queries.conditions_on(household=family, as_of=date(2021, 12, 31))
    assert living is not None
    assert (str(living.floor_area_m2), living.devices) == ("36.0", ["television"])


# Search


@pytest.fixture
def named(district: District) -> None:
    for number, name in enumerate(
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hống", "Hồng Thị Nguyên", "Trần Văn Bình", "Hà Thị Hoà")
    ):
        make_family(district, f"A-{number:03d}", [(name, "F", date(1980, 1, 1), "HEAD")])
    make_family(district, "B-001", [("Nguyễn Thị Hồng", "F", date(1980, 1, 1), "HEAD")])


def names(text: str, scope: Scope) -> list[str]:
    return [one.household.head_name for one in found_households(text=text, scope=scope, limit=20)]


def rural(district: District) -> Scope:
    return scope_of(user=officer(Role.COMMUNE, district.rural), as_of=TODAY)


@pytest.mark.parametrize("typed", ["nguyen thi hong", "hong nguyen thi", "THỊ nguyen hong", "hong"])
def test_words_in_any_order_need_no_marks(named: None, district: District, typed: str) -> None:
    found = names(typed, rural(district))

    assert sorted(found) == ["Hồng Thị Nguyên", "Nguyễn Thị Hống", "Nguyễn Thị Hồng"]


def test_the_marks_as_typed_come_first(named: None, district: District) -> None:
    assert names("nguyễn thị hống", rural(district))[0] == "Nguyễn Thị Hống"
    assert names("nguyễn thị hồng", rural(district))[0] == "Nguyễn Thị Hồng"
    # The place of the tone is no other name.
    assert names("hà thị hòa", rural(district)) == ["Hà Thị Hoà"]


def test_the_beginning_of_a_word_is_enough(named: None, district: District) -> None:
    assert names("binh tra", rural(district)) == ["Trần Văn Bình"]
    assert names("binh t", rural(district)) == ["Trần Văn Bình"]
    assert names("tr", rural(district)) == ["Trần Văn Bình"]
    assert names("khong co", rural(district)) == []
    assert names("' \\ :* | !", rural(district)) == []


def test_codes_and_personal_ids_are_found(named: None, district: District) -> None:
    Member.objects.filter(household__code="A-003").update(personal_id="038180009999")

    assert names("a-003", rural(district))[0] == "Trần Văn Bình"
    assert names("0381800099", rural(district)) == ["Trần Văn Bình"]


def test_search_ends_at_the_scope(named: None, district: District) -> None:
    asked = found_households(text="nguyen thi hong", scope=rural(district), limit=20)
    assert {one.household.code[0] for one in asked} == {"A"}
    nobody = scope_of(user=officer(Role.VIEWER, district.unit), as_of=TODAY)
    assert names("nguyen", nobody) == []
    assert nobody.can(Permission.VIEW_REGISTER)


def test_a_member_leads_to_the_household(district: District) -> None:
    make_family(district)

    (hit,) = found_households(text="na lò thị", scope=rural(district), limit=5)

    assert (hit.household.code, hit.member and hit.member.full_name) == ("A-001", "Lò Thị Na")
