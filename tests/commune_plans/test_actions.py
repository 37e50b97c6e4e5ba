"""A commune's plan on its way: filled, sent, appraised, approved or returned."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from giamngheo.accounts.enums import Role
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.audit.models import AuditEvent
from giamngheo.commune_plans import actions
from giamngheo.commune_plans.enums import Lack, PlanKind, PlanStage
from giamngheo.commune_plans.models import CommunePlan, PlanStep
from giamngheo.commune_plans.queries import commune_plans_of
from giamngheo.commune_plans.refusals import (
    NobodyToPlanFor,
    PlanIncomplete,
    PlanNotOpen,
    SamePerson,
    WordsMissing,
    WrongStage,
)
from giamngheo.commune_plans.rows import completeness_of
from giamngheo.registry.models import Household
from giamngheo.support.household_plans import PlanContent, PlannedMeasure
from giamngheo.support.models import HouseholdMeasure, HouseholdPlan
from giamngheo.support.refusals import NobodyChosen, PlanRowStale, PlanRowWrong
from giamngheo.targets.exits import exit_list
from giamngheo.targets.refusals import ExitRefused
from tests.factories.accounts import AssignmentFactory, officer
from tests.factories.commune_plans import POOR, WHOLE, CommuneYearPlan
from tests.factories.small_year import YEAR


@pytest.fixture
def commune(db: None) -> CommuneYearPlan:
    return CommuneYearPlan()


def test_a_row_is_filled_and_its_plan_begun(commune: CommuneYearPlan):
    plan = commune.fill("A-001")

    assert plan.version == 1
    assert [one.code for one in plan.measures.all()] == ["TOILET"]
    assert CommunePlan.objects.get().stage == PlanStage.DRAFT
    assert [step.stage for step in PlanStep.objects.all()] == [PlanStage.DRAFT]
    assert AuditEvent.objects.filter(action="support.fill_household_plan").count() == 1


def test_the_same_row_again_changes_nothing(commune: CommuneYearPlan):
    commune.fill("A-001")

    again = commune.fill("A-001", version=1)

    assert again.version == 1


def test_a_measure_changed_keeps_its_row(commune: CommuneYearPlan):
    commune.fill("A-001")
    before = HouseholdMeasure.objects.get()

    dearer = replace(WHOLE.measures[0], amount_vnd=6_000_000)
    commune.fill("A-001", replace(WHOLE, measures=(dearer,)), version=1)

    assert HouseholdMeasure.objects.get().pk == before.pk
    assert HouseholdMeasure.objects.get().amount_vnd == 6_000_000


def test_a_row_somebody_changed_meanwhile_is_refused(commune: CommuneYearPlan):
    commune.fill("A-001")
    commune.fill("A-001", replace(WHOLE, helper="Hội Nông dân"), version=1)

    with pytest.raises(PlanRowStale, match="Bùi Thị Viết"):
        commune.fill("A-001", replace(WHOLE, helper="Đoàn xã"), version=1)

    assert HouseholdPlan.objects.get().helper == "Hội Nông dân"


def test_a_row_begun_by_two_is_written_once(commune: CommuneYearPlan):
    commune.fill("A-001")

    with pytest.raises(PlanRowStale):
        commune.fill("A-001", replace(WHOLE, helper="Đoàn xã"), version=0)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"amount_vnd": 0}, "lớn hơn 0"),
        ({"amount_vnd": 10_000_000_001}, "không quá 10 tỷ"),
        ({"source": "BANK"}, "danh mục"),
        ({"due": date(YEAR - 1, 12, 31)}, f"trong năm {YEAR}"),
        ({"due": date(YEAR + 2, 1, 1)}, f"trong năm {YEAR}"),
        ({"words": "x" * 301}, "dài hơn 300"),
    ],
)
def test_what_cannot_be_is_refused(commune: CommuneYearPlan, changed: dict, words: str):
    wrong = replace(WHOLE, measures=(replace(WHOLE.measures[0], **changed),))

    with pytest.raises(PlanRowWrong, match=words):
        commune.fill("A-001", wrong)

    assert not HouseholdPlan.objects.exists()


@pytest.mark.parametrize("amount", [1, 10_000_000_000])
def test_amounts_at_the_edges_stand(commune: CommuneYearPlan, amount: int):
    edge = replace(WHOLE, measures=(replace(WHOLE.measures[0], amount_vnd=amount),))

    assert commune.fill("A-001", edge).measures.get().amount_vnd == amount


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.DISTRICT, Role.LEADER, Role.VIEWER])
def test_only_the_communes_officer_fills(commune: CommuneYearPlan, role: Role):
    other = officer(role, commune.unit)

    with pytest.raises(AccessRefused):
        commune.fill("A-001", by=other)

    assert not CommunePlan.objects.exists()
    assert AuditEvent.objects.filter(action="accounts.refuse_access").exists()


def test_an_officer_of_another_commune_does_not_fill(commune: CommuneYearPlan):
    other = officer(Role.COMMUNE, commune.year.district.communes[1])

    with pytest.raises(AccessRefused):
        commune.fill("A-001", by=other)


def test_a_group_keeps_what_it_has(commune: CommuneYearPlan):
    commune.fill("A-001", replace(WHOLE, helper="Hội Nông dân"))
    homes = [commune.household(code) for code in ("A-001", "A-002")]
    loan = PlannedMeasure(words="Vay vốn", answers="cause:CAPITAL", source="CREDIT")

    changed = actions.fill_rows(
        unit=commune.unit,
        year=YEAR,
        kind=PlanKind.PROGRAMME,
        households=homes,
        measures={home.pk: loan for home in homes},
        helper="Đoàn xã",
        **commune.who(commune.writer),
    )

    found = {one.household.code: one for one in HouseholdPlan.objects.all()}
    assert changed == 2
    assert [one.words for one in found["A-001"].measures.all()] == [
        "Xây nhà tiêu hợp vệ sinh",
        "Vay vốn",
    ]
    assert (found["A-001"].helper, found["A-002"].helper) == ("Hội Nông dân", "Đoàn xã")


def test_a_group_of_nobody_is_refused(commune: CommuneYearPlan):
    with pytest.raises(NobodyChosen):
        actions.fill_rows(
            unit=commune.unit,
            year=YEAR,
            kind=PlanKind.PROGRAMME,
            households=[],
            measures={},
            helper="Đoàn xã",
            **commune.who(commune.writer),
        )


# ── Completeness ──────────────────────────────────────────────────────────────────────────────


def test_what_rows_lack_is_counted(commune: CommuneYearPlan):
    commune.know_causes("A-001", "A-002", "A-003")
    commune.fill("A-001")
    commune.fill("A-002", PlanContent(measures=(PlannedMeasure(words="Vay vốn"),)))
    commune.fill("A-003", PlanContent(helper="Đoàn xã"), expects_exit=True)

    found = commune_plans_of(unit=commune.unit, year=YEAR)
    whole = completeness_of(found.rows, target_exits=found.target_exits)

    assert [row.code for row in found.rows] == sorted(
        POOR, key=lambda code: commune.household(code).sort_key
    )
    assert whole.households == 6
    assert whole.complete == 1
    assert whole.lacks == {Lack.CAUSE: 3, Lack.MEASURE: 4, Lack.MONEY: 1, Lack.HELPER: 4}
    assert (whole.exits, whole.target_exits) == (1, found.target_exits)


def test_a_row_puts_its_household_on_the_one_list_of_exits_and_off(commune: CommuneYearPlan):
    commune.fill("A-001", expects_exit=True)
    on = [one.household.code for one in exit_list(unit=commune.unit, year=YEAR).listed]

    commune.fill("A-001", version=1, expects_exit=None)
    still = exit_list(unit=commune.unit, year=YEAR).listed
    commune.fill("A-001", version=1, expects_exit=False)

    assert on == ["A-001"]
    assert len(still) == 1
    assert exit_list(unit=commune.unit, year=YEAR).listed == ()


def test_who_cannot_work_is_not_expected_to_leave(commune: CommuneYearPlan):
    Household.objects.filter(code="A-001").update(no_working_capacity=True)

    with pytest.raises(ExitRefused, match="không có khả năng lao động"):
        commune.fill("A-001", expects_exit=True)

    assert not HouseholdPlan.objects.exists()


def test_a_measure_that_needs_no_money_is_funded(commune: CommuneYearPlan):
    free = PlannedMeasure(words="Họp thôn", source="NO_MONEY")
    commune.know_causes("A-001")
    commune.fill("A-001", PlanContent(measures=(free,), helper="Trưởng thôn"))

    rows = {row.code: row for row in commune_plans_of(unit=commune.unit, year=YEAR).rows}

    assert rows["A-001"].lacks() == ()


def test_the_plan_of_services_asks_a_measure_for_each_service(commune: CommuneYearPlan):
    commune.fill("A-005", kind=PlanKind.SERVICES)

    rows = {row.code: row for row in commune_plans_of(unit=commune.unit, year=YEAR).rows}
    whole = completeness_of(list(rows.values()), kind=PlanKind.SERVICES)

    assert rows["A-005"].lacking == ("toilet", "water_source")
    assert rows["A-005"].unanswered == ("water_source",)
    assert whole.households == 4  # lack no service
    assert whole.lacks[Lack.SERVICE] == 4


def test_a_confidential_category_is_in_no_row(commune: CommuneYearPlan):
    commune.categorise("A-001", "PERSUASION")
    commune.categorise("A-002", "SUPPORT")

    rows = {row.code: row for row in commune_plans_of(unit=commune.unit, year=YEAR).rows}

    assert rows["A-001"].work == ""
    assert "hỗ trợ" in rows["A-002"].work


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────


def test_an_incomplete_plan_is_sent_only_with_a_reason(commune: CommuneYearPlan):
    commune.know_causes(*POOR)
    for code in POOR[:3]:
        commune.fill(code)

    with pytest.raises(PlanIncomplete, match="còn 3 hộ chưa đủ") as refused:
        commune.send()
    sent = commune.send("Ba hộ đi làm ăn xa, hỏi sau Tết")

    assert all(commune.household(code).head_name in str(refused.value) for code in POOR[3:])
    assert sent.stage == PlanStage.SENT
    assert sent.frozen is not None
    assert sent.frozen["reason"] == "Ba hộ đi làm ăn xa, hỏi sau Tết"


def test_nobody_poor_nothing_to_send(commune: CommuneYearPlan):
    with pytest.raises(NobodyToPlanFor):
        actions.send_plan(
            unit=commune.unit,
            year=YEAR - 2,
            kind=PlanKind.PROGRAMME,
            reason="",
            **commune.who(commune.writer),
        )


def test_the_whole_way_to_the_approval(commune: CommuneYearPlan):
    plan = commune.approved()

    steps = list(PlanStep.objects.filter(plan=plan).values_list("stage", "by__full_name"))
    assert plan.stage == PlanStage.APPROVED
    assert steps == [
        ("DRAFT", "Bùi Thị Viết"),
        ("SENT", "Bùi Thị Viết"),
        ("APPRAISED", "Nguyễn Văn Thẩm"),
        ("APPROVED", "Vũ Thị Duyệt"),
    ]


def test_a_sent_plan_is_closed_and_a_returned_one_open(commune: CommuneYearPlan):
    commune.fill_all()
    plan = commune.send()
    with pytest.raises(PlanNotOpen):
        commune.fill("A-001", replace(WHOLE, helper="Đoàn xã"), version=1)

    actions.return_plan(plan=plan, words="Ghi rõ nguồn vốn", **commune.who(commune.member))
    commune.fill("A-001", replace(WHOLE, helper="Đoàn xã"), version=1)
    again = commune.send()

    assert again.stage == PlanStage.SENT
    assert again.frozen is not None
    assert "Đoàn xã" in {row["helper"] for row in again.frozen["rows"]}
    words = PlanStep.objects.filter(stage=PlanStage.RETURNED).values_list("words", flat=True)
    assert list(words) == ["Ghi rõ nguồn vốn"]


def test_what_was_sent_stands_while_the_rows_live_on(commune: CommuneYearPlan):
    commune.fill_all()
    commune.send()

    commune.fill("A-001", replace(WHOLE, helper="Đoàn xã"), version=1, kind=PlanKind.SERVICES)

    found = commune_plans_of(unit=commune.unit, year=YEAR)
    sent = {row.code: row for row in found.rows_of(PlanKind.PROGRAMME)}
    now = {row.code: row for row in found.rows_of(PlanKind.SERVICES)}
    assert sent["A-001"].helper == "Chi hội Phụ nữ thôn"
    assert now["A-001"].helper == "Đoàn xã"


def test_three_people_take_the_three_steps(commune: CommuneYearPlan):
    commune.fill_all()
    AssignmentFactory(user=commune.writer, role=Role.COMMITTEE_MEMBER, unit=commune.unit)
    AssignmentFactory(user=commune.member, role=Role.LEADER, unit=commune.year.district.unit)
    plan = commune.send()

    with pytest.raises(SamePerson, match="đã lập"):
        actions.appraise_plan(plan=plan, words="được", **commune.who(commune.writer))
    appraised = actions.appraise_plan(plan=plan, words="được", **commune.who(commune.member))
    with pytest.raises(SamePerson, match="đã thẩm định"):
        actions.approve_plan(plan=appraised, **commune.who(commune.member))


def test_a_chairman_does_not_approve_her_own_communes_plan(commune: CommuneYearPlan):
    plan = commune.appraised()
    chairman = officer(Role.LEADER, commune.unit)

    with pytest.raises(AccessRefused):
        actions.approve_plan(plan=plan, **commune.who(chairman))


def test_a_member_of_another_commune_does_not_appraise(commune: CommuneYearPlan):
    commune.fill_all()
    plan = commune.send()
    other = officer(Role.COMMITTEE_MEMBER, commune.year.district.communes[1])

    with pytest.raises(AccessRefused):
        actions.appraise_plan(plan=plan, words="được", **commune.who(other))


def test_steps_out_of_their_order_are_refused(commune: CommuneYearPlan):
    commune.fill_all()
    plan = commune.send()

    with pytest.raises(WrongStage):
        actions.approve_plan(plan=plan, **commune.who(commune.leader))
    appraised = actions.appraise_plan(plan=plan, words="được", **commune.who(commune.member))
    with pytest.raises(WrongStage):
        actions.appraise_plan(plan=appraised, words="được", **commune.who(commune.member))


def test_a_step_taken_meanwhile_is_seen(commune: CommuneYearPlan):
    """The reader returns a plan she saw as sent; it has been appraised since."""
    commune.fill_all()
    stale = commune.send()
    actions.appraise_plan(plan=stale, words="được", **commune.who(commune.member))

    with pytest.raises(WrongStage):
        actions.return_plan(plan=stale, words="sửa", **commune.who(commune.member))


def test_an_appraisal_and_a_return_want_words(commune: CommuneYearPlan):
    commune.fill_all()
    plan = commune.send()

    with pytest.raises(WordsMissing):
        actions.appraise_plan(plan=plan, words="  ", **commune.who(commune.member))
    with pytest.raises(WordsMissing):
        actions.return_plan(plan=plan, words="", **commune.who(commune.member))


def test_the_database_keeps_an_approved_plan(commune: CommuneYearPlan):
    plan = commune.approved()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        CommunePlan.objects.filter(pk=plan.pk).update(stage=PlanStage.DRAFT)
    with pytest.raises(PlanNotOpen):
        commune.fill("A-001", version=1)


@pytest.mark.django_db(transaction=True)
def test_two_officers_begin_one_row_at_once() -> None:
    commune = CommuneYearPlan()
    said: list[str] = []

    def fill(helper: str) -> None:
        try:
            commune.fill("A-001", replace(WHOLE, helper=helper))
            said.append("saved")
        except PlanRowStale as refused:
            said.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=fill, args=(name,)) for name in ("Đoàn xã", "Hội Nông dân")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["SUP-007", "saved"]
    assert HouseholdPlan.objects.count() == 1
    assert CommunePlan.objects.count() == 1
    assert HouseholdMeasure.objects.count() == 1
