"""From a scenario to its frozen result; the register is never touched."""

import hashlib
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.law.enums import AreaType
from giamngheo.reviews.actions import judge_communes, record_scores, record_survey
from giamngheo.simulations import actions, queries, running
from giamngheo.simulations.enums import Grouping, Purpose
from giamngheo.simulations.models import ChangedHousehold, Run, Scenario
from giamngheo.simulations.running import EvidenceNotEnough
from giamngheo.simulations.trials import Trial, TrialRefused
from giamngheo.simulations.variants import Variant
from giamngheo.work.enums import State
from giamngheo.work.jobs import Job, Pulse, WorkStopped
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer
from tests.factories.district import District, scores_of
from tests.factories.surveys import (
    NEW_ONLY,
    OLD_ONLY,
    RURAL,
    SHARED,
    open_survey,
    survey_of,
    surveyed,
)

OLD, NEW = Variant(name="vn-2022", standard="vn-2022"), Variant(name="vn-2027", standard="vn-2027")
REGISTER = (
    "registry_household",
    "registry_member",
    "registry_householdstatus",
    "reviews_campaign",
    "reviews_communereview",
    "reviews_reviewresult",
    "reviews_decision",
    "reviews_communeyear",
)


def digests() -> dict[str, str]:
    """Return a fingerprint of every row of the register and of the reviews."""
    found = {}
    with connection.cursor() as cursor:
        for table in REGISTER:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} AS t ORDER BY 1")
            rows = "\n".join(row[0] for row in cursor.fetchall())
            found[table] = hashlib.sha256(rows.encode()).hexdigest()
    return found


def save(district: District, user: User, **changes: object) -> Scenario:
    values: dict[str, object] = {
        "name": "Chuẩn mới",
        "unit": district.unit,
        "variants": [OLD, NEW],
        "by": user,
    } | changes
    return actions.save_scenario(**values)  # type: ignore[arg-type]


def simulate(district: District, user: User, **changes: object) -> Run:
    """Save and run; the queue of the tests runs at once."""
    scenario = save(district, user, **changes)
    actions.start_run(scenario=scenario, by=user)
    run = queries.latest_run(scenario=scenario)
    assert run is not None
    assert run.work_item is not None
    assert run.work_item.state == State.DONE, run.work_item.error_sentence
    return run


def counts(run: Run, table: str = "totals", **wanted: object) -> dict[tuple[str, str], int]:
    """Return households by variant and category."""
    assert run.result is not None
    return {
        (row["scenario"], row["category"]): row["households"]
        for row in run.result[table]
        if all(row[name] == value for name, value in wanted.items())
    }


def test_run_counts_each_household_under_each_standard(district: District, user: User) -> None:
    campaign = surveyed(district)

    run = simulate(district, user, campaign=campaign)

    assert run.households == 9
    # Old, B-001 poor, A-003 near-poor. New, B-001 poor;
    # B-002 near-poor.
    assert counts(run) == {
        ("vn-2022", "POOR"): 3,
        ("vn-2022", "NEAR_POOR"): 1,
        ("vn-2022", "NON_POOR"): 5,
        ("vn-2027", "POOR"): 4,
        ("vn-2027", "NEAR_POOR"): 3,
        ("vn-2027", "NON_POOR"): 2,
    }
    assert run.changed_count == 5
    assert [one["code"] for one in run.standards] == ["vn-2022", "vn-2027"]
    assert all(len(one["digest"]) == 64 for one in run.standards)
    assert run.made_at is not None


def test_communes_add_up_to_the_district(district: District, user: User) -> None:
    run = simulate(district, user, campaign=surveyed(district))

    assert run.result is not None
    for key, households in counts(run).items():
        parts = [
            row["households"]
            for row in run.result["by_unit"]
            if (row["scenario"], row["category"]) == key
        ]
        assert sum(parts) == households
    units = {row["unit_code"] for row in run.result["by_unit"]}
    assert units == {str(unit.pk) for unit in district.communes}
    persons = [row["persons"] for row in run.result["totals"] if row["scenario"] == "vn-2022"]
    assert sum(persons) == 9


def test_changed_households_are_kept_with_reasons(district: District, user: User) -> None:
    run = simulate(district, user, campaign=surveyed(district))

    changed = {one.household.code: one for one in ChangedHousehold.objects.filter(run=run)}
    assert set(changed) == {"A-002", "A-003", "A-004", "A-005", "B-002"}
    assert changed["A-004"].categories == ["NON_POOR", "POOR"]
    assert changed["A-004"].reasons == [
        "thu nhập > 1.500.000 (nông thôn)",
        "thu nhập ≤ 2.200.000, thiếu hụt ≥ 3 chỉ số (nông thôn)",
    ]
    assert changed["A-003"].unit_path == district.villages["A"].path


def test_simulating_touches_no_decision_and_no_status(district: District, user: User) -> None:
    campaign = surveyed(district, decided=True)
    before = digests()

    simulate(district, user, campaign=campaign)
    simulate(district, user, as_of=date(2024, 1, 1))
    actions.rejudge_campaign(campaign=campaign, standard="vn-2027", by=user)

    assert Run.objects.filter(made_at__isnull=False).count() == 3
    assert digests() == before


def test_result_is_stored_once(district: District, user: User) -> None:
    run = simulate(district, user, campaign=surveyed(district))

    for change in ("households = 1", "result = '{}'", "made_at = now()"):
        with (
            pytest.raises(IntegrityError, match="has its result"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE simulations_run SET {change} WHERE id = %s", [run.pk])


def test_another_run_keeps_the_first(district: District, user: User) -> None:
    campaign = surveyed(district)
    first = simulate(district, user, campaign=campaign)
    record_survey(campaign=campaign, answers=survey_of({"A-001": (9_000_000, ())}), by=None)

    actions.start_run(scenario=first.scenario, by=user)

    second = queries.latest_result(scenario=first.scenario)
    assert second is not None
    assert second.pk > first.pk
    assert counts(second)["vn-2022", "POOR"] == 2
    first.refresh_from_db()
    assert counts(first)["vn-2022", "POOR"] == 3


def test_batches_give_what_one_look_gives(district: District, user: User) -> None:
    scenario = save(district, user, campaign=surveyed(district), grouping=Grouping.ETHNICITY)
    seen: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        seen.append((done, total))

    whole, changed = running.calculate(scenario=scenario, confirmed=False, report=report)
    parts, changed_too = running.calculate(
        scenario=scenario, confirmed=False, report=report, batch_rows=2
    )

    assert seen[:2] == [(0, 9), (9, 9)]
    assert seen[2:] == [(0, 9), (2, 9), (4, 9), (6, 9), (8, 9), (9, 9)]
    for name in ("totals", "flows", "by_unit", "by_group", "by_indicator"):
        assert getattr(parts, name).equals(getattr(whole, name)), name
    assert changed.sort("household_id").equals(changed_too.sort("household_id"))


@pytest.mark.django_db(transaction=True)
def test_stopped_half_way_leaves_nothing_and_a_free_connection() -> None:
    district = District()
    user = officer(Role.DISTRICT, district.unit)
    scenario = save(district, user, campaign=surveyed(district))

    def stop(done: int, total: int) -> None:
        if done:
            raise WorkStopped

    with pytest.raises(WorkStopped):
        running.calculate(scenario=scenario, confirmed=False, report=stop, batch_rows=2)

    assert not Run.objects.exists()
    assert not ChangedHousehold.objects.exists()


def test_run_delivered_again_keeps_its_result(district: District, user: User) -> None:
    run = simulate(district, user, campaign=surveyed(district))
    with Pulse(item_id=0, attempt=0) as pulse:
        job = Job(item_id=0, by=user, pulse=pulse)

        again = running.run_simulation(job=job, run_id=run.pk)

    assert again == {"households": 9, "changed": 5}
    assert ChangedHousehold.objects.count() == 5


def test_scores_and_surveys_are_counted_together(district: District, user: User) -> None:
    campaign = surveyed(district)
    record_scores(campaign=campaign, scores=scores_of({"A-001": (140, 30)}), by=None)
    trial = Variant(name="ba mươi", standard="vn-2022", trial=Trial(min_indicators=4))

    run = simulate(district, user, campaign=campaign, variants=[OLD, trial])

    assert run.households == 9
    assert counts(run)["vn-2022", "POOR"] == 3
    # B2 from 40 on, or four indicators: B-001 alone.
    assert counts(run)["ba mươi", "POOR"] == 1


def test_scores_are_refused_where_the_standard_has_no_cut_offs(
    district: District, user: User
) -> None:
    campaign = surveyed(district)
    record_scores(campaign=campaign, scores=scores_of({"A-001": (140, 30)}), by=None)

    with pytest.raises(EvidenceNotEnough) as refused:
        save(district, user, campaign=campaign)

    said = str(refused.value)
    assert "1 hộ chỉ có điểm B1, B2" in said
    assert "chưa tìm thấy phiếu B1, B2 và ngưỡng điểm" in said
    assert "Bổ sung thu nhập bình quân và các chỉ số thiếu hụt" in said
    assert not Scenario.objects.exists()


def test_scores_recorded_after_the_scenario_stop_its_run(district: District, user: User) -> None:
    campaign = surveyed(district)
    scenario = save(district, user, campaign=campaign)
    record_scores(campaign=campaign, scores=scores_of({"A-001": (140, 30)}), by=None)

    run = actions.start_run(scenario=scenario, by=user)

    item = WorkItem.objects.get(pk=run.work_item_id)
    assert (item.state, item.error_code) == (State.FAILED, "SIM-003")
    assert "1 hộ chỉ có điểm B1, B2" in item.error_sentence
    assert not Run.objects.filter(made_at__isnull=False).exists()


def test_indicators_left_out_of_scores_are_refused(district: District, user: User) -> None:
    campaign = surveyed(district)
    record_scores(campaign=campaign, scores=scores_of({"A-001": (140, 30)}), by=None)
    trial = Variant(name="bớt", standard="vn-2022", trial=Trial(left_out=frozenset({OLD_ONLY})))

    with pytest.raises(EvidenceNotEnough, match="không tách được điểm B2"):
        save(district, user, campaign=campaign, variants=[OLD, trial])


def test_trial_lines_and_indicators_change_the_counts(district: District, user: User) -> None:
    campaign = surveyed(district)
    lines = {(0, AreaType.RURAL): 1_500_001, (0, AreaType.URBAN): 2_800_001}
    lines_trial = Variant(name="mức", standard="vn-2022", trial=Trial(income_max_vnd=lines))
    fewer = Variant(
        name="bớt chỉ số", standard="vn-2022", trial=Trial(left_out=frozenset({OLD_ONLY}))
    )

    run = simulate(district, user, campaign=campaign, variants=[OLD, lines_trial, fewer])

    assert counts(run)["mức", "POOR"] == 5
    assert counts(run)["bớt chỉ số", "POOR"] == 2
    assert any("không phải quy định" in caution for caution in run.cautions)
    assert any("chưa kiểm chứng" in caution for caution in run.cautions)


def test_commune_as_a_ward_is_judged_as_urban(district: District, user: User) -> None:
    ward = Variant(name="thành phường", standard="vn-2022", wards=(district.rural.pk,))

    run = simulate(district, user, campaign=surveyed(district), variants=[OLD, ward])

    # The urban line of 2.000.000 also takes in A-004, whose income is 1.500.001.
    rural = counts(run, "by_unit", unit_code=str(district.rural.pk))
    assert rural["vn-2022", "POOR"] == 2
    assert rural["thành phường", "POOR"] == 3
    urban = counts(run, "by_unit", unit_code=str(district.urban.pk))
    assert urban["vn-2022", "POOR"] == urban["thành phường", "POOR"] == 1


def test_unknown_indicators_that_decide_are_counted_as_unknown(
    district: District, user: User
) -> None:
    """A-002 lacks two, and the waste indicator was not asked: near-poor before, open after."""
    district.load("A-001", "A-002", "A-003")
    campaign = open_survey(district)
    sheets = {
        "A-001": (1_000_000, SHARED),
        "A-002": (1_000_000, SHARED[:2]),
        "A-003": (9_000_000, ()),
    }
    answers = survey_of(sheets, unknown={"A-002": (NEW_ONLY,)})
    record_survey(campaign=campaign, answers=answers, by=None)

    run = simulate(district, user, campaign=campaign)

    assert counts(run) == {
        ("vn-2022", "POOR"): 1,
        ("vn-2022", "NEAR_POOR"): 1,
        ("vn-2022", "NON_POOR"): 1,
        ("vn-2027", "POOR"): 1,
        ("vn-2027", "NON_POOR"): 1,
        ("vn-2027", "UNKNOWN"): 1,
    }


def test_day_takes_the_last_decision_of_each_household(district: District, user: User) -> None:
    surveyed(district, decided=True)

    run = simulate(district, user, as_of=date(2023, 12, 10))

    assert run.households == 9
    with pytest.raises(running.NothingToSimulate):
        running.calculate(
            scenario=save(district, user, as_of=date(2023, 12, 9)),
            confirmed=False,
            report=lambda done, total: None,
        )


def test_commune_sees_its_own_households_alone(district: District, user: User) -> None:
    run = simulate(district, user, campaign=surveyed(district), unit=district.rural)

    assert run.households == len(RURAL)


def test_rule_that_makes_nobody_poor_asks_for_confirmation(district: District, user: User) -> None:
    campaign = surveyed(district)
    nobody = Variant(
        name="không ai",
        standard="vn-2022",
        trial=Trial(income_max_vnd={(0, AreaType.RURAL): 1, (0, AreaType.URBAN): 1}),
    )
    scenario = save(district, user, campaign=campaign, variants=[OLD, nobody])

    run = actions.start_run(scenario=scenario, by=user)

    item = WorkItem.objects.get(pk=run.work_item_id)
    assert (item.state, item.error_code) == (State.FAILED, "SIM-004")
    assert "không ai xếp 0 % số hộ là hộ nghèo" in item.error_sentence
    assert not ChangedHousehold.objects.exists()
    again = actions.start_run(scenario=scenario, by=user, confirmed=True)
    again.refresh_from_db()
    assert again.made_at is not None
    assert again.confirmed


def test_decided_campaign_is_judged_again_beside_its_decision(
    district: District, user: User
) -> None:
    campaign = surveyed(district, decided=True)

    scenario = actions.rejudge_campaign(campaign=campaign, standard="vn-2027", by=user)

    run = queries.latest_result(scenario=scenario)
    assert run is not None
    assert (scenario.purpose, scenario.grouping) == (Purpose.REJUDGEMENT, Grouping.DECIDED)
    # What was recognised as non-poor, by the categories of the later standard.
    again = counts(run, "by_group", group="NON_POOR")
    assert again["vn-2027", "POOR"] == 1
    assert again["vn-2027", "NEAR_POOR"] == 2
    # Judged by its own standard nothing differs from what was recognised.
    for category in ("POOR", "NEAR_POOR", "NON_POOR"):
        own = counts(run, "by_group", group=category)
        assert {key for key in own if key[0] == "vn-2022"} == {("vn-2022", category)}
    assert any("quyết định công nhận vẫn giữ nguyên" in text for text in run.cautions)


def test_judging_again_takes_decided_results_alone(district: District, user: User) -> None:
    campaign = surveyed(district)
    judge_communes(campaign=campaign, units=[district.rural], by=None)

    scenario = actions.rejudge_campaign(campaign=campaign, standard="vn-2027", by=user)

    run = queries.latest_run(scenario=scenario)
    assert run is not None
    assert run.work_item is not None
    assert run.work_item.error_code == "SIM-001"


def test_cost_is_kept_where_it_is_known(district: District, user: User) -> None:
    scenario = save(district, user, campaign=surveyed(district), monthly_cost_vnd={"POOR": 60_000})

    simulation, _ = running.calculate(
        scenario=scenario, confirmed=False, report=lambda done, total: None
    )

    costs = [simulation.monthly_cost_vnd(one) for one in simulation.scenarios]
    assert costs == [180_000, 240_000]


def test_saving_and_running_are_events(district: District, user: User) -> None:
    simulate(district, user, campaign=surveyed(district))

    kinds = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"simulations.save", "simulations.run", "work.enqueue"} <= kinds


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"variants": [OLD]}, "cần từ 2 đến 4 phương án"),
        ({"variants": [OLD, OLD]}, "cùng tên"),
        ({"campaign": None}, "chọn một đợt rà soát hoặc ghi một ngày"),
        ({"as_of": date(2024, 1, 1)}, "chọn một đợt rà soát hoặc ghi một ngày"),
        ({"campaign": None, "as_of": date(2024, 1, 1), "purpose": "REJUDGEMENT"}, "xét lại phải"),
        ({"variants": [OLD, Variant(name="x", standard="vn-2022", wards=(1,))]}, "thành phường"),
    ],
)
def test_unusable_scenario_is_refused(
    district: District, user: User, changes: dict[str, object], problem: str
) -> None:
    campaign = surveyed(district)

    with pytest.raises(actions.ScenarioRefused, match=problem) as no:
        save(district, user, **({"campaign": campaign} | changes))

    assert no.value.code == "SIM-002"
    assert not Scenario.objects.exists()


def test_unit_outside_the_campaign_is_refused(district: District, user: User) -> None:
    with pytest.raises(actions.ScenarioRefused, match="Huyện Bên không thuộc"):
        save(district, user, campaign=surveyed(district), unit=district.neighbour)


def test_village_has_no_simulation(district: District, user: User) -> None:
    with pytest.raises(actions.ScenarioRefused, match="không phải là tỉnh, huyện hay xã"):
        save(district, user, campaign=surveyed(district), unit=district.villages["A"])


@pytest.mark.parametrize(
    ("standard", "trial", "problem"),
    [
        ("vn-2022", Trial(income_max_vnd={(1, AreaType.RURAL): 5}), "chỉ có 1 mức"),
        ("vn-2027", Trial(b1_max={(0, AreaType.RURAL): 5}), "chưa có ngưỡng điểm B1"),
        ("vn-2016", Trial(income_max_vnd={(0, AreaType.RURAL): 9_000_000}), "cao hơn"),
        ("vn-2022", Trial(min_indicators=13), "từ 1 đến 12"),
        ("vn-2011", Trial(min_indicators=1), "không xét chỉ số"),
        ("vn-2022", Trial(left_out=frozenset({NEW_ONLY})), "phải thuộc chuẩn"),
    ],
)
def test_impossible_trial_is_refused(
    district: District, user: User, standard: str, trial: Trial, problem: str
) -> None:
    variants = [OLD, Variant(name="thử", standard=standard, trial=trial)]

    with pytest.raises(TrialRefused, match=problem) as no:
        save(district, user, campaign=surveyed(district), variants=variants)

    assert no.value.code == "SIM-005"


def test_scenario_that_runs_is_not_started_again(district: District, user: User) -> None:
    scenario = save(district, user, campaign=surveyed(district))
    item = WorkItem.objects.create(kind="simulate", owner=user, state=State.RUNNING)
    Run.objects.create(scenario=scenario, work_item=item)

    with pytest.raises(actions.AlreadyRunning, match="Chuẩn mới"):
        actions.start_run(scenario=scenario, by=user)
