"""The whole year in a database. It takes half a minute: one class, so that it is built once."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test import TestCase

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.demo.accounts import ACCOUNTS, PASSWORD
from giamngheo.demo.building import build_demo, demo_result
from giamngheo.demo.figures import commune_figures
from giamngheo.demo.frames import make_frames
from giamngheo.demo.judging import judge_scores
from giamngheo.planning.models import Plan
from giamngheo.registry.models import Household, HouseholdStatus, Member
from giamngheo.reviews.models import Campaign, CommuneYear, Decision, ReviewResult

TODAY = date(2026, 11, 22)


def district() -> Unit:
    return Unit.objects.get(full_name="Huyện Triệu Sơn", level=UnitLevel.DISTRICT)


def user(username: str) -> User:
    return User.objects.get(username=username)


@pytest.mark.slow
@pytest.mark.xdist_group("demo")  # a build that is timed shares no machine with another build
class TestBuiltYear(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.frames = make_frames()
        cls.built = build_demo()
        # The checks a commit would make, once: left deferred, every test would repeat them.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def test_result_is_the_plans_year(self):
        assert self.built.is_new
        assert (self.built.unit, self.built.year, self.built.communes) == (
            "Huyện Triệu Sơn",
            2020,
            34,
        )
        assert (self.built.households, self.built.poor_start, self.built.near_poor_start) == (
            59_360,
            1_825,
            4_241,
        )
        assert self.built.poor_target == 1_297
        assert 528 < self.built.poor_end < 600

    def test_build_stays_within_its_time(self):
        assert 0 < self.built.seconds < 90
        assert sum(self.built.parts.values()) <= self.built.seconds + 1

    def test_plans_slip_is_among_the_warnings(self):
        assert any("818" in warning and "795" in warning for warning in self.built.warnings)

    def test_json_has_the_promised_keys_in_order(self):
        assert list(self.built.to_json()) == [
            "unit",
            "year",
            "communes",
            "households",
            "poor_start",
            "poor_target",
            "near_poor_start",
            "poor_end",
            "warnings",
            "seconds",
        ]

    def test_second_build_finds_the_year_built(self):
        before = Household.objects.count()

        again = build_demo()

        assert not again.is_new
        assert again.seconds == 0
        assert Household.objects.count() == before == 59_360
        assert (again.poor_start, again.poor_end) == (self.built.poor_start, self.built.poor_end)

    def test_every_communes_year_has_the_plans_figures(self):
        rows = CommuneYear.objects.filter(year=2020).select_related("unit")
        counted = {
            row.unit.full_name: (row.households_start, row.poor_start, row.near_poor_start)
            for row in rows
        }

        assert counted == {
            c.unit_name: (c.households, c.poor_start, c.near_poor_start) for c in commune_figures()
        }

    def test_stored_categories_are_the_engines(self):
        for code, scores in (
            ("trieu-son-2019", self.frames.start_scores),
            ("trieu-son-2020", self.frames.end_scores),
        ):
            judged = judge_scores(scores=scores)
            expected = dict(
                zip(
                    judged["household_code"], judged.select("category", "group").rows(), strict=True
                )
            )
            stored = ReviewResult.objects.filter(campaign__code=code).values_list(
                "household__code", "category", "group"
            )
            assert {
                household: (category, group) for household, category, group in stored
            } == expected

    def test_every_commune_decided_both_reviews(self):
        assert Decision.objects.count() == 68
        undecided = ReviewResult.objects.filter(decision=None)
        assert set(undecided.values_list("campaign__code", flat=True)) == {"trieu-son-2021"}
        for decision in Decision.objects.select_related("campaign"):
            assert decision.signed_date.weekday() < 5
            assert decision.signed_date.month == 12
            assert decision.signed_date.year == decision.campaign.year

    def test_no_household_has_two_open_statuses(self):
        open_ones = HouseholdStatus.objects.filter(valid_to=None).values_list(
            "household_id", flat=True
        )
        assert max(Counter(open_ones).values()) == 1

    def test_relapse_shows_on_one_households_time_line(self):
        relapsed = ReviewResult.objects.filter(
            campaign__code="trieu-son-2020", movement="RE_POOR"
        ).first()

        categories = list(
            HouseholdStatus.objects.filter(household=relapsed.household)
            .order_by("valid_from")
            .values_list("category", flat=True)
        )

        assert categories[-1] == "POOR"
        assert categories[-2] != "POOR"
        assert "POOR" in categories[:-2]

    def test_all_movements_of_the_flow_table_occur(self):
        moved = Counter(
            ReviewResult.objects.filter(campaign__code="trieu-son-2020").values_list(
                "movement", flat=True
            )
        )

        assert set(moved) == {
            "STAYED_POOR",
            "POOR_TO_NEAR_POOR",
            "ESCAPED_POOR",
            "STAYED_NEAR_POOR",
            "NEAR_POOR_TO_POOR",
            "ESCAPED_NEAR_POOR",
            "RE_POOR",
            "NEW_POOR",
            "RE_NEAR_POOR",
            "NEW_NEAR_POOR",
            "STAYED_NON_POOR",
        }

    def test_everything_stored_is_marked_as_generated(self):
        for model in (Household, Campaign, Plan, User):
            assert model._default_manager.filter(is_generated=True).exists()
            assert not model._default_manager.filter(is_generated=False).exists()

    def test_every_household_stands_in_a_village_of_the_district(self):
        villages = set(Unit.objects.filter(level=UnitLevel.VILLAGE).values_list("pk", flat=True))

        assert len(villages) > 300
        assert set(Household.objects.values_list("unit_id", flat=True)) <= villages
        assert not Household.objects.exclude(unit_path__startswith=district().path).exists()

    def test_member_counts_are_those_of_the_members(self):
        total = sum(Household.objects.values_list("member_count", flat=True))

        assert total == Member.objects.count() > 200_000

    def test_each_account_opens_with_the_printed_password(self):
        for account in ACCOUNTS:
            person = user(account.username)
            assert person.check_password(PASSWORD), account.username
            assert not person.must_change_password, account.username
            assert {role.role for role in person.assignments.all()} == {account.role}
            assert person.assignments.count() == max(1, len(account.units))

    def test_district_officer_reads_her_district_and_the_neighbour_does_not(self):
        own, neighbour = (
            scope_of(user=user(name), as_of=TODAY) for name in ("huyen.trieuson", "huyen.nongcong")
        )

        assert own.can(Permission.VIEW_PERSONAL, district().path)
        assert not neighbour.can(Permission.VIEW_REGISTER, district().path)
        assert not neighbour.filter(Household.objects).exists()

    def test_commune_officer_reads_her_commune_only(self):
        scope = scope_of(user=user("xa.binhson"), as_of=TODAY)

        assert scope.filter(Household.objects, permission=Permission.VIEW_PERSONAL).count() == 765

    def test_result_without_a_build_has_no_time(self):
        assert demo_result(seconds=0, parts={}).is_new is False
