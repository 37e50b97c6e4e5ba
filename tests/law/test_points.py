"""Point tables: read, refused when they cannot be right, scored alike by both judges."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giamngheo.law.enums import Category, Confidence
from giamngheo.law.explain import explain_household
from giamngheo.law.judge import (
    AnsweredHousehold,
    ColumnsRefused,
    EvidenceNotJudged,
    FactRefused,
    classify_frame,
    classify_household,
    refusal_expr,
)
from giamngheo.law.point_files import (
    read_point_table,
    shipped_point_tables,
    write_point_template,
)
from giamngheo.law.point_frame import AnswerColumnsRefused, b1_expr
from giamngheo.law.point_table import (
    EXAMPLE_CAUTION,
    AnswerRefused,
    PointTable,
    PointTableIncomplete,
    PointTableInvalid,
    Region,
    check_point_table,
    score_answers,
)
from giamngheo.law.standards import LawFileInvalid, get_standard
from giamngheo.lib.errors import Refusal
from giamngheo.lib.sheets import MissingFile, UnreadableFile
from tests.law.case_files import lacking

EXAMPLE_FILE = Path(__file__).parent / "points" / "vi-du.yaml"
EXAMPLE = read_point_table(EXAMPLE_FILE)
STANDARD = get_standard("vn-2022")
ANSWERS: dict[str, Any] = {
    "household_size": 3,
    "qualification": "school",
    "floor_area": 12.5,
    "car": False,
}


def household(**changed: Any) -> AnsweredHousehold:
    facts = AnsweredHousehold(
        area_type="rural",
        region="NT2",
        answers=ANSWERS,
        has_able_member=True,
        deprivations=lacking(STANDARD, 3),
    )
    return replace(facts, **changed)


def b1_of(region: Region, *, has_able_member: bool = True, **answers: Any) -> int:
    scored = score_answers(
        table=EXAMPLE,
        region=region,
        answers=ANSWERS | answers,
        has_able_member=has_able_member,
    )
    return sum(answer.points for answer in scored)


def test_points_are_those_of_the_region() -> None:
    assert b1_of(Region.NT2) == 41 + 20 + 15 + 0
    assert b1_of(Region.TT) == 60 + 30 + 20 + 0
    assert b1_of(Region.NT2, car=True) == 41 + 20 + 15 + 60


def test_bands_begin_at_their_lower_end() -> None:
    areas = [0, Decimal("7.99"), 8, 19.99, 20, 500]

    assert [b1_of(Region.NT1, floor_area=a) - 40 - 25 for a in areas] == [0, 0, 15, 15, 30, 30]


def test_size_is_not_scored_without_a_member_able_to_work() -> None:
    assert b1_of(Region.NT2, has_able_member=False) == 20 + 15


def test_answers_are_judged_and_marked_as_an_example() -> None:
    result = classify_household(facts=household(), standard=STANDARD, points=EXAMPLE)

    assert (result.category, result.b1, result.deprivation_count) == (Category.POOR, 76, 3)
    assert result.reasons[0].sentence == "Điểm B1 76 theo “Bảng điểm VÍ DỤ”, vùng NT2"
    assert result.confidence is Confidence.UNVERIFIED
    assert result.caution == EXAMPLE_CAUTION
    assert "VÍ DỤ" in EXAMPLE_CAUTION


def test_answers_are_explained_with_nearest_changes() -> None:
    found = explain_household(facts=household(), standard=STANDARD, points=EXAMPLE)

    assert [change.sentence for change in found.changes] == [
        "Điểm B1 tăng 65 điểm: Hộ không nghèo",
        "Bớt 1 chỉ số thiếu hụt (điểm B2 giảm 10): Hộ cận nghèo",
    ]


@pytest.mark.parametrize(
    ("changed", "refusal", "words"),
    [
        ({"answers": {**ANSWERS, "car": None}}, AnswerRefused, "chưa trả lời"),
        ({"answers": {**ANSWERS, "car": "có"}}, AnswerRefused, "cần có hoặc không"),
        ({"answers": {**ANSWERS, "qualification": "phd"}}, AnswerRefused, "lựa chọn"),
        ({"answers": {**ANSWERS, "household_size": 0}}, AnswerRefused, "từ 1 trở lên"),
        ({"answers": {**ANSWERS, "floor_area": "12"}}, AnswerRefused, "cần một số"),
        ({"answers": {**ANSWERS, "boat": True}}, AnswerRefused, "boat"),
        ({"region": "NT9"}, FactRefused, "NT9"),
        ({"region": "TT"}, FactRefused, "không hợp"),
        ({"region": None}, FactRefused, "vùng"),
    ],
)
def test_unusable_answers_are_refused(
    changed: dict[str, Any], refusal: type[Refusal], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        classify_household(facts=household(**changed), standard=STANDARD, points=EXAMPLE)


@pytest.mark.parametrize(
    ("code", "points", "words"),
    [("vn-2022", None, "chưa chọn bảng điểm"), ("vn-2016", EXAMPLE, "dùng cho chuẩn vn-2022")],
)
def test_answers_need_a_table_of_the_same_standard(
    code: str, points: PointTable | None, words: str
) -> None:
    with pytest.raises(EvidenceNotJudged, match=words):
        classify_household(facts=household(), standard=get_standard(code), points=points)


def test_the_shipped_table_of_2016_is_incomplete_and_judges_nobody() -> None:
    (table,) = shipped_point_tables()

    assert (table.standard, table.confidence) == ("vn-2016", Confidence.UNVERIFIED)
    assert table.items[0].options[0].points[Region.TT] == 80
    with pytest.raises(PointTableIncomplete, match="đất sản xuất"):
        score_answers(table=table, region=Region.NT1, answers={}, has_able_member=True)
    with pytest.raises(PointTableIncomplete):
        b1_expr(frame=pl.LazyFrame(), table=table)


def test_template_comes_back_as_it_went(tmp_path: Path) -> None:
    for number, table in enumerate([EXAMPLE, *shipped_point_tables()]):
        path = tmp_path / f"bang-diem-{number}.xlsx"
        write_point_template(path=path, table=table)

        assert read_point_table(path) == table


def test_empty_template_is_refused_until_filled(tmp_path: Path) -> None:
    write_point_template(path=tmp_path / "trong.xlsx")

    with pytest.raises(Refusal):
        read_point_table(tmp_path / "trong.xlsx")


def changed_text(old: str, new: str) -> str:
    text = EXAMPLE_FILE.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "refusal", "words"),
    [
        ("70 71 72", "70 -1 72", PointTableInvalid, "điểm âm ở vùng NT2"),
        ("70 71 72", "70 72", LawFileInvalid, "cần 7 số điểm"),
        ("70 71 72", "70 x 72", LawFileInvalid, "“x”"),
        ("lower: 3, upper: 6", "lower: 4, upper: 6", PointTableInvalid, "hở hoặc chồng"),
        ("lower: 6, points", "lower: 6, upper: 9, points", PointTableInvalid, "để ngỏ"),
        ("lower: 6, points", "lower: sáu, points", LawFileInvalid, "phải là số"),
        ("code: school", "code: none", PointTableInvalid, "ghi 2 lần"),
        ("- code: car", "- code: floor_area", PointTableInvalid, "ghi 2 lần"),
        ("kind: flag", "kind: choice", PointTableInvalid, "ít nhất hai"),
        ("kind: choice", "kind: flag", PointTableInvalid, "đúng một"),
        ("kind: choice", "kind: list", LawFileInvalid, "list"),
        ("source: VÍ DỤ", "nguon: VÍ DỤ", LawFileInvalid, "source"),
        ("NT1 NT2", "NT1 NT7", LawFileInvalid, "NT7"),
        ("is_example: true", "is_example: yes", LawFileInvalid, "true hoặc false"),
    ],
)
def test_tables_that_cannot_be_right_are_refused(
    tmp_path: Path, old: str, new: str, refusal: type[Refusal], words: str
) -> None:
    file = tmp_path / "bang.yaml"
    file.write_text(changed_text(old, new), encoding="utf-8")

    with pytest.raises(refusal, match=words):
        read_point_table(file)


def test_a_hole_keeps_the_table_but_stops_the_judging(tmp_path: Path) -> None:
    file = tmp_path / "bang.yaml"
    points = "60 60 60 60 60 60 70"
    file.write_text(changed_text(points, "not_found"), encoding="utf-8")

    table = read_point_table(file)

    check_point_table(table)
    with pytest.raises(PointTableIncomplete, match="Có ô tô"):
        classify_household(facts=household(), standard=STANDARD, points=table)


# ── The two judges ────────────────────────────────────────────────────────────────────────────

answers_strategy = st.fixed_dictionaries(
    {
        "household_size": st.sampled_from([0, 1, 2, 3, 5, 6, 12, None]),
        "qualification": st.sampled_from(["college", "school", "none", "phd", None]),
        "floor_area": st.sampled_from([0.0, 7.99, 8.0, 19.5, 20.0, -1.0, None]),
        "car": st.sampled_from([True, False, None]),
    }
)
good_answers = st.fixed_dictionaries(
    {
        "household_size": st.integers(1, 9),
        "qualification": st.sampled_from(["college", "school", "none"]),
        "floor_area": st.floats(0, 60).map(lambda a: round(a, 2)),
        "car": st.booleans(),
    }
)


@st.composite
def answered_households(draw: st.DrawFn) -> AnsweredHousehold:
    return AnsweredHousehold(
        area_type=draw(st.sampled_from(["rural", "urban", "rural", "urban", "đảo"])),
        region=draw(st.sampled_from([*Region, "TT", "TT", "TT", None, "NT9"])),
        answers=draw(st.one_of(good_answers, good_answers, answers_strategy)),
        has_able_member=draw(st.booleans()),
        deprivations={
            i.code: draw(st.sampled_from([True, False, False, None])) for i in STANDARD.indicators
        },
    )


def columns_of(facts: AnsweredHousehold) -> dict[str, Any]:
    return {
        "area_type": facts.area_type,
        "region": facts.region,
        "has_able_member": facts.has_able_member,
        **{f"a_{code}": answer for code, answer in facts.answers.items()},
        **{f"d_{code}": answer for code, answer in facts.deprivations.items()},
    }


SCHEMA = {"a_household_size": pl.Int16, "a_qualification": pl.String, "region": pl.String} | {
    "a_floor_area": pl.Float64,
    "a_car": pl.Boolean,
    **{f"d_{i.code}": pl.Boolean for i in STANDARD.indicators},
}


@given(st.lists(answered_households(), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_both_judges_agree_on_answers(households: list[AnsweredHousehold]) -> None:
    frame = pl.LazyFrame([columns_of(h) for h in households], schema_overrides=SCHEMA)
    judged = classify_frame(frame=frame, standard=STANDARD, points=EXAMPLE)
    refusal = refusal_expr(frame=frame, standard=STANDARD, points=EXAMPLE)
    columns = ["category", "group", "confidence", "deprivation_count", "b1"]

    rows = judged.select(columns).collect().rows()
    refusals = frame.select(refusal).collect()["refusal"].to_list()

    for facts, row, why in zip(households, rows, refusals, strict=True):
        try:
            one = classify_household(facts=facts, standard=STANDARD, points=EXAMPLE)
        except Refusal:
            assert row[0] is None
            assert why
        else:
            assert row == (one.category, one.group, one.confidence, one.deprivation_count, one.b1)
            assert why is None


@pytest.mark.parametrize(
    ("drop", "add", "refusal", "words"),
    [
        ("a_car", {}, AnswerColumnsRefused, "thiếu cột a_car"),
        ("region", {}, AnswerColumnsRefused, "thiếu cột region"),
        ("has_able_member", {}, AnswerColumnsRefused, "has_able_member"),
        ("a_car", {"a_car": ["có"]}, AnswerColumnsRefused, "không đúng kiểu"),
        ("note", {"a_boat": [True]}, AnswerColumnsRefused, "a_boat"),
        ("note", {"b1": [3]}, ColumnsRefused, "đã có cột b1"),
    ],
)
def test_wrong_columns_are_refused(
    drop: str, add: dict[str, Any], refusal: type[Refusal], words: str
) -> None:
    columns = {name: [value] for name, value in columns_of(household()).items()}
    columns.pop(drop, None)

    with pytest.raises(refusal, match=words):
        classify_frame(frame=pl.LazyFrame(columns | add), standard=STANDARD, points=EXAMPLE)


ALL_REGIONS = "regions: NT1 NT2 NT3 NT4 NT5 NT6 TT"


def example_text(old: str, new: str) -> str:
    text = EXAMPLE_FILE.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new)


def test_a_region_without_any_point_is_refused_by_name(tmp_path: Path) -> None:
    without = replace(
        EXAMPLE,
        regions=tuple(region for region in Region if region is not Region.TT),
        items=tuple(
            replace(
                item,
                options=tuple(
                    replace(o, points={r: p for r, p in o.points.items() if r is not Region.TT})
                    for o in item.options
                ),
            )
            for item in EXAMPLE.items
        ),
    )

    with pytest.raises(PointTableInvalid, match=r"chưa có điểm của Thành thị;.*LAW-010"):
        check_point_table(without)
    told = replace(without, missing="điểm khu vực thành thị")
    check_point_table(told)
    with pytest.raises(PointTableIncomplete, match="điểm khu vực thành thị"):
        score_answers(table=told, region=Region.NT2, answers=ANSWERS, has_able_member=True)


def test_an_empty_column_of_the_template_is_a_missing_region(tmp_path: Path) -> None:
    emptied = replace(
        EXAMPLE,
        items=tuple(
            replace(
                item,
                options=tuple(
                    replace(o, points=dict(o.points) | {Region.NT4: None}) for o in item.options
                ),
            )
            for item in EXAMPLE.items
        ),
    )
    write_point_template(path=tmp_path / "a.xlsx", table=emptied)

    with pytest.raises(PointTableInvalid, match="chưa có điểm của Nông thôn Tây Nguyên"):
        read_point_table(tmp_path / "a.xlsx")


def test_a_region_named_twice_is_refused(tmp_path: Path) -> None:
    text = example_text(ALL_REGIONS, ALL_REGIONS.replace("NT6", "NT5"))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(PointTableInvalid, match=r"vùng “NT5” ghi 2 lần"):
        read_point_table(tmp_path / "a.yaml")


@pytest.mark.parametrize("points", ["1" * 5_000, "1_0", "١", "2.5", "99999"])
def test_points_that_are_no_whole_number_are_refused(tmp_path: Path, points: str) -> None:
    text = EXAMPLE_FILE.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if "points:" in line)
    number = first.split("points:")[1].split()[0].strip("\"'")
    spoilt = text.replace(first, first.replace(number, points, 1), 1)
    (tmp_path / "a.yaml").write_text(spoilt, encoding="utf-8")

    with pytest.raises(LawFileInvalid, match=r"a\.yaml, dòng \d+: điểm “.*phải là số nguyên"):
        read_point_table(tmp_path / "a.yaml")


@pytest.mark.parametrize("bound", ["NaN", "Infinity", "1e999999", "một"])
def test_bounds_that_are_no_number_are_refused(tmp_path: Path, bound: str) -> None:
    text = EXAMPLE_FILE.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "lower: " in line)
    number = line.split("lower: ")[1].split(",")[0].split("}")[0].strip()
    spoilt = text.replace(line, line.replace(f"lower: {number}", f"lower: {bound}", 1), 1)
    (tmp_path / "a.yaml").write_text(spoilt, encoding="utf-8")

    with pytest.raises(LawFileInvalid, match=r"a\.yaml, dòng \d+: “lower: .*phải là số"):
        read_point_table(tmp_path / "a.yaml")


def test_a_missing_or_unreadable_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"code: b\xff")
    (tmp_path / "c.yaml").mkdir()

    with pytest.raises(LawFileInvalid, match=r"a\.yaml, dòng 1: tệp phải là UTF-8"):
        read_point_table(tmp_path / "a.yaml")
    with pytest.raises(MissingFile):
        read_point_table(tmp_path / "b.yaml")
    with pytest.raises(UnreadableFile):
        read_point_table(tmp_path / "c.yaml")
