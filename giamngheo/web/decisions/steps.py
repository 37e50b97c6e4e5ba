"""The steps of one commune's list as a table, a sentence, and the forms open to the reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from giamngheo.decisions.models import FurtherDecision, Submission
from giamngheo.decisions.paper_data import PaperHousehold
from giamngheo.decisions.upper import upper_body
from giamngheo.decisions.waiting import STEP_LABELS, Step, Waiting
from giamngheo.law.calendar import working_days_until
from giamngheo.lib.dates import format_date
from giamngheo.meetings.calendars import calendar_for
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.enums import CampaignKind, CommuneState
from giamngheo.reviews.models import CommuneReview, Decision, ReviewResult, StageChange
from giamngheo.web.households.table import category_status
from giamngheo.web.tables import Cell, Column, Row, Status

STEP_COLUMNS = (
    Column(key="step", head="Bước", row_head=True, sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
    Column(key="paper", head="Văn bản", sortable=False),
    Column(key="day", head="Ngày", kind="date", sortable=False),
    Column(key="who", head="Người làm", sortable=False, wide_only=True),
)
HISTORY_COLUMNS = (
    Column(key="when", head="Lúc", row_head=True, sortable=False),
    Column(key="who", head="Người chuyển", sortable=False),
    Column(key="what", head="Chuyển sang", sortable=False),
    Column(key="reason", head="Ý kiến, lý do", sortable=False),
)
VERSION_COLUMNS = (
    Column(key="version", head="Bản", row_head=True, sortable=False),
    Column(key="number", head="Số, ký hiệu", sortable=False),
    Column(key="signed", head="Ngày ký", kind="date", sortable=False),
    Column(key="effective", head="Có hiệu lực từ", kind="date", sortable=False),
    Column(key="households", head="Số hộ", sortable=False),
    Column(key="reason", head="Lý do", sortable=False),
    Column(key="who", head="Người ghi", sortable=False, wide_only=True),
)
FINDING_COLUMNS = (
    Column(key="sentence", head="Cảnh báo", row_head=True, sortable=False),
    Column(key="household", head="Hộ", sortable=False),
    Column(key="reason", head="Lý do chấp nhận", sortable=False),
)
LINE_COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="village", head="Thôn", sortable=False),
    Column(key="persons", head="Nhân khẩu", kind="number", unit="người", sortable=False),
    Column(key="before", head="Trước", kind="status", sortable=False),
    Column(key="after", head="Sau", kind="status", sortable=False),
    Column(key="reason", head="Lý do", sortable=False),
)
DONE = Status(tone="good", word="Đã xong")
OPEN_NOW = Status(tone="look", word="Đang chờ")
NOT_YET = Status(tone="plain", word="Chưa tới")
LATE = Status(tone="bad", word="Quá hạn")


def sentence(
    review: CommuneReview, waiting: Waiting | None, decision: Decision | None, as_of: date
) -> str:
    """Return where the list stands and what it waits for."""
    if decision is not None:
        return (
            f"Quyết định {decision.number} ngày {format_date(decision.signed_date)} công nhận "
            f"{decision.poor} hộ nghèo, {decision.near_poor} hộ cận nghèo; danh sách "
            f"{decision.poor + decision.near_poor} hộ đã khóa."
        )
    if not review.campaign.is_full:
        return (
            "Đợt này chỉ ghi lại kết quả đã có, không qua từng bước; quyết định được ghi ở trang "
            "danh sách hộ của xã."
        )
    if waiting is None:
        return "Các thôn còn đang rà soát, chưa trình được."
    now = CommuneState(review.state).label
    if waiting.step is Step.SUBMIT:
        now = "Các thôn đã niêm yết xong, hết khiếu nại"
    words = f"{now}. Việc tiếp theo: {STEP_LABELS[waiting.step]}"
    if waiting.step is Step.OPINION and waiting.report:
        words += f" ({waiting.report.addressee})"
    return f"{words}{_deadline(review, waiting, as_of)}."


def _deadline(review: CommuneReview, waiting: Waiting, as_of: date) -> str:
    if waiting.due is None:
        return ""
    left = working_days_until(
        as_of=as_of, last=waiting.due, calendar=calendar_for(path=review.unit_path)
    )
    day = format_date(waiting.due)
    if waiting.late:
        return f"; hạn là {day}, đã quá {-left} ngày làm việc"
    return f"; hạn {day}" + (f", còn {left} ngày làm việc" if left else ", hôm nay là ngày cuối")


def step_rows(
    review: CommuneReview, waiting: Waiting | None, decision: Decision | None, as_of: date
) -> list[Row]:
    """Return a row for each step the list takes."""
    submission = waiting.submission if waiting else None
    report = waiting.report if waiting else None
    opinion = getattr(report, "opinion", None)
    if decision is not None and hasattr(decision, "basis"):
        submission, opinion = decision.basis.submission, decision.basis.opinion
        report = opinion.report if opinion else None
    at = None if decision else (waiting.step if waiting else None)
    rows = [
        _row(Step.SUBMIT, at, submission and submission.submitted_on, as_of, waiting,
             who=submission.submitted_by.full_name if submission else "",
             paper=f"Trình lần {submission.round}" if submission else ""),
        _row(Step.CHECK, at, submission and submission.checked_on, as_of, waiting,
             who=submission.checked_by.full_name if submission and submission.checked_by else ""),
    ]  # fmt: skip
    if review.campaign.kind != CampaignKind.REGULAR:
        rows += [
            _row(Step.REPORT, at, report and report.sent_on, as_of, waiting,
                 who=report.recorded_by.full_name if report else "",
                 paper=report.number if report else ""),
            _row(Step.OPINION, at, opinion and opinion.signed_date, as_of, waiting,
                 who=opinion.given_by.full_name if opinion else upper_body(
                     unit=review.unit, day=as_of),
                 paper=opinion.number if opinion else ""),
        ]  # fmt: skip
    rows.append(
        _row(Step.DECIDE, at, decision and decision.signed_date, as_of, waiting,
             who=_signer(decision) if decision else "", paper=decision.number if decision else "")
    )  # fmt: skip
    return rows


def _signer(decision: Decision) -> str:
    deputy = " (KT. Chủ tịch, Phó Chủ tịch)" if decision.by_deputy else ""
    return f"{decision.signer}{deputy}"


def _row(
    step: Step, at: Step | None, day: Any, as_of: date, waiting: Waiting | None,
    *, who: str, paper: str = "",
) -> Row:  # fmt: skip
    state = DONE if day else NOT_YET
    if step is at:
        state = LATE if waiting and waiting.late else OPEN_NOW
    due = waiting.due if waiting and step is at else None
    note = f"hạn {format_date(due)}" if due else ""
    cells = {"step": STEP_LABELS[step], "state": Cell(value=state, note=note), "paper": paper}
    return Row(cells={**cells, "day": day or None, "who": who})


def history_row(change: StageChange) -> Row:
    at = timezone.localtime(change.changed_at)
    return Row(
        cells={
            "when": f"{format_date(change.changed_on)}, {at:%H:%M}",
            "who": change.changed_by,
            "what": CommuneState(change.to_state).label,
            "reason": change.reason,
        }
    )


def version_rows(
    decision: Decision, escape: FurtherDecision | None, corrections: Sequence[FurtherDecision]
) -> list[Row]:
    """Return the first decision, the one on escapes beside it, and each correction after it."""
    basis = getattr(decision, "basis", None)
    recorded = basis.issued_by.full_name if basis and basis.issued_by else decision.recorded_by
    rows = [
        Row(
            cells={
                "version": "Bản đầu",
                "number": decision.number,
                "signed": decision.signed_date,
                "effective": decision.effective_date,
                "households": f"{decision.poor} nghèo, {decision.near_poor} cận nghèo",
                "reason": "Công nhận kết quả rà soát",
                "who": recorded,
            }
        )
    ]
    if escape is not None:
        rows.append(
            _further_row("Kèm bản đầu", escape, "Công nhận hộ thoát nghèo, thoát cận nghèo")
        )
    rows += [_further_row(f"Bản {one.version}", one, one.reason) for one in corrections]
    return rows


def _further_row(version: str, further: FurtherDecision, reason: str) -> Row:
    who = further.recorded_by.full_name if further.recorded_by else ""
    count: int = getattr(further, "line_count", 0)
    return Row(
        cells={
            "version": version,
            "number": further.number,
            "signed": further.signed_date,
            "effective": further.effective_date,
            "households": Cell(
                value=f"{count} hộ",
                href=reverse("further_decision", kwargs={"further_id": further.pk}),
            ),
            "reason": reason,
            "who": who,
        }
    )


def finding_rows(submission: Submission | None) -> list[Row]:
    found = submission.accepted_findings.all() if submission else []
    return [
        Row(
            cells={
                "sentence": one.sentence,
                "household": one.household_code,
                "reason": one.reason,
            }
        )
        for one in found
    ]


def line_row(household: PaperHousehold, before: str, reason: str) -> Row:
    href = reverse("household", kwargs={"code": household.code})
    return Row(
        cells={
            "head": Cell(value=household.head_name, href=href, note=household.code),
            "village": household.village,
            "persons": household.member_count,
            "before": category_status(before, ""),
            "after": category_status(household.category, household.group),
            "reason": reason,
        }
    )


def escaped_count(review: CommuneReview) -> int:
    """Return how many poor or near-poor households of the list are above both lines now."""
    return ReviewResult.objects.filter(
        campaign=review.campaign,
        unit_path__startswith=review.unit_path,
        previous_category__in=(StatusCategory.POOR, StatusCategory.NEAR_POOR),
        category=StatusCategory.NON_POOR,
    ).count()
