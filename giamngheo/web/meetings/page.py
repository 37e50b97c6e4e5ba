"""The village's page: what it says, and the one thing to do next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from giamngheo.law.calendar import WorkingCalendar
from giamngheo.lib.dates import format_date
from giamngheo.meetings.enums import ComplaintKind, ComplaintState
from giamngheo.meetings.models import Complaint, Posting, VillageMeeting
from giamngheo.meetings.public import Hanging, hanging_on
from giamngheo.meetings.queries import days_left, late_posting
from giamngheo.reviews.enums import VillageStage
from giamngheo.web.meetings.found import Village
from giamngheo.web.meetings.table import agree_words, left_words
from giamngheo.web.parts import Notice
from giamngheo.web.tables import Status, Tone

STAGE_TONES: dict[str, Tone] = {
    VillageStage.SURVEY: "look",
    VillageStage.SCORED: "look",
    VillageStage.AGREED: "look",
    VillageStage.POSTED: "look",
    VillageStage.CLOSED: "good",
}


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """
    The one thing to do now. `href`: a page to go to; `action`: a form to send, with what it means
    in `consequence`. Neither: only `words` of what is waited for.
    """

    words: str
    href: str = ""
    action: str = ""
    consequence: str = ""


@dataclass(frozen=True, kw_only=True)
class VillageFacts:
    """What was read of a village, once, for its page."""

    village: Village
    as_of: date
    calendar: WorkingCalendar
    meetings: list[VillageMeeting]
    postings: list[Posting]
    complaints: list[Complaint]
    # The list as it stands now is the one the last meeting agreed to.
    is_agreed_list: bool
    # Every listed household has its form, and there is something to judge.
    is_ready: bool
    may_village: bool
    may_commune: bool

    @property
    def hanging(self) -> Posting | None:
        """The poverty list that hangs, or hung last without being taken down."""
        for posting in self.postings:
            if posting.procedure in ("yearly", "regular"):
                return posting if posting.ended_on is None else None
        return None

    @property
    def open_complaints(self) -> list[Complaint]:
        return [one for one in self.complaints if one.is_open]

    @property
    def is_posted_again(self) -> bool:
        """A re-check took the list down, or it came back unchanged: no second meeting."""
        rescored = any(one.state == ComplaintState.RESCORING for one in self.complaints)
        return bool(self.postings) and (rescored or self.is_agreed_list)


def stage_status(village: Village) -> Status:
    return status_of(village.review.stage)


def status_of(code: str) -> Status:
    stage = VillageStage(code)
    return Status(tone=STAGE_TONES[stage], word=str(stage.label))


def answer_of(facts: VillageFacts) -> str:
    """Return the sentences that answer "how far is this village, and what is due"."""
    parts = []
    stage = facts.village.review.stage
    if facts.meetings and stage not in (VillageStage.POSTED, VillageStage.CLOSED):
        last = facts.meetings[0]
        word = "thống nhất" if last.passed else "chưa thống nhất"
        day = format_date(last.held_on)
        parts.append(f"Họp dân lần {last.number} ngày {day}: {agree_words(last)}, {word}.")
    posting = facts.hanging
    if posting is not None and stage in (VillageStage.POSTED, VillageStage.CLOSED):
        parts.append(_posting_words(facts, posting))
    parts.extend(_complaint_words(facts))
    return " ".join(parts)


def _posting_words(facts: VillageFacts, posting: Posting) -> str:
    span = f"từ {format_date(posting.from_day)} đến hết {format_date(posting.last_day)}"
    mark = " (tạm tính)" if posting.provisional else ""
    if hanging_on(posting, facts.as_of) is Hanging.OVER:
        return f"Đã niêm yết {span}{mark}, đủ {posting.days} ngày làm việc."
    left = days_left(last=posting.last_day, as_of=facts.as_of, calendar=facts.calendar)
    return f"Niêm yết {span}{mark}: {left_words(left)}."


def _complaint_words(facts: VillageFacts) -> list[str]:
    waiting = facts.open_complaints
    if not waiting:
        return (
            [f"{len(facts.complaints)} phản ánh, đã giải quyết xong."] if facts.complaints else []
        )
    to_check = [one for one in waiting if getattr(one, "recheck", None) is None]
    words = f"{len(waiting)} phản ánh chưa giải quyết xong"
    if not to_check:
        return [words + "."]
    first = min(one.due_day for one in to_check)
    left = days_left(last=first, as_of=facts.as_of, calendar=facts.calendar)
    return [f"{words}, hạn phúc tra gần nhất {format_date(first)}: {left_words(left)}."]


def next_step(facts: VillageFacts) -> NextStep | None:
    """Return what to do now, for a reader who may do it; only words for one who may not."""
    stage, kwargs = facts.village.review.stage, facts.village.kwargs
    if stage == VillageStage.SURVEY:
        return _may(
            facts.may_village,
            _close_survey(kwargs)
            if facts.is_ready
            else NextStep(
                words="Nhập phiếu, chấm điểm", href=reverse("village_grid", kwargs=kwargs)
            ),
            "Thôn đang thu thập phiếu; họp dân khi đã chấm xong.",
        )
    if stage == VillageStage.SCORED and not facts.is_posted_again:
        return _may(
            facts.may_village,
            NextStep(words="Ghi họp dân", href=reverse("meeting_new", kwargs=kwargs)),
            "Chờ họp dân.",
        )
    if stage in (VillageStage.SCORED, VillageStage.AGREED):
        again = stage == VillageStage.SCORED
        return _may(
            facts.may_commune,
            NextStep(
                words="Ghi niêm yết lại" if again else "Ghi niêm yết",
                href=reverse("posting_new", kwargs=kwargs),
            ),
            "Chờ Ban Chỉ đạo xã niêm yết.",
        )
    return _next_of_posted(facts) if stage == VillageStage.POSTED else _next_of_closed(facts)


def _close_survey(kwargs: dict[str, Any]) -> NextStep:
    return NextStep(
        words="Chấm xong, chuyển họp dân",
        action=reverse("village_score", kwargs=kwargs),
        consequence=(
            "Mọi hộ trong danh sách đã có phiếu. Sau khi chấm, phiếu không sửa được nữa trừ khi "
            "thôn được trả về bước thu thập phiếu."
        ),
    )


def _next_of_posted(facts: VillageFacts) -> NextStep:
    posting, waiting = facts.hanging, facts.open_complaints
    if waiting:
        first = min(waiting, key=lambda one: (one.due_day, one.pk))
        kwargs = {**facts.village.kwargs, "complaint_id": first.pk}
        return _may(
            facts.may_commune,
            NextStep(words=_complaint_step(first), href=reverse("complaint", kwargs=kwargs)),
            "Ban Chỉ đạo xã đang giải quyết phản ánh.",
        )
    if posting is not None and hanging_on(posting, facts.as_of) is Hanging.NOW:
        return NextStep(words="Chưa có việc gì phải làm; nhận phản ánh nếu có.")
    return _may(
        facts.may_commune,
        NextStep(
            words="Kết thúc niêm yết",
            action=reverse("village_close", kwargs=facts.village.kwargs),
            consequence=(
                "Niêm yết đã đủ ngày, không còn phản ánh nào. Sau khi kết thúc, danh sách của thôn "
                "sẵn sàng để xã tổng hợp và trình."
            ),
        ),
        "Niêm yết đã đủ ngày; chờ Ban Chỉ đạo xã kết thúc.",
    )


def _complaint_step(one: Complaint) -> str:
    if one.state == ComplaintState.UNCONFIRMED:
        return "Xác nhận phản ánh"
    needs = one.kind == ComplaintKind.RESULT and getattr(one, "recheck", None) is None
    return "Ghi phúc tra" if needs else "Trả lời phản ánh"


def _next_of_closed(facts: VillageFacts) -> NextStep:
    kwargs = {"code": facts.village.campaign.code, "unit_code": facts.village.commune.code}
    return _may(
        facts.may_commune and bool(facts.village.commune.code),
        NextStep(words="Xem danh sách của xã", href=reverse("campaign_commune", kwargs=kwargs))
        if facts.village.commune.code
        else NextStep(words=""),
        "Thôn đã xong; xã tổng hợp khi các thôn đều xong.",
    )


def _may(allowed: bool, step: NextStep, otherwise: str) -> NextStep:
    return step if allowed else NextStep(words=otherwise)


def notices_of(facts: VillageFacts) -> list[Notice]:
    """Return what is late or may move: the flags of the page."""
    found = []
    posting = facts.hanging
    stage = facts.village.review.stage
    if posting is not None or stage == VillageStage.AGREED:
        late = late_posting(review=facts.village.review, posting=posting, as_of=facts.as_of)
        if late is not None:
            found.append(Notice(text=late.words[:1].upper() + late.words[1:] + ".", tone="look"))
    overdue = [
        one
        for one in facts.open_complaints
        if getattr(one, "recheck", None) is None and facts.as_of > one.due_day
    ]
    if overdue:
        text = f"{len(overdue)} phản ánh đã quá hạn phúc tra."
        found.append(Notice(text=text, tone="bad"))
    if posting is not None and posting.provisional:
        text = (
            f"Ngày hết niêm yết là tạm tính: lịch nghỉ năm {posting.last_day.year} chưa đủ. Nhập "
            "lịch nghỉ đã công bố để tính lại."
        )
        found.append(Notice(text=text, href=reverse("days_off"), link="Lịch nghỉ"))
    return found
