"""Forms saved as typed, two people at once, finished into results, opened again; and refusals."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.audit.models import AuditEvent
from giamngheo.forms import actions, refusals
from giamngheo.forms.enums import FormSource, FormState
from giamngheo.forms.guards import FormsStillOpen
from giamngheo.forms.models import FormConflict, ReviewForm
from giamngheo.forms.queries import next_to_fill, open_form, village_forms
from giamngheo.law.enums import Evidence
from giamngheo.registry.models import Household
from giamngheo.reviews import actions as reviews
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, ReviewListing, ReviewResult
from giamngheo.reviews.stages import move_village
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.full_campaign import DAY

SCORES = {
    "b1": "118",
    "b2": "30",
    "i-toilet": "yes",
    "i-water_source": "yes",
    "i-floor_area": "yes",
}


def save(campaign: Campaign, household: Household, by: User, **changes: object) -> actions.Saved:
    options = {k: changes.pop(k) for k in list(changes) if k in OPTIONS}
    typed = {k.replace("__", "-"): str(v) for k, v in changes.items()}
    return actions.save_form(
        campaign=campaign, household=household, changes=typed, by=by, **options
    )


OPTIONS = {"base_version", "base_texts", "source", "evidence", "is_autosave", "reopen"}


def events() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(action__startswith="forms.").order_by("id")
    return list(rows.values_list("action", "actor_name"))


def test_a_form_begins_with_last_year_and_is_finished_into_a_result(
    campaign: Campaign, household: Household, head: User
) -> None:
    before = open_form(campaign=campaign, household=household)
    assert before is not None
    assert before.form is None
    assert before.last is not None
    assert (before.last.texts["b1"], before.last.category) == ("100", "POOR")
    # Totals of last year stand beside; they are never this year's answer by themselves.
    assert "b1" not in before.texts

    actions.save_form(campaign=campaign, household=household, changes=SCORES, by=head)
    form = actions.finish_form(campaign=campaign, household=household, by=head)

    assert (form.state, form.done_by) == (FormState.DONE, head)
    result = ReviewResult.objects.get(campaign=campaign, household=household)
    assert (result.evidence, result.score_b1, result.score_b2) == ("scores", 118, 30)
    assert set(result.deprivations) == {"floor_area", "water_source", "toilet"}


def test_what_was_typed_stays_as_typed(
    campaign: Campaign, household: Household, head: User
) -> None:
    save(campaign, household, head, b1="mười hai", b2="30")

    found = open_form(campaign=campaign, household=household)

    assert found is not None
    assert found.texts["b1"] == "mười hai"
    assert "Chưa đọc được “mười hai”" in found.assess().typed.errors["b1"]
    with pytest.raises(refusals.FormIncomplete, match="Điểm B1"):
        actions.finish_form(campaign=campaign, household=household, by=head)
    assert ReviewForm.objects.get().values["b1"] == "mười hai"


def test_an_answer_is_taken_away_by_empty_text(
    campaign: Campaign, household: Household, head: User
) -> None:
    save(campaign, household, head, b1=118)
    done = save(campaign, household, head, b1="", base_version=1)

    assert done.changed == ("b1",)
    assert "b1" not in ReviewForm.objects.get().values


# ── Two people ────────────────────────────────────────────────────────────────────────────────


def test_second_writer_of_a_field_is_kept_beside(
    campaign: Campaign, household: Household, head: User, clerk: User
) -> None:
    save(campaign, household, head, b1=118, b2=30)

    # The clerk's page was loaded before the head saved.
    saved = save(campaign, household, clerk, b1=125, children=2, base_version=0)

    assert saved.changed == ("children",)
    assert saved.conflict is not None
    assert saved.conflict.offered == {"b1": "125"}
    standing, who, when = saved.conflict.standing["b1"]
    assert (standing, who) == ("118", "Lò Văn Ơn")
    assert when
    assert ReviewForm.objects.get().values["b1"] == "118"
    with pytest.raises(refusals.FormInConflict, match=r"Hà Thị Ân .* 1 chỗ"):
        actions.finish_form(campaign=campaign, household=household, by=head)


def test_other_fields_of_two_people_meet(
    campaign: Campaign, household: Household, head: User, clerk: User
) -> None:
    save(campaign, household, head, b1=118)
    saved = save(campaign, household, clerk, b2=30, base_version=0)

    assert saved.conflict is None
    assert {k: v for k, v in ReviewForm.objects.get().values.items() if k in ("b1", "b2")} == {
        "b1": "118",
        "b2": "30",
    }


def test_one_person_typing_fast_is_no_conflict(
    campaign: Campaign, household: Household, head: User
) -> None:
    """The second autosave was sent before the first one's answer came back."""
    save(campaign, household, head, b1=11, is_autosave=True)
    saved = save(campaign, household, head, b1=118, is_autosave=True, base_version=0)
    last = save(campaign, household, head, b1=119, base_texts={"b1": ""})

    assert saved.conflict is None
    assert last.conflict is None
    assert ReviewForm.objects.get().values["b1"] == "119"


def test_same_answer_by_two_is_no_conflict(
    campaign: Campaign, household: Household, head: User, clerk: User
) -> None:
    save(campaign, household, head, b1=118)
    assert save(campaign, household, clerk, b1=118, base_version=0).conflict is None
    assert not FormConflict.objects.exists()


@pytest.mark.parametrize(("take", "stands"), [(True, "125"), (False, "118")])
def test_a_conflict_is_settled_once(
    campaign: Campaign, household: Household, head: User, clerk: User, take: bool, stands: str
) -> None:
    save(campaign, household, head, b1=118, b2=30)
    conflict = save(campaign, household, clerk, b1=125, base_version=0).conflict
    assert conflict is not None

    form = actions.settle_conflict(conflict=conflict, take=take, by=head)

    assert form.values["b1"] == stands
    with pytest.raises(refusals.ConflictSettled, match="Lò Văn Ơn"):
        actions.settle_conflict(conflict=conflict, take=True, by=clerk)
    actions.finish_form(campaign=campaign, household=household, by=head)
    assert ReviewResult.objects.get(household=household, campaign=campaign).score_b1 == int(stands)


@pytest.mark.django_db(transaction=True)
def test_two_begin_one_form_at_the_same_moment(
    campaign: Campaign, household: Household, head: User, clerk: User
) -> None:
    """Neither makes a second form, neither loses what was typed."""

    def write(by: User, value: int) -> None:
        try:
            save(campaign, household, by, b1=value, base_version=0)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (head, clerk), (118, 125)))

    form = ReviewForm.objects.get()
    conflict = FormConflict.objects.get()
    assert {form.values["b1"], conflict.offered["b1"]} == {"118", "125"}


# ── The trail ─────────────────────────────────────────────────────────────────────────────────


def test_autosaves_of_one_sitting_are_one_event(
    campaign: Campaign, household: Household, head: User
) -> None:
    for value in (1, 11, 118):
        save(campaign, household, head, b1=value, is_autosave=True, base_version=9)
    assert [action for action, _ in events()] == ["forms.save"]

    save(campaign, household, head, b2=30)

    assert [action for action, _ in events()] == ["forms.save", "forms.save"]
    told = AuditEvent.objects.filter(action="forms.save").order_by("-id")[0]
    # What was autosaved since the first event, from what it was to what it became.
    assert told.details["changes"] == {"b1": ["1", "118"], "b2": ["", "30"]}


def test_a_long_sitting_tells_again(campaign: Campaign, household: Household, head: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        save(campaign, household, head, b1=1, is_autosave=True)
        clock.shift(actions.SITTING - timedelta(seconds=1))
        save(campaign, household, head, b1=2, is_autosave=True)
        assert len(events()) == 1
        clock.shift(timedelta(seconds=1))
        save(campaign, household, head, b1=3, is_autosave=True)
    assert len(events()) == 2


def test_another_person_is_told_at_once(
    campaign: Campaign, household: Household, head: User, clerk: User
) -> None:
    save(campaign, household, head, b1=1, is_autosave=True)
    save(campaign, household, clerk, b2=10, is_autosave=True, base_version=1)

    assert events() == [("forms.save", str(head)), ("forms.save", str(clerk))]


def test_saving_nothing_new_leaves_no_trace(
    campaign: Campaign, household: Household, head: User
) -> None:
    save(campaign, household, head, b1=118)
    before = ReviewForm.objects.get()

    save(campaign, household, head, b1=118, base_version=1)

    after = ReviewForm.objects.get()
    assert (after.row_version, after.saved_at) == (before.row_version, before.saved_at)
    assert len(events()) == 1


# ── Closed, done, not listed ──────────────────────────────────────────────────────────────────


def finished(campaign: Campaign, household: Household, by: User, b1: int = 118) -> None:
    save(campaign, household, by, b1=b1, b2=30)
    actions.finish_form(campaign=campaign, household=household, by=by)


def test_a_finished_form_is_changed_only_when_opened(
    campaign: Campaign, household: Household, head: User, clerk: User
) -> None:
    finished(campaign, household, head)
    with pytest.raises(refusals.FormIsDone, match="Lò Văn Ơn đã hoàn thành"):
        save(campaign, household, clerk, b1=130, base_version=9)

    actions.reopen_form(campaign=campaign, household=household, by=clerk)
    # The result stands until the form is finished again.
    assert ReviewResult.objects.get(campaign=campaign, household=household).score_b1 == 118
    save(campaign, household, clerk, b1=130, base_version=9)
    actions.finish_form(campaign=campaign, household=household, by=clerk)
    assert ReviewResult.objects.get(campaign=campaign, household=household).score_b1 == 130


def test_past_the_survey_forms_are_read_only(
    campaign: Campaign, district: District, head: User, clerk: User
) -> None:
    households = list(Household.objects.filter(code__startswith="A").select_related("unit"))
    for one in households:
        finished(campaign, one, head)
    reviews.judge_communes(campaign=campaign, units=[district.rural], by=None)
    move_village(
        campaign=campaign,
        village=district.villages["A"],
        to=VillageStage.SCORED,
        by=clerk,
        as_of=DAY,
    )

    for act in (
        lambda: save(campaign, households[0], head, b1=1, reopen=True),
        lambda: actions.finish_form(campaign=campaign, household=households[0], by=head),
        lambda: actions.reopen_form(campaign=campaign, household=households[0], by=head),
    ):
        with pytest.raises(refusals.FormLocked, match=r"Đã chấm.*do Hà Thị Ân|Đã chấm.*do canbo"):
            act()

    move_village(
        campaign=campaign,
        village=district.villages["A"],
        to=VillageStage.SURVEY,
        by=clerk,
        reason="chấm lại",
        as_of=DAY,
    )
    assert save(campaign, households[0], head, b1=1, reopen=True).changed == ("b1",)


def test_a_decided_commune_is_closed_in_a_recorded_campaign(
    district: District, household: Household, head: User
) -> None:
    decided = Campaign.objects.get(code="thu-2018")
    with pytest.raises(refusals.FormLocked, match="Đã có quyết định"):
        save(decided, household, head, b1=1)


def test_a_household_not_listed_is_refused(
    campaign: Campaign, district: District, head: User
) -> None:
    district.load("A-009")
    stranger = Household.objects.get(code="A-009")
    with pytest.raises(refusals.NotListed, match="A-009"):
        save(campaign, stranger, head, b1=1)

    listed = ReviewListing.objects.filter(household__code="A-001")
    listed.update(withdrawn_on=DAY, withdrawn_reason="rời địa bàn")
    with pytest.raises(refusals.NotListed, match="A-001"):
        save(campaign, Household.objects.get(code="A-001"), head, b1=1)


def test_an_unknown_field_is_refused(campaign: Campaign, household: Household, head: User) -> None:
    with pytest.raises(refusals.FieldUnknown, match="x-y"):
        save(campaign, household, head, x__y=1)
    assert not ReviewForm.objects.exists()


def test_evidence_is_changed_only_to_what_is_possible(
    campaign: Campaign, household: Household, head: User
) -> None:
    save(campaign, household, head, b1=118)
    with pytest.raises(refusals.EvidenceImpossible, match="chưa có bảng điểm đầy đủ"):
        save(campaign, household, head, evidence=Evidence.ANSWERS)

    save(campaign, household, head, evidence=Evidence.INCOME)
    save(campaign, household, head, income="650.000")
    # What was typed for the scores is not thrown away.
    assert ReviewForm.objects.get().values["b1"] == "118"
    form = actions.finish_form(campaign=campaign, household=household, by=head)
    result = ReviewResult.objects.get(campaign=campaign, household=household)
    assert (form.evidence, result.income_per_capita_vnd) == ("income", 650_000)


def test_indicators_that_decide_are_asked_for(
    campaign: Campaign, household: Household, head: User
) -> None:
    """800.000 lies between the rural lines of 2016: from three indicators on the family is poor."""
    save(campaign, household, head, income="800.000", evidence=Evidence.INCOME)
    with pytest.raises(refusals.FormIncomplete, match="còn thiếu"):
        actions.finish_form(campaign=campaign, household=household, by=head)


# ── A village ─────────────────────────────────────────────────────────────────────────────────


def test_next_household_by_name_skips_those_done(
    campaign: Campaign, household: Household, head: User
) -> None:
    second, third = (
        Household.objects.select_related("unit").get(code=c) for c in ("A-002", "A-003")
    )
    assert next_to_fill(campaign=campaign, household=household) == second

    finished(campaign, second, head)
    assert next_to_fill(campaign=campaign, household=household) == third
    finished(campaign, third, head)
    assert next_to_fill(campaign=campaign, household=third) == household
    finished(campaign, household, head)
    assert next_to_fill(campaign=campaign, household=household) is None


def test_many_are_finished_at_once_and_the_rest_named(
    campaign: Campaign, district: District, household: Household, head: User
) -> None:
    households = list(Household.objects.filter(code__startswith="A").select_related("unit"))
    save(campaign, households[0], head, b1=118, b2=30)
    save(campaign, households[1], head, b1=118)

    done = actions.finish_forms(campaign=campaign, households=households, by=head)

    assert [form.household_id for form in done.done] == [households[0].pk]
    assert done.left == ((households[1].code, "còn thiếu Điểm B2"),)
    found = village_forms(campaign=campaign, unit=district.villages["A"])
    assert found is not None
    assert (len(found.forms), found.done) == (3, 1)


def test_a_failed_record_leaves_the_form_a_draft(
    campaign: Campaign, household: Household, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(campaign, household, head, b1=118, b2=30)

    def fail(**_: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr(actions, "record_scores", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.finish_form(campaign=campaign, household=household, by=head)

    assert ReviewForm.objects.get().state == FormState.DRAFT


def test_a_form_of_a_page_is_not_provisional(
    campaign: Campaign, household: Household, head: User
) -> None:
    save(campaign, household, head, b1=118, source=FormSource.FILE, base_texts={})
    assert ReviewForm.objects.get().is_provisional
    save(campaign, household, head, b2=30, base_version=1)
    assert not ReviewForm.objects.get().is_provisional


def test_a_village_head_of_another_village_has_no_right_here(district: District) -> None:
    """The right is asked by the pages; here only that the role's scope is the village."""
    scope = scope_of(user=officer(Role.VILLAGE, district.villages["A"]), as_of=DAY)
    assert scope.can(Permission.REVIEW, district.villages["A"].path)
    assert not scope.can(Permission.REVIEW, district.rural.path)
    assert not scope.can(Permission.REVIEW, district.villages["B"].path)


def test_a_village_is_not_scored_while_a_form_is_open(
    campaign: Campaign, district: District, head: User, clerk: User
) -> None:
    """A form opened again holds the village: its result is the older one."""
    households = list(Household.objects.filter(code__startswith="A").select_related("unit"))
    for one in households:
        finished(campaign, one, head)
    reviews.judge_communes(campaign=campaign, units=[district.rural], by=None)
    actions.reopen_form(campaign=campaign, household=households[0], by=head)
    step = {"campaign": campaign, "village": district.villages["A"], "by": clerk, "as_of": DAY}

    with pytest.raises(FormsStillOpen, match=r"1 phiếu .* hộ A-00"):
        move_village(to=VillageStage.SCORED, **step)

    actions.finish_form(campaign=campaign, household=households[0], by=head)
    reviews.judge_communes(campaign=campaign, units=[district.rural], by=None)
    assert move_village(to=VillageStage.SCORED, **step).stage == VillageStage.SCORED
