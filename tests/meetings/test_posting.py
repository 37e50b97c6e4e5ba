"""Posting: its days over weekends and holidays, corrections, closing, proofs, lateness."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from giamngheo.law.procedures import Procedure
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.meetings.enums import ListChange
from giamngheo.meetings.models import Posting
from giamngheo.meetings.posting import correct_posting, post_requested
from giamngheo.meetings.proofs import LARGEST, MOST, add_proof
from giamngheo.meetings.queries import late_posting, postings_of, proofs_of_commune
from giamngheo.meetings.refusals import (
    NotAgreedYet,
    NothingToPost,
    NotOverYet,
    NotPosted,
    NotTheLatest,
    PostingRefused,
    ProofRefused,
    ReasonNeeded,
    WrongStage,
)
from giamngheo.reviews import stages
from giamngheo.reviews.enums import RequestKind, RequestResult, VillageStage
from giamngheo.reviews.models import ReviewRequest, VillageReview
from tests.factories.village_review import (
    MET,
    POSTED,
    POSTED_TO,
    VillageYear,
    posting_record,
)

V = VillageStage
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    """Files of tests lie in the test's own folder."""
    storages = {**settings.STORAGES, "default": {**settings.STORAGES["default"]}}
    storages["default"]["OPTIONS"] = {"location": tmp_path}
    settings.STORAGES = storages


def test_no_list_is_posted_before_a_meeting(year: VillageYear) -> None:
    with pytest.raises(NotAgreedYet, match="chưa có cuộc họp dân nào thống nhất"):
        year.post()

    assert not Posting.objects.exists()


def test_a_list_hangs_three_working_days(year: VillageYear) -> None:
    posting = year.hang()

    assert (posting.from_day, posting.days, posting.last_day) == (POSTED, 3, POSTED_TO)
    assert not posting.provisional
    assert year.review.stage == V.POSTED
    assert year.review.stage_since == POSTED


@pytest.mark.parametrize(
    ("begun", "last"),
    [
        (date(2021, 11, 12), date(2021, 11, 17)),  # Friday: over the weekend
        (date(2021, 11, 13), date(2021, 11, 17)),  # Saturday
    ],
)
def test_the_days_run_over_a_weekend(year: VillageYear, begun: date, last: date) -> None:
    year.meet()

    assert year.post(from_day=begun, as_of=begun).last_day == last


def test_the_days_run_over_a_holiday(year: VillageYear) -> None:
    """Posted on the eve of National Day 2021: the 2nd and 3rd are off, then a weekend."""
    day = date(2021, 9, 1)
    year.meet(held_on=day, as_of=day)

    assert year.post(from_day=day, as_of=day).last_day == date(2021, 9, 8)


def test_only_the_listed_and_the_escaped_are_posted(year: VillageYear) -> None:
    posting = year.hang()

    shown = dict(posting.households.values_list("household__code", "change"))
    assert shown == {
        "A-001": ListChange.ESCAPED,
        "A-002": ListChange.MOVED,
        "A-003": ListChange.STAYS,
        "A-004": ListChange.NEW,
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"from_day": date(2021, 11, 9)}, "ở sau hôm nay"),
        ({"from_day": date(2021, 11, 5)}, "trước ngày họp dân 08/11/2021"),
        ({"places": " "}, "chưa ghi nơi niêm yết"),
        ({"phone": ""}, "chưa ghi điện thoại"),
        ({"contact": ""}, "chưa ghi nơi tiếp nhận"),
    ],
)
def test_a_posting_with_a_hole_is_refused(
    year: VillageYear, changes: dict[str, object], words: str
) -> None:
    year.meet()

    with pytest.raises(PostingRefused, match=words):
        year.post(**changes)


def test_a_posting_is_recorded_once(year: VillageYear) -> None:
    year.hang()

    with pytest.raises(WrongStage, match="Bùi Thị Hạnh chuyển lúc"):
        year.post()


def test_nobody_moves_a_village_past_its_posting(year: VillageYear) -> None:
    year.meet()

    with pytest.raises(NotPosted):
        stages.move_village(**year.where, to=V.POSTED, as_of=POSTED)


@pytest.mark.parametrize("as_of", [POSTED, POSTED_TO])
def test_the_list_is_not_closed_while_it_must_hang(year: VillageYear, as_of: date) -> None:
    year.hang()

    with pytest.raises(NotOverYet, match="đến hết ngày 11/11/2021"):
        year.close(as_of=as_of)
    with pytest.raises(NotOverYet):
        stages.move_village(**year.where, to=V.CLOSED, as_of=as_of)


def test_the_list_is_closed_the_day_after(year: VillageYear) -> None:
    year.hang()

    assert year.close(as_of=date(2021, 11, 12)).stage == V.CLOSED


def test_a_mistake_is_mended_and_the_days_counted_anew(year: VillageYear) -> None:
    posting = year.hang()
    later = date(2021, 11, 12)

    mended = correct_posting(
        posting=posting,
        record=posting_record(from_day=later),
        reason="Treo muộn hơn",
        by=year.second,
        as_of=later,
    )

    assert (mended.number, mended.version, mended.last_day) == (1, 2, date(2021, 11, 17))
    assert mended.token == posting.token
    assert mended.households.count() == 4
    assert list(postings_of(campaign=year.campaign, village=year.village)) == [mended]
    with pytest.raises(NotTheLatest, match="Lò Văn Ơn"):
        correct_posting(
            posting=posting, record=posting_record(), reason="x", by=year.officer, as_of=later
        )
    with pytest.raises(ReasonNeeded):
        correct_posting(
            posting=mended, record=posting_record(), reason="", by=year.officer, as_of=later
        )


def test_a_late_posting_is_flagged(year: VillageYear) -> None:
    VillageReview.objects.update(deadlines={"AGREED": "2021-11-08"})
    year.meet()
    review = year.review

    assert late_posting(review=review, posting=None, as_of=date(2021, 11, 8)) is None
    waiting = late_posting(review=review, posting=None, as_of=date(2021, 11, 9))
    assert waiting is not None
    assert waiting.words == "chưa niêm yết, hạn 08/11/2021"
    day = date(2021, 11, 9)
    posting = year.post(from_day=day, as_of=day)
    found = late_posting(review=year.review, posting=posting, as_of=day)
    assert found is not None
    assert found.words == "niêm yết muộn, hạn 08/11/2021"


def test_a_posting_beyond_the_review_is_flagged(year: VillageYear) -> None:
    VillageReview.objects.update(deadlines={})
    year.meet()
    day = date(2021, 12, 10)  # Friday: three working days end on 15 December
    posting = year.post(from_day=day, as_of=day)

    found = late_posting(review=year.review, posting=posting, as_of=day)

    assert found is not None
    assert "14/12/2021" in found.words


def test_what_a_commune_can_prove(year: VillageYear) -> None:
    VillageReview.objects.update(deadlines={})
    posting = year.hang()
    add_proof(posting=posting, content=PNG, file_name="a.png", note="", by=year.officer)
    year.complain()

    (proof,) = proofs_of_commune(
        campaign=year.campaign, path=year.district.rural.path, as_of=date(2021, 11, 9)
    )

    assert (proof.posted_from, proof.posted_to, proof.passed_on) == (POSTED, POSTED_TO, MET)
    assert (proof.proofs, proof.complaints, proof.complaints_open, proof.late) == (1, 1, 1, "")


# Average living standard: five working days, not three


def request_recognised(year: VillageYear, code: str) -> None:
    household = year.household(code)
    ReviewRequest.objects.create(
        campaign=year.campaign,
        household=household,
        unit_path=household.unit_path,
        kind=RequestKind.AVERAGE_LIVING,
        received_on=MET,
        result=RequestResult.RECOGNISED,
        received_by="x",
    )


def test_average_living_standard_hangs_five_working_days(year: VillageYear) -> None:
    request_recognised(year, "A-005")

    posting = post_requested(
        **year.where, procedure=Procedure.AVERAGE_LIVING, record=posting_record(), as_of=POSTED
    )

    assert (posting.days, posting.last_day) == (5, date(2021, 11, 15))
    assert list(posting.households.values_list("household__code", flat=True)) == ["A-005"]
    assert year.review.stage == V.SCORED


def test_the_same_requested_list_is_posted_once(year: VillageYear) -> None:
    request_recognised(year, "A-005")
    values = {**year.where, "procedure": Procedure.AVERAGE_LIVING, "record": posting_record()}
    first = post_requested(**values, as_of=POSTED)

    with pytest.raises(PostingRefused, match="đã niêm yết từ 08/11/2021"):
        post_requested(**values, as_of=POSTED)
    request_recognised(year, "A-004")
    second = post_requested(**values, as_of=POSTED)

    first.refresh_from_db()
    assert (first.ended_on, second.number, second.token) == (POSTED, 2, first.token)


def test_nothing_requested_nothing_posted(year: VillageYear) -> None:
    with pytest.raises(NothingToPost):
        post_requested(
            **year.where, procedure=Procedure.AVERAGE_LIVING, record=posting_record(), as_of=POSTED
        )


def test_low_income_workers_have_no_rule_in_2021(year: VillageYear) -> None:
    household = year.household("A-005")
    ReviewRequest.objects.create(
        campaign=year.campaign,
        household=household,
        unit_path=household.unit_path,
        kind=RequestKind.LOW_INCOME_WORKER,
        received_on=MET,
        result=RequestResult.RECOGNISED,
        received_by="x",
    )

    with pytest.raises(RuleNotFound):
        post_requested(
            **year.where,
            procedure=Procedure.LOW_INCOME_WORKER,
            record=posting_record(),
            as_of=POSTED,
        )


# Proofs


def test_a_photograph_is_kept_outside_the_database(year: VillageYear) -> None:
    proof = add_proof(
        posting=year.hang(),
        content=PNG,
        file_name=r"C:\ảnh\..\bảng tin.PNG",
        note="Bảng tin thôn",
        by=year.officer,
    )

    assert proof.content_type == "image/png"
    assert proof.digest == hashlib.sha256(PNG).hexdigest()
    with default_storage.open(proof.file.name) as stored:
        assert stored.read() == PNG
    assert ".." not in proof.file.name
    assert proof.file.name.endswith(".png")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "không có nội dung"),
        (b"MZ\x90 program", "không phải ảnh"),
        (b"<svg onload='x'>", "không phải ảnh"),
        (PNG + b"x" * LARGEST, "lớn hơn 5 MB"),
    ],
)
def test_other_files_are_refused(year: VillageYear, content: bytes, words: str) -> None:
    posting = year.hang()

    with pytest.raises(ProofRefused, match=words):
        add_proof(posting=posting, content=content, file_name="x.png", note="", by=year.officer)


def test_a_file_of_just_five_megabytes_is_taken(year: VillageYear) -> None:
    content = PNG + b"x" * (LARGEST - len(PNG))

    proof = add_proof(
        posting=year.hang(), content=content, file_name="x.png", note="", by=year.officer
    )

    assert proof.size == LARGEST


def test_the_same_file_is_taken_once_and_not_too_many(year: VillageYear) -> None:
    posting = year.hang()
    for number in range(MOST):
        content = PNG + str(number).encode()
        add_proof(posting=posting, content=content, file_name="a.png", note="", by=year.officer)

    with pytest.raises(ProofRefused, match="đã gửi"):
        add_proof(posting=posting, content=PNG + b"0", file_name="a.png", note="", by=year.officer)
    with pytest.raises(ProofRefused, match="đã có 12 tệp"):
        add_proof(posting=posting, content=PNG + b"z", file_name="a.png", note="", by=year.officer)
