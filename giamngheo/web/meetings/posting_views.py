"""Recording where a list hangs, mending that, proving it, and closing it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.law.procedures import Procedure, Step, limit_of
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.meetings import posting as actions
from giamngheo.meetings.models import Posting
from giamngheo.meetings.proofs import add_proof
from giamngheo.meetings.proposals import procedure_of
from giamngheo.meetings.queries import proofs_of_commune
from giamngheo.reviews.models import CommuneReview
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.meetings.forms import (
    PostingCorrectionForm,
    PostingForm,
    ProofForm,
    RequestedPostingForm,
    posting_initial,
)
from giamngheo.web.meetings.found import Village, posting_of, proof_of, village_of
from giamngheo.web.meetings.page import status_of
from giamngheo.web.meetings.table import PROOF_COLUMNS, proof_row
from giamngheo.web.meetings.views import HOME, UNPROCESSABLE, steps_of, village_page
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table


@require_http_methods(["GET", "POST"])
def posting_new(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    found = _to_post(request, code, unit_id)
    if request.method != "POST":
        return _form_page(request, found, PostingForm(initial=_usual(found)))
    form = PostingForm(request.POST)
    if form.is_valid():
        try:
            posting = actions.post_list(
                **found.where, record=form.record(), by=reader(request), as_of=today()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _posted(request, found, posting)
    return _form_page(request, found, form, status=UNPROCESSABLE)


@require_http_methods(["GET", "POST"])
def posting_requested(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    found = _to_post(request, code, unit_id)
    if request.method != "POST":
        return _form_page(request, found, RequestedPostingForm(initial=_usual(found)))
    form = RequestedPostingForm(request.POST)
    if form.is_valid():
        try:
            posting = actions.post_requested(
                **found.where,
                procedure=form.chosen(),
                record=form.record(),
                by=reader(request),
                as_of=today(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _posted(request, found, posting)
    return _form_page(request, found, form, status=UNPROCESSABLE)


@require_http_methods(["GET", "POST"])
def posting_correct(request: HttpRequest, code: str, unit_id: int, posting_id: int) -> HttpResponse:
    found = _to_post(request, code, unit_id)
    posting = posting_of(found, posting_id)
    if request.method != "POST":
        form: PostingForm = PostingCorrectionForm(initial=posting_initial(posting))
        return _form_page(request, found, form, posting=posting)
    form = PostingCorrectionForm(request.POST)
    if form.is_valid():
        try:
            mended = actions.correct_posting(
                posting=posting,
                record=form.record(),
                reason=form.cleaned_data["reason"],
                by=reader(request),
                as_of=today(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _posted(request, found, mended)
    return _form_page(request, found, form, posting=posting, status=UNPROCESSABLE)


@require_POST
def proof_add(request: HttpRequest, code: str, unit_id: int, posting_id: int) -> HttpResponse:
    found = village_of(
        request, code, unit_id, permission=Permission.REVIEW, what="Gửi ảnh niêm yết của"
    )
    posting = posting_of(found, posting_id)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            add_proof(
                posting=posting,
                content=file.read(),
                file_name=file.name,
                note=form.cleaned_data["note"],
                by=reader(request),
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "Đã lưu ảnh niêm yết.")
            return redirect("village", **found.kwargs)
    return village_page(request, found, proof_form=form, status=UNPROCESSABLE)


@require_GET
def proof(request: HttpRequest, code: str, unit_id: int, proof_id: int) -> HttpResponse:
    found = village_of(request, code, unit_id, what="Xem ảnh niêm yết của")
    kept = proof_of(found, proof_id)
    audit.read_event(
        action="meetings.read_proof",
        by=reader(request),
        subject=kept.file_name,
        unit_path=found.unit.path,
    )
    with kept.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type=kept.content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=kept.file_name) or "attachment"
    )
    # A file somebody sent is handed out, never run in our name.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def village_close(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    found = _to_post(request, code, unit_id, what="Kết thúc niêm yết của")
    actions.close_village(**found.where, by=reader(request), as_of=today())
    messages.success(request, f"Đã kết thúc niêm yết của {found.unit.full_name}.")
    return redirect("village", **found.kwargs)


@require_GET
def commune_posting(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    """What a commune can prove: meetings, posting days, complaints of each of its villages."""
    review = (
        CommuneReview.objects.select_related("campaign", "unit")
        .filter(campaign__code=code, unit__code=unit_code)
        .first()
    )
    if review is None:
        raise Http404(f"no commune {unit_code} in campaign {code}")
    what = f"Xem niêm yết của {review.unit.full_name}"
    require(request, permission=Permission.VIEW_REGISTER, unit=review.unit, what=what)
    may_open = scope_of(request).can(Permission.VIEW_PERSONAL, review.unit.path)
    proofs = proofs_of_commune(campaign=review.campaign, path=review.unit.path, as_of=today())
    context = {
        "campaign": review.campaign,
        "unit": review.unit,
        "posted": sum(one.posted_from is not None for one in proofs),
        "late": sum(bool(one.late) for one in proofs),
        "complaints": sum(one.complaints for one in proofs),
        "waiting": sum(one.complaints_open for one in proofs),
        "count": len(proofs),
        "table": build_table(
            request,
            name="cac-thon",
            caption=f"Các thôn của {review.unit.full_name}",
            columns=PROOF_COLUMNS,
            rows=[
                proof_row(one, code=code, stage=status_of(one.stage), may_open=may_open)
                for one in proofs
            ],
            presorted=True,
            empty="Đợt này chỉ ghi lại kết quả, không theo từng bước của thôn.",
        ),
        "steps": [
            HOME,
            (review.campaign.name, reverse("campaign", kwargs={"code": code})),
            (
                review.unit.full_name,
                reverse("campaign_commune", kwargs={"code": code, "unit_code": unit_code}),
            ),
            ("Họp dân, niêm yết", ""),
        ],
    }
    return render(
        request,
        "meetings/commune_posting.html",
        context,
        generated=review.campaign.is_generated,
    )


def _to_post(
    request: HttpRequest, code: str, unit_id: int, *, what: str = "Ghi niêm yết của"
) -> Village:
    """Posting is the commune committee's act: the right must hold for the whole commune."""
    return village_of(
        request, code, unit_id, permission=Permission.REVIEW, at_commune=True, what=what
    )


def _posted(request: HttpRequest, found: Village, posting: Posting) -> HttpResponse:
    mark = " (tạm tính)" if posting.provisional else ""
    messages.success(
        request,
        f"Đã ghi niêm yết từ {format_date(posting.from_day)} đến hết "
        f"{format_date(posting.last_day)}{mark}.",
    )
    return redirect("village", **found.kwargs)


def _usual(found: Village) -> dict[str, object]:
    """What the commune wrote the last time, so that only the day is new."""
    earlier = Posting.objects.filter(unit_path__startswith=found.commune.path)
    last = earlier.order_by("-id").first()
    commune = _inside(found.commune.full_name)
    places = f"Nhà văn hóa {_inside(found.unit.full_name)}; trụ sở UBND {commune}"
    usual: dict[str, object] = {"from_day": today(), "places": places}
    if last is None:
        return {**usual, "contact": f"Trụ sở UBND {commune}"}
    return {**usual, "contact": last.contact, "phone": last.phone, "loudspeaker": last.loudspeaker}


def _inside(name: str) -> str:
    """Return a unit's name as it stands inside a sentence: "xã Thọ Bình"."""
    return name[:1].lower() + name[1:]


def _form_page(
    request: HttpRequest,
    found: Village,
    form: PostingForm,
    *,
    posting: Posting | None = None,
    status: int = 200,
) -> HttpResponse:
    requested = isinstance(form, RequestedPostingForm)
    here = "Sửa niêm yết" if posting else "Ghi niêm yết"
    context = {
        "village": found,
        "form": form,
        "posting": posting,
        "requested": requested,
        "limit": _limit(Procedure.AVERAGE_LIVING if requested else procedure_of(found.campaign)),
        "steps": steps_of(found, here),
    }
    generated = found.campaign.is_generated
    return render(
        request, "meetings/posting_form.html", context, status=status, generated=generated
    )


def _limit(procedure: Procedure) -> dict[str, str] | None:
    """How long a list hangs, with its source; None where no rule was found."""
    try:
        limit = limit_of(procedure=procedure, step=Step.POSTING, as_of=today())
    except RuleNotFound:
        return None
    return {"words": limit.words, "source": limit.days.citation}
