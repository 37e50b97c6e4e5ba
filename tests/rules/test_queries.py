"""The standard that holds: the province's own where approved and in force, else the nation's."""

from datetime import date
from pathlib import Path

import pytest

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.law.standards import StandardNotFound
from giamngheo.reviews.actions import (
    StandardNotInForce,
    judge_communes,
    open_campaign,
    record_scores,
)
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign, ReviewResult
from giamngheo.rules import actions, queries
from tests.factories.district import District, make_unit, scores_of
from tests.factories.rules import approved, enter, local_text, points_workbook

BEFORE, INSIDE, AFTER = date(2021, 12, 31), date(2024, 5, 1), date(2027, 1, 1)


@pytest.fixture
def own(district: District, enterer: User, leader: User):  # type: ignore[no-untyped-def]
    return approved(local_text(), unit=district.province, by=enterer, second=leader)


def code_on(unit: Unit | None, day: date) -> str:
    return queries.standard_in_force(unit=unit, as_of=day).code


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (BEFORE, "vn-2016"),
        (date(2022, 1, 1), "tinh-mau"),
        (date(2026, 12, 31), "tinh-mau"),
        (AFTER, "vn-2027"),
    ],
)
def test_the_provinces_own_standard_on_its_days(
    own, district: District, day: date, code: str
) -> None:
    assert code_on(district.province, day) == code
    assert code_on(district.rural, day) == code
    assert code_on(district.villages["A"], day) == code


def test_elsewhere_and_without_a_unit_the_nation(own, db: None) -> None:
    other = make_unit(name="Tỉnh Khác", kind="PROVINCE", level=1, code="97", parent=None)

    assert code_on(other, INSIDE) == "vn-2022"
    assert code_on(None, INSIDE) == "vn-2022"


def test_a_draft_or_a_submitted_version_does_not_hold(district: District, enterer: User) -> None:
    rule = enter(local_text(), unit=district.province, by=enterer)
    assert code_on(district.unit, INSIDE) == "vn-2022"

    actions.submit_rule(rule=rule, by=enterer)
    assert code_on(district.unit, INSIDE) == "vn-2022"
    with pytest.raises(StandardNotFound, match="tinh-mau"):
        queries.standard_for("tinh-mau")


def test_after_a_withdrawal_the_nation_again(own, district: District, leader: User) -> None:
    actions.withdraw_rule(rule=own, valid_to=date(2024, 7, 1), reason="thử", by=leader)

    assert code_on(district.unit, date(2024, 6, 30)) == "tinh-mau"
    assert code_on(district.unit, date(2024, 7, 1)) == "vn-2022"
    assert queries.standard_for("tinh-mau").valid_to.value == date(2024, 7, 1)


def test_withdrawn_from_its_first_day_it_holds_for_no_day(
    own, district: District, leader: User
) -> None:
    actions.withdraw_rule(rule=own, valid_to=date(2022, 1, 1), reason="thử", by=leader)

    assert code_on(district.unit, date(2022, 1, 1)) == "vn-2022"
    assert "tinh-mau" not in {standard.code for standard in queries.all_standards()}
    assert queries.standard_for("tinh-mau").code == "tinh-mau"


def test_a_day_outside_every_standard_has_no_default(own, district: District) -> None:
    with pytest.raises(StandardNotFound, match="01/01/2031"):
        queries.standard_in_force(unit=district.unit, as_of=date(2031, 1, 1))


def test_national_codes_cost_no_query(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert queries.standard_for("VN-2022").code == "vn-2022"


def test_the_standard_of_a_place_costs_one_query_once_read(
    own, district: District, django_assert_num_queries
) -> None:
    queries.standard_in_force(unit=district.rural, as_of=INSIDE)

    with django_assert_num_queries(1):
        queries.standard_in_force(unit=district.rural, as_of=INSIDE)


def test_all_standards_name_the_local_ones_after_the_national(own) -> None:
    codes = [standard.code for standard in queries.all_standards()]

    assert codes == ["vn-2011", "vn-2016", "vn-2022", "vn-2027", "tinh-mau"]


def test_the_point_table_in_force(
    district: District, enterer: User, leader: User, tmp_path: Path
) -> None:
    content = points_workbook(tmp_path / "b.xlsx", code="diem-tinh", standard="vn-2022")
    rule = actions.enter_rule(
        content=content, file_name="b.xlsx", unit=district.province, by=enterer
    )

    def table_on(day: date):  # type: ignore[no-untyped-def]
        return queries.points_in_force(unit=district.rural, standard="vn-2022", as_of=day)

    assert table_on(INSIDE) is None
    actions.submit_rule(rule=rule, by=enterer)
    actions.approve_rule(rule=rule, by=leader)
    table = table_on(INSIDE)
    assert table is not None
    assert (table.code, table.holes) == ("diem-tinh", [])
    assert table_on(AFTER) is None


def open_under(standard: str, district: District, code: str = "thu") -> Campaign:
    return open_campaign(
        code=code,
        name="Rà soát thử",
        kind=CampaignKind.PERIODIC,
        year=2024,
        unit=district.unit,
        communes=district.communes,
        standard=standard,
        judged_for=date(2024, 11, 15),
        by=None,
    )


def test_a_campaign_opens_under_the_provinces_own_standard(own, district: District) -> None:
    with pytest.raises(StandardNotInForce, match="tinh-mau"):
        open_under("vn-2022", district)

    assert open_under("tinh-mau", district).standard == "tinh-mau"


def test_a_campaign_is_judged_by_its_stored_version(
    own, district: District, enterer: User, leader: User
) -> None:
    """Rural: 150 points are above the nation's cut-off (140) and below the province's (160)."""
    district.load("A-001", since=date(2023, 1, 1))
    campaign = open_under("tinh-mau", district)
    record_scores(campaign=campaign, scores=scores_of({"A-001": (150, 30)}), by=None)
    actions.withdraw_rule(rule=own, valid_to=date(2022, 1, 1), reason="thay thế", by=leader)
    lower = local_text(changes={"value: 160": "value: 145"})
    approved(lower, unit=district.province, by=enterer, second=leader)
    judge_communes(campaign=campaign, units=[district.rural], by=None)

    assert ReviewResult.objects.get(campaign=campaign).category == "POOR"
