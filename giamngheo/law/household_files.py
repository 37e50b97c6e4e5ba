"""Files of households: which columns each kind of evidence needs, and rows read into a frame."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from giamngheo.law.enums import AreaType, Evidence
from giamngheo.law.facts import B1_LIMIT, INCOME_LIMIT_VND, require_scores, require_table
from giamngheo.law.judge_frame import (
    AREA_COLUMN,
    B1_COLUMN,
    B2_COLUMN,
    DEPRIVATION_PREFIX,
    INCOME_COLUMN,
    ColumnsRefused,
)
from giamngheo.law.point_frame import ABLE_COLUMN, ANSWER_PREFIX, REGION_COLUMN
from giamngheo.law.point_table import REGION_LABELS, ItemKind, PointItem, PointTable
from giamngheo.law.refused_rows import REFUSED_SCHEMA, first_reason
from giamngheo.law.standard_types import Standard
from giamngheo.law.standard_view import period_text
from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.lib.sheets import Column, MissingColumns, TableRead, read_table

CODE_COLUMN, UNIT_COLUMN, MEMBERS_COLUMN = "household_code", "unit_code", "member_count"
DAY_COLUMN = "as_of"
_AREAS = {"nông thôn": "rural", "xã": "rural"} | dict.fromkeys(
    ("thành thị", "phường", "thị trấn"), AreaType.URBAN.value
)
_YES, _NO = "1", "0"
_MARKS = dict.fromkeys(("có", "đúng", "true", "x", "thiếu hụt"), _YES) | dict.fromkeys(
    ("không", "sai", "false", "không thiếu hụt"), _NO
)


@dataclass(frozen=True, kw_only=True)
class Households:
    """
    What a file of households held.

    `frame`: one row per usable row, row_number first, then the columns a judgement reads.
    `refused`: row_number, household_code and reason of the others. Both add up to `read`.
    `source`: the usable rows as they lay in the file.
    """

    frame: pl.DataFrame
    refused: pl.DataFrame
    source: pl.DataFrame
    read: int


def read_households(
    *,
    path: Path,
    standards: Sequence[Standard],
    points: PointTable | None = None,
    on_its_day: bool = False,
) -> Households:
    """
    Return the households of an .xlsx, .csv or .parquet file, ready for `classify_frame`.

    Answers when a point table is given; else scores where the headings and the standards allow,
    else surveyed income. A code in two rows, or two area types in one unit, refuses those rows;
    with `on_its_day` so does an as_of on which the first standard did not hold.
    Raises: EvidenceNotJudged [LAW-005], ColumnsRefused [LAW-007], LIB-010 to LIB-015.
    """
    columns, table = _first_fitting(path, _kinds(standards, points), standards, points)
    assert table.source is not None
    refuse_unknown_columns(table.source.columns, points=points)
    frame = _typed(table.frame, columns)
    doubtful = _doubtful(frame, table, standards[0] if on_its_day else None)
    usable = frame.select(doubtful.is_null()).to_series()
    doubled = frame.select("row_number", CODE_COLUMN, doubtful.alias("reason")).filter(~usable)
    return Households(
        frame=frame.filter(usable).drop(DAY_COLUMN, strict=False),
        refused=pl.concat([_unread(table), doubled]).sort("row_number"),
        source=table.source.filter(usable),
        read=table.source_rows,
    )


def refuse_unknown_columns(headings: Sequence[str], *, points: PointTable | None) -> None:
    """
    Refuse a file with an indicator or item that nobody knows.

    Not row by row: a misspelt heading makes the fact "not known" for every household at once.
    Raises: ColumnsRefused [LAW-007].
    """
    known = {DEPRIVATION_PREFIX + code for code in shipped_indicator_codes()}
    known |= {ANSWER_PREFIX + item.code for item in points.items} if points else set()
    for heading in headings:
        if not heading.startswith((DEPRIVATION_PREFIX, ANSWER_PREFIX)) or heading in known:
            continue
        problem = f"cột {heading} không là chỉ số hay mục nào đã biết"
        if heading.startswith(ANSWER_PREFIX) and points is None:
            problem = f"cột {heading} chỉ đọc được cùng bảng điểm (--points)"
        raise ColumnsRefused(problem=problem)


def _kinds(standards: Sequence[Standard], points: PointTable | None) -> list[Evidence]:
    if points is not None:
        return [Evidence.ANSWERS]
    if all(standard.judges_scores for standard in standards):
        return [Evidence.SCORES, Evidence.INCOME]
    return [Evidence.INCOME]


def _first_fitting(
    path: Path, kinds: Sequence[Evidence], standards: Sequence[Standard], points: PointTable | None
) -> tuple[list[Column], TableRead]:
    refusal: MissingColumns | None = None
    for kind in kinds:
        columns = household_columns(evidence=kind, standards=standards, points=points)
        try:
            return columns, read_table(path, columns, keep_source=True)
        except MissingColumns as missing:
            refusal = refusal or missing
    assert refusal is not None
    raise refusal


def household_columns(
    *, evidence: Evidence, standards: Sequence[Standard], points: PointTable | None = None
) -> list[Column]:
    """
    Return the columns of a file with this kind of evidence, and the headings offices use.

    Raises: EvidenceNotJudged [LAW-005].
    """
    columns = [
        Column(key=CODE_COLUMN, title="Mã hộ", aliases=("Mã hộ gia đình",)),
        Column(key=AREA_COLUMN, title="Khu vực", kind="choice", choices=_AREAS),
        Column(key=UNIT_COLUMN, title="Mã đơn vị", aliases=("Mã xã",), required=False),
        Column(key=DAY_COLUMN, title="Ngày xét", kind="date", required=False),
        Column(
            key=MEMBERS_COLUMN, title="Số nhân khẩu", kind="int", minimum=1, maximum=99,
            required=False,
        ),
    ]  # fmt: skip
    if evidence is Evidence.SCORES:
        return columns + _score_columns(standards)
    if evidence is Evidence.INCOME:
        income = Column(
            key=INCOME_COLUMN, title="Thu nhập bình quân", kind="int", minimum=0,
            maximum=INCOME_LIMIT_VND, aliases=("Thu nhập bình quân đầu người",),
        )  # fmt: skip
        return [*columns, income, *_indicator_columns(standards)]
    for standard in standards:
        points = require_table(points, standard)
    assert points is not None
    return columns + _answer_columns(points) + _indicator_columns(standards)


def _score_columns(standards: Sequence[Standard]) -> list[Column]:
    most_b2 = max(require_scores(standard) for standard in standards)
    names = {B1_COLUMN: ("Điểm B1", B1_LIMIT), B2_COLUMN: ("Điểm B2", most_b2)}
    return [
        Column(
            key=key, title=title, aliases=(f"Tổng {title.lower()}", key), kind="int", minimum=0,
            maximum=most,
        )
        for key, (title, most) in names.items()
    ]  # fmt: skip


def _indicator_columns(standards: Iterable[Standard]) -> list[Column]:
    names = {i.code: i.name for standard in standards for i in standard.indicators}
    return [_mark(DEPRIVATION_PREFIX + code, name) for code, name in names.items()]


def _mark(key: str, title: str, *, required: bool = False) -> Column:
    return Column(key=key, title=title, kind="choice", choices=_MARKS, required=required)


def _answer_columns(points: PointTable) -> list[Column]:
    regions = {label: region.value for region, label in REGION_LABELS.items()}
    columns = [_answer_column(item) for item in points.items]
    columns.append(
        Column(key=REGION_COLUMN, title="Vùng", kind="choice", choices=regions, required=False)
    )
    columns.append(_mark(ABLE_COLUMN, "Có người có khả năng lao động", required=True))
    return columns


def _answer_column(item: PointItem) -> Column:
    key = ANSWER_PREFIX + item.code
    if item.kind is ItemKind.FLAG:
        return _mark(key, item.name, required=True)
    if item.kind is ItemKind.BAND:
        return Column(key=key, title=item.name, kind="decimal")
    choices = {option.label: option.code for option in item.options}
    return Column(key=key, title=item.name, kind="choice", choices=choices)


def _typed(frame: pl.DataFrame, columns: Sequence[Column]) -> pl.DataFrame:
    """Marks become true, false, null; decimals become floats; absent optional columns go."""
    marks = [c.key for c in columns if c.choices is _MARKS]
    decimals = [c.key for c in columns if c.kind == "decimal"]
    absent = [
        c.key
        for c in columns
        if not c.required and c.key not in marks and frame[c.key].null_count() == len(frame)
    ]
    return frame.with_columns(pl.col(marks) == _YES, pl.col(decimals).cast(pl.Float64)).drop(absent)


def _doubtful(frame: pl.DataFrame, table: TableRead, standard: Standard | None) -> pl.Expr:
    """Why a row that reads well is left out all the same; null when it is not."""
    # A row that does not read well may be the other row of the same household.
    codes = pl.concat([frame[CODE_COLUMN], table.refused_frame[CODE_COLUMN]]).drop_nulls()
    doubled = codes.filter(codes.is_duplicated()).unique()
    problems = [(pl.col(CODE_COLUMN).is_in(doubled.to_list()), doubled_text())]
    if UNIT_COLUMN in frame.columns:
        mixed = pl.col(AREA_COLUMN).n_unique().over(UNIT_COLUMN) > 1
        problems.append((mixed & pl.col(UNIT_COLUMN).is_not_null(), mixed_text()))
    if standard is not None and DAY_COLUMN in frame.columns:
        problems.append((~held_on_its_day(standard), other_day_text(standard)))
    return first_reason(problems)


def held_on_its_day(standard: Standard) -> pl.Expr:
    """Return whether the standard held on a row's as_of; null where there is no such day."""
    start, end = standard.valid_from.value, standard.valid_to.value
    return pl.col(DAY_COLUMN).is_between(start, end, closed="left")


def doubled_text() -> pl.Expr:
    """Return the reason of a row whose household stands in another row too."""
    return pl.format("mã hộ “{}” có ở hơn một dòng", CODE_COLUMN)


def mixed_text() -> pl.Expr:
    """Return the reason of a row whose unit is rural in one row and urban in another."""
    return pl.format("đơn vị “{}” có cả nông thôn và thành thị", UNIT_COLUMN)


def other_day_text(standard: Standard) -> pl.Expr:
    """Return the reason of a row whose day lies outside the standard."""
    day = pl.col(DAY_COLUMN).dt.strftime("%d/%m/%Y")
    held = f"chuẩn {standard.code} ({period_text(standard)})"
    return pl.format(f"ngày xét {{}} không thuộc {held}; muốn thử thì dùng lệnh simulate", day)


def _unread(table: TableRead) -> pl.DataFrame:
    reasons = ["; ".join(str(cell) for cell in row.cells) for row in table.refused]
    known = table.refused_frame.select("row_number", CODE_COLUMN)
    return known.with_columns(pl.Series("reason", reasons, dtype=pl.String)).cast(REFUSED_SCHEMA)
