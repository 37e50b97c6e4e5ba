"""Confirmations: what they say, whether they still stand, and that they never change."""

import io
from datetime import date, timedelta

import pdfplumber
import pytest
from django.db import IntegrityError, transaction

from giamngheo.audit.models import AuditEvent
from giamngheo.decisions.correcting import Correction, correct_decision
from giamngheo.papers.actions import (
    AlreadyRevoked,
    DayNotReached,
    NothingToConfirm,
    RevokeReasonMissing,
    issue_confirmation,
    revoke_confirmation,
)
from giamngheo.papers.confirmations import confirmation_pdf, masked
from giamngheo.papers.enums import Standing
from giamngheo.papers.models import Confirmation
from giamngheo.papers.queries import (
    confirmation_or_none,
    office_of,
    public_confirmation,
    standing_of,
    standings_of,
    status_on,
    statuses_on,
)
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Decision
from tests.factories.finished_list import SIGNED, YEAR, FinishedList

TODAY = date(YEAR, 12, 20)
BEFORE_DECISION = SIGNED - timedelta(days=1)


def household(code: str = "A-003") -> Household:
    return Household.objects.select_related("unit__parent").get(code=code)


def issue(decided: FinishedList, code: str = "A-003", as_of: date = SIGNED) -> Confirmation:
    return issue_confirmation(
        household=household(code),
        as_of=as_of,
        today=TODAY,
        purpose="vay vốn",
        by=decided.maker,
    )


def test_it_says_category_since_when_and_by_which_decision(decided: FinishedList) -> None:
    made = issue(decided)

    assert (made.category, made.group, made.as_of) == ("POOR", "N1", SIGNED)
    # Poor since the year before; this year's decision says so anew.
    assert made.decision == "Quyết định 125/QĐ-UBND ngày 06/12/2021"
    assert made.since == date(YEAR - 1, 12, 10)
    assert made.unit == decided.unit
    assert made.village == "Thôn Thôn Một"
    assert len(made.code) == 12
    assert made.printed_code.count("-") == 2


@pytest.mark.parametrize(
    ("code", "day", "category"),
    [
        ("A-001", BEFORE_DECISION, "POOR"),
        ("A-001", SIGNED, "NON_POOR"),
        ("A-005", BEFORE_DECISION, "NON_POOR"),
        ("A-005", SIGNED, "POOR"),
        ("A-004", SIGNED, "NEAR_POOR"),
    ],
)
def test_the_status_is_that_of_the_day_to_the_day(
    decided: FinishedList, code: str, day: date, category: str
) -> None:
    status = status_on(household=household(code), as_of=day)

    assert status is not None
    assert status.category == category


def test_the_day_before_a_decision_the_earlier_one_is_named(decided: FinishedList) -> None:
    made = issue(decided, as_of=BEFORE_DECISION)

    assert made.decision == "Quyết định 2020-98001/QĐ-UBND ngày 10/12/2020"


def test_who_escaped_is_confirmed_as_newly_escaped(decided: FinishedList) -> None:
    status = status_on(household=household("A-001"), as_of=SIGNED)

    assert status is not None
    assert status.words == "Hộ không nghèo; hộ mới thoát nghèo"
    assert "Hộ mới thoát nghèo" in issue(decided, "A-001").marks


@pytest.mark.parametrize("day", [date(YEAR - 3, 12, 31), date(2000, 1, 1)])
def test_a_day_the_register_knows_nothing_of_is_refused(decided: FinishedList, day: date) -> None:
    with pytest.raises(NothingToConfirm, match=r"A-003.*sổ không có phân loại"):
        issue(decided, as_of=day)

    assert not Confirmation.objects.exists()


def test_tomorrow_is_refused_and_today_is_not(decided: FinishedList) -> None:
    issue(decided, as_of=TODAY)

    with pytest.raises(DayNotReached):
        issue(decided, as_of=TODAY + timedelta(days=1))


def test_a_fresh_one_stands(decided: FinishedList) -> None:
    made = issue(decided)

    assert standing_of(confirmation=made, as_of=TODAY) == Standing.VALID


def test_one_of_an_earlier_day_is_outdated_once_the_category_changed(
    decided: FinishedList,
) -> None:
    made = issue(decided, "A-001", as_of=BEFORE_DECISION)

    assert standing_of(confirmation=made, as_of=BEFORE_DECISION) == Standing.VALID
    assert standing_of(confirmation=made, as_of=SIGNED) == Standing.CHANGED_SINCE


def test_a_new_decision_with_the_same_result_changes_nothing(decided: FinishedList) -> None:
    made = issue(decided, "A-003", as_of=BEFORE_DECISION)

    assert standing_of(confirmation=made, as_of=TODAY) == Standing.VALID


def test_a_correction_of_that_day_makes_it_wrong(decided: FinishedList) -> None:
    made = issue(decided)
    correct_decision(
        decision=Decision.objects.get(campaign=decided.campaign),
        corrections=[Correction(household_code="A-003", category="NON_POOR", reason="B1 160")],
        number="130/QĐ-UBND",
        signed_date=TODAY,
        effective_date=SIGNED,
        signer="Lương Minh Thuyết",
        reason="Chấm sót",
        by=decided.chairman,
        as_of=TODAY,
    )

    assert standing_of(confirmation=made, as_of=TODAY) == Standing.CORRECTED
    assert standings_of(confirmations=[made], as_of=TODAY) == {made.pk: Standing.CORRECTED}


def test_a_withdrawn_one_says_so_and_only_once(decided: FinishedList) -> None:
    made = issue(decided)

    with pytest.raises(RevokeReasonMissing):
        revoke_confirmation(confirmation=made, reason="  ", today=TODAY, by=decided.maker)
    revoke_confirmation(confirmation=made, reason="Cấp nhầm", today=TODAY, by=decided.maker)

    found = public_confirmation(code=made.code, as_of=TODAY)
    assert found is not None
    assert found.standing == Standing.REVOKED
    with pytest.raises(AlreadyRevoked, match="20/12/2021"):
        revoke_confirmation(confirmation=made, reason="Nữa", today=TODAY, by=decided.maker)
    event = AuditEvent.objects.get(action="papers.revoke_confirmation")
    assert event.reason == "Cấp nhầm"


@pytest.mark.parametrize("change", [{"category": "NEAR_POOR", "group": ""}, {"as_of": TODAY}])
def test_what_it_says_is_frozen_by_the_database(
    decided: FinishedList, change: dict[str, object]
) -> None:
    made = issue(decided)

    with pytest.raises(IntegrityError, match="says what it said"), transaction.atomic():
        Confirmation.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Confirmation.objects.filter(pk=made.pk).delete()


def test_the_code_is_found_however_it_is_typed(decided: FinishedList) -> None:
    made = issue(decided)

    for typed in (made.code, made.printed_code, made.printed_code.lower(), f" {made.code} "):
        assert confirmation_or_none(code=typed) == made
    assert confirmation_or_none(code=made.code[:-1]) is None
    assert confirmation_or_none(code="") is None
    assert confirmation_or_none(code="Ế" * 12) is None


def test_a_stranger_is_told_the_minimum(decided: FinishedList) -> None:
    made = issue(decided)

    found = public_confirmation(code=made.code, as_of=TODAY)

    assert found is not None
    assert found.head == "Nguyễn T. H. 0."
    told = repr(found)
    for hidden in ("Nguyễn Thị", "A-003", "Thôn", "vay vốn", "N1"):
        assert hidden not in told


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Nguyễn Thị Hồng Nhung", "Nguyễn T. H. N."),
        ("H'Đơk Niê", "H'Đơk N."),
        ("Đức", "Đ."),
        ("ý lan", "ý L."),
    ],
)
def test_a_name_is_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_the_paper_says_it_with_its_code_and_where_to_check(decided: FinishedList) -> None:
    made = issue(decided)
    office = office_of(unit=made.unit, as_of=TODAY, is_generated=True)

    pdf = confirmation_pdf(office, made, address="https://xa.example.vn/xac-nhan")

    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        text = pages.pages[0].extract_text()
        assert len(pages.pages) == 1
    for said in (
        "GIẤY XÁC NHẬN",
        "Họ và tên chủ hộ: Nguyễn Thị Hồng 003",
        "Vào ngày: 06/12/2021",
        "Là: Hộ nghèo, nghèo về thu nhập (N1)",
        "Theo: Quyết định 125/QĐ-UBND ngày 06/12/2021",
        "Dùng để: vay vốn",
        made.printed_code,
        "https://xa.example.vn/xac-nhan",
        "Đồng Mây, ngày 20 tháng 12 năm 2021",
        "Dữ liệu sinh ra để trình diễn",
    ):
        assert said in text


def test_many_households_are_looked_up_in_two_queries(
    decided: FinishedList, django_assert_num_queries: object
) -> None:
    found = list(Household.objects.order_by("code"))

    with django_assert_num_queries(2):  # type: ignore[operator]
        rows = statuses_on(households=found, as_of=SIGNED)

    assert [status.category if status else None for _, status in rows] == [
        "NON_POOR",
        "POOR",
        "POOR",
        "NEAR_POOR",
        "POOR",
    ]
