"""From the finished list to the frozen decision, every refusal, and who is too late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, OperationalError

from giamngheo.decisions import actions, issuing, refusals
from giamngheo.decisions.findings import open_findings
from giamngheo.decisions.models import (
    AcceptedFinding,
    DecisionBasis,
    DecisionLine,
    FurtherDecision,
    Opinion,
    Submission,
    UpperReport,
)
from giamngheo.decisions.queries import (
    decision_draft,
    decision_paper,
    escape_paper,
    report_paper,
)
from giamngheo.lib.errors import Refusal
from giamngheo.planning.enums import Measure
from giamngheo.planning.models import AllocationFigure, AllocationRow, Plan
from giamngheo.registry.models import Household, HouseholdStatus
from giamngheo.reviews.enums import CampaignKind, CommuneState
from giamngheo.reviews.models import Decision, ReviewResult, StageChange
from giamngheo.reviews.stage_refusals import ReasonMissing, SameHands, StageRefused
from tests.factories.finished_list import (
    CHECKED,
    OPINION,
    SENT,
    SIGNED,
    SUBMITTED,
    FinishedList,
)
from tests.factories.small_year import make_plan


def test_the_list_goes_up_with_what_was_let_stand(finished: FinishedList) -> None:
    letting = actions.Acceptance(
        rule="QUA-AGE", household_code="A-001", sentence="Chủ hộ 99 tuổi", reason="Đã xem giấy tờ"
    )

    submission = actions.submit_list(
        **finished.where, note=" Xin trình ", accepted=[letting], by=finished.maker, as_of=SUBMITTED
    )

    assert finished.state == CommuneState.SUBMITTED
    assert (submission.round, submission.note) == (1, "Xin trình")
    assert (submission.reviewed, submission.poor, submission.near_poor) == (5, 3, 1)
    kept = AcceptedFinding.objects.get(submission=submission)
    assert (kept.household_code, kept.reason) == ("A-001", "Đã xem giấy tờ")


def test_a_warning_let_stand_needs_a_reason(finished: FinishedList) -> None:
    letting = actions.Acceptance(
        rule="QUA", household_code="", sentence="Trùng chỉ tiêu", reason=" "
    )

    with pytest.raises(refusals.AcceptedWithoutReason, match="Trùng chỉ tiêu"):
        actions.submit_list(
            **finished.where, note="", accepted=[letting], by=finished.maker, as_of=SUBMITTED
        )

    assert finished.state == CommuneState.JUDGED
    assert not Submission.objects.exists()


def test_a_list_that_hits_the_target_to_the_household_must_be_explained(
    finished: FinishedList,
) -> None:
    """Three were poor and three are: a plan that promised no fall of 1 is no target hit."""
    plan = make_plan(finished.district)
    Plan.objects.filter(pk=plan.pk).update(first_year=2021, last_year=2021)
    row = AllocationRow.objects.get(plan=plan, unit=finished.unit)
    figures = AllocationFigure.objects.filter(row=row, measure=Measure.POOR_REDUCED)
    figures.update(value=1)
    assert open_findings(**finished.where) == []
    ReviewResult.objects.filter(campaign=finished.campaign, household__code="A-005").update(
        category="NON_POOR", group=""
    )

    (finding,) = open_findings(**finished.where)
    with pytest.raises(refusals.FindingsOpen, match="đúng bằng chỉ tiêu giao tại kế hoạch 15/KH"):
        finished.submit()
    letting = actions.Acceptance(
        rule=finding.rule, household_code="", sentence=finding.sentence, reason="Đã đối chiếu"
    )
    actions.submit_list(
        **finished.where, note="", accepted=[letting], by=finished.maker, as_of=SUBMITTED
    )

    assert finished.state == CommuneState.SUBMITTED


def test_an_escape_without_working_capacity_is_shown_and_may_go_up(
    finished: FinishedList,
) -> None:
    Household.objects.filter(code="A-001").update(no_working_capacity=True)

    (finding,) = open_findings(**finished.where)
    finished.submit()

    assert (finding.household_code, finding.must_explain) == ("A-001", False)
    assert finished.state == CommuneState.SUBMITTED


def test_the_maker_does_not_check_her_own_list(finished: FinishedList) -> None:
    finished.submit()

    with pytest.raises(SameHands, match="Bùi Thị Hạnh"):
        actions.check_list(**finished.where, by=finished.maker, as_of=CHECKED)

    finished.check()
    assert Submission.objects.get().checked_by == finished.checker


def test_the_database_too_wants_two_people(finished: FinishedList) -> None:
    finished.submit()

    with pytest.raises(IntegrityError, match="submission_checked_by_another"), transaction.atomic():
        Submission.objects.update(checked_by=finished.maker)


def test_a_list_sent_back_comes_again_as_the_next_round(finished: FinishedList) -> None:
    finished.submit()

    with pytest.raises(ReasonMissing):
        actions.return_list(**finished.where, reason=" ", by=finished.checker, as_of=CHECKED)
    actions.return_list(
        **finished.where, reason="Thôn Một thiếu hai hộ", by=finished.checker, as_of=CHECKED
    )

    assert finished.state == CommuneState.JUDGED
    first = Submission.objects.get()
    assert (first.returned_by, first.return_reason) == (finished.checker, "Thôn Một thiếu hai hộ")
    finished.submit()
    assert list(Submission.objects.order_by("round").values_list("round", flat=True)) == [1, 2]


def test_a_changed_list_is_not_checked(finished: FinishedList) -> None:
    finished.submit()
    ReviewResult.objects.filter(campaign=finished.campaign, household__code="A-003").update(
        category="NEAR_POOR", group=""
    )

    with pytest.raises(refusals.ListChangedSince, match="Bùi Thị Hạnh trình ngày 22/11/2021"):
        finished.check()

    assert finished.state == CommuneState.SUBMITTED


def test_the_report_starts_five_working_days(finished: FinishedList) -> None:
    finished.submit()
    finished.check()

    report = actions.record_report(
        **finished.where, number="40/BC-UBND", sent_on=SENT, by=finished.maker, as_of=SENT
    )

    # Sent on Wednesday 24/11: Thursday, Friday, Monday, Tuesday, Wednesday.
    assert report.opinion_due == date(2021, 12, 1)
    assert report.addressee == "Chủ tịch Ủy ban nhân dân huyện Huyện Thử"
    with pytest.raises(refusals.AlreadyReported, match="40/BC-UBND"):
        finished.report()


@pytest.mark.parametrize(
    ("sent_on", "words"),
    [(date(2021, 11, 22), "trước ngày thẩm tra"), (date(2021, 11, 25), "sau hôm nay")],
)
def test_a_report_is_neither_before_its_check_nor_after_today(
    finished: FinishedList, sent_on: date, words: str
) -> None:
    finished.submit()
    finished.check()

    with pytest.raises(refusals.DayOutOfOrder, match=words):
        actions.record_report(
            **finished.where, number="40/BC-UBND", sent_on=sent_on, by=finished.maker, as_of=SENT
        )


def test_an_opinion_needs_a_report(finished: FinishedList) -> None:
    finished.submit()
    finished.check()

    with pytest.raises(refusals.ReportNotSent):
        finished.agree()


def test_an_opinion_that_asks_for_changes_sends_the_list_back(finished: FinishedList) -> None:
    finished.submit()
    finished.check()
    finished.report()

    with pytest.raises(refusals.OpinionWithoutContent):
        finished.agree(agrees=False)
    finished.agree(agrees=False, content="Xem lại hộ Thôn Một")

    assert finished.state == CommuneState.JUDGED
    assert Submission.objects.get().return_reason == "Văn bản 210/UBND-LĐTBXH: Xem lại hộ Thôn Một"
    assert not Opinion.objects.get().agrees
    finished.bring_to_opinion()
    assert finished.state == CommuneState.OPINION


def test_who_submitted_gives_no_opinion(finished: FinishedList) -> None:
    finished.submit()
    finished.check()
    finished.report()
    finished.upper = finished.checker

    with pytest.raises(refusals.OpinionOfItself, match="Lò Văn Ơn"):
        finished.agree()


def test_the_decision_freezes_list_basis_and_escapes(finished: FinishedList) -> None:
    finished.bring_to_opinion()

    issued = finished.decide()

    assert finished.state == CommuneState.DECIDED
    assert (issued.decision.poor, issued.decision.near_poor) == (3, 1)
    basis = DecisionBasis.objects.get(decision=issued.decision)
    assert basis.opinion is not None
    assert (basis.opinion.number, len(basis.digest)) == ("210/UBND-LĐTBXH", 64)
    assert issued.escape is not None
    lines = issued.escape.lines.order_by("household__code")
    assert [(one.household.code, one.movement) for one in lines] == [
        ("A-001", "ESCAPED_POOR"),
        ("A-004", "POOR_TO_NEAR_POOR"),
    ]
    status = HouseholdStatus.objects.in_force(SIGNED)
    assert status.filter(category="POOR").count() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions_decisionbasis SET digest = ''",
        "DELETE FROM decisions_decisionline",
        "UPDATE decisions_furtherdecision SET reason = 'khác'",
        "UPDATE decisions_opinion SET agrees = false, content = 'x'",
        "DELETE FROM decisions_upperreport",
    ],
)
def test_what_was_signed_refuses_raw_change(finished: FinishedList, statement: str) -> None:
    finished.bring_to_opinion()
    finished.decide()

    with (
        pytest.raises(IntegrityError, match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": " "}, refusals.PaperNumberMissing),
        ({"signed_date": date(2021, 12, 7)}, refusals.DayOutOfOrder),
        ({"signed_date": date(2021, 11, 28)}, refusals.DayOutOfOrder),
        ({"escape_number": ""}, refusals.EscapeNumberMissing),
        ({"escape_number": "125/QĐ-UBND"}, refusals.NumberTaken),
    ],
)
def test_a_paper_that_does_not_fit_decides_nothing(
    finished: FinishedList, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    finished.bring_to_opinion()

    with pytest.raises(refusal):
        finished.decide(**changes)

    assert finished.state == CommuneState.OPINION
    assert not Decision.objects.filter(campaign=finished.campaign).exists()
    assert not FurtherDecision.objects.exists()


def test_a_yearly_list_is_not_decided_without_opinion(finished: FinishedList) -> None:
    finished.submit()
    finished.check()

    with pytest.raises(StageRefused, match="Đã thẩm tra"):
        finished.decide()


def test_a_regular_review_is_decided_once_checked(db: None) -> None:
    finished = FinishedList(kind=CampaignKind.REGULAR)
    finished.submit()
    finished.check()

    with pytest.raises(refusals.NoOpinionNeeded):
        finished.report()
    finished.decide()

    assert finished.state == CommuneState.DECIDED


def test_who_comes_second_reads_who_was_first(finished: FinishedList) -> None:
    finished.bring_to_opinion()
    finished.decide()

    with pytest.raises(refusals.DecidedMeanwhile, match="Lương Minh Thuyết đã ghi quyết định 125"):
        finished.decide(number="127/QĐ-UBND", by=finished.maker)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_make_one_decision() -> None:
    finished = FinishedList()
    finished.bring_to_opinion()

    def attempt(number: str) -> str:
        try:
            return finished.decide(number=number, escape_number=f"{number}-T").decision.number
        except Refusal as refusal:
            return f"{refusal.code} {refusal.message}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(attempt, ["125/QĐ-UBND", "128/QĐ-UBND"]))

    won, lost = outcomes
    assert won in {"125/QĐ-UBND", "128/QĐ-UBND"}
    assert lost.startswith("DCS-006 ")
    assert f"Lương Minh Thuyết đã ghi quyết định {won} lúc" in lost
    assert Decision.objects.filter(campaign=finished.campaign).count() == 1
    assert FurtherDecision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_connection_killed_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is frozen and the statuses are given; then the database goes, before the escapes."""
    finished = FinishedList()
    finished.bring_to_opinion()
    go_on: Callable[..., Any] = issuing.record_escape

    def killed(**arguments: Any) -> Any:
        frozen = ReviewResult.objects.filter(campaign=finished.campaign, decision__isnull=False)
        assert frozen.count() == 5
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return go_on(**arguments)

    monkeypatch.setattr(issuing, "record_escape", killed)
    with pytest.raises(OperationalError):
        finished.decide()
    connection.close()

    assert finished.state == CommuneState.OPINION
    assert not Decision.objects.filter(campaign=finished.campaign).exists()
    assert not ReviewResult.objects.filter(
        campaign=finished.campaign, decision__isnull=False
    ).exists()
    assert not DecisionLine.objects.exists()
    assert not HouseholdStatus.objects.filter(valid_from=SIGNED).exists()
    monkeypatch.undo()
    assert finished.decide().decision.number == "125/QĐ-UBND"


def test_bulk_steps_say_what_became_of_each(finished: FinishedList) -> None:
    finished.submit()
    units = [finished.unit, finished.district.urban]

    checked = actions.check_lists(
        campaign=finished.campaign, units=units, by=finished.checker, as_of=CHECKED
    )
    finished.report()
    given = actions.give_opinions(
        campaign=finished.campaign,
        units=units,
        number="210/UBND-LĐTBXH",
        signed_date=OPINION,
        signer="Vũ Đình Trạch",
        by=finished.upper,
        as_of=OPINION,
    )

    for results in (checked, given):
        assert [one.refusal.code if one.refusal else "" for one in results] == ["", "REV-021"]
    assert finished.state == CommuneState.OPINION


def test_each_step_is_kept_with_who_and_when(finished: FinishedList) -> None:
    finished.bring_to_opinion()
    finished.decide()

    steps = StageChange.objects.filter(campaign=finished.campaign, of_village=False).order_by("id")
    assert [(one.to_state, one.changed_by, one.changed_on) for one in steps] == [
        ("SUBMITTED", "Bùi Thị Hạnh", SUBMITTED),
        ("CHECKED", "Lò Văn Ơn", CHECKED),
        ("OPINION", "Lê Quang Vịnh", OPINION),
        ("DECIDED", "Lương Minh Thuyết", SIGNED),
    ]


def test_papers_say_what_was_decided(finished: FinishedList) -> None:
    finished.bring_to_opinion()
    draft = decision_draft(**finished.where, as_of=OPINION)
    report = report_paper(**finished.where, as_of=OPINION)

    assert (draft.is_draft, draft.number, draft.signed_date) == (True, None, None)
    assert [one.code for one in draft.poor] == ["A-002", "A-003", "A-005"]
    assert [(one.code, one.movement) for one in draft.near_poor] == [("A-004", "POOR_TO_NEAR_POOR")]
    assert draft.poor[0].village == "Thôn Thôn Một"
    assert (report.number, report.sent_on) == ("40/BC-UBND", SENT)
    assert (report.total.reviewed, report.total.poor, report.total.new_poor) == (5, 3, 1)
    assert [one.code for one in report.escaped_poor] == ["A-001"]

    issued = finished.decide()
    signed = decision_paper(decision=issued.decision)
    assert (signed.number, signed.effective_date) == ("125/QĐ-UBND", SIGNED)
    assert (signed.poor, signed.digest) == (draft.poor, draft.digest)
    assert signed.opinion is not None
    assert signed.opinion.number == "210/UBND-LĐTBXH"
    assert issued.escape is not None
    escape = escape_paper(further=issued.escape)
    assert [one.code for one in escape.escaped_poor] == ["A-001"]
    assert [one.code for one in escape.became_near_poor] == ["A-004"]


def test_reports_of_the_round_sent_back_stay(finished: FinishedList) -> None:
    finished.submit()
    finished.check()
    finished.report()
    finished.agree(agrees=False, content="Xem lại")
    finished.bring_to_opinion()

    assert UpperReport.objects.count() == 2
