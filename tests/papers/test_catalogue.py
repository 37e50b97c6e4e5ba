"""Papers filled from the register, the meetings and the decisions of a small commune."""

from datetime import date

import pytest

from giamngheo.decisions.correcting import Correction, correct_decision
from giamngheo.decisions.queries import corrections_of
from giamngheo.meetings.enums import VoteMode
from giamngheo.meetings.records import Votes
from giamngheo.papers.catalogue import (
    COMMUNE_PAPERS,
    VILLAGE_PAPERS,
    commune_entries,
    village_entries,
)
from giamngheo.papers.enums import PaperState
from giamngheo.registry.models import Member
from giamngheo.reviews.enums import RequestKind, RequestResult
from giamngheo.reviews.models import Decision, ReviewRequest
from tests.factories.finished_list import OPINION, SIGNED, YEAR, FinishedList
from tests.factories.village_review import MET, VillageYear
from tests.papers.reading import words_of

TODAY = date(YEAR, 12, 10)


def commune_words(finished: FinishedList, slug: str, part: int = 0) -> str:
    return words_of(COMMUNE_PAPERS[slug](finished.campaign, finished.unit, part, TODAY))


def village_words(year: VillageYear, slug: str, part: int = 0) -> str:
    return words_of(VILLAGE_PAPERS[slug](year.campaign, year.village, part, TODAY))


def states(finished: FinishedList) -> dict[str, str]:
    entries = commune_entries(campaign=finished.campaign, unit=finished.unit)
    return {entry.slug: entry.state for entry in entries}


# The commune


def test_a_draft_decision_has_lists_and_no_number(finished: FinishedList) -> None:
    words = commune_words(finished, "quyet-dinh")

    assert states(finished)["quyet-dinh"] == PaperState.DRAFT
    assert "Số:       /QĐ-UBND" in words
    assert f"Đồng Mây, ngày      tháng      năm {YEAR}" in words
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐỒNG MÂY" in words
    assert "Công nhận 3 hộ nghèo, 1 hộ cận nghèo trên địa bàn xã Đồng Mây" in words
    assert "TM. ỦY BAN NHÂN DÂN" not in words


def test_the_signed_decision_names_opinion_number_and_signer(decided: FinishedList) -> None:
    words = commune_words(decided, "quyet-dinh")

    assert states(decided)["quyet-dinh"] == PaperState.SIGNED
    assert "Số: 125/QĐ-UBND" in words
    assert "Đồng Mây, ngày 06 tháng 12 năm 2021" in words
    assert "Căn cứ Văn bản số 210/UBND-LĐTBXH ngày 29 tháng 11 năm 2021 của Chủ tịch" in words
    assert "Lương Minh Thuyết" in words
    # Poor; near-poor: A-004; escaped ones stand on another decision.
    poor, near = words.split("DANH SÁCH HỘ CẬN NGHÈO NĂM 2021")
    assert [f"Nguyễn Thị Hồng {code}" in poor for code in ("002", "003", "005", "004")] == [
        True,
        True,
        True,
        False,
    ]
    assert "Nguyễn Thị Hồng 004" in near
    assert "Nguyễn Thị Hồng 001" not in words


def test_legal_bases_are_those_of_the_day(decided: FinishedList) -> None:
    words = commune_words(decided, "quyet-dinh")

    assert "Quyết định số 59/2015/QĐ-TTg ngày 19 tháng 11 năm 2015" in words
    assert "Nghị định số 07/2021/NĐ-CP" not in words
    assert "131/2025" not in words


def test_escapes_have_a_decision_of_their_own(decided: FinishedList) -> None:
    words = commune_words(decided, "thoat-ngheo")

    assert states(decided)["thoat-ngheo"] == PaperState.SIGNED
    assert "Số: 126/QĐ-UBND" in words
    assert "Công nhận 1 hộ thoát nghèo, 0 hộ thoát cận nghèo" in words
    assert "Nguyễn Thị Hồng 001" in words


def test_a_correction_shows_before_and_after(decided: FinishedList) -> None:
    decision = Decision.objects.get(campaign=decided.campaign)
    correct_decision(
        decision=decision,
        corrections=[Correction(household_code="A-003", category="NON_POOR", reason="Điểm B1 160")],
        number="130/QĐ-UBND",
        signed_date=TODAY,
        effective_date=TODAY,
        signer="Lương Minh Thuyết",
        reason="Chấm sót điểm nhà ở",
        by=decided.chairman,
        as_of=TODAY,
    )
    further = corrections_of(decision=decision)[0]

    words = commune_words(decided, "dieu-chinh", further.pk)

    assert "Số: 130/QĐ-UBND" in words
    assert "Điều chỉnh danh sách kèm theo Quyết định số 125/QĐ-UBND ngày 06 tháng 12" in words
    assert "Lý do: Chấm sót điểm nhà ở" in words
    rows = words.split("Nguyễn Thị Hồng 003")[1]
    assert rows.index("Hộ nghèo") < rows.index("Hộ không nghèo") < rows.index("Điểm B1 160")
    # The first decision stays as it was signed.
    assert "Nguyễn Thị Hồng 003" in commune_words(decided, "quyet-dinh")


def test_the_report_goes_to_the_district_before_july_2025(decided: FinishedList) -> None:
    words = commune_words(decided, "bao-cao")

    assert states(decided)["bao-cao"] == PaperState.SIGNED
    assert "Số: 40/BC-UBND" in words
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân huyện Huyện Thử" in words
    assert "3 hộ nghèo, 1 hộ cận nghèo" in words
    assert "Hộ đã rà soát: 5 hộ." in words


def test_the_list_after_review_has_its_four_parts(decided: FinishedList) -> None:
    words = commune_words(decided, "ket-qua")

    for part in (
        "I. HỘ NGHÈO: 3 hộ",
        "II. HỘ CẬN NGHÈO: 1 hộ",
        "III. HỘ THOÁT NGHÈO: 1 hộ",
        "IV. HỘ THOÁT CẬN NGHÈO: 0 hộ",
    ):
        assert part in words


def test_a_refused_request_is_answered_with_its_reasons(finished: FinishedList) -> None:
    household = finished.district.villages["A"]
    request = ReviewRequest.objects.create(
        campaign=finished.campaign,
        household_id=_household_id("A-005"),
        unit_path=household.path,
        kind=RequestKind.POVERTY,
        received_on=date(YEAR, 10, 15),
        result=RequestResult.REFUSED,
        reason="Đạt 5 tiêu chí ở Phiếu A\nHộ có ô tô tải",
        answered_on=date(YEAR, 10, 20),
        answer_number="7/UBND-LĐTBXH",
        received_by="x",
    )

    words = commune_words(finished, "tra-loi", request.pk)

    assert "Số: 07/UBND-LĐTBXH" in words
    assert "V/v trả lời giấy đề nghị rà soát của hộ Nguyễn Thị Hồng 005" in words
    assert "- Đạt 5 tiêu chí ở Phiếu A." in words
    assert "- Hộ có ô tô tải." in words
    titles = [entry.title for entry in commune_entries(**finished.where)]
    assert "Trả lời giấy đề nghị của hộ Nguyễn Thị Hồng 005" in titles


def _household_id(code: str) -> int:
    return Member.objects.filter(household__code=code).values_list("household_id", flat=True)[0]


@pytest.mark.parametrize("slug", ["dieu-chinh", "tra-loi"])
def test_a_paper_of_another_commune_is_not_found(decided: FinishedList, slug: str) -> None:
    build = COMMUNE_PAPERS[slug]
    further = corrections_of(decision=Decision.objects.get(campaign=decided.campaign))

    assert not further
    assert build(decided.campaign, decided.district.urban, 1, TODAY) is None


def test_the_entries_of_a_commune_take_a_fixed_number_of_queries(
    decided: FinishedList, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(4):  # type: ignore[operator]
        commune_entries(campaign=decided.campaign, unit=decided.unit)


# The village


def test_minutes_say_who_came_how_they_voted_and_what_was_said(village_year: VillageYear) -> None:
    meeting = village_year.meet()

    words = village_words(village_year, "bien-ban", meeting.pk)

    assert "Hôm nay, ngày 08 tháng 11 năm 2021, hồi 19 giờ 30" in words
    assert "Chủ trì cuộc họp: Lò Văn Ơn" in words
    assert "4. Tổng số người tham dự: 40 người" in words
    assert "Có 30 trên 40 người tham dự đồng ý (75,0 %)" in words
    assert "Lò Văn An: Đề nghị xem lại hộ A." in words
    assert "Trả lời: Đã xem." in words
    assert "lập thành 02 bản" in words
    assert "Vi Thị Hoà, Lò Văn An" in words


def test_minutes_of_a_failed_vote_say_what_follows(village_year: VillageYear) -> None:
    meeting = village_year.meet(votes=Votes(agree=19, against=21))

    words = village_words(village_year, "bien-ban", meeting.pk)

    assert "Có 19 trên 40 người tham dự đồng ý (47,5 %), chưa đạt" in words
    assert "tổ chức họp lại" in words


def test_blank_minutes_hold_the_list_and_dots_to_write_on(village_year: VillageYear) -> None:
    words = village_words(village_year, "bien-ban-trong")

    assert "(lần thứ 1)" in words
    assert "Chủ trì cuộc họp: \n" in words
    assert "Kết luận của cuộc họp: \n" in words
    assert "Nguyễn Thị Hồng 001" in words
    assert VoteMode.LIST not in words


def test_a_notice_holds_the_public_fields_and_nothing_else(village_year: VillageYear) -> None:
    Member.objects.update(personal_id="038180000471", birth_date=date(1980, 5, 17))
    posting = village_year.hang()

    words = village_words(village_year, "niem-yet", posting.pk)

    assert "từ ngày 08 tháng 11 năm 2021 đến hết ngày 11 tháng 11 năm 2021" in words
    assert "trong 03 ngày làm việc" in words
    assert "0237 3000 001" in words
    assert "1. Hộ nghèo: 2 hộ" in words
    assert "Hộ thoát nghèo: 1 hộ" in words
    # Who asked and is not poor is on no wall; numbers, days of birth, points are on none either.
    assert "Nguyễn Thị Hồng 005" not in words
    for hidden in ("038180000471", "17/05/1980", "A-001", "B1", "Kinh", "110", "115"):
        assert hidden not in words


def test_the_draft_notice_leaves_days_and_place_blank(village_year: VillageYear) -> None:
    words = village_words(village_year, "thong-bao")

    assert "từ ngày …… tháng …… năm ………" in words
    assert "trong 03 ngày làm việc" in words


def test_the_list_to_review_says_why_each_is_on_it(village_year: VillageYear) -> None:
    words = village_words(village_year, "can-ra-soat")

    assert "Hộ gia đình cần rà soát năm 2021" in words
    assert "Tổng số hộ cần rà soát: 5 hộ" in words
    assert "Nguyễn Thị Hồng 003" in words


def test_meetings_and_postings_become_entries(village_year: VillageYear) -> None:
    village_year.hang()

    entries = village_entries(campaign=village_year.campaign, village=village_year.village)

    recorded = [entry.note for entry in entries if entry.state == PaperState.RECORDED]
    assert recorded == [
        f"họp ngày {MET:%d/%m/%Y}, in 02 bản",
        "từ 08/11/2021 đến hết 11/11/2021",
    ]


def test_a_meeting_of_another_village_is_not_found(village_year: VillageYear) -> None:
    meeting = village_year.meet()
    other = village_year.district.villages["B"]

    assert VILLAGE_PAPERS["bien-ban"](village_year.campaign, other, meeting.pk, TODAY) is None
    assert OPINION < SIGNED
