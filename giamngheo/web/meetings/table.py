"""Tables of a village's fairness: the list proposed, meetings, complaints, days off."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from giamngheo.law.calendar import WorkingCalendar
from giamngheo.lib.dates import format_date
from giamngheo.meetings.enums import ComplaintState, ListChange, Outcome, VoteMode
from giamngheo.meetings.models import Complaint, ProposedHousehold, VillageMeeting
from giamngheo.meetings.proposals import Proposal
from giamngheo.meetings.queries import VillageProof, days_left
from giamngheo.registry.enums import StatusCategory
from giamngheo.web.meetings.found import Village
from giamngheo.web.tables import Cell, Column, Row, Status, Tone

# To be poor is nobody's mistake: what changes is marked, not judged.
CHANGE_TONES: dict[str, Tone] = {
    ListChange.NEW: "look",
    ListChange.ESCAPED: "good",
    ListChange.MOVED: "look",
    ListChange.STAYS: "plain",
    ListChange.NEVER: "plain",
}
STATE_TONES: dict[str, Tone] = {
    ComplaintState.UNCONFIRMED: "look",
    ComplaintState.OPEN: "look",
    ComplaintState.RESCORING: "look",
    ComplaintState.ANSWERED: "good",
    ComplaintState.SET_ASIDE: "plain",
}

PROPOSED_COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="before", head="Trước rà soát", sortable=False, wide_only=True),
    Column(key="category", head="Đề nghị", sortable=False),
    Column(key="change", head="Thay đổi", kind="status", sortable=False),
)
VOTED_COLUMNS = (
    *PROPOSED_COLUMNS,
    Column(key="agree", head="Đồng ý", kind="number", zero="0", sortable=False),
    Column(key="against", head="Không đồng ý", kind="number", zero="0", sortable=False),
)
MEETING_COLUMNS = (
    Column(key="number", head="Cuộc họp", row_head=True, sortable=False),
    Column(
        key="attended", head="Dự họp", kind="number", unit="người", sortable=False, wide_only=True
    ),
    Column(key="agree", head="Đồng ý", sortable=False),
    Column(key="outcome", head="Kết quả", kind="status", sortable=False),
)
COMPLAINT_COLUMNS = (
    Column(key="received", head="Nhận ngày", row_head=True, sortable=False),
    Column(key="about", head="Về hộ", sortable=False),
    Column(key="due", head="Hạn phúc tra", sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False, wide_only=True),
)
QUEUE_COLUMNS = (
    Column(key="received", head="Nhận ngày", row_head=True, sortable=False),
    Column(key="about", head="Về hộ", sortable=False),
    Column(key="due", head="Hạn phúc tra", sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False, wide_only=True),
    Column(key="sender", head="Người phản ánh", sortable=False, wide_only=True),
)
PROOF_COLUMNS = (
    Column(key="village", head="Thôn", row_head=True, sortable=False),
    Column(key="met", head="Họp dân thống nhất", kind="date", sortable=False, wide_only=True),
    Column(key="posted", head="Niêm yết", sortable=False),
    Column(key="proofs", head="Ảnh", kind="number", unit="tệp", sortable=False, wide_only=True),
    Column(key="complaints", head="Phản ánh", kind="number", unit="lượt", sortable=False),
    Column(
        key="waiting", head="Chưa xong", kind="number", unit="lượt", sortable=False, wide_only=True
    ),
    Column(key="stage", head="Bước", kind="status", sortable=False, wide_only=True),
)


def proposal_row(one: Proposal) -> Row:
    href = reverse("household", kwargs={"code": one.household_code})
    return Row(cells=_proposed(one.head_name, href, one))


def voted_row(one: ProposedHousehold) -> Row:
    href = reverse("household", kwargs={"code": one.household.code})
    votes = {"agree": one.agree, "against": one.against}
    return Row(cells={**_proposed(one.head_name, href, one), **votes})


def _proposed(name: str, href: str, one: Proposal | ProposedHousehold) -> dict[str, Any]:
    change = ListChange(one.change)
    return {
        "head": Cell(value=name, href=href),
        "before": StatusCategory(one.previous_category).label,
        "category": StatusCategory(one.category).label,
        "change": Status(tone=CHANGE_TONES[change], word=str(change.label)),
    }


def meeting_row(village: Village, meeting: VillageMeeting) -> Row:
    kwargs = {**village.kwargs, "meeting_id": meeting.pk}
    words = f"Lần {meeting.number}, ngày {format_date(meeting.held_on)}"
    mended = f"bản sửa thứ {meeting.version - 1}" if meeting.version > 1 else ""
    tone: Tone = "good" if meeting.passed else "look"
    return Row(
        cells={
            "number": Cell(value=words, href=reverse("meeting", kwargs=kwargs), note=mended),
            "attended": meeting.attended,
            "agree": agree_words(meeting),
            "outcome": Status(tone=tone, word=str(Outcome(meeting.outcome).label)),
        }
    )


def agree_words(meeting: VillageMeeting) -> str:
    """Return "30/40 người (75 %)", or that each household was voted on."""
    if meeting.mode == VoteMode.HOUSEHOLD or meeting.agree is None:
        return "từng hộ"
    # Never rounded up to the half that it may just miss.
    percent = 100 * meeting.agree // meeting.attended
    return f"{meeting.agree}/{meeting.attended} người ({percent} %)"


def complaint_rows(
    complaints: Iterable[Complaint],
    *,
    as_of: date,
    calendar: WorkingCalendar,
    village: Village,
    may_read: bool,
) -> list[Row]:
    """Who complained and what about stands on the complaint's own page, not here."""
    rows = []
    for one in complaints:
        href = ""
        if may_read:
            href = reverse("complaint", kwargs={**village.kwargs, "complaint_id": one.pk})
        rows.append(
            Row(
                cells={
                    "received": Cell(value=format_date(one.received_on), href=href),
                    "about": about_words(one),
                    "state": state_of(one),
                    "due": due_words(one, as_of=as_of, calendar=calendar),
                }
            )
        )
    return rows


def queue_row(one: Complaint, *, as_of: date, calendar: WorkingCalendar) -> Row:
    kwargs = {"code": one.campaign.code, "unit_id": one.unit_id, "complaint_id": one.pk}
    commune = one.unit.parent.full_name if one.unit.parent else ""
    return Row(
        cells={
            "received": Cell(
                value=format_date(one.received_on), href=reverse("complaint", kwargs=kwargs)
            ),
            "about": Cell(value=about_words(one), note=f"{one.unit.full_name}, {commune}"),
            "sender": one.sender,
            "state": state_of(one),
            "due": due_words(one, as_of=as_of, calendar=calendar),
        }
    )


def proof_row(one: VillageProof, *, code: str, stage: Status, may_open: bool) -> Row:
    """One village in the proof of its commune; what is late stands under its days."""
    posted = "–"
    if one.posted_from and one.posted_to:
        mark = " (tạm tính)" if one.provisional else ""
        posted = f"{format_date(one.posted_from)} – {format_date(one.posted_to)}{mark}"
    href = reverse("village", kwargs={"code": code, "unit_id": one.village_id})
    again = f", lần {one.postings}" if one.postings > 1 else ""
    return Row(
        cells={
            "village": Cell(value=one.village, href=href if may_open else ""),
            "stage": stage,
            "met": one.passed_on,
            "posted": Cell(value=posted + again, note=one.late),
            "proofs": one.proofs,
            "complaints": one.complaints,
            "waiting": one.complaints_open,
        },
        tone="look" if one.late else "",
    )


def about_words(one: Complaint) -> str:
    if one.household is not None:
        return one.household.head_name
    return one.about or "–"


def state_of(one: Complaint) -> Status:
    state = ComplaintState(one.state)
    return Status(tone=STATE_TONES[state], word=str(state.label))


def due_words(one: Complaint, *, as_of: date, calendar: WorkingCalendar) -> Cell:
    """Return the limit, and what is left of it while the re-check is still to come."""
    mark = " (tạm tính)" if one.due_provisional else ""
    words = f"{format_date(one.due_day)}{mark}"
    recheck = getattr(one, "recheck", None)
    if recheck is not None:
        late = recheck.checked_on > one.due_day
        note = f"đã phúc tra {format_date(recheck.checked_on)}{', quá hạn' if late else ''}"
    elif one.is_open and one.state != ComplaintState.RESCORING:
        note = left_words(days_left(last=one.due_day, as_of=as_of, calendar=calendar))
        if one.state == ComplaintState.UNCONFIRMED:
            note = f"chờ xác nhận, {note}"
    else:
        note = ""
    return Cell(value=words, note=note)


def left_words(left: int) -> str:
    """Return "còn 3 ngày làm việc", "hết hạn hôm nay" or "quá hạn 2 ngày làm việc"."""
    if left > 0:
        return f"còn {left} ngày làm việc"
    return "hạn cuối hôm nay" if left == 0 else f"quá hạn {-left} ngày làm việc"
