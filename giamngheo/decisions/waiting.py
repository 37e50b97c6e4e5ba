"""What waits for whom on the way to the decision, with its last day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.decisions.models import Submission, UpperReport
from giamngheo.law.after_decision import UpperLevel, opinion_level
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.reviews.enums import CampaignKind, CommuneState, Procedure, VillageStage
from giamngheo.reviews.models import CommuneReview, VillageReview


class Step(StrEnum):
    """The next step of a commune's list."""

    SUBMIT = "SUBMIT"
    CHECK = "CHECK"
    REPORT = "REPORT"
    OPINION = "OPINION"
    DECIDE = "DECIDE"


STEP_LABELS = {
    Step.SUBMIT: "Trình danh sách",
    Step.CHECK: "Thẩm tra",
    Step.REPORT: "Gửi báo cáo cấp trên",
    Step.OPINION: "Cho ý kiến",
    Step.DECIDE: "Ghi quyết định đã ký",
}
PERMISSIONS: Mapping[Step, Permission] = {
    Step.SUBMIT: Permission.REVIEW,
    Step.CHECK: Permission.CHECK_LIST,
    Step.REPORT: Permission.DECIDE,
    Step.OPINION: Permission.GIVE_OPINION,
    Step.DECIDE: Permission.DECIDE,
}
ON_THE_WAY = (
    *(CommuneState.JUDGED, CommuneState.SUBMITTED, CommuneState.CHECKED, CommuneState.OPINION),
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One commune's list, its next step and last day; `mine`: the reader may take the step."""

    review: CommuneReview
    submission: Submission | None
    report: UpperReport | None
    step: Step
    due: date | None
    late: bool
    mine: bool


def next_step(
    *, review: CommuneReview, report: UpperReport | None, villages_done: bool = True
) -> Step | None:
    """Return the step a list of a FULL campaign waits for; None while its villages work."""
    if review.state == CommuneState.JUDGED:
        return Step.SUBMIT if villages_done else None
    if review.state == CommuneState.SUBMITTED:
        return Step.CHECK
    if review.state == CommuneState.OPINION:
        return Step.DECIDE
    if review.state != CommuneState.CHECKED:
        return None
    if review.campaign.kind == CampaignKind.REGULAR:
        return Step.DECIDE
    return Step.REPORT if report is None else Step.OPINION


def opinion_path(*, unit_path: str, parent_path: str, day: date) -> str:
    """Return the path of the unit whose people may record the opinion on a commune's list."""
    try:
        level = opinion_level(as_of=day).value
    except RuleNotFound:
        return parent_path
    if level is UpperLevel.DISTRICT:
        return parent_path
    return "/".join(unit_path.split("/")[:2]) + "/"


def may_take(*, scope: Scope, waiting: Waiting, path: str, upper: str) -> bool:
    """Return whether the reader may take a step; who submitted does not check, nor give opinion."""
    step, submission = waiting.step, waiting.submission
    if not scope.can(PERMISSIONS[step], upper if step is Step.OPINION else path):
        return False
    if submission is None or scope.user is None:
        return True
    if step is Step.CHECK:
        return submission.submitted_by_id != scope.user.pk
    if step is Step.OPINION:
        return scope.user.pk not in (submission.submitted_by_id, submission.checked_by_id)
    return True


def lists_waiting(*, scope: Scope, as_of: date) -> list[Waiting]:
    """
    Return the lists on their way in the reader's units, hers first, then by the last day.

    Three SQL queries, however many lists; one where there is none.
    """
    found = scope.filter(
        CommuneReview.objects.filter(campaign__procedure=Procedure.FULL, state__in=ON_THE_WAY)
    )
    reviews = list(found.select_related("campaign", "unit__parent"))
    if not reviews:
        return []
    rounds = _standing_rounds(reviews)
    working = set(
        VillageReview.objects.filter(commune_review__in=[one.pk for one in reviews])
        .exclude(stage=VillageStage.CLOSED)
        .values_list("commune_review_id", flat=True)
    )
    lists = (
        _waiting(
            review,
            rounds.get((review.campaign_id, review.unit_id)),
            scope=scope,
            as_of=as_of,
            villages_done=review.pk not in working,
        )
        for review in reviews
    )
    return sorted((one for one in lists if one is not None), key=_order)


def waiting_list(*, review: CommuneReview, scope: Scope, as_of: date) -> Waiting | None:
    """
    Return what one commune's list waits for; None while its villages work, once decided, and in a
    campaign that only records what was decided elsewhere.
    """
    if not review.campaign.is_full:
        return None
    working = review.villages.exclude(stage=VillageStage.CLOSED).exists()
    rounds = _standing_rounds([review])
    return _waiting(
        review,
        rounds.get((review.campaign_id, review.unit_id)),
        scope=scope,
        as_of=as_of,
        villages_done=not working,
    )


def _standing_rounds(reviews: Sequence[CommuneReview]) -> dict[tuple[int, int], Submission]:
    rounds = Submission.objects.filter(
        campaign__in={one.campaign_id for one in reviews},
        unit__in={one.unit_id for one in reviews},
        returned_on__isnull=True,
    ).select_related("report", "submitted_by")
    return {(one.campaign_id, one.unit_id): one for one in rounds.order_by("round")}


def _waiting(
    review: CommuneReview,
    submission: Submission | None,
    *,
    scope: Scope,
    as_of: date,
    villages_done: bool,
) -> Waiting | None:
    report = getattr(submission, "report", None)
    step = next_step(review=review, report=report, villages_done=villages_done)
    if step is None:
        return None
    due = report.opinion_due if step is Step.OPINION and report else review.due_date
    waiting = Waiting(
        review=review,
        submission=submission,
        report=report,
        step=step,
        due=due,
        late=due is not None and as_of > due,
        mine=False,
    )
    parent = review.unit.parent
    upper = opinion_path(
        unit_path=review.unit_path,
        parent_path=parent.path if parent else review.unit_path,
        day=report.sent_on if report else as_of,
    )
    mine = may_take(scope=scope, waiting=waiting, path=review.unit_path, upper=upper)
    return replace(waiting, mine=mine)


def _order(waiting: Waiting) -> tuple[bool, date, str, int]:
    due = waiting.due or date.max
    return (not waiting.mine, due, waiting.review.unit.sort_key, waiting.review.pk)
