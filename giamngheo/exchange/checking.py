"""What a row must hold by itself, before anybody looks into the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from giamngheo.exchange.columns import LONGEST, MEMBER_FIELDS, OF_HOUSEHOLD
from giamngheo.exchange.personal_ids import repaired_ids
from giamngheo.exchange.reading import FileRows, Problems
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import compare_key
from giamngheo.registry.enums import Relation

OLDEST: Final = 125
_MOST_MEMBERS: Final = 60


@dataclass(frozen=True, kw_only=True)
class FileHouseholds:
    """
    The households of a file with their people.

    households: one row each: number, row, sheet, row_number, row_count, head_name and the cells
                of OF_HOUSEHOLD, head_id (personal number of its head), ethnicity (the head's).
    members:    one row a person: number, row, position (1 = head), member_key, MEMBER_FIELDS.
    """

    households: pl.DataFrame
    members: pl.DataFrame


def check_rows(*, file: FileRows, as_of: date) -> FileHouseholds:
    """Return the file's households and people; what is wrong goes to `file.problems`."""
    rows, problems = file.rows, file.problems
    rows = rows.with_columns(
        relation=pl.when("opens")
        .then(pl.col("relation").fill_null(Relation.HEAD.value))
        .otherwise("relation"),
        personal_id=repaired_ids(rows, problems),
    )
    _check_openings(rows, problems)
    people = _people(rows, problems)
    _check_people(people, problems, as_of)
    return FileHouseholds(households=_households(rows, people), members=people)


def _check_openings(rows: pl.DataFrame, problems: Problems) -> None:
    heads = rows.filter("opens")
    _refuse(
        heads.filter(pl.col("relation") != Relation.HEAD.value),
        "relation",
        "dòng hộ phải là của chủ hộ",
        problems,
    )
    both = heads.filter(
        pl.col("head_name").is_not_null() & (pl.col("head_name") != pl.col("full_name"))
    )
    for row, head, name in both.select("row", "head_name", "full_name").iter_rows():
        if compare_key(head) != compare_key(name):
            problems.add(row, "full_name", "khác họ và tên chủ hộ cùng dòng")
    codes = heads.select("number", head_code="code")
    members = rows.filter(~pl.col("opens") & pl.col("code").is_not_null()).join(codes, on="number")
    _refuse(
        members.filter(pl.col("code").ne_missing(pl.col("head_code"))),
        "code",
        "khác mã hộ ở dòng hộ phía trên",
        problems,
    )
    _refuse(
        rows.filter(pl.len().over("number") > _MOST_MEMBERS).filter("opens"),
        "",
        f"hộ có hơn {_MOST_MEMBERS} dòng; kiểm tra dấu dòng hộ",
        problems,
    )


def _people(rows: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """
    Return one row a person.

    Some lists write the household on a row of its own and its head once more below: then the row
    of the household is nobody, and gives the head what his own row lacks.
    """
    again = rows.filter(~pl.col("opens") & (pl.col("relation") == Relation.HEAD.value))
    if not again.is_empty():
        rows = _with_heads_once(rows, again, problems)
    named = rows.with_columns(full_name="name")
    named = named.with_columns(
        position=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("number")
    )
    return named.select("number", "row", "position", "member_key", *MEMBER_FIELDS)


def _with_heads_once(rows: pl.DataFrame, again: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    names = rows.filter("opens").select("number", head="name", head_row="row")
    doubled: list[int] = []
    pairs = again.join(names, on="number").select("row", "name", "head", "head_row")
    for row, name, head, head_row in pairs.iter_rows():
        if head_row in doubled or name is None or head is None:
            problems.add(row, "relation", "hộ có hai chủ hộ")
        elif compare_key(name) != compare_key(head):
            problems.add(row, "relation", f"hộ có hai chủ hộ, dòng hộ ghi {head}")
        else:
            doubled.append(head_row)
    filled = [name for name in MEMBER_FIELDS if name not in ("full_name", "birth_year_only")]
    above = rows.filter(pl.col("row").is_in(doubled)).select(
        "number", *(pl.col(name).alias(f"{name}_above") for name in filled)
    )
    is_head = pl.col("relation") == Relation.HEAD.value
    joined = rows.filter(~pl.col("row").is_in(doubled)).join(
        above, on="number", how="left", maintain_order="left"
    )
    return joined.with_columns(
        pl.when(is_head).then(pl.coalesce(name, f"{name}_above")).otherwise(name).alias(name)
        for name in filled
    ).drop(f"{name}_above" for name in filled)


def _check_people(people: pl.DataFrame, problems: Problems, as_of: date) -> None:
    required = (("full_name", "name"), ("relation", "relation"), ("sex", "sex"))
    words = {"name": "họ và tên", "relation": "quan hệ với chủ hộ", "sex": "giới tính"}
    for column, key in required:
        lacking = people.filter(pl.col(column).is_null())
        # A cell already refused is not empty.
        for row in lacking["row"].to_list():
            if column not in problems.of_row.get(row, {}):
                problems.add(row, column, f"còn thiếu {words[key]}")
    for name, length in LONGEST.items():
        if name in people.columns:
            long = people.filter(pl.col(name).str.len_chars() > length)
            _refuse(long, name, f"dài quá {length} chữ", problems)
    first = date(as_of.year - OLDEST, 1, 1)
    _refuse(
        people.filter(~pl.col("birth_date").is_between(first, as_of)),
        "birth_date",
        f"phải từ {format_date(first)} đến {format_date(as_of)}",
        problems,
    )
    _check_double_ids(people, problems)


def _check_double_ids(people: pl.DataFrame, problems: Problems) -> None:
    """One number stands for one person, in a household; across households see `matching`."""
    double = people.filter(pl.col("personal_id").is_not_null()).filter(
        pl.len().over("number", "personal_id") > 1
    )
    _refuse(double, "personal_id", "hai người trong hộ mang cùng số", problems)


def _households(rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    heads = people.filter(pl.col("relation") == Relation.HEAD.value).unique("number", keep="first")
    counted = rows.group_by("number").agg(row_count=pl.len().cast(pl.Int64))
    own = rows.filter("opens").select(
        "number", "row", "sheet", "row_number", *(c for c in OF_HOUSEHOLD if c != "head_name")
    )
    return (
        own.join(counted, on="number", how="left", maintain_order="left")
        .join(
            heads.select("number", "ethnicity", head_name="full_name", head_id="personal_id"),
            on="number",
            how="left",
            maintain_order="left",
        )
        .sort("number")
    )


def _refuse(rows: pl.DataFrame, key: str, reason: str, problems: Problems) -> None:
    problems.add_all(rows["row"].to_list(), key, reason)
