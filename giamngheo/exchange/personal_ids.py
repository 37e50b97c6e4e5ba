"""
Personal numbers as they come out of spreadsheets: zeros lost in front, found again or not.

Twelve digits; the first three name the province of birth (001 to 096), the fourth sex and century,
the next two the year of birth. A number that has lost its zeros is repaired only when, with them,
it agrees with the sex and the year of birth on the same row: then there is nothing to guess.
Source: Nghị định 137/2015/NĐ-CP, Điều 13 (secondary: quoted, not read in the original).
"""

from __future__ import annotations

from typing import Final

import polars as pl

from giamngheo.exchange.reading import Problems
from giamngheo.registry.enums import Sex

DIGITS: Final = 12
OLD_DIGITS: Final = 9  # the identity card before 2016; still the only number of some old people
_ALLOWED = "số định danh gồm 12 chữ số (hoặc 9 chữ số của chứng minh nhân dân cũ)"
_LOST = (
    "có vẻ mất số 0 ở đầu nhưng không khớp giới tính, năm sinh nên không tự thêm; gõ đủ 12 chữ số"
)


def repaired_ids(rows: pl.DataFrame, problems: Problems) -> pl.Series:
    """
    Return the personal numbers of `rows` (personal_id, sex, birth_date, row), null when refused.

    Spaces and dots between the digits do not count. What is no number, or has lost more than can
    be proven, goes to `problems`.
    """
    written = rows.with_columns(plain=pl.col("personal_id").str.replace_all(r"[ .']", ""))
    digits = pl.col("plain").str.len_chars()
    is_number = pl.col("plain").str.contains(r"^\d+$")
    padded = pl.col("plain").str.zfill(DIGITS)
    short = is_number & digits.is_in([DIGITS - 2, DIGITS - 1])
    judged = written.with_columns(
        id=pl.when(is_number & digits.is_in([DIGITS, OLD_DIGITS]))
        .then("plain")
        .when(short & _agrees(padded))
        .then(padded),
        is_short=short,
    )
    lost = judged.filter(pl.col("id").is_null() & pl.col("plain").is_not_null())
    for row, is_short in lost.select("row", "is_short").iter_rows():
        problems.add(row, "personal_id", _LOST if is_short else _ALLOWED)
    return judged["id"].alias("personal_id")


def _agrees(number: pl.Expr) -> pl.Expr:
    """Whether a number of twelve digits tells the sex and the year of birth of its row."""
    year = pl.col("birth_date").dt.year()
    century = (year // 100 - 19) * 2
    mark = century + pl.when(pl.col("sex") == Sex.FEMALE.value).then(1).otherwise(0)
    same_sex = number.str.slice(3, 1).cast(pl.Int32, strict=False) == mark
    same_year = number.str.slice(4, 2).cast(pl.Int32, strict=False) == year % 100
    province = number.str.slice(0, 3).cast(pl.Int32, strict=False).is_between(1, 96)
    return (same_sex & same_year & province & pl.col("sex").is_not_null()).fill_null(value=False)
