"""Supervision of a commune's review: visits, questions and their answers, the sign-off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.committees.queries import members_for
from giamngheo.reviews import supervision as actions
from giamngheo.reviews.models import Campaign, CommuneReview, SupervisionQuestion
from giamngheo.web.access import scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.reviews.place import full_commune_of, steps_to

SUPERVISE, REVIEW = Permission.SUPERVISE_REVIEW, Permission.REVIEW


class VisitForm(forms.Form):
    visited_on = forms.DateField(label="Ngày kiểm tra", localize=True)
    village = forms.ChoiceField(label="Nơi kiểm tra", required=False)
    remarks = forms.CharField(
        label="Nhận xét", max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, review: CommuneReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages = review.villages.select_related("unit").order_by("unit__sort_key", "unit_id")
        self.by_id = {str(one.pk): one for one in villages}
        names = [(key, one.unit.full_name) for key, one in self.by_id.items()]
        self.fields["village"].choices = [("", "Cả xã"), *names]  # type: ignore[attr-defined]


@require_GET
def supervision(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, review = full_commune_of(request, code, unit_code)
    return _page(request, campaign, review, _visit_form(request, review))


@require_POST
def supervision_visit(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, review = full_commune_of(request, code, unit_code, SUPERVISE)
    form = _visit_form(request, review)
    if not form.is_valid():
        return _page(request, campaign, review, form, status=422)
    given = form.cleaned_data
    actions.record_visit(
        review=review,
        visited_on=given["visited_on"],
        remarks=given["remarks"],
        village=form.by_id.get(given["village"]),
        by=scope_of(request).user,
        as_of=today(),
    )
    messages.success(request, "Đã ghi lần kiểm tra.")
    return redirect("supervision", code=code, unit_code=unit_code)


@require_POST
def supervision_ask(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    _, review = full_commune_of(request, code, unit_code, SUPERVISE)
    actions.ask_question(
        review=review,
        question=request.POST.get("question", "")[:3000],
        by=scope_of(request).user,
        as_of=today(),
    )
    messages.success(request, "Đã gửi câu hỏi tới xã.")
    return redirect("supervision", code=code, unit_code=unit_code)


@require_POST
def supervision_answer(
    request: HttpRequest, code: str, unit_code: str, question_id: int
) -> HttpResponse:
    _, review = full_commune_of(request, code, unit_code, REVIEW)
    actions.answer_question(
        question=_question(review, question_id),
        answer=request.POST.get("answer", "")[:3000],
        by=scope_of(request).user,
        as_of=today(),
    )
    messages.success(request, "Đã ghi trả lời.")
    return redirect("supervision", code=code, unit_code=unit_code)


@require_POST
def supervision_close(
    request: HttpRequest, code: str, unit_code: str, question_id: int
) -> HttpResponse:
    _, review = full_commune_of(request, code, unit_code, SUPERVISE)
    actions.close_question(
        question=_question(review, question_id), by=scope_of(request).user, as_of=today()
    )
    messages.success(request, "Đã kết thúc câu hỏi.")
    return redirect("supervision", code=code, unit_code=unit_code)


@require_POST
def supervision_sign(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    _, review = full_commune_of(request, code, unit_code, SUPERVISE)
    actions.sign_off(
        review=review,
        remarks=request.POST.get("remarks", "")[:3000],
        by=scope_of(request).user,
        as_of=today(),
    )
    messages.success(request, f"Đã xác nhận giám sát {review.unit.full_name}.")
    return redirect("supervision", code=code, unit_code=unit_code)


def _page(
    request: HttpRequest,
    campaign: Campaign,
    review: CommuneReview,
    form: VisitForm,
    *,
    status: int = 200,
) -> HttpResponse:
    scope = scope_of(request)
    questions = list(actions.questions_of(review=review))
    place = {"code": campaign.code, "unit_code": review.unit.code}
    context = {
        "campaign": campaign,
        "review": review,
        "place": place,
        "visits": list(actions.visits_of(review=review)),
        "questions": questions,
        "waiting": sum(one.closed_on is None for one in questions),
        "signed": actions.sign_off_of(review=review),
        "in_charge": members_for(unit=review.unit, as_of=today()),
        "form": form,
        "may_supervise": scope.can(SUPERVISE, review.unit_path),
        "may_answer": scope.can(REVIEW, review.unit_path),
        "steps": steps_to(
            campaign,
            (review.unit.full_name, reverse("commune_board", kwargs=place)),
            ("Giám sát", ""),
        ),
    }
    return render(
        request,
        "reviews/supervision.html",
        context,
        status=status,
        generated=campaign.is_generated,
    )


def _visit_form(request: HttpRequest, review: CommuneReview) -> VisitForm:
    return VisitForm(request.POST or None, review=review, initial={"visited_on": today()})


def _question(review: CommuneReview, question_id: int) -> SupervisionQuestion:
    found = SupervisionQuestion.objects.filter(commune_review=review, pk=question_id).first()
    if found is None:
        raise Http404(f"no question {question_id}")
    return found
