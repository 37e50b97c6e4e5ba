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
from giamngheo.law.standard_types import Standard
from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.lib.sheets import Column, MissingColumns, RefusedRow, TableRead, read_table

CODE_COLUMN, UNIT_COLUMN, MEMBERS_COLUMN = "household_code", "unit_code", "member_count"
REFUSED_SCHEMA = pl.Schema({"row_number": pl.Int64(), "reason": pl.String()})
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
    `refused`: row_number and reason of the others. Both add up to `read`. `source`: the usable
    rows as they lay in the file.
    """

    frame: pl.DataFrame
    refused: pl.DataFrame
    source: pl.DataFrame
    read: int


def read_households(
    *, path: Path, standards: Sequence[Standard], points: PointTable | None = None
) -> Households:
    """
    Return the households of an .xlsx, .csv or .parquet file, ready for `classify_frame`.

    Answers when a point table is given; else scores where the headings and the standards allow,
    else surveyed income. A code in two rows, or two area types in one unit, refuses those rows.
    Raises: EvidenceNotJudged [LAW-005], ColumnsRefused [LAW-007], LIB-010 to LIB-015.
    """
    columns, table = _first_fitting(path, _kinds(standards, points), standards, points)
    assert table.source is not None
    _refuse_unknown(table.source.columns, columns)
    frame = _typed(table.frame, columns)
    doubtful = _doubtful(frame)
    usable = frame.select(doubtful.is_null()).to_series()
    doubled = frame.select("row_number", doubtful.alias("reason")).filter(~usable)
    return Households(
        frame=frame.filter(usable),
        refused=pl.concat([_unread(table.refused), doubled]).sort("row_number"),
        source=table.source.filter(usable),
        read=table.source_rows,
    )


def _refuse_unknown(headings: Sequence[str], columns: Sequence[Column]) -> None:
    """A misspelt indicator or item would be silently "not known"."""
    known = {column.key for column in columns}
    known |= {DEPRIVATION_PREFIX + code for code in shipped_indicator_codes()}
    for heading in headings:
        if heading.startswith((DEPRIVATION_PREFIX, ANSWER_PREFIX)) and heading not in known:
            raise ColumnsRefused(problem=f"cột {heading} không là chỉ số hay mục nào đã biết")


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


def _doubtful(frame: pl.DataFrame) -> pl.Expr:
    """Why a row that reads well is left out all the same; null when it is not."""
    twice = pl.format("mã hộ “{}” có ở hơn một dòng", CODE_COLUMN)
    reason = pl.when(pl.col(CODE_COLUMN).is_duplicated()).then(twice)
    if UNIT_COLUMN not in frame.columns:
        return reason
    mixed = pl.col(AREA_COLUMN).n_unique().over(UNIT_COLUMN) > 1
    both = pl.format("đơn vị “{}” có cả nông thôn và thành thị", UNIT_COLUMN)
    return reason.otherwise(pl.when(mixed & pl.col(UNIT_COLUMN).is_not_null()).then(both))


def _unread(rows: Sequence[RefusedRow]) -> pl.DataFrame:
    cells = [(row.row_number, "; ".join(str(cell) for cell in row.cells)) for row in rows]
    return pl.DataFrame(cells, schema=REFUSED_SCHEMA, orient="row")


def scan_clean_parquet(*, path: Path) -> pl.LazyFrame | None:
    """
    Return a Parquet file as it lies, when it already has our column names, types and no doubt.

    None when its rows need reading one by one: other headings, text for numbers, a household code
    in two rows, two area types in one unit. Nothing is loaded beyond what these checks need.
    """
    if path.suffix.lower() != ".parquet" or not path.is_file():
        return None
    try:
        frame = pl.scan_parquet(path)
        schema = frame.collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        return None
    if CODE_COLUMN not in schema or not _types_fit(schema):
        return None
    # Hashes keep a country's codes in memory; a clash would only send the file the slower way.
    code = pl.col(CODE_COLUMN).hash()
    doubled = (code.n_unique() < pl.len()) | pl.col(CODE_COLUMN).has_nulls()
    if frame.select(doubled).collect(engine="streaming").item():
        return None
    return None if _has_mixed_units(frame, schema) else frame


def _types_fit(schema: pl.Schema) -> bool:
    if schema.get(AREA_COLUMN) not in (pl.String, pl.Categorical, pl.Enum):
        return False
    numbers = [schema[n] for n in (B1_COLUMN, B2_COLUMN, INCOME_COLUMN) if n in schema]
    members = schema.get(MEMBERS_COLUMN, pl.Int64())
    marks = [dtype for name, dtype in schema.items() if name.startswith(DEPRIVATION_PREFIX)]
    has_answers = any(name.startswith(ANSWER_PREFIX) for name in schema)
    return (
        bool(numbers or has_answers)
        and all(dtype.is_numeric() for dtype in numbers)
        and members.is_integer()
        and all(dtype == pl.Boolean for dtype in marks)
    )


def _has_mixed_units(frame: pl.LazyFrame, schema: pl.Schema) -> bool:
    if UNIT_COLUMN not in schema:
        return False
    mixed = frame.group_by(UNIT_COLUMN).agg(pl.col(AREA_COLUMN).n_unique().alias("kinds"))
    return bool(mixed.select((pl.col("kinds") > 1).any()).collect(engine="streaming").item())
