"""Each check finds its slip, says it on the right line, and is silent otherwise."""

import pytest

from giamngheo.documents import Finding, PlanReading, check_plan
from tests.documents.conftest import ReadText
from tests.documents.plans import PLAN


def found(reading: PlanReading) -> Finding:
    (finding,) = check_plan(reading)
    return finding


def test_a_plan_that_agrees_with_itself_has_no_finding(reading: PlanReading):
    assert check_plan(reading) == []


def test_a_column_that_does_not_add_up_names_the_row_of_the_difference(read_text: ReadText):
    finding = found(read_text(("\t60\t12\t0,80", "\t60\t9\t0,60")))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F01", "error", 90)
    assert (finding.found, finding.expected) == ("9", "12")
    assert "Bản Thử (dòng 92)" in finding.message


def test_a_difference_that_is_no_single_row_names_none(read_text: ReadText):
    finding = found(read_text(("\t60\t12\t0,80", "\t60\t11\t0,73")))

    assert finding.code == "DOC-F01"
    assert "dòng 9" not in finding.message


@pytest.mark.parametrize(
    ("old", "new", "line", "right"),
    [
        ("\t15\t3,00\t", "\t15\t3,01\t", 91, "3,00"),
        ("\t10\t2,50\t", "\t10\t2,05\t", 92, "2,50"),
        ("\t5\t0,83\t25", "\t5\t0,84\t25", 94, "0,83"),
    ],
)
def test_a_rate_that_is_not_its_quotient(
    read_text: ReadText, old: str, new: str, line: int, right: str
):
    finding = found(read_text((old, new)))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F02", "error", line)
    assert finding.expected == right


def test_a_half_is_rounded_up(read_text: ReadText):
    """1 of 800 is 0,125 %: written 0,13 it is right, written 0,12 it is not."""
    row = "\n4\tPhiêng Ma\t800\t9\t1\t{}\t0\t0\t0,00\n"
    totals = ("\t1.500\t100\t30\t2,00\t60\t12\t0,80", "\t2.300\t109\t31\t1,35\t60\t12\t0,52")
    headline = ("từ 1,5% - 2,5%; cả huyện giảm 30 hộ", "từ 1% - 1,5%; cả huyện giảm 31 hộ")

    right = read_text(totals, headline, text=PLAN + row.format("0,13").lstrip("\n"))
    wrong = read_text(totals, headline, text=PLAN + row.format("0,12").lstrip("\n"))

    assert check_plan(right) == []
    assert found(wrong).expected == "0,13"


def test_a_target_larger_than_the_stock(read_text: ReadText):
    codes = {
        finding.code: finding
        for finding in check_plan(
            read_text(("\t40\t15\t3,00", "\t14\t15\t3,00"), ("\t100\t30\t", "\t74\t30\t"))
        )
    }

    assert set(codes) == {"DOC-F03"}
    assert (codes["DOC-F03"].line, codes["DOC-F03"].found) == (91, "15")


def test_a_unit_with_two_rows(read_text: ReadText):
    finding = found(read_text(("2\tBản Thử", "2\tNẬM  LÀNH")))

    assert (finding.code, finding.line) == ("DOC-F04", 92)


def test_a_headline_that_is_not_the_table_total(read_text: ReadText):
    finding = found(read_text(("giảm 30 hộ", "giảm 35 hộ")))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F05", "error", 28)
    assert (finding.values["found"], finding.values["expected"]) == (35, 30)


def test_units_left_without_any_poor_household(read_text: ReadText):
    finding = found(read_text(("\t25\t5\t0,83\t25", "\t5\t5\t0,83\t25"), ("\t100\t30", "\t80\t30")))

    assert (finding.code, finding.severity) == ("DOC-F06", "note")
    assert finding.found == "Thị trấn Suối Bạc"


def test_no_signature(read_text: ReadText):
    finding = found(read_text(("**KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH**\n\nLò Thị Thử\n", "")))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F07", "note", None)


def test_an_annex_with_another_date_of_the_plan(read_text: ReadText):
    finding = found(read_text(("12/KH-UBND ngày 09/02/2023", "12/KH-UBND ngày 09/02/2022")))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F08", "error", 86)
    assert (finding.found, finding.expected) == ("09/02/2022", "09/02/2023")


def test_a_number_of_another_year_than_its_date(read_text: ReadText):
    finding = found(read_text(("07/2021/NĐ-CP", "07/2020/NĐ-CP")))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F09", "warning", 14)


def test_a_document_cited_with_two_dates(read_text: ReadText):
    finding = found(
        read_text(
            (
                "Ai làm việc gì,",
                "Theo Nghị định số 07/2021/NĐ-CP ngày 28/01/2021 của Chính phủ, ai làm việc gì,",
            )
        )
    )

    assert (finding.code, finding.severity, finding.line) == ("DOC-F10", "warning", 24)


def test_equal_numbers_of_two_offices_are_two_documents(read_text: ReadText):
    reading = read_text(
        ("Ai làm việc gì,", "Theo Kế hoạch số 30/KH-UBND ngày 20/01/2023 của UBND huyện, ai làm,")
    )

    assert check_plan(reading) == []


def test_a_legal_basis_younger_than_the_plan(read_text: ReadText):
    finding = found(read_text(("ngày 15-01-2023", "ngày 15-03-2023")))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F11", "warning", 14)


def test_a_plan_without_number_or_day(read_text: ReadText):
    findings = check_plan(
        read_text(
            ("Số: 12/KH-UBND", "Số: /KH-UBND"), ("ngày 09 tháng 02 năm 2023", "ngày tháng năm 2023")
        )
    )

    assert [finding.code for finding in findings] == ["DOC-F12", "DOC-F13"]


def test_an_annex_announced_and_not_there(read_text: ReadText):
    without_table = PLAN[: PLAN.index("CHỈ TIÊU GIAO")]
    finding = found(
        read_text(
            ("cả huyện giảm 30 hộ nghèo¹", "cả huyện giảm 30 hộ nghèo¹ (có phụ lục kèm theo)"),
            text=without_table,
        )
    )

    assert (finding.code, finding.severity, finding.line) == ("DOC-F14", "warning", 28)


def test_errors_come_first_and_slips_that_change_meaning_before_them(read_text: ReadText):
    findings = check_plan(
        read_text(
            ("giảm 30 hộ", "giảm 35 hộ"),
            ("07/2021/NĐ-CP", "07/2020/NĐ-CP"),
            ("Số: 12", "Số: "),
            ("- Làm mới", "- Phần đầu làm mới"),
        )
    )

    assert [finding.line for finding in findings] == [36, 28, 14, None]


def test_sources_that_do_not_add_up(read_text: ReadText):
    finding = found(read_text(("hiện: 1.250 triệu", "hiện: 1.350 triệu")))

    assert (finding.code, finding.severity, finding.line) == ("DOC-F15", "error", 50)
    assert (finding.found, finding.expected) == ("1.350", "1.250")


STATED = "III. TIỀN VÀ CÁCH LÀM\n\nTổng kinh phí năm 2023: {about}1.200 triệu đồng, trong đó:\n\n"
CENTRAL = (
    "+ Ngân sách trung ương: {central} triệu đồng.\n\n+ Ngân sách địa phương: 200 triệu đồng.\n"
)


def test_a_stated_total_that_the_projects_make_up(read_text: ReadText):
    stated = STATED.format(about="khoảng ") + CENTRAL.format(central="1.000")

    reading = read_text(("III. TIỀN VÀ CÁCH LÀM\n", stated))

    assert reading.stated_budget is not None
    assert (reading.stated_budget.central, reading.stated_budget.local) == (1000, 200)
    (finding,) = check_plan(reading)
    assert (finding.code, finding.severity) == ("DOC-F23", "note")
    assert "50 triệu đồng là phần người dân đối ứng (DA2.TDA1)" in finding.message


@pytest.mark.parametrize(("about", "severity"), [("", "error"), ("khoảng ", "warning")])
def test_a_stated_source_that_the_projects_do_not_make_up(
    read_text: ReadText, about: str, severity: str
):
    stated = STATED.format(about=about) + CENTRAL.format(central="900")

    findings = check_plan(read_text(("III. TIỀN VÀ CÁCH LÀM\n", stated)))

    (finding,) = (one for one in findings if one.code != "DOC-F23")
    assert (finding.code, finding.severity, finding.line) == ("DOC-F16", severity, 42)
    assert (finding.found, finding.expected) == ("900", "1.000")
