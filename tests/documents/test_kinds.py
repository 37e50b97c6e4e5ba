"""Plans of other kinds, each in our own words: what a reader must take from them and no more."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from giamngheo.documents import PlanReading, read_plan

FOLDER = Path(__file__).with_name("kinds")

# The plan, its type, code, issuer, level and signer; "-" where nothing is written.
HEADS = """
period-of-parts | Kế hoạch | 86/KH-UBND | UBND tỉnh Lâm Viên | province | Hà Văn Đông
council-resolution | Nghị quyết | 19/2022/NQ-HĐND | HĐND tỉnh Lâm Viên | province | Bùi Thị Xuân Hạ
chairman-decision | Quyết định | 1205/QĐ-UBND | UBND huyện Đá Dựng | district | Lò Văn Panh
two-tier-commune | Kế hoạch | 07/KH-UBND | UBND xã Mường Lạn | commune | Lò Thị Pâng
budget-table | Kế hoạch | - | UBND tỉnh Sơn Hải | province | -
targets-in-table | Kế hoạch | 55/KH-UBND | UBND thị xã Bảo Lộc Sơn | district | Đinh Công Tráng
village-allocation | Kế hoạch | 21/KH-UBND | UBND phường Tân An Đông | commune | Phan Ngọc Ẩn
party-plan | Kế hoạch | 112-KH/TU | Tỉnh ủy Lâm Viên | province | Trương Quốc Khải
wrapped-web-page | Kế hoạch | 318/KH-UBND | UBND tỉnh Sơn Hải | province | Trịnh Bá Lâm
no-letterhead | Kế hoạch | - | - | - | -
several-annexes | Kế hoạch | 33/KH-UBND | UBND huyện Trà Bồng Sơn | district | Hồ Văn Trăng
programme-and-credit | Chương trình | 402/CTr-UBND | UBND thành phố Hải Tân | district | Ngô Thị Sao
offices-in-bullets | Kế hoạch | 18/KH-UBND | UBND xã Đồng Vạn | commune | Mã Văn Cầu
assigned-in-prose | Kế hoạch | 210/KH-UBND | UBND tỉnh Lâm Viên | province | Nông Quốc Thái
poor-district | Kế hoạch | 102/KH-UBND | UBND huyện Nà Lương | district | Lường Văn Hặc
typeless | Kế hoạch | 77/KH-UBND | UBND tỉnh Sơn Hải | province | -
kept-with-decision | Kế hoạch | - | - | - | -
"""


@cache
def kind(name: str) -> PlanReading:
    return read_plan(FOLDER / f"{name}.txt")


def paths(name: str) -> list[str]:
    return [section.path for section in kind(name).outline]


def targets(name: str) -> list[tuple[object, ...]]:
    return [
        (one.indicator, one.comparator, one.value if one.value is not None else one.value_min)
        for one in kind(name).targets
    ]


def leads(name: str) -> list[tuple[str, ...]]:
    return [task.lead for task in kind(name).tasks]


def deadlines(name: str) -> list[str | None]:
    return [
        (one.deadline.date or one.deadline.quarter or str(one.deadline.month or one.deadline.type))
        if one.deadline
        else None
        for one in kind(name).tasks
    ]


@pytest.mark.parametrize(
    ("name", "type_", "code", "issuer", "level", "signer"),
    [tuple(line.split(" | ")) for line in HEADS.strip().split("\n")],
    ids=lambda value: value,
)
def test_who_wrote_it(name: str, type_: str, code: str, issuer: str, level: str, signer: str):
    head = kind(name).head
    office = (head.issuer.name or "").replace("Ủy ban nhân dân", "UBND")
    office = office.replace("Hội đồng nhân dân", "HĐND")
    written = (head.type, head.code, office, head.issuer.level, kind(name).signer.name)

    assert [one or "-" for one in written] == [type_, code, issuer, level, signer]


@pytest.mark.parametrize(
    ("name", "date", "first", "last"),
    [
        ("period-of-parts", "2022-05-18", 2021, 2025),
        ("council-resolution", "2022-12-08", 2023, 2025),
        ("chairman-decision", "2023-03-02", 2023, 2023),
        ("village-allocation", "2025-03-05", 2025, 2025),
        ("wrapped-web-page", "2023-04-21", 2023, 2025),
        ("party-plan", "2021-07-14", 2021, 2030),
        ("offices-in-bullets", "2022-02-03", 2022, 2022),
        ("no-letterhead", "None", 2024, 2024),
    ],
)
def test_when_and_for_which_years(name: str, date: str, first: int, last: int):
    head = kind(name).head

    assert (str(head.date), head.first_year, head.last_year) == (date, first, last)


def test_parts_above_the_roman_ones_have_the_title_below_them():
    sections = {section.path: section.title for section in kind("period-of-parts").outline}

    assert sections["P1"] == "ĐÁNH GIÁ KẾT QUẢ GIẢM NGHÈO GIAI ĐOẠN 2016 - 2020"
    assert sections["P2.II.1"] == "Đối tượng"
    assert sections["P3.2"] == "Sở Tài chính"


def test_results_of_the_past_are_no_targets():
    assert targets("period-of-parts") == [
        ("poverty_rate_reduction", "range", 1),
        ("poverty_rate_reduction", ">", 3),
        ("poverty_rate_end_of_year", "<", Decimal("2.5")),
        ("other_rate", ">=", 30),
        ("other_count", ">", 120),
        ("other_rate", "<", 24),
    ]


def test_articles_stand_beside_roman_parts():
    assert paths("council-resolution") == [
        "Đ1", "Đ1.1", "Đ1.2", "Đ1.2.a", "Đ1.2.b", "Đ1.3", "Đ2", "Đ2.1", "Đ2.2", "Đ3",
    ]  # fmt: skip
    assert leads("council-resolution")[0] == ("Ủy ban nhân dân tỉnh",)
    assert targets("council-resolution") == [
        ("poor_households_reduced", ">=", 1100),
        ("other_rate", "<=", 1),
    ]


def test_an_article_gives_an_office_its_work():
    assert leads("chairman-decision") == [("Phòng Lao động - Thương binh và Xã hội",)]
    assert deadlines("chairman-decision") == ["2023-12-10"]


def test_columns_of_the_end_of_the_year():
    (table,) = kind("chairman-decision").tables

    assert table.keys == (
        "stt", "unit", "poor_start", "poor_rate_start", "poor_reduced", "poor_end", "poor_rate_end",
    )  # fmt: skip


def test_the_two_tiers_have_offices_of_their_own():
    assert leads("two-tier-commune") == [
        ("Phòng Kinh tế",),
        ("Phòng Văn hóa - Xã hội",),
        ("Trung tâm Phục vụ hành chính công",),
        ("Ủy ban MTTQ Việt Nam xã", "các tổ chức chính trị - xã hội"),
        ("Trưởng các bản",),
    ]
    assert deadlines("two-tier-commune") == ["2026-12-15", "2026-Q1", None, None, "2026-02-28"]
    assert kind("two-tier-commune").tasks[1].coordinate == ("Phòng Kinh tế", "Trạm Y tế xã")


def test_money_in_short_names_and_two_units():
    stated = kind("two-tier-commune").stated_budget

    assert stated is not None
    assert (stated.state_budget_total, stated.central, stated.local) == (2150, 1800, 350)


def test_targets_of_a_commune():
    assert targets("two-tier-commune") == [
        ("poor_households_reduced", "=", 45),
        ("near_poor_households_reduced", "=", 20),
        ("poverty_rate_end_of_year", "=", Decimal("11.8")),
        ("health_insurance_coverage_near_poor", "=", 100),
        ("other_count", "=", 17),
        ("other_count", "=", 60),
        ("other_count", "range", 80),
        ("income_per_capita", ">=", 38_000_000),
    ]
    assert kind("two-tier-commune").targets[-1].unit == "VND/person/year"


def test_money_of_projects_in_a_table():
    lines = [
        (one.id, one.total, one.central_investment, one.central_recurrent, one.local, one.people)
        for one in kind("budget-table").budget_lines
    ]

    assert lines == [
        ("DA1.TDA1", 59_800, 52_000, 0, 7_800, 0),
        ("DA2", 18_900, 0, 16_000, 2_400, 500),
        ("DA3.TDA1", 12_000, 0, 10_000, 2_000, 0),
        ("DA3.TDA2", 5_700, 0, 5_000, 700, 0),
    ]
    assert all(line.is_complete for line in kind("budget-table").budget_lines)


def test_tables_in_two_units_with_sums_of_groups():
    first, second = kind("budget-table").tables

    assert (first.unit, second.unit) == ("triệu đồng", "tỷ đồng")
    assert [row.cells[0] for row in second.group_rows] == ["A", "B"]
    assert len(second.rows) == 3


def test_households_counted_as_machines_write_them():
    assert targets("budget-table")[1] == ("poor_households_reduced", "=", 1297)


def test_targets_in_a_table():
    assert targets("targets-in-table") == [
        ("poverty_rate_end_of_year", "=", Decimal("0.9")),
        ("poverty_rate_reduction", "=", Decimal("0.52")),
        ("poor_households_reduced", "=", 185),
        ("health_insurance_coverage", "=", 100),
        ("other_count", ">=", 350),
        ("other_count", "=", 25),
    ]
    first = kind("targets-in-table").targets[0]
    assert (float(first.baseline or 0), first.section, first.line) == (1.42, "II", 17)


def test_tasks_in_a_table():
    reading = kind("targets-in-table")

    assert leads("targets-in-table") == [
        ("Phòng Nội vụ",),
        ("Bảo hiểm xã hội thị xã",),
        ("Trung tâm GDNN - GDTX",),
        ("Ban Chỉ đạo thị xã",),
        ("Phòng Nội vụ",),
    ]
    assert deadlines("targets-in-table") == [
        "2025-11-30", "ongoing", "2025-Q3", "2025-09", "conditional",
    ]  # fmt: skip
    assert reading.tasks[1].coordinate == ("Phòng Nội vụ", "UBND các xã, phường")
    assert {task.section for task in reading.tasks} == {"III"}


def test_some_of_a_number_and_places_rid_of_poverty():
    assert targets("village-allocation") == [
        ("poor_households_reduced", "=", 14),
        ("other_count", "=", 3),
        ("poverty_rate_end_of_year", "=", Decimal("0.24")),
        ("other_count", "=", 7),
    ]
    assert kind("village-allocation").targets[-1].unit == "village"


def test_an_annex_by_villages_and_a_list_of_helpers():
    allocation, helpers = kind("village-allocation").tables

    assert allocation.keys[:8] == (
        "stt", "unit", "total_households", "people", "poor_start", "near_poor_start",
        "poor_reduced", "near_poor_reduced",
    )  # fmt: skip
    assert allocation.total_row is not None
    assert allocation.total_row.values["poor_reduced"] == 14
    assert helpers.rows[1].values["units"] == ["Khu phố 2", "Khu phố 3"]


def test_the_party_numbers_and_signs_in_its_own_way():
    reading = kind("party-plan")

    assert reading.head.symbol == "KH/TU"
    assert (reading.signer.on_behalf_of, reading.signer.position) == (
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
    )
    assert [one.is_archive for one in reading.recipients] == [False, False, False, True]
    assert reading.recipients[0].purpose == "b/c"
    assert paths("party-plan")[:3] == ["I", "I.1", "I.2"]
    assert leads("party-plan")[:2] == [
        ("Đảng đoàn Hội đồng nhân dân tỉnh",),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh",),
    ]
    assert ("poverty_rate_reduction", "range", 1) in targets("party-plan")


def test_a_web_page_breaks_lines_anywhere():
    reading = kind("wrapped-web-page")
    titles = {section.path: section.title for section in reading.outline}

    assert (titles["I.1"], titles["I.2"]) == ("Mục tiêu chung", "Mục tiêu cụ thể")
    assert titles["II.1"] == "Rà soát, lập danh sách hộ nghèo có nhu cầu"
    assert [one.code for one in reading.legal_bases] == ["90/QĐ-TTg", "01/2022/TT-BXD"]
    assert leads("wrapped-web-page")[-1] == ("Ủy ban nhân dân các huyện",)
    assert [one.value for one in reading.targets] == [2450, 900, 100]


def test_nothing_is_made_up_where_nothing_is_written():
    reading = kind("no-letterhead")

    assert (reading.head.place, reading.head.date, reading.head.number) == (None, None, None)
    assert [*reading.legal_bases, *reading.recipients, *reading.tables, *reading.tasks] == []
    assert targets("no-letterhead") == [
        ("other_count", "=", 12),
        ("poor_households_reduced", ">=", 5),
    ]


def test_several_annexes_one_over_two_pages_in_english_figures():
    first, second, third = kind("several-annexes").tables

    assert [row.values["unit"] for row in first.rows] == ["Trà Giang", "Trà Xinh", "Trà Lãnh"]
    assert first.rows[0].values["total_households"] == 1204
    assert float(first.rows[0].values["poor_rate_pp"]) == 9.3
    assert second.keys[-1] == "near_poor_end"
    assert len(third.rows) == 3
    assert [annex.present for annex in kind("several-annexes").annexes] == [True, True, True]
    assert kind("several-annexes").table_breaks == (23,)


def test_money_in_words_of_every_kind():
    reading = kind("programme-and-credit")

    assert [(one.id, one.total, one.central, one.local) for one in reading.budget_lines] == [
        ("DA1", 4200, 3000, 1200),
        ("DA2.TDA1", 800, 600, 200),
        ("DA2.TDA2", 450, 0, 450),
    ]
    assert [one.amount for one in reading.credit_targets] == [25_000, 35_000, 25_000]
    assert reading.projects[0].id == "DA1"
    assert [one.months for one in reading.eligibility_rules] == [36]


def test_offices_named_in_bullets():
    assert leads("offices-in-bullets") == [
        ("Ban Chỉ đạo giảm nghèo xã",),
        ("Công chức Lao động - Thương binh và Xã hội",),
        ("Công chức Tài chính - Kế toán",),
        ("Hội Nông dân",),
        ("Hội Phụ nữ",),
        ("Các thôn",),
    ]
    asked = [task.requested for task in kind("offices-in-bullets").tasks]
    assert asked == [False, False, False, True, True, False]
    assert [one.code for one in kind("offices-in-bullets").legal_bases] == [
        "09/KH-UBND",
        "04-NQ/ĐU",
    ]


def test_leaving_poverty_and_near_poverty_are_two_targets():
    assert targets("offices-in-bullets")[:4] == [
        ("poor_households_reduced", "=", 22),
        ("near_poor_households_reduced", "=", 15),
        ("poverty_rate_end_of_year", "=", Decimal("6.1")),
        ("poverty_rate_reduction", "=", Decimal("2.1")),
    ]


def test_offices_and_times_below_a_task():
    first, second, third = kind("assigned-in-prose").tasks

    assert (first.text, first.section) == ("Khảo sát đến từng hộ nghèo.", "II.1")
    assert first.coordinate == ("UBND các huyện, thành phố",)
    assert second.coordinate == ("Sở Tài chính", "Hội Nông dân tỉnh")
    assert deadlines("assigned-in-prose") == ["2023-Q2", "2023-11-30", "2023-12-15"]
    assert third.lead == ("Giám đốc Sở Lao động - Thương binh và Xã hội",)
    assert kind("assigned-in-prose").legal_bases[1].role == "proposal"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_part_stands_on_lines_of_the_file(path: Path):
    reading = read_plan(path)
    count = len(path.read_text(encoding="utf-8").split("\n"))
    found = [*reading.targets, *reading.outline, *reading.budget_lines, *reading.reporting]

    assert all(1 <= one.line <= count for one in found)
    assert all(1 <= one.lines[0] <= one.lines[1] <= count for one in reading.tasks)
    assert reading.to_json()["document"]["title"]


def test_a_plan_without_its_types_name():
    reading = kind("typeless")

    assert (reading.head.type, reading.head.code, reading.head.place) == (
        "Kế hoạch",
        "77/KH-UBND",
        "Sơn Hải",
    )
    assert reading.head.title == "TRIỂN KHAI GIẢM NGHÈO TỈNH SƠN HẢI GIAI ĐOẠN 2022 - 2025"
    assert reading.head.issuer.name == "Ủy ban nhân dân tỉnh Sơn Hải"
    assert [one.code for one in reading.legal_bases] == ["42/NQ-HĐND"]
    assert [section.title for section in reading.outline] == ["Tình hình chung", "Mục tiêu"]
    assert targets("typeless") == [
        ("poverty_rate_reduction", "range", 2),
        ("other_count", "=", 7),
    ]


def test_the_decision_that_a_plan_comes_with_is_no_ground():
    reading = kind("kept-with-decision")

    assert reading.legal_bases == ()
    assert [(one.role, one.code) for one in reading.references] == [("annex_parent", "934/QĐ-UBND")]
    assert reading.targets[0].baseline == Decimal("20.39")
    assert paths("kept-with-decision") == ["I", "I.1", "I.2", "II", "II.1", "II.1.1"]
    assert reading.outline[1].title == "Mục tiêu chung"


def test_a_poor_district_names_documents_in_lists_and_money_in_sentences():
    reading = kind("poor-district")

    assert [(one.type, one.code) for one in reading.legal_bases][:4] == [
        ("Luật", "83/2015/QH13"),
        ("Nghị định", "27/2022/NĐ-CP"),
        ("Nghị định", "38/2023/NĐ-CP"),
        ("Quyết định", "15/2022/QĐ-UBND"),
    ]
    assert reading.legal_bases[2].issuer == "Chính phủ"
    assert [(one.id, one.total, one.central, one.local) for one in reading.budget_lines] == [
        ("DA1.TDA1", 54_680, 52_000, 2_680),
        ("DA1.TDA2", 12_500, 12_000, 500),
        ("DA2", 9_120, 8_290, 830),
    ]
    assert reading.tasks[0].lead == ("Phòng Tài chính - Kế hoạch",)
    assert reading.tasks[0].text == "Xây dựng đường liên xã."
    assert "Phòng Y tế" in reading.tasks[4].lead
    assert reading.signer.name == "Lường Văn Hặc"
