"""Households that asked to be recognised: who is ready, the decision that recognises them."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from giamngheo.accounts.enums import Permission
from giamngheo.decisions.models import Recognition
from giamngheo.decisions.recognising import (
    Candidate,
    candidates,
    recognise_requested,
    recognitions_of,
)
from giamngheo.lib.dates import format_date
from giamngheo.registry.enums import Mark
from giamngheo.reviews.models import CommuneReview
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.decisions.forms import IssueForm
from giamngheo.web.decisions.found import review_of
from giamngheo.web.households.table import place_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table

SLUGS = {"muc-song-trung-binh": Mark.AVERAGE_LIVING, "thu-nhap-thap": Mark.LOW_INCOME_WORKER}
COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="place", head="Thôn", sortable=False),
    Column(key="answered", head="Ngày xét", kind="date", sortable=False, wide_only=True),
    Column(key="posted", head="Niêm yết đến hết", kind="date", sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
)
MADE_COLUMNS = (
    Column(key="number", head="Quyết định", row_head=True, sortable=False),
    Column(key="signed", head="Ngày ký", kind="date", sortable=False),
    Column(key="from", head="Hiệu lực từ", kind="date", sortable=False),
    Column(key="to", head="Đến hết ngày", sortable=False),
    Column(key="signer", head="Người ký", sortable=False, wide_only=True),
    Column(key="count", head="Số hộ", kind="number", sortable=False),
)


class RecognitionForm(IssueForm):
    last_day = forms.DateField(
        label="Đến hết ngày",
        localize=True,
        required=False,
        help_text="Như quyết định ghi; để trống khi quyết định không ghi thời hạn",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        del self.fields["escape_number"]
        self.order_fields(["number", "signed_date", "effective_date", "last_day", "signer"])


@require_http_methods(["GET", "POST"])
def recognition(request: HttpRequest, code: str, unit_code: str, kind: str) -> HttpResponse:
    mark = SLUGS.get(kind)
    if mark is None:
        raise Http404(f"no recognition {kind}")
    what = "Xem hộ đề nghị công nhận của"
    review = review_of(request, code, unit_code, permission=Permission.VIEW_PERSONAL, what=what)
    if request.method != "POST":
        return _page(request, review, kind, RecognitionForm())
    what = f"Ghi quyết định công nhận của {review.unit.full_name}"
    require(request, permission=Permission.DECIDE, unit=review.unit, what=what)
    form = RecognitionForm(request.POST)
    if not form.is_valid():
        return _page(request, review, kind, form, status=422)
    made = recognise_requested(
        campaign=review.campaign,
        unit=review.unit,
        mark=mark,
        requests=_chosen(request),
        by=reader(request),
        as_of=today(),
        **form.cleaned_data,
    )
    messages.success(request, f"Đã ghi quyết định {made.number}: {made.lines.count()} hộ.")
    return redirect("recognition", code=code, unit_code=unit_code, kind=kind)


def _chosen(request: HttpRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("de-nghi") if one.isdecimal()][:5000]


def _page(
    request: HttpRequest,
    review: CommuneReview,
    kind: str,
    form: RecognitionForm,
    *,
    status: int = 200,
) -> HttpResponse:
    mark, as_of, campaign = SLUGS[kind], today(), review.campaign
    waiting = candidates(campaign=campaign, unit=review.unit, mark=mark, as_of=as_of)
    made = list(recognitions_of(campaign=campaign, unit=review.unit, mark=mark))
    place = {"code": campaign.code, "unit_code": review.unit.code}
    typed = set(_chosen(request)) if request.method == "POST" else None
    context = {
        "review": review,
        "campaign": campaign,
        "mark": mark.label,
        "kind": kind,
        "place": place,
        "waiting": waiting,
        "ready": [one for one in waiting if not one.problem_on(as_of)],
        "chosen": typed,
        "table": _waiting_table(request, waiting, mark, as_of),
        "made_count": sum(one.line_count for one in made),  # type: ignore[attr-defined]
        "made": _made_table(request, made),
        "form": form,
        "may_decide": scope_of(request).can(Permission.DECIDE, review.unit_path),
        "others": [
            (str(other.label), reverse("recognition", kwargs={**place, "kind": slug}))
            for slug, other in SLUGS.items()
            if slug != kind
        ],
        "trail": [
            ("Rà soát", reverse("review_list")),
            (campaign.name, reverse("campaign", kwargs={"code": campaign.code})),
            (review.unit.full_name, reverse("approval", kwargs=place)),
            ("Công nhận theo đề nghị", ""),
        ],
    }
    return render(
        request,
        "decisions/recognition.html",
        context,
        status=status,
        generated=campaign.is_generated,
    )


def _waiting_table(
    request: HttpRequest, waiting: list[Candidate], mark: Mark, as_of: date
) -> Table:
    return build_table(
        request,
        name="de-nghi-cong-nhan",
        caption=f"Giấy đề nghị đủ điều kiện, chờ quyết định: {mark.label}",
        columns=COLUMNS,
        rows=[_row(one, as_of) for one in waiting],
        presorted=True,
        empty="Không có giấy đề nghị nào chờ quyết định.",
    )


def _row(one: Candidate, as_of: date) -> Row:
    problem = one.problem_on(as_of)
    household = one.request.household
    return Row(
        cells={
            "head": Cell(
                value=household.head_name,
                href=reverse("household", kwargs={"code": household.code}),
                note=household.code,
            ),
            "place": place_of(household),
            "answered": one.request.answered_on,
            "posted": one.posted_until,
            "state": Status(tone="look", word=problem[:1].upper() + problem[1:])
            if problem
            else Status(tone="good", word="Ra quyết định được"),
        }
    )


def _made_table(request: HttpRequest, made: list[Recognition]) -> Table:
    return build_table(
        request,
        name="quyet-dinh-cong-nhan",
        caption="Quyết định đã ghi",
        columns=MADE_COLUMNS,
        rows=[
            Row(
                cells={
                    "number": one.number,
                    "signed": one.signed_date,
                    "from": one.effective_date,
                    "to": _until(one),
                    "signer": one.signer + (" (KT. Chủ tịch)" if one.by_deputy else ""),
                    "count": one.line_count,  # type: ignore[attr-defined]
                }
            )
            for one in made
        ],
        presorted=True,
        empty="Chưa ghi quyết định nào.",
    )


def _until(one: Recognition) -> str:
    if one.valid_to is None:
        return "không ghi thời hạn"
    return format_date(date.fromordinal(one.valid_to.toordinal() - 1))
