"""Supervision of a review by the committee member in charge: visits, questions, sign-off."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.reviews import stages
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.listing_actions import name_of
from giamngheo.reviews.models import (
    CommuneReview,
    SupervisionQuestion,
    SupervisionSignOff,
    SupervisionVisit,
    VillageReview,
)


class SupervisionRefused(Refusal):
    code = "REV-037"
    sentence = "Chưa ghi được việc giám sát {unit}: {problem}. {what_next}"


@transaction.atomic
def record_visit(
    *,
    review: CommuneReview,
    visited_on: date,
    remarks: str,
    village: VillageReview | None = None,
    by: User | None,
    as_of: date,
) -> SupervisionVisit:
    """
    Keep a visit to the commune, or to one of its villages, with what was remarked.

    Raises: SupervisionRefused [REV-037].
    """
    if not remarks.strip():
        raise _refused(review, "chưa ghi nhận xét", "Ghi nhận xét rồi lưu lại.")
    if visited_on > as_of:
        problem = f"ngày kiểm tra {format_date(visited_on)} chưa tới"
        raise _refused(review, problem, "Sửa ngày kiểm tra rồi lưu lại.")
    if village is not None and village.commune_review_id != review.pk:
        raise _refused(review, "thôn được chọn thuộc xã khác", "Chọn một thôn của xã này.")
    _record("reviews.record_visit", review, by)
    return SupervisionVisit.objects.create(
        campaign=review.campaign,
        commune_review=review,
        unit_path=review.unit_path,
        village=village,
        visited_on=visited_on,
        remarks=remarks.strip(),
        user=by,
        visited_by=name_of(by),
    )


@transaction.atomic
def ask_question(
    *, review: CommuneReview, question: str, by: User | None, as_of: date
) -> SupervisionQuestion:
    """
    Ask the commune something it must answer before the sign-off.

    Raises: SupervisionRefused [REV-037].
    """
    if not question.strip():
        raise _refused(review, "chưa ghi câu hỏi", "Ghi câu hỏi rồi lưu lại.")
    _record("reviews.ask_question", review, by)
    return SupervisionQuestion.objects.create(
        campaign=review.campaign,
        commune_review=review,
        unit_path=review.unit_path,
        question=question.strip(),
        asked_on=as_of,
        asked_by=name_of(by),
    )


@transaction.atomic
def answer_question(
    *, question: SupervisionQuestion, answer: str, by: User | None, as_of: date
) -> SupervisionQuestion:
    """
    Keep the commune's answer; an earlier answer that did not satisfy is replaced.

    Raises: SupervisionRefused [REV-037].
    """
    question = _lock(question)
    if question.closed_on is not None:
        raise _refused(question.commune_review, "câu hỏi đã kết thúc", "Xem câu trả lời đã ghi.")
    if not answer.strip():
        raise _refused(question.commune_review, "chưa ghi trả lời", "Ghi trả lời rồi lưu lại.")
    _record("reviews.answer_question", question.commune_review, by)
    question.answer = answer.strip()
    question.answered_on, question.answered_by = as_of, name_of(by)
    question.save()
    return question


@transaction.atomic
def close_question(
    *, question: SupervisionQuestion, by: User | None, as_of: date
) -> SupervisionQuestion:
    """
    Say that the answer satisfies; an unanswered question is closed by nobody.

    Raises: SupervisionRefused [REV-037].
    """
    question = _lock(question)
    if not question.answer:
        raise _refused(question.commune_review, "câu hỏi chưa được trả lời", "Chờ xã trả lời.")
    _record("reviews.close_question", question.commune_review, by)
    question.closed_on, question.closed_by = as_of, name_of(by)
    question.save()
    return question


@transaction.atomic
def sign_off(
    *, review: CommuneReview, remarks: str = "", by: User | None, as_of: date
) -> SupervisionSignOff:
    """
    Confirm that the commune's review was seen through: every list scored, no question open.

    Raises: SupervisionRefused [REV-037].
    """
    locked = stages.lock_commune(campaign=review.campaign, unit=review.unit)
    before = SupervisionSignOff.objects.filter(commune_review=locked).first()
    if before is not None:
        problem = f"{before.signed_by} đã xác nhận ngày {format_date(before.signed_on)}"
        raise _refused(review, problem, "Xem xác nhận đã ghi.")
    if locked.state == CommuneState.OPEN:
        problem = "còn thôn đang thu thập phiếu"
        raise _refused(review, problem, "Chờ các thôn chấm xong rồi xác nhận.")
    waiting = open_questions(review=review).count()
    if waiting:
        problem = f"còn {waiting} câu hỏi chưa kết thúc"
        raise _refused(review, problem, "Kết thúc các câu hỏi rồi xác nhận.")
    if not SupervisionVisit.objects.filter(commune_review=review).exists():
        raise _refused(review, "chưa ghi lần kiểm tra nào", "Ghi lần kiểm tra rồi xác nhận.")
    _record("reviews.sign_off", review, by)
    return SupervisionSignOff.objects.create(
        campaign=review.campaign,
        commune_review=locked,
        unit_path=review.unit_path,
        remarks=remarks.strip(),
        signed_on=as_of,
        user=by,
        signed_by=name_of(by),
    )


def visits_of(*, review: CommuneReview) -> QuerySet[SupervisionVisit]:
    """Return the visits to the commune, the latest first."""
    found = SupervisionVisit.objects.filter(commune_review=review)
    return found.select_related("village__unit").order_by("-visited_on", "-id")


def questions_of(*, review: CommuneReview) -> QuerySet[SupervisionQuestion]:
    """Return the questions put to the commune, open ones first."""
    return SupervisionQuestion.objects.filter(commune_review=review).order_by("closed_on", "id")


def open_questions(*, review: CommuneReview) -> QuerySet[SupervisionQuestion]:
    return SupervisionQuestion.objects.filter(commune_review=review, closed_on__isnull=True)


def sign_off_of(*, review: CommuneReview) -> SupervisionSignOff | None:
    return SupervisionSignOff.objects.filter(commune_review=review).first()


def _lock(question: SupervisionQuestion) -> SupervisionQuestion:
    locked = SupervisionQuestion.objects.select_for_update(of=("self",))
    return locked.select_related("commune_review__unit").get(pk=question.pk)


def _record(action: str, review: CommuneReview, by: User | None) -> None:
    audit.record(action=action, by=by, subject=review.unit.full_name, unit_path=review.unit_path)


def _refused(review: CommuneReview, problem: str, what_next: str) -> SupervisionRefused:
    return SupervisionRefused(unit=review.unit.full_name, problem=problem, what_next=what_next)
