"""
Which household of the register a household of a file is: by code, else by its head's number.

Never by name alone. One match is a match; none is a new household; two are a question for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl
from django.utils import timezone

from giamngheo.exchange.checking import FileHouseholds
from giamngheo.exchange.enums import Mode
from giamngheo.exchange.reading import Problems
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import compare_key
from giamngheo.registry import frames
from giamngheo.registry.enums import Relation

_STALE: Final = (
    "hộ đã được {by} sửa lúc {at} (phiên bản {now}, tệp ghi {old}); tải danh sách mới rồi sửa"
)


@dataclass(frozen=True, kw_only=True)
class Matched:
    """
    The file's households with what they are in the register.

    households: as `placed`, then household_id, base_version, register_unit_id, is_double (says
                the same as an earlier household of the file).
    register:   the households of the unit, as `frames.households_inside`.
    """

    households: pl.DataFrame
    register: pl.DataFrame


def match_households(
    *,
    file: FileHouseholds,
    households: pl.DataFrame,
    holders: pl.DataFrame,
    path: str,
    mode: Mode,
    problems: Problems,
) -> Matched:
    """
    Find each household of the file in the register of the unit at `path`.

    holders: who there carries the personal numbers of the file (`frames.holders_of_ids`).
    """
    register = frames.households_inside(path=path)
    found = _by_code(households, register, problems)
    found = _by_head(found, holders, problems)
    facts = register.select(
        household_id="id",
        base_version="row_version",
        register_unit_id="unit_id",
        register_code="code",
        registered_to="registered_to",
        changed_by="changed_by",
        changed_at="changed_at",
    )
    found = found.join(facts, on="household_id", how="left", maintain_order="left")
    _refuse_closed(found, problems)
    _refuse_stale(found, problems)
    _refuse_missing(found, mode, problems)
    if mode != Mode.UPDATE:
        _refuse_look_alikes(found, register, problems)
    found = _with_doubles(found, file, problems)
    return Matched(households=found, register=register)


def _by_code(found: pl.DataFrame, register: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    codes = register.select("code", by_code="id")
    found = found.join(codes, on="code", how="left", maintain_order="left")
    lost = found.filter(pl.col("code").is_not_null() & pl.col("by_code").is_null())
    if lost.is_empty():
        return found
    # Excel takes the zeros in front of a code of digits alone: given back where one code fits.
    digits = r"^\d+$"
    bare = (
        register.filter(pl.col("code").str.contains(digits))
        .select(by_digits="id", full_code="code", bare=pl.col("code").str.strip_chars_start("0"))
        .filter(pl.len().over("bare") == 1)
    )
    found = found.with_columns(
        bare=pl.when(pl.col("by_code").is_null() & pl.col("code").str.contains(digits)).then(
            pl.col("code").str.strip_chars_start("0")
        )
    ).join(bare, on="bare", how="left", maintain_order="left")
    found = found.with_columns(
        by_code=pl.coalesce("by_code", "by_digits"), code=pl.coalesce("full_code", "code")
    ).drop("bare", "by_digits", "full_code")
    unknown = found.filter(pl.col("code").is_not_null() & pl.col("by_code").is_null())
    taken = frames.codes_taken(codes=unknown["code"].to_list())
    elsewhere = unknown.filter(pl.col("code").is_in(list(taken)))
    problems.add_all(elsewhere["row"].to_list(), "code", "mã hộ đã dùng cho hộ ở đơn vị khác")
    return found


def _by_head(found: pl.DataFrame, holders: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    heads = holders.filter(pl.col("relation") == Relation.HEAD.value)
    grouped = heads.group_by(head_id="personal_id").agg(
        by_head=pl.col("household_id").first(),
        heads=pl.len(),
        head_codes=pl.col("code").sort().str.join(", "),
    )
    found = found.join(grouped, on="head_id", how="left", maintain_order="left")
    no_code = pl.col("code").is_null()
    two = found.filter(no_code & (pl.col("heads") > 1))
    for row, codes in two.select("row", "head_codes").iter_rows():
        problems.add(
            row, "personal_id", f"hai hộ có chủ hộ mang số này: {codes}; ghi mã hộ để chọn một hộ"
        )
    # A code that is new beside a head who is known: one of the two was typed wrongly.
    crossed = found.filter(
        pl.col("by_code").is_null() & pl.col("code").is_not_null() & (pl.col("heads") > 0)
    )
    for row, codes in crossed.select("row", "head_codes").iter_rows():
        problems.add(row, "code", f"số định danh của chủ hộ đang ở hộ {codes}; ghi đúng mã hộ đó")
    by_head = pl.when(no_code & (pl.col("heads") == 1)).then("by_head")
    return found.with_columns(household_id=pl.coalesce("by_code", by_head)).drop(
        "by_code", "by_head", "heads", "head_codes"
    )


def _refuse_closed(found: pl.DataFrame, problems: Problems) -> None:
    closed = found.filter(pl.col("registered_to").is_not_null())
    for row, code, day in closed.select("row", "register_code", "registered_to").iter_rows():
        problems.add(row, "code", f"hộ {code} đã thôi quản lý từ ngày {format_date(day)}")


def _refuse_stale(found: pl.DataFrame, problems: Problems) -> None:
    given = found.filter(
        pl.col("row_version").is_not_null() & pl.col("base_version").is_not_null()
    ).filter(pl.col("row_version") != pl.col("base_version").cast(pl.String))
    columns = ("row", "row_version", "base_version", "changed_by", "changed_at")
    for row, old, now, by, at in given.select(columns).iter_rows():
        problems.add(row, "row_version", stale_words(old=old, now=now, by=by, at=at))


def stale_words(*, old: object, now: object, by: str | None, at: str | None) -> str:
    """Return that a household was changed meanwhile, by whom and when."""
    if not at:
        return f"trong sổ là phiên bản {now}, tệp ghi {old}; tải danh sách mới rồi sửa"
    local = timezone.localtime(datetime.fromisoformat(at))
    when = f"{local:%H:%M ngày %d/%m/%Y}"
    return _STALE.format(by=by or "người khác", at=when, now=now, old=old)


def _refuse_missing(found: pl.DataFrame, mode: Mode, problems: Problems) -> None:
    if mode != Mode.UPDATE:
        return
    missing = found.filter(pl.col("household_id").is_null())
    for row, code, head_id in missing.select("row", "code", "head_id").iter_rows():
        if code:
            problems.add(row, "code", "không có hộ mang mã này trong sổ của đơn vị")
        elif head_id:
            problems.add(row, "personal_id", "không có chủ hộ mang số này trong sổ của đơn vị")
        else:
            problems.add(row, "code", "cần mã hộ hoặc số định danh chủ hộ để tìm hộ cần sửa")


def _refuse_look_alikes(found: pl.DataFrame, register: pl.DataFrame, problems: Problems) -> None:
    """A new household without any number may be one that is there: a person must say."""
    bare = found.filter(
        pl.col("household_id").is_null() & pl.col("code").is_null() & pl.col("head_id").is_null()
    )
    if bare.is_empty():
        return
    known = register.filter(pl.col("registered_to").is_null()).select(
        "code", "unit_id", name=_compared(register.filter(pl.col("registered_to").is_null()))
    )
    alike = bare.with_columns(name=_compared(bare)).join(known, on=["name", "unit_id"])
    for row, code in alike.select("row", "code_right").iter_rows():
        problems.add(
            row,
            "personal_id",
            f"có thể là hộ {code}, cùng tên chủ hộ và nơi ở; ghi mã hộ hoặc số định danh",
        )


def _compared(households: pl.DataFrame) -> pl.Series:
    return pl.Series([compare_key(name or "") for name in households["head_name"]], dtype=pl.String)


def _with_doubles(found: pl.DataFrame, file: FileHouseholds, problems: Problems) -> pl.DataFrame:
    """Tell households that the file holds twice: said twice alike, or in two ways."""
    key = pl.coalesce(
        pl.col("household_id").cast(pl.String),
        pl.lit("code ") + pl.col("code"),
        pl.lit("head ") + pl.col("head_id"),
    )
    found = found.with_columns(key=key)
    double = found.filter(pl.col("key").is_not_null() & (pl.len().over("key") > 1))
    if double.is_empty():
        return found.with_columns(is_double=pl.lit(value=False)).drop("key")
    said = _said(double, file)
    again = set[int]()
    for _, group in double.group_by("key", maintain_order=True):
        numbers = group["number"].to_list()
        if len({said[number] for number in numbers}) == 1:
            again |= set(numbers[1:])
            continue
        places = ", ".join(str(row) for row in group["row_number"].to_list())
        for row in group["row"].to_list():
            problems.add(row, "code", f"hộ có mặt nhiều lần, khác nhau, ở các dòng {places}")
    return found.with_columns(is_double=pl.col("number").is_in(list(again))).drop("key")


def _said(double: pl.DataFrame, file: FileHouseholds) -> dict[int, int]:
    """Return one figure for all that the file says of each household."""
    numbers = double["number"].to_list()
    people = file.members.filter(pl.col("number").is_in(numbers)).drop("row", "member_key")
    own = file.households.filter(pl.col("number").is_in(numbers)).drop(
        "row", "sheet", "row_number", "order", "row_version"
    )
    said: dict[int, list[Sequence[object]]] = {number: [] for number in numbers}
    for frame in (own, people):
        for number, *values in frame.select("number", pl.exclude("number")).iter_rows():
            said[number].append(tuple(values))
    return {number: hash(tuple(map(str, values))) for number, values in said.items()}
