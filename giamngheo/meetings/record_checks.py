"""What a record must say before it is stored, and what its votes come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from giamngheo.law.procedures import is_agreed
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.meetings.enums import Outcome, VoteMode
from giamngheo.meetings.proposals import Proposal
from giamngheo.meetings.records import MeetingRecord, Votes
from giamngheo.meetings.refusals import MeetingRefused
from giamngheo.reviews.models import VillageReview


def check_meeting(
    *, review: VillageReview, record: MeetingRecord, proposals: Sequence[Proposal], as_of: date
) -> None:
    """
    Refuse a record that cannot be true or has a hole.

    Raises: MeetingRefused [MTG-002].
    """

    def refuse(problem: str) -> NoReturn:
        raise MeetingRefused(unit=review.unit.full_name, problem=problem)

    if not proposals:
        refuse("danh sách chưa có hộ nào được chấm")
    if record.held_on > as_of:
        refuse(f"ngày họp {format_date(record.held_on)} ở sau hôm nay")
    begun = review.campaign.starts_on
    if begun is not None and record.held_on < begun:
        refuse(f"ngày họp {format_date(record.held_on)} trước ngày bắt đầu đợt rà soát")
    for words, value in (
        ("địa điểm", record.place),
        ("người chủ trì", record.chair),
        ("thư ký", record.secretary),
    ):
        if not clean(value):
            refuse(f"chưa ghi {words}")
    if record.started and record.ended and record.ended <= record.started:
        refuse("giờ kết thúc phải sau giờ bắt đầu")
    if record.attended < 1:
        refuse("chưa ghi số người tham dự")
    if problem := _votes_problem(record, proposals):
        refuse(problem)


def outcome_of(*, record: MeetingRecord, least_percent: int) -> Outcome:
    """Return whether the votes of the record are enough: half of everybody who attended."""
    votes = record.votes_of.values() if record.mode == VoteMode.HOUSEHOLD else [record.votes]
    agreed = all(
        vote is not None
        and is_agreed(agree=vote.agree, attended=record.attended, least_percent=least_percent)
        for vote in votes
    )
    return Outcome.PASSED if agreed else Outcome.FAILED


def _votes_problem(record: MeetingRecord, proposals: Sequence[Proposal]) -> str:
    if record.mode == VoteMode.LIST:
        return _too_many(record.votes, record.attended, "cả danh sách")
    for one in proposals:
        found = _too_many(
            record.votes_of.get(one.household_id), record.attended, f"hộ {one.head_name}"
        )
        if found:
            return found
    return ""


def _too_many(votes: Votes | None, attended: int, what: str) -> str:
    if votes is None:
        return f"chưa ghi số phiếu cho {what}"
    if votes.agree < 0 or votes.against < 0:
        return f"số phiếu cho {what} không được âm"
    if votes.agree + votes.against > attended:
        cast = votes.agree + votes.against
        return f"{cast} phiếu cho {what} nhiều hơn {attended} người tham dự"
    return ""
