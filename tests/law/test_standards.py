"""Standards: found by code and day; unusable files refused with file and line."""

import datetime as dt
from pathlib import Path

import pytest

from giamngheo.law.enums import AreaType, Confidence
from giamngheo.law.standards import (
    SHIPPED_FOLDER,
    LawFileInvalid,
    StandardNotFound,
    get_standard,
    load_standards,
    standard_in_force,
)
from tests.law.case_files import Day, days


def shipped(code: str) -> str:
    return (SHIPPED_FOLDER / f"{code}.yaml").read_text(encoding="utf-8")


def folder_with(path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (path / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return path


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


@pytest.mark.parametrize("case", days(), ids=str)
def test_standard_in_force_on_a_day(case: Day) -> None:
    found = standard_in_force(as_of=case.day, scope=case.scope, standards=case.standards)

    assert found.code == case.expected


def test_day_outside_every_standard_is_refused() -> None:
    with pytest.raises(StandardNotFound, match=r"31/12/2010.*LAW-001"):
        standard_in_force(as_of=dt.date(2010, 12, 31))


def test_unknown_code_is_refused_with_what_exists() -> None:
    with pytest.raises(StandardNotFound, match=r"vn-1999.*vn-2022"):
        get_standard("vn-1999")


def test_code_is_found_in_capitals() -> None:
    assert get_standard(" VN-2016 ").code == "vn-2016"


def test_values_of_the_two_standards() -> None:
    old, new = get_standard("vn-2016"), get_standard("vn-2022")

    lines = [b.income_max_vnd.of(a).value for b in old.bands for a in AreaType]
    assert lines == [700_000, 900_000, 1_000_000, 1_300_000]
    assert [b.b1_max.of(a).value for b in old.bands if b.b1_max for a in AreaType] == [
        *(120, 140),
        *(150, 175),
    ]
    assert [new.bands[0].income_max_vnd.of(a).value for a in AreaType] == [1_500_000, 2_000_000]
    assert (len(old.indicators), len(new.indicators)) == (10, 12)
    assert (len(old.dimensions), len(new.dimensions)) == (5, 6)
    assert (old.max_b2, new.max_b2) == (100, 120)


def test_values_from_memory_stay_unverified() -> None:
    old = get_standard("vn-2016")

    assert old.bands[0].income_max_vnd.rural.confidence is Confidence.SECONDARY
    assert old.bands[1].income_max_vnd.rural.confidence is Confidence.UNVERIFIED
    assert all(
        i.deprived_when and i.deprived_when.confidence is Confidence.UNVERIFIED
        for i in old.indicators
    )


def test_wordings_that_were_not_found_stay_so() -> None:
    future = {i.code: i for i in get_standard("vn-2027").indicators}

    assert future["waste_treatment"].deprived_when is None
    assert future["waste_treatment"].rule is None
    assert "info_device" not in future
    assert future["nutrition"].deprived_when is not None
    assert future["nutrition"].deprived_when.confidence is Confidence.UNVERIFIED


def test_a_folder_is_read_once() -> None:
    assert load_standards() is load_standards()


def test_a_gap_is_refused(tmp_path: Path) -> None:
    later = changed(shipped("vn-2022"), "value: 2022-01-01", "value: 2022-01-02")
    folder = folder_with(tmp_path, vn_2016=shipped("vn-2016"), vn_2022=later)

    with pytest.raises(
        LawFileInvalid, match=r"vn-2022\.yaml, dòng \d+.*để trống từ ngày 01/01/2022"
    ):
        load_standards(folder)


def test_an_overlap_is_refused(tmp_path: Path) -> None:
    later = changed(shipped("vn-2022"), "value: 2022-01-01", "value: 2021-12-31")
    folder = folder_with(tmp_path, vn_2016=shipped("vn-2016"), vn_2022=later)

    with pytest.raises(LawFileInvalid, match=r"vn-2022\.yaml, dòng \d+.*chồng lên chuẩn vn-2016"):
        load_standards(folder)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{value: 30, source: Thông tư 02/2022/TT-BLĐTBXH, ", "{value: 30, ", "thiếu “source”"),
        ("source: Nghị định 351/2025/NĐ-CP", 'source: ""', "không để trống"),
        ('confidence: secondary, seen_in: "lao', 'confidence: sure, seen_in: "lao', "sure"),
        ("value: 1_500_000", "value: 1.500.000", "số nguyên"),
        ("value: 2_000_000", "value: -2", "số nguyên"),
        ("value: 2022-01-01", "value: 2022-02-30", "ngày có thật"),
        ("scope: national", "scope: vùng", "phải viết như"),
        ("code: vn-2022", "code: VN 2022", "phải viết như"),
        ("min_indicators:", "min_indicator:", "thiếu “min_indicators”"),
        ("value: toilet_2022", "value: toilet_2033", "toilet_2033"),
        ("title:", "colour: red\ntitle:", "khóa “colour”"),
        ("title:", "scope: national\ntitle:", "viết hai lần"),
        ("{value: 3, ", "{value: 13, ", "từ 1 đến 12"),
        ("{value: 30, ", "{value: 40, ", "không khớp"),
        ("{category: NEAR_POOR", "{category: NON_POOR", "“Hộ cận nghèo”"),
        ("{category: NEAR_POOR", "{category: NEAR_POOR, group: N1", "chỉ hộ nghèo"),
        ("{category: NEAR_POOR", "{category: RICH", "RICH"),
        ("- code: toilet", "- code: water_source", "ghi hai lần"),
        ("value: 2027-01-01", "value: 2021-01-01", "phải sau"),
        ("  min_b2:", "  # min_b2:", "phải đi cùng"),
    ],
)
def test_an_unusable_file_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    folder = folder_with(tmp_path, vn_2022=changed(shipped("vn-2022"), old, new))

    with pytest.raises(LawFileInvalid, match=rf"vn-2022\.yaml, dòng [1-9].*{problem}"):
        load_standards(folder)


def test_the_refusal_names_the_very_line(tmp_path: Path) -> None:
    text = changed(shipped("vn-2022"), "value: 2_000_000", "value: hai triệu")
    folder = folder_with(tmp_path, vn_2022=text)

    with pytest.raises(LawFileInvalid, match=f"dòng {line_of(text, 'value: hai triệu')}:"):
        load_standards(folder)


def test_a_band_no_household_can_reach_is_refused(tmp_path: Path) -> None:
    text = changed(shipped("vn-2016"), "value: 1_000_000", "value: 700_000")
    folder = folder_with(tmp_path, vn_2016=text)

    with pytest.raises(LawFileInvalid, match="không hộ nào"):
        load_standards(folder)


@pytest.mark.parametrize("text", ["", "a: [", "- một\n- hai\n"])
def test_a_file_that_is_no_standard_is_refused(tmp_path: Path, text: str) -> None:
    folder = folder_with(tmp_path, vn_2022=text)

    with pytest.raises(LawFileInvalid, match=r"vn-2022\.yaml, dòng 1"):
        load_standards(folder)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vn-2022.yaml").write_bytes(shipped("vn-2022").encode("utf-16"))

    with pytest.raises(LawFileInvalid, match="UTF-8"):
        load_standards(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawFileInvalid, match="không có tệp"):
        load_standards(tmp_path)


def local_standard(**values: str) -> str:
    text = changed(shipped("vn-2022"), "scope: national", "scope: province/79")
    text = changed(text, "code: vn-2022", "code: hcm-2022")
    for old, new in values.items():
        text = changed(text, f"value: {old.removeprefix('v')}", f"value: {new}")
    return text


def test_a_province_may_go_higher(tmp_path: Path) -> None:
    local = local_standard(v1_500_000="3_000_000", v2_000_000="3_000_000")
    folder = folder_with(tmp_path, vn_2022=shipped("vn-2022"), hcm_2022=local)

    standards = load_standards(folder)

    day = dt.date(2024, 5, 1)
    assert standard_in_force(as_of=day, standards=standards).code == "vn-2022"
    found = standard_in_force(as_of=day, scope="province/79", standards=standards)
    assert (found.code, found.scope) == ("hcm-2022", "province/79")
    elsewhere = standard_in_force(as_of=day, scope="province/38", standards=standards)
    assert elsewhere.code == "vn-2022"


def test_a_province_may_not_go_lower(tmp_path: Path) -> None:
    local = local_standard(v1_500_000="1_499_999")
    folder = folder_with(tmp_path, vn_2022=shipped("vn-2022"), hcm_2022=local)

    with pytest.raises(LawFileInvalid, match=r"hcm-2022\.yaml.*thấp hơn mức 1500000"):
        load_standards(folder)


def test_a_code_is_used_once(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, one=shipped("vn-2022"), two=shipped("vn-2022"))

    with pytest.raises(LawFileInvalid, match="đã dùng trong tệp"):
        load_standards(folder)


NATIONAL_FILE = SHIPPED_FOLDER / "vn-2022.yaml"
HUGE = "9" * 5_000
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}]\n" for i in range(9)
)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("code: vn\n\nscope: a\x00b\n", 3, r"ký tự.*U\+0000"),
        ("code: a\u0085b: c: d\n", 2, "cú pháp"),
        ("code: vn\n? [a, b]\n: c\n", 2, "khóa phải là một từ"),
        ("code: vn\n? {a: b}\n: c\n", 2, "khóa phải là một từ"),
        ("code: vn\n" + "[" * 100_000, 2, "cú pháp"),
        ("code: vn\na: " + "[" * 500 + "]" * 500, 2, "nhiều tầng"),
        ("code: vn\na:\n" + "".join(f"{' ' * n}- \n" for n in range(1, 400)), 32, "nhiều tầng"),
        ("a: " + "{b: " * 5_000 + "c" + "}" * 5_000, 1, "nhiều tầng"),
        (LAUGHS, 2, "lặp lại"),
        ("code: &a\n  b: *a\n", 2, "lặp lại"),
        ("code: *khong\n", 1, "lặp lại"),
        ("code: vn\n--- \ncode: hai\n", 2, "cú pháp"),
        ("- a\n- b\n", 1, "khóa: giá trị"),
        ("", 1, "không có nội dung"),
        ("!!python/object:os.system {code: vn}\n", 1, "phải viết như"),
    ],
)
def test_hostile_yaml_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(LawFileInvalid, match=rf"a\.yaml, dòng {line}: .*{problem}"):
        load_standards(tmp_path)


@pytest.mark.parametrize("number", [HUGE, "１２", "1e9", "0x10", "-7", ""], ids=range(6))
def test_a_number_that_is_none_is_refused(tmp_path: Path, number: str) -> None:
    text = changed(shipped("vn-2022"), "value: 1_500_000", f"value: {number}")

    with pytest.raises(LawFileInvalid, match=r"dòng \d+: “value.{0,60}phải là"):
        load_standards(folder_with(tmp_path, vn_2022=text))


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("code: vn\ntitle: Chuẩn\n".encode("utf-16"))
    (tmp_path / "b.yaml").write_bytes(b"code: vn\ntitle: Chu\xc6n\n")

    with pytest.raises(LawFileInvalid, match=r"a\.yaml, dòng 1: tệp phải là UTF-8"):
        load_standards(tmp_path)
    (tmp_path / "a.yaml").unlink()
    with pytest.raises(LawFileInvalid, match=r"b\.yaml, dòng 2: tệp phải là UTF-8"):
        load_standards(tmp_path)
