"""A village's fairness on one page; recording a meeting, reading and mending its record."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from giamngheo.accounts.enums import Permission
from giamngheo.law.procedures import procedure_rules
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.lib.errors import Refusal
from giamngheo.meetings import actions, queries
from giamngheo.meetings.enums import ListChange, Outcome
from giamngheo.meetings.models import PostingProof, VillageMeeting
from giamngheo.meetings.proposals import Proposal, digest_of, procedure_of
from giamngheo.meetings.public import hanging_on
from giamngheo.reviews.listings import ready_to_judge
from giamngheo.web.access import reader, today
from giamngheo.web.meetings import page as words
from giamngheo.web.meetings import table as layout
from giamngheo.web.meetings.forms import ProofForm
from giamngheo.web.meetings.found import Village, may, meeting_of, village_of
from giamngheo.web.meetings.meeting_form import (
    MeetingCorrectionForm,
    MeetingForm,
    meeting_initial,
)
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table

HOME = ("Tổng quan", "/")
UNPROCESSABLE = 422


@require_GET
def village(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    return village_page(request, village_of(request, code, unit_id))


def village_page(
    request: HttpRequest, found: Village, *, proof_form: ProofForm | None = None, status: int = 200
) -> HttpResponse:
    """Draw the village's page, also again with a proof that was not taken."""
    proposals = queries.proposals_of(village=found.review)
    facts = _facts(request, found, proposals)
    may_read = may(request, found, Permission.VIEW_PERSONAL)[1]
    context = {
        "village": found,
        "facts": facts,
        "stage": words.stage_status(found),
        "answer": words.answer_of(facts),
        "step": words.next_step(facts),
        "notices": words.notices_of(facts),
        "counts": _counts(proposals),
        "table": build_table(
            request,
            name="danh-sach",
            caption="Danh sách đề nghị",
            columns=layout.PROPOSED_COLUMNS,
            rows=[layout.proposal_row(one) for one in proposals],
            presorted=True,
            empty="Chưa có hộ nào được chấm. Nhập phiếu và chấm điểm trước khi họp dân.",
        ),
        "meetings": build_table(
            request,
            name="hop-dan",
            caption="Họp dân",
            columns=layout.MEETING_COLUMNS,
            rows=[layout.meeting_row(found, one) for one in facts.meetings],
            presorted=True,
            empty="Chưa ghi cuộc họp nào.",
        ),
        "postings": _postings(facts),
        "complaints": build_table(
            request,
            name="phan-anh",
            caption="Phản ánh, khiếu nại",
            columns=layout.COMPLAINT_COLUMNS,
            rows=layout.complaint_rows(
                facts.complaints,
                as_of=facts.as_of,
                calendar=facts.calendar,
                village=found,
                may_read=may_read,
            ),
            presorted=True,
            empty="Chưa có phản ánh nào.",
        ),
        "proof_form": proof_form or ProofForm(),
        "steps": steps_of(found, ""),
    }
    generated = found.campaign.is_generated
    return render(request, "meetings/village.html", context, generated=generated, status=status)


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest, code: str, unit_id: int) -> HttpResponse:
    found = _to_record(request, code, unit_id)
    proposals = queries.proposals_of(village=found.review)
    if request.method != "POST":
        initial = {
            "held_on": today(),
            "place": f"Nhà văn hóa {found.unit.full_name[:1].lower()}{found.unit.full_name[1:]}",
        }
        return _form_page(request, found, MeetingForm(initial=initial, proposals=proposals))
    form = MeetingForm(request.POST, proposals=proposals)
    if not form.is_valid():
        return _form_page(request, found, form, status=UNPROCESSABLE)
    try:
        meeting = actions.record_meeting(
            **found.where, record=form.record(), by=reader(request), as_of=today()
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, found, form, status=UNPROCESSABLE)
    _tell(request, meeting)
    return redirect("village", **found.kwargs)


@require_GET
def meeting(request: HttpRequest, code: str, unit_id: int, meeting_id: int) -> HttpResponse:
    found = village_of(request, code, unit_id)
    held = meeting_of(found, meeting_id)
    minutes = queries.minutes_of(meeting=held)
    rows = held.proposed.select_related("household").order_by("position")
    voted = minutes.agree is None
    context = {
        "village": found,
        "meeting": held,
        "minutes": minutes,
        "agree": layout.agree_words(held),
        "versions": list(queries.versions_of(meeting=held)),
        "may_correct": may(request, found, Permission.REVIEW)[0] and held.is_current,
        "table": build_table(
            request,
            name="danh-sach",
            caption="Danh sách đưa ra cuộc họp",
            columns=layout.VOTED_COLUMNS if voted else layout.PROPOSED_COLUMNS,
            rows=[layout.voted_row(one) for one in rows],
            presorted=True,
        ),
        "steps": steps_of(found, f"Họp dân lần {held.number}"),
    }
    generated = found.campaign.is_generated
    return render(request, "meetings/meeting.html", context, generated=generated)


@require_http_methods(["GET", "POST"])
def meeting_correct(request: HttpRequest, code: str, unit_id: int, meeting_id: int) -> HttpResponse:
    found = _to_record(request, code, unit_id, what="Sửa bản ghi họp dân của")
    held = meeting_of(found, meeting_id)
    seen = _seen(held)
    if request.method != "POST":
        form: MeetingForm = MeetingCorrectionForm(initial=meeting_initial(held), proposals=seen)
        return _form_page(request, found, form, meeting=held)
    form = MeetingCorrectionForm(request.POST, proposals=seen)
    if not form.is_valid():
        return _form_page(request, found, form, meeting=held, status=UNPROCESSABLE)
    try:
        mended = actions.correct_meeting(
            meeting=held,
            record=form.record(),
            reason=form.cleaned_data["reason"],
            by=reader(request),
            as_of=today(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, found, form, meeting=held, status=UNPROCESSABLE)
    messages.success(request, "Đã lưu bản sửa; bản ghi trước vẫn xem lại được.")
    return redirect("meeting", **found.kwargs, meeting_id=mended.pk)


def steps_of(found: Village, here: str) -> list[tuple[str, str]]:
    """Return the path to a page; `here` is its last step, empty for the village's own page."""
    campaign = reverse("campaign", kwargs={"code": found.campaign.code})
    steps = [HOME, ("Rà soát", reverse("review_list")), (found.campaign.name, campaign)]
    if not here:
        return [*steps, (found.unit.full_name, "")]
    return [*steps, (found.unit.full_name, reverse("village", kwargs=found.kwargs)), (here, "")]


def _to_record(
    request: HttpRequest, code: str, unit_id: int, *, what: str = "Ghi họp dân của"
) -> Village:
    return village_of(request, code, unit_id, permission=Permission.REVIEW, what=what)


def _facts(
    request: HttpRequest, found: Village, proposals: tuple[Proposal, ...]
) -> words.VillageFacts:
    may_village, may_commune = may(request, found, Permission.REVIEW)
    meetings = list(queries.meetings_of(**found.where))
    agreed = meetings[0].list_digest if meetings and meetings[0].passed else ""
    return words.VillageFacts(
        village=found,
        as_of=today(),
        calendar=queries.calendar_for(path=found.unit.path),
        meetings=meetings,
        is_agreed_list=agreed == digest_of(proposals),
        is_ready=ready_to_judge(village=found.review),
        postings=list(queries.postings_of(**found.where)),
        complaints=list(queries.complaints_of(**found.where)),
        may_village=may_village,
        may_commune=may_commune,
    )


def _postings(facts: words.VillageFacts) -> list[dict[str, Any]]:
    proofs: dict[int, list[PostingProof]] = {}
    numbers = {posting.pk: posting for posting in facts.postings}
    # A mended record goes on showing what proved the earlier one.
    for proof in PostingProof.objects.filter(
        posting__campaign=facts.village.campaign, posting__unit=facts.village.unit
    ).select_related("posting"):
        for posting in numbers.values():
            same = (posting.procedure, posting.number)
            if same == (proof.posting.procedure, proof.posting.number):
                proofs.setdefault(posting.pk, []).append(proof)
    return [
        {
            "posting": posting,
            "hanging": hanging_on(posting, facts.as_of).value,
            "proofs": proofs.get(posting.pk, []),
        }
        for posting in facts.postings
    ]


def _counts(proposals: tuple[Proposal, ...]) -> dict[str, int]:
    changes = queries.change_counts(proposals=proposals)
    return {
        "poor": sum(one.category == "POOR" for one in proposals),
        "near_poor": sum(one.category == "NEAR_POOR" for one in proposals),
        "new": changes[ListChange.NEW],
        "escaped": changes[ListChange.ESCAPED],
    }


def _form_page(
    request: HttpRequest,
    found: Village,
    form: MeetingForm,
    *,
    meeting: VillageMeeting | None = None,
    status: int = 200,
) -> HttpResponse:
    here = f"Sửa họp dân lần {meeting.number}" if meeting else "Ghi họp dân"
    context = {
        "village": found,
        "form": form,
        "meeting": meeting,
        "least": _least(found, today()),
        "steps": steps_of(found, here),
    }
    generated = found.campaign.is_generated
    return render(
        request, "meetings/meeting_form.html", context, status=status, generated=generated
    )


def _least(found: Village, as_of: date) -> dict[str, Any] | None:
    """The share that must agree, with its source; None where no procedure was found."""
    try:
        rules = procedure_rules(procedure=procedure_of(found.campaign), as_of=as_of)
    except RuleNotFound:
        return None
    cited = rules.least_agreement_percent
    return None if cited is None else {"percent": cited.value, "source": cited.citation}


def _seen(held: VillageMeeting) -> tuple[Proposal, ...]:
    rows = held.proposed.select_related("household").order_by("position")
    return tuple(
        Proposal(
            household_id=row.household_id,
            household_code=row.household.code,
            head_name=row.head_name,
            previous_category=row.previous_category,
            category=row.category,
        )
        for row in rows
    )


def _tell(request: HttpRequest, meeting: VillageMeeting) -> None:
    agreed = layout.agree_words(meeting)
    if meeting.outcome == Outcome.PASSED:
        messages.success(request, f"Đã ghi họp dân: {agreed} đồng ý, thống nhất danh sách.")
    else:
        messages.warning(
            request,
            f"Đã ghi họp dân: {agreed} đồng ý, chưa đủ {meeting.least_percent} % người dự. Thôn "
            "trở về bước thu thập phiếu để chấm lại, rồi họp lại.",
        )
