"""Certificates: a page each, in village order, as work with progress."""

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from giamngheo.papers import certificates as making
from giamngheo.papers.actions import NoCertificates, order_certificates
from giamngheo.papers.certificates import Certified, certificates_pdf, residence
from giamngheo.papers.filling_communes import certified_of
from giamngheo.reviews.models import Decision
from giamngheo.work.enums import State
from giamngheo.work.files import path_or_none
from tests.factories.finished_list import SIGNED, FinishedList
from tests.papers.samples import NAMES, OFFICE, line, lines, members
from tests.papers.samples import SIGNED as SIGNING


def certified(*given: Any) -> Certified:
    return Certified(
        year=2021,
        decision="125/QĐ-UBND",
        decision_date=SIGNED,
        effective=SIGNED,
        lines=given,
    )


def texts_of(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as pages:
        return [page.extract_text() for page in pages.pages]


def test_each_household_has_its_page_in_the_order_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", 3)
    seen: list[tuple[int, int]] = []

    pdf = certificates_pdf(
        OFFICE, certified(*lines(7)), SIGNING, report=lambda *done: seen.append(done)
    )

    texts = texts_of(pdf)
    assert [f"TB-{place:06}" in text for place, text in enumerate(texts)] == [True] * 7
    assert seen == [(3, 7), (6, 7), (7, 7)]


def test_a_certificate_says_who_what_since_when_by_which_decision() -> None:
    one = line(0, members=members(9), category="Hộ cận nghèo", birth_year_only=True)

    text = texts_of(certificates_pdf(OFFICE, certified(one), SIGNING))[0]

    assert "GIẤY CHỨNG NHẬN HỘ CẬN NGHÈO" in text
    assert "theo Quyết định số 125/QĐ-UBND ngày 06 tháng 12 năm 2021:" in " ".join(text.split())
    assert "Họ và tên chủ hộ: Nguyễn Thị Hồng Nhung" in text
    assert "Ngày sinh: 1980 " in text
    assert "Nơi cư trú: Thôn Làng Đăk Rơ Gia, xã Thọ Bình, huyện Triệu Sơn" in text
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in text
    assert all(name in text for name in NAMES)
    assert "9 " in text.split("Quan hệ")[1]
    assert "Số: ...." in text


def test_a_household_of_thirty_runs_on_and_keeps_its_signature() -> None:
    texts = texts_of(certificates_pdf(OFFICE, certified(line(0, members=members(30))), SIGNING))

    assert len(texts) == 2
    assert "Họ và tên" in texts[1]
    assert "PHÓ CHỦ TỊCH" in texts[1]


def test_the_place_of_living_says_nothing_twice() -> None:
    assert residence(OFFICE, line(0, address="Số 5, Thôn Làng Đăk Rơ Gia, xã Thọ Bình")) == (
        "Số 5, Thôn Làng Đăk Rơ Gia, xã Thọ Bình, huyện Triệu Sơn"
    )


def test_what_stops_the_work_stops_the_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", 1)

    def stop(done: int, total: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError, match="1"):
        certificates_pdf(OFFICE, certified(*lines(2)), SIGNING, report=stop)


def test_only_poor_and_near_poor_get_one_with_everybody_of_that_day(
    decided: FinishedList,
) -> None:
    decision = Decision.objects.get(campaign=decided.campaign)

    office, found, signing = certified_of(decision=decision)

    assert [(one.code, one.category) for one in found.lines] == [
        ("A-002", "Hộ nghèo (N1)"),
        ("A-003", "Hộ nghèo (N1)"),
        ("A-005", "Hộ nghèo (N1)"),
        ("A-004", "Hộ cận nghèo"),
    ]
    assert all(len(one.members) == 1 for one in found.lines)
    assert (signing.number, signing.date) == ("125/QĐ-UBND", SIGNED)
    assert not office.is_generated


def test_ordered_as_work_the_file_waits_for_its_owner(
    decided: FinishedList, settings: Any, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    decision = Decision.objects.select_related("unit").get(campaign=decided.campaign)

    item = order_certificates(decision=decision, by=decided.maker)
    item.refresh_from_db()

    assert (item.state, item.done, item.total) == (State.DONE, 4, 4)
    assert item.unit_path == decided.unit.path
    assert item.result["households"] == 4
    assert item.result["permission"] == "take_papers"
    assert item.result["file_name"] == "giay-chung-nhan-xa-dong-may-2021.pdf"
    path = path_or_none(name=item.result["file"])
    assert path is not None
    assert len(texts_of(path.read_bytes())) == 4


def test_a_list_without_poor_households_has_no_certificates(decided: FinishedList) -> None:
    decision = Decision.objects.select_related("unit").get(campaign=decided.campaign)
    decision.poor = decision.near_poor = 0

    with pytest.raises(NoCertificates, match="125/QĐ-UBND"):
        order_certificates(decision=decision, by=decided.maker)
