"""Every part of a plan, read from one that has them all."""

from datetime import date
from decimal import Decimal

import pytest

from giamngheo.documents import PlanReading
from tests.documents.conftest import ReadText


def test_the_head(reading: PlanReading):
    head = reading.head

    assert (head.type, head.number, head.symbol, head.code) == (
        "Kế hoạch",
        12,
        "KH-UBND",
        "12/KH-UBND",
    )
    assert (head.place, head.date) == ("Suối Bạc", date(2023, 2, 9))
    assert (head.title, head.title_lines) == ("Giúp hộ nghèo vươn lên năm 2023", (11, 12))
    assert (head.first_year, head.last_year) == (2023, 2023)
    assert head.issuer.name == "Ủy ban nhân dân huyện Suối Bạc"
    assert head.issuer.level == "district"
    assert (head.issuer.province, head.issuer.district) == ("Sơn Hà", "Suối Bạc")


def test_a_blank_number_and_day_stay_unknown(read_text: ReadText):
    head = read_text(
        ("Số: 12/KH-UBND", "Số:      /KH-UBND"), ("ngày 09 tháng 02 năm", "ngày … tháng … năm")
    ).head

    assert (head.number, head.symbol, head.code) == (None, "KH-UBND", None)
    assert (head.date, head.year_written, head.place) == (None, 2023, "Suối Bạc")


def test_without_a_letterhead_the_sentence_of_issue_tells_the_issuer(read_text: ReadText):
    issuer = read_text(
        ("ỦY BAN NHÂN DÂN\nHUYỆN SUỐI BẠC\n", ""),
        ("ngày 01/02/2023,", "ngày 01/02/2023, Ủy ban nhân dân huyện ban hành Kế hoạch như sau:"),
    ).head.issuer

    assert (issuer.name, issuer.level) == ("Ủy ban nhân dân huyện Suối Bạc", "district")
    assert not issuer.stated_in_header


def test_a_plan_for_several_years(read_text: ReadText):
    head = read_text(("năm 2023**", "giai đoạn 2023 - 2025**")).head

    assert (head.first_year, head.last_year) == (2023, 2025)


def test_the_signer(reading: PlanReading):
    signer = reading.signer

    assert (signer.authority, signer.position, signer.name) == (
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lò Thị Thử",
    )


def test_the_legal_bases(reading: PlanReading):
    bases = [(one.role, one.code, one.date, one.issuer) for one in reading.legal_bases]

    assert bases == [
        ("basis", "07/2021/NĐ-CP", date(2021, 1, 27), "Chính phủ"),
        ("basis", "30/KH-UBND", date(2023, 1, 15), "UBND tỉnh Sơn Hà"),
        ("proposal", "5/TTr-LĐTBXH", date(2023, 2, 1), "Phòng Lao động - Thương binh và Xã hội"),
    ]
    assert [one.lines for one in reading.legal_bases] == [(14, 14), (14, 14), (16, 16)]
    assert reading.legal_bases[1].subject == "về giảm nghèo năm 2023"


def test_a_document_named_inside_another_is_the_amended_one(read_text: ReadText):
    bases = read_text(
        ("quy định chuẩn nghèo;", "sửa đổi Nghị định số 27/2020/NĐ-CP ngày 3/3/2020 của Chính phủ;")
    ).legal_bases

    assert [(one.role, one.code) for one in bases][:2] == [
        ("basis", "07/2021/NĐ-CP"),
        ("amended_document", "27/2020/NĐ-CP"),
    ]


def test_references_know_where_they_stand(reading: PlanReading):
    found = [(one.role, one.code, one.issuer, one.lines[0]) for one in reading.references]

    assert found == [
        ("annex_parent", "12/KH-UBND", "UBND huyện Suối Bạc", 86),
        ("footnote", "8/QĐ-UBND", "UBND huyện", 30),
    ]


def test_the_parts(reading: PlanReading):
    parts = [(one.path, one.level, one.kind, one.line) for one in reading.outline]

    assert parts == [
        ("I", 1, "heading", 18),
        ("I.1", 2, "numbered_paragraph", 20),
        ("I.2", 2, "numbered_paragraph", 24),
        ("II", 1, "heading", 26),
        ("III", 1, "heading", 40),
        ("III.1", 2, "heading", 42),
        ("III.1.1", 3, "heading", 44),
        ("III.1.1.a", 4, "lettered", 46),
        ("III.1.1.b", 4, "lettered", 48),
        ("III.2", 2, "heading", 56),
        ("IV", 1, "heading", 60),
        ("IV.1", 2, "heading", 62),
        ("IV.2", 2, "run_in_heading", 68),
        ("IV.3", 2, "run_in_heading", 70),
        ("A1", 1, "annex", 85),
    ]


def test_a_paragraph_parted_by_a_page_is_whole_again(reading: PlanReading):
    paragraph = next(one for one in reading.outline if one.path == "I.1")

    assert paragraph.text is not None
    assert paragraph.text.endswith("nhất là các hộ ở xa đường lớn và các hộ neo đơn.")


def test_the_targets(reading: PlanReading):
    targets = [
        (one.indicator, one.comparator, one.value, one.unit, one.direction, one.line)
        for one in reading.targets
    ]

    assert targets == [
        ("poverty_rate_reduction", "range", None, "percentage point", "decrease", 28),
        ("poor_households_reduced", "=", 30, "household", "decrease", 28),
        ("health_insurance_coverage_near_poor", "=", 100, "%", "level", 32),
        ("children_out_of_school", "=", 0, "child", "level", 32),
        ("income_per_capita_increase", "=", 150000, "VND/person/month", "increase", 34),
        ("poor_households_solid_house", "~", 12, "household", "increase", 36),
        ("programme_beneficiary_coverage", None, None, None, "level", 38),
    ]
    assert reading.to_json()["targets"][0]["value_min"] == 1.5
    assert reading.targets[-1].qualitative


def test_the_table(reading: PlanReading):
    (table,) = reading.tables

    assert table.title == "CHỈ TIÊU GIAO CHO CÁC XÃ"
    assert table.keys == (
        "stt",
        "unit",
        "total_households",
        "poor_start",
        "poor_reduced",
        "poor_rate_pp",
        "near_poor_start",
        "near_poor_reduced",
        "near_poor_rate_pp",
    )
    assert table.columns[3].path == ("Hộ nghèo", "Số hộ đầu năm")
    assert [(row.line, row.values["unit"]) for row in table.rows] == [
        (91, "Nậm Lành"),
        (92, "Bản Thử"),
        (94, "Thị trấn Suối Bạc"),
    ]
    assert table.total_row is not None
    assert table.total_row.values["total_households"] == 1500


def test_the_money(reading: PlanReading):
    (line,) = reading.budget_lines

    assert (line.id, line.section, line.lines) == ("DA2.TDA1", "III.1.1.b", (50, 54))
    assert (line.total, line.central, line.local, line.people) == (1250, 1000, 200, 50)
    assert (line.central_investment, line.central_recurrent) == (300, 700)
    assert line.state_budget == 1200
    assert line.is_complete


def test_the_loans(reading: PlanReading):
    loans = [(one.group, one.year, one.amount, one.line) for one in reading.credit_targets]

    assert loans == [("hộ nghèo", 2023, 4500, 58)]


def test_the_tasks(reading: PlanReading):
    tasks = [(one.section, one.lead, one.lines[0], one.requested) for one in reading.tasks]

    assert tasks == [
        ("IV.1", ("Phòng Lao động - Thương binh và Xã hội",), 64, False),
        ("IV.1", ("Phòng Lao động - Thương binh và Xã hội",), 66, False),
        ("IV.2", ("Phòng Y tế",), 68, False),
        ("IV.3", ("Hội Nông dân huyện",), 70, True),
    ]
    first, second = (one.deadline for one in reading.tasks[:2])
    assert first is not None
    assert second is not None
    assert (first.type, first.date) == ("date", "2023-03-01")
    assert (second.type, second.month) == ("month", "2023-04")


def test_the_recipients(reading: PlanReading):
    found = [(one.name, one.purpose, one.archive) for one in reading.recipients]

    assert found == [("UBND tỉnh", "b/c", None), ("Các xã", None, None), ("Lưu: VT", None, "VT")]


def test_a_line_of_the_text_is_the_line_named(reading: PlanReading):
    lines = reading.text.split("\n")

    assert "30 hộ nghèo" in lines[reading.targets[1].line - 1]
    assert lines[reading.tables[0].rows[0].line - 1].startswith("1\tNậm Lành")


def test_a_percent_with_a_foreign_point_is_read(read_text: ReadText):
    target = read_text(("từ 1,5% - 2,5%", "1.5%")).targets[0]

    assert (target.indicator, target.value) == ("poverty_rate_reduction", Decimal("1.5"))


@pytest.mark.parametrize("written", ["3.0 hộ", "1234.567 hộ", "1..5 hộ", "30,,5 hộ"])
def test_a_number_that_is_none_gives_no_target(read_text: ReadText, written: str):
    reading = read_text(("giảm 30 hộ", f"giảm {written}"))

    assert "poor_households_reduced" not in {one.indicator for one in reading.targets}


def test_a_sum_that_is_none_gives_no_budget_line(read_text: ReadText):
    assert read_text(("hiện: 1.250 triệu", "hiện: 1.25,,0 triệu")).budget_lines == ()
