"""Households recognised on their own request: posted first, decided once, for a period."""

from datetime import date
from typing import Any

import pytest

from giamngheo.audit.models import AuditEvent
from giamngheo.decisions.models import Recognition
from giamngheo.decisions.recognising import candidates, recognise_requested
from giamngheo.decisions.refusals import (
    DayOutOfOrder,
    NobodyToRecognise,
    NotReadyToRecognise,
    NumberTaken,
    RecognitionPeriod,
)
from giamngheo.law.procedures import Procedure
from giamngheo.meetings.complaints import receive_complaint
from giamngheo.meetings.posting import post_requested
from giamngheo.meetings.records import ComplaintRecord
from giamngheo.registry.enums import Mark
from giamngheo.registry.marks import marks_of
from giamngheo.reviews.enums import RequestKind, RequestResult
from giamngheo.reviews.models import ReviewRequest
from giamngheo.reviews.stage_refusals import NotInCampaign
from tests.factories.village_review import POSTED, VillageYear, posting_record

# Posted on Monday 8 November 2021 for five working days.
LAST_POSTED, SIGNED = date(2021, 11, 15), date(2021, 11, 16)


@pytest.fixture
def year(db: None) -> VillageYear:
    return VillageYear()


def ask(year: VillageYear, code: str) -> ReviewRequest:
    household = year.household(code)
    return ReviewRequest.objects.create(
        campaign=year.campaign, household=household, unit_path=household.unit_path,
        kind=RequestKind.AVERAGE_LIVING, received_on=POSTED, answered_on=POSTED,
        result=RequestResult.RECOGNISED, received_by="x",
    )  # fmt: skip


def post(year: VillageYear) -> None:
    post_requested(
        **year.where, procedure=Procedure.AVERAGE_LIVING, record=posting_record(), as_of=POSTED
    )


def recognise(year: VillageYear, *requests: ReviewRequest, **changes: Any) -> Recognition:
    values: dict[str, Any] = {
        "campaign": year.campaign,
        "unit": year.district.rural,
        "mark": Mark.AVERAGE_LIVING,
        "requests": [one.pk for one in requests],
        "number": "130/QĐ-UBND",
        "signed_date": SIGNED,
        "effective_date": SIGNED,
        "last_day": date(2022, 11, 15),
        "signer": "Lương Minh Thuyết",
        "by": year.officer,
        "as_of": SIGNED,
    }
    return recognise_requested(**(values | changes))


def test_the_decision_gives_the_mark_for_its_period(year: VillageYear) -> None:
    asked = ask(year, "A-005")
    post(year)

    made = recognise(year, asked, by_deputy=True)

    pk = asked.household_id
    assert [
        marks_of(household_id=pk, as_of=day)
        for day in (date(2021, 11, 15), SIGNED, date(2022, 11, 15), date(2022, 11, 16))
    ] == [[], ["AVERAGE_LIVING"], ["AVERAGE_LIVING"], []]
    mark = asked.household.marks.get()
    assert (mark.source, mark.standard) == ("Quyết định 130/QĐ-UBND ngày 16/11/2021", "vn-2016")
    assert made.by_deputy
    assert AuditEvent.objects.filter(action="decisions.recognise_requested").count() == 1
    where = {"campaign": year.campaign, "unit": year.district.rural}
    assert candidates(**where, mark=Mark.AVERAGE_LIVING, as_of=SIGNED) == []


def test_nobody_is_recognised_before_the_posting_is_over(year: VillageYear) -> None:
    asked = ask(year, "A-005")
    with pytest.raises(NotReadyToRecognise, match="chưa niêm yết"):
        recognise(year, asked)
    post(year)

    days = {"signed_date": LAST_POSTED, "effective_date": LAST_POSTED}
    with pytest.raises(NotReadyToRecognise, match="còn niêm yết đến hết ngày 15/11/2021"):
        recognise(year, asked, **days)

    assert recognise(year, asked).lines.count() == 1


def test_an_open_complaint_holds_the_recognition_up(year: VillageYear) -> None:
    asked = ask(year, "A-005")
    post(year)
    record = ComplaintRecord(
        sender="Hà Thị Ân", text="Hộ này có máy cày", received_on=POSTED,
        household_id=asked.household_id, about="nhà ông Em",
    )  # fmt: skip
    receive_complaint(**year.where, record=record, as_of=POSTED, procedure=Procedure.AVERAGE_LIVING)

    with pytest.raises(NotReadyToRecognise, match="còn 1 phản ánh chưa trả lời"):
        recognise(year, asked)


def test_a_poor_household_is_not_recognised(year: VillageYear) -> None:
    asked = ask(year, "A-003")
    post(year)

    with pytest.raises(NotReadyToRecognise, match="đang là hộ nghèo"):
        recognise(year, asked)


def test_what_a_decision_says_must_hold_together(year: VillageYear) -> None:
    asked = ask(year, "A-005")
    post(year)

    with pytest.raises(NobodyToRecognise):
        recognise(year)
    with pytest.raises(RecognitionPeriod, match="trước ngày ký"):
        recognise(year, asked, effective_date=LAST_POSTED)
    with pytest.raises(RecognitionPeriod, match="ngày hết hiệu lực"):
        recognise(year, asked, last_day=LAST_POSTED)
    with pytest.raises(DayOutOfOrder, match="sau hôm nay"):
        recognise(year, asked, as_of=LAST_POSTED)
    recognise(year, asked)
    other = ask(year, "A-004")
    with pytest.raises(NumberTaken):
        recognise(year, other)
    with pytest.raises(NobodyToRecognise):
        recognise(year, asked, number="131/QĐ-UBND")


def test_a_request_of_another_commune_is_not_decided_here(year: VillageYear) -> None:
    asked = ask(year, "A-005")
    post(year)

    with pytest.raises(NotInCampaign):
        recognise(year, asked, unit=year.district.urban)
