"""One commune's way from the finished list to the decision, and to its corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.decisions import actions
from giamngheo.decisions.enums import FurtherKind
from giamngheo.decisions.findings import Finding, open_findings
from giamngheo.decisions.models import FurtherDecision, Submission
from giamngheo.decisions.queries import (
    correction_paper,
    corrections_of,
    escape_of,
    escape_paper,
    submissions_of,
)
from giamngheo.decisions.waiting import Step, Waiting, waiting_list
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.models import CommuneReview, Decision
from giamngheo.reviews.queries import results_by_commune
from giamngheo.reviews.stages import changes_of
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.decisions import steps as layout
from giamngheo.web.decisions.forms import (
    AGREES,
    CheckForm,
    IssueForm,
    OpinionForm,
    ReportForm,
    ReturnForm,
    SubmitForm,
)
from giamngheo.web.decisions.found import review_of, upper_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import Table, build_table

Forms = Mapping[str, forms.Form]
FORMS: Mapping[Step, type[forms.Form]] = {
    Step.SUBMIT: SubmitForm,
    Step.CHECK: CheckForm,
    Step.REPORT: ReportForm,
    Step.OPINION: OpinionForm,
    Step.DECIDE: IssueForm,
}


@require_GET
def approval(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Xem việc trình duyệt kết quả rà soát của"
    review = review_of(request, code, unit_code, permission=Permission.VIEW_PERSONAL, what=what)
    return _page(request, review)


@require_POST
def submit(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Trình kết quả rà soát của"
    review = review_of(request, code, unit_code, permission=Permission.REVIEW, what=what)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _page(request, review, {Step.SUBMIT: form}, status=422)
    made = actions.submit_list(
        **_place(review),
        note=form.cleaned_data["note"],
        accepted=_accepted(request, review),
        **_who(request),
    )
    return _done(
        request,
        review,
        f"Đã trình lần {made.round}: {made.poor} hộ nghèo, {made.near_poor} hộ cận nghèo. Người "
        "thẩm tra phải là người khác.",
    )


def _accepted(request: HttpRequest, review: CommuneReview) -> list[actions.Acceptance]:
    """Return the warnings of the list for which a reason was written."""
    return [
        actions.Acceptance(
            rule=one.rule,
            household_code=one.household_code,
            sentence=one.sentence,
            reason=reason,
        )
        for one in open_findings(**_place(review))
        if (reason := request.POST.get(f"ly-do:{one.key}", "").strip())
    ]


@require_POST
def check(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Thẩm tra kết quả rà soát của"
    review = review_of(request, code, unit_code, permission=Permission.CHECK_LIST, what=what)
    form = CheckForm(request.POST)
    form.is_valid()
    actions.check_list(**_place(review), note=form.cleaned_data.get("note", ""), **_who(request))
    return _done(request, review, f"Đã thẩm tra danh sách của {review.unit.full_name}.")


@require_POST
def send_back(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Trả lại kết quả rà soát của"
    review = review_of(request, code, unit_code, permission=Permission.CHECK_LIST, what=what)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, review, {"return": form}, status=422)
    actions.return_list(**_place(review), reason=form.cleaned_data["reason"], **_who(request))
    return _done(request, review, f"Đã trả danh sách về {review.unit.full_name} kèm lý do.")


@require_POST
def report(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Ghi báo cáo cấp trên của"
    review = review_of(request, code, unit_code, permission=Permission.DECIDE, what=what)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, review, {Step.REPORT: form}, status=422)
    made = actions.record_report(**_place(review), **form.cleaned_data, **_who(request))
    return _done(
        request,
        review,
        f"Đã ghi báo cáo {made.number} gửi {made.addressee}; hạn trả lời "
        f"{made.opinion_due:%d/%m/%Y}.",
    )


@require_POST
def opinion(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Ghi ý kiến của cấp trên về kết quả rà soát của"
    review = review_of(request, code, unit_code, permission=Permission.GIVE_OPINION, what=what)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _page(request, review, {Step.OPINION: form}, status=422)
    agrees = form.cleaned_data.pop("verdict") == AGREES
    actions.give_opinion(**_place(review), agrees=agrees, **form.cleaned_data, **_who(request))
    done = "Đã ghi ý kiến thống nhất" if agrees else "Đã ghi ý kiến và trả danh sách về"
    return _done(request, review, f"{done}: {review.unit.full_name}.")


@require_POST
def issue(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Ghi quyết định công nhận cho"
    review = review_of(request, code, unit_code, permission=Permission.DECIDE, what=what)
    form = IssueForm(request.POST)
    if not form.is_valid():
        return _page(request, review, {Step.DECIDE: form}, status=422)
    issued = actions.issue_decision(**_place(review), **form.cleaned_data, **_who(request))
    decision = issued.decision
    words = (
        f"Đã ghi quyết định {decision.number}: danh sách {decision.poor + decision.near_poor} hộ "
        f"đã khóa ({decision.poor} hộ nghèo, {decision.near_poor} hộ cận nghèo)."
    )
    if issued.escape is not None:
        words += f" Quyết định {issued.escape.number} công nhận hộ thoát nghèo, thoát cận nghèo."
    return _done(request, review, words)


@require_GET
def further_decision(request: HttpRequest, further_id: int) -> HttpResponse:
    """Show a decision on escapes or a correction with its households, before and after."""
    found = (
        FurtherDecision.objects.select_related("decision__campaign", "decision__unit__parent")
        .filter(pk=further_id)
        .first()
    )
    if found is None:
        raise Http404(f"no further decision {further_id}")
    decision = found.decision
    what = f"Xem quyết định của {decision.unit.full_name}"
    require(request, permission=Permission.VIEW_PERSONAL, unit=decision.unit, what=what)
    context = {
        "further": found,
        "decision": decision,
        "is_correction": found.kind == FurtherKind.CORRECTION,
        "table": _line_table(request, found),
        "steps": [
            ("Rà soát", reverse("review_list")),
            (decision.campaign.name, reverse("campaign", kwargs={"code": decision.campaign.code})),
            (decision.unit.full_name, approval_address(decision.campaign.code, decision.unit.code)),
            (found.number, ""),
        ],
    }
    return render(
        request,
        "decisions/further.html",
        context,
        block="results",
        generated=decision.campaign.is_generated,
    )


def _line_table(request: HttpRequest, found: FurtherDecision) -> Table:
    if found.kind == FurtherKind.CORRECTION:
        lines = correction_paper(further=found).lines
        households = [(one.household, one.before_category, one.reason) for one in lines]
    else:
        paper = escape_paper(further=found)
        listed = (*paper.escaped_poor, *paper.escaped_near_poor, *paper.became_near_poor)
        households = [(one, one.before_category, one.reason) for one in listed]
    return build_table(
        request,
        name="ho-trong-quyet-dinh",
        caption=f"Các hộ trong quyết định {found.number}",
        columns=layout.LINE_COLUMNS,
        rows=[layout.line_row(one, before, reason) for one, before, reason in households],
    )


def approval_address(code: str, unit_code: str | None) -> str:
    return reverse("approval", kwargs={"code": code, "unit_code": unit_code})


def _place(review: CommuneReview) -> dict[str, Any]:
    return {"campaign": review.campaign, "unit": review.unit}


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": reader(request), "as_of": today()}


def _done(request: HttpRequest, review: CommuneReview, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("approval", code=review.campaign.code, unit_code=review.unit.code)


def _page(
    request: HttpRequest,
    review: CommuneReview,
    bound: Mapping[Any, forms.Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    scope, as_of = scope_of(request), today()
    waiting = waiting_list(review=review, scope=scope, as_of=as_of)
    decision = (
        Decision.objects.select_related(
            "basis__submission__submitted_by",
            "basis__submission__checked_by",
            "basis__opinion__report__recorded_by",
            "basis__opinion__given_by",
            "basis__issued_by",
        )
        .filter(campaign=review.campaign, unit=review.unit)
        .first()
    )
    step = waiting.step if waiting and not decision else None
    asked = dict(bound or {})
    form = asked.get(step) or (FORMS[step]() if step else None)
    counts = results_by_commune(campaign=review.campaign).get(review.unit_id, {})
    rounds = submissions_of(**_place(review))
    may_return = step in (Step.CHECK, Step.REPORT, Step.OPINION, Step.DECIDE) and scope.can(
        Permission.CHECK_LIST, review.unit_path
    )
    context = {
        "campaign": review.campaign,
        "review": review,
        "sentence": layout.sentence(review, waiting, decision, as_of),
        "counts": counts,
        "poor": counts.get(StatusCategory.POOR, 0),
        "near_poor": counts.get(StatusCategory.NEAR_POOR, 0),
        "escaped": layout.escaped_count(review),
        "step": step.value if step else "",
        "mine": bool(waiting and waiting.mine),
        "waiting": waiting,
        "open_findings": _unexplained(review, step, rounds),
        "took_part": _took_part(request, waiting),
        "form": form,
        "return_form": asked.get("return") or ReturnForm(),
        "may_return": may_return,
        "upper": upper_of(review, as_of),
        "decision": decision,
        "may_correct": bool(decision) and scope.can(Permission.DECIDE, review.unit_path),
        "returned": next((one for one in rounds if one.returned_on), None),
        **_tables(request, review, waiting, decision, rounds),
        "trail": [
            ("Rà soát", reverse("review_list")),
            (review.campaign.name, reverse("campaign", kwargs={"code": review.campaign.code})),
            (
                review.unit.full_name,
                reverse(
                    "campaign_commune",
                    kwargs={"code": review.campaign.code, "unit_code": review.unit.code},
                ),
            ),
            ("Trình duyệt", ""),
        ],
    }
    return render(
        request,
        "decisions/approval.html",
        context,
        status=status,
        generated=review.campaign.is_generated,
    )


def _unexplained(
    review: CommuneReview, step: Step | None, rounds: Sequence[Submission]
) -> list[Finding]:
    """Return the warnings to be explained before submitting; to a checker, those without reason."""
    if step not in (Step.SUBMIT, Step.CHECK):
        return []
    found = open_findings(**_place(review))
    if step is Step.SUBMIT or not rounds:
        return found
    kept = {f"{one.rule}:{one.household_code}" for one in rounds[0].accepted_findings.all()}
    return [one for one in found if one.key not in kept]


def _took_part(request: HttpRequest, waiting: Waiting | None) -> bool:
    """Return whether the reader handed the list up or checked it: another gives the opinion."""
    submission = waiting.submission if waiting else None
    if submission is None:
        return False
    return reader(request).pk in (submission.submitted_by_id, submission.checked_by_id)


def _tables(
    request: HttpRequest,
    review: CommuneReview,
    waiting: Waiting | None,
    decision: Decision | None,
    rounds: Sequence[Submission],
) -> dict[str, Table | None]:
    step_table = build_table(
        request,
        name="cac-buoc",
        caption="Các bước",
        columns=layout.STEP_COLUMNS,
        rows=layout.step_rows(review, waiting, decision, today()),
    )
    changes = changes_of(campaign=review.campaign, unit=review.unit, of_village=False)
    history = build_table(
        request,
        name="lich-su",
        caption="Ai đã làm gì",
        columns=layout.HISTORY_COLUMNS,
        rows=[layout.history_row(change) for change in changes],
        empty="Danh sách chưa chuyển bước nào.",
    )
    accepted = layout.finding_rows(rounds[0] if rounds else None)
    findings = build_table(
        request,
        name="canh-bao",
        caption="Cảnh báo đã chấp nhận khi trình",
        columns=layout.FINDING_COLUMNS,
        rows=accepted,
    )
    versions = None
    if decision is not None:
        versions = build_table(
            request,
            name="cac-ban",
            caption="Các bản quyết định",
            columns=layout.VERSION_COLUMNS,
            rows=layout.version_rows(
                decision, escape_of(decision=decision), corrections_of(decision=decision)
            ),
        )
    return {
        "step_table": step_table,
        "history": history,
        "findings": findings if accepted else None,
        "versions": versions,
    }
