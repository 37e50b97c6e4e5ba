"""A file of households in, the same file with its judgements out."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from giamngheo.law.enums import AreaType
from giamngheo.law.facts import B1_LIMIT, ScoredHousehold, require_scores
from giamngheo.law.judge_frame import classify_frame
from giamngheo.law.judge_household import classify_household
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal
from giamngheo.lib.sheets import Column, TableRead, read_table, write_frame

ADDED = ("category", "group", "evidence", "standard", "confidence", "reason")
EXPLANATION = "explanation"


class RowsRefused(Refusal):
    code = "LAW-008"
    sentence = (
        "Chưa phân loại được tệp “{name}”: {count} trong {total} dòng chưa dùng được, trước hết là "
        "{first}. Sửa các dòng đó, hoặc thêm --refused TỆP để phân loại các dòng còn lại và nhận "
        "danh sách dòng bị trả lại."
    )
    english = "{count} of {total} rows of “{name}” cannot be judged; the first: {first}."


class ColumnTaken(Refusal):
    code = "LAW-009"
    sentence = (
        "Chưa phân loại được tệp “{name}”: tệp đã có cột “{column}” là cột kết quả. Đổi tên hoặc "
        "bỏ cột đó rồi chạy lại."
    )
    english = "File “{name}” already has a column “{column}”."


@dataclass(frozen=True, kw_only=True)
class FileJudged:
    """How many rows were read, judged and refused; households by category."""

    read: int
    judged: int
    refused: int
    counts: dict[str, int]

    def __post_init__(self) -> None:
        if self.read != self.judged + self.refused:
            raise AssertionError("rows were lost or doubled while judging")


def score_columns(standard: Standard) -> list[Column]:
    """
    Return the columns of a file of typed scores, with the headings offices use.

    Raises: EvidenceNotJudged [LAW-005].
    """
    most_b2 = require_scores(standard)
    areas = {"nông thôn": AreaType.RURAL, "xã": AreaType.RURAL}
    areas |= dict.fromkeys(("thành thị", "phường", "thị trấn"), AreaType.URBAN)
    b1_names, b2_names = ("Tổng điểm B1", "B1"), ("Tổng điểm B2", "B2")
    return [
        Column(key="household_code", title="Mã hộ", aliases=("Mã hộ gia đình",)),
        Column(key="area_type", title="Khu vực", kind="choice", choices=areas),
        Column(
            key="b1", title="Điểm B1", aliases=b1_names, kind="int", minimum=0, maximum=B1_LIMIT
        ),
        Column(key="b2", title="Điểm B2", aliases=b2_names, kind="int", minimum=0, maximum=most_b2),
    ]


def classify_file(
    *,
    path: Path,
    standard: Standard,
    out: Path,
    explain: bool = False,
    refused_out: Path | None = None,
) -> FileJudged:
    """
    Judge every household of `path` by its typed scores and write `out` (.xlsx, .csv, .parquet).

    Needs:  household_code, area_type, b1, b2, or their Vietnamese headings, in any order.
    Shape:  the file's own columns, then category, group, evidence, standard, confidence, reason;
            with `explain` also the full reasons of each household.
    Raises: RowsRefused [LAW-008] when rows cannot be judged and `refused_out` is not given;
            ColumnTaken [LAW-009], EvidenceNotJudged [LAW-005], and what reading or writing
            refuses (LIB-010 to LIB-015, LIB-020).
    """
    table = read_table(path, score_columns(standard), keep_source=True)
    _check_names(table, path)
    doubled = pl.col("household_code").is_duplicated()
    refused = _refused_rows(table, doubled)
    if len(refused) and refused_out is None:
        first = refused.row(0, named=True)
        raise RowsRefused(
            name=path.name,
            count=len(refused),
            total=table.source_rows,
            first=f"dòng {first['row_number']}, {first['reason']}",
        )
    judged = _judge(table, standard, doubled, explain=explain)
    write_frame(out, judged)
    if refused_out is not None:
        write_frame(refused_out, refused)
    return FileJudged(
        read=table.source_rows,
        judged=len(judged),
        refused=len(refused),
        counts=dict(judged.group_by("category").len().sort("category").iter_rows()),
    )


def _check_names(table: TableRead, path: Path) -> None:
    assert table.source is not None
    for name in (*ADDED, EXPLANATION):
        if name in table.source.columns:
            raise ColumnTaken(name=path.name, column=name)


def _refused_rows(table: TableRead, doubled: pl.Expr) -> pl.DataFrame:
    """Return row_number and reason of each row that is left out, in the file's order."""
    reason = pl.format("mã hộ “{}” có ở hơn một dòng", "household_code")
    twice = table.frame.filter(doubled).select("row_number", reason.alias("reason"))
    cells = [(row.row_number, "; ".join(str(cell) for cell in row.cells)) for row in table.refused]
    unread = pl.DataFrame(cells, schema=twice.schema, orient="row")
    return pl.concat([unread, twice]).sort("row_number")


def _judge(
    table: TableRead, standard: Standard, doubled: pl.Expr, *, explain: bool
) -> pl.DataFrame:
    assert table.source is not None
    single = table.frame.select(~doubled).to_series()
    facts = table.frame.filter(single)
    added = classify_frame(frame=facts.lazy(), standard=standard).select(ADDED).collect()
    judged = table.source.filter(single).hstack(added.with_columns(pl.col(pl.Enum).cast(pl.String)))
    if explain:
        judged = judged.with_columns(_explanations(facts, standard))
    return judged


def _explanations(facts: pl.DataFrame, standard: Standard) -> pl.Series:
    texts = []
    for area_type, b1, b2 in facts.select("area_type", "b1", "b2").iter_rows():
        household = ScoredHousehold(area_type=area_type, b1=b1, b2=b2)
        result = classify_household(facts=household, standard=standard)
        caution = [result.caution] if result.caution else []
        texts.append(". ".join([*map(str, result.reasons), *caution]))
    return pl.Series(EXPLANATION, texts, dtype=pl.String)
