"""From cells to values: the common forms in bulk, what is left cell by cell."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl

from giamngheo.lib.dates import BadDate, parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import BadNumber, format_number, parse_int, parse_number
from giamngheo.lib.sheets.columns import DECIMAL_PLACES, Column, ColumnKind
from giamngheo.lib.text import INVISIBLE, clean, fold

_SPACES = r"\s+"
_INVISIBLE = f"[{INVISIBLE}]"
_UNCLEAN = r"[^\x21-\x7e]"  # a text of plain visible ASCII is clean as it stands
_PLAIN_INT = r"^-?\d{1,18}$"
_GROUPED_INT = r"^-?[1-9]\d{0,2}(\.\d{3}){1,5}$"
_DECIMAL = r"^-?(\d{1,18}|[1-9]\d{0,2}(\.\d{3}){1,5}),\d{1,6}$"
_DATE = r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$"
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


class CellCast:
    """The values of one column, null where empty or refused, and why each cell was refused."""

    def __init__(self, values: pl.Series, problems: dict[int, str]) -> None:
        self.values = values
        self.problems = problems


def cast_column(cells: pl.DataFrame, column: Column) -> CellCast:
    """
    Return the values of one column.

    `cells` has the columns text (String), number (Float64) and day (Date), at most one filled in
    a row. A cell that no common form fits goes through the parser of its kind by itself.
    """
    cells = cells.with_columns(_clean_text(cells["text"]))
    filled = pl.any_horizontal(pl.col("text", "number", "day").is_not_null())
    cast = cells.select(value=_bulk_expr(column, cells).cast(column.dtype), filled=filled)
    values, problems = cast["value"], dict[int, str]()
    left = (cast["filled"] & values.is_null()).arg_true()
    if len(left):
        values, problems = _one_by_one(cells, values, left.to_list(), column)
    _check_range(values, column, problems)
    if column.required:
        problems |= dict.fromkeys((~cast["filled"]).arg_true().to_list(), "ô bắt buộc còn trống")
    return CellCast(values, problems)


def _clean_text(text: pl.Series) -> pl.Series:
    """As `lib.text.clean`, for a column; an empty cell is null."""
    if text.str.contains(_UNCLEAN).any():
        text = text.str.replace_all(_INVISIBLE, "").str.normalize("NFC")
        text = text.str.replace_all(_SPACES, " ").str.strip_chars(" ")
    return text.set(text == "", None) if (text == "").any() else text


def _bulk_expr(column: Column, cells: pl.DataFrame) -> pl.Expr:
    if column.kind is ColumnKind.INT:
        return _int_expr()
    if column.kind is ColumnKind.DECIMAL:
        return _decimal_expr()
    if column.kind is ColumnKind.DATE:
        return _date_expr()
    text = _text_expr(column)
    if column.kind is ColumnKind.CHOICE:
        return text.replace_strict(
            _choice_table(cells, column), default=None, return_dtype=pl.String
        )
    return text


def _int_expr() -> pl.Expr:
    text, number = pl.col("text"), pl.col("number")
    whole = (number == number.round()) & (number.abs() < 1e15)
    written = text.str.contains(_PLAIN_INT) | text.str.contains(_GROUPED_INT)
    return pl.coalesce(
        pl.when(whole).then(number.cast(pl.Int64, strict=False)),
        pl.when(written)
        .then(text.str.replace_all(".", "", literal=True))
        .cast(pl.Int64, strict=False),
    )


def _decimal_expr() -> pl.Expr:
    text, number = pl.col("text"), pl.col("number")
    exact = pl.Decimal(38, DECIMAL_PLACES)
    rounded = number.round(DECIMAL_PLACES)
    # What Excel shows has fifteen digits: a remainder below that is binary noise, not a value.
    clean_number = ((number - rounded).abs() <= number.abs() * 1e-14) & (number.abs() < 1e15)
    written = text.str.contains(_DECIMAL)
    plain = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return pl.coalesce(
        pl.when(clean_number).then(rounded).cast(exact, strict=False),
        pl.when(written).then(plain).cast(exact, strict=False),
        _int_expr().cast(exact, strict=False),
    )


def _date_expr() -> pl.Expr:
    text = pl.col("text")
    padded = text.str.replace(_DATE, "0$1/0$2/$3").str.replace(r"^0(\d\d)/", "$1/")
    padded = padded.str.replace(r"/0(\d\d)/", "/$1/")
    read = pl.when(text.str.contains(_DATE)).then(padded).str.to_date("%d/%m/%Y", strict=False)
    day = pl.coalesce(pl.col("day"), read)
    return pl.when(day.is_between(_FIRST_DAY, _LAST_DAY)).then(day)


def _text_expr(column: Column) -> pl.Expr:
    number = pl.col("number")
    whole = (number == number.round()) & (number.abs() < 1e15)
    day = pl.col("day").dt.to_string("%d/%m/%Y")
    text = pl.coalesce(
        "text",
        pl.when(whole).then(number.cast(pl.Int64, strict=False)).cast(pl.String),
        day,
    )
    if column.digits is None:
        return text
    short = text.str.contains(
        rf"^\d{{{max(1, column.digits - column.lost_zeros)},{column.digits}}}$"
    )
    return pl.when(short).then(text.str.zfill(column.digits)).otherwise(text)


def _choice_table(cells: pl.DataFrame, column: Column) -> dict[str, str]:
    meanings = choice_meanings(column)
    written = cells.select(_text_expr(column).alias("text"))["text"].unique().drop_nulls()
    return {text: meanings[fold(text)] for text in written if fold(text) in meanings}


def choice_meanings(column: Column) -> dict[str, str]:
    """Return what each folded spelling means; the values themselves are spellings too."""
    own = {fold(value): value for value in column.choices.values()}
    return own | {fold(label): value for label, value in column.choices.items()}


# ── What no common form fitted ────────────────────────────────────────────────────────────────


def _one_by_one(
    cells: pl.DataFrame, values: pl.Series, left: list[int], column: Column
) -> tuple[pl.Series, dict[int, str]]:
    parse = _parser(column)
    rescued, problems = dict[int, Any](), dict[int, str]()
    for index, row in zip(left, cells[left].iter_rows(), strict=True):
        cell = next(value for value in row if value is not None)
        try:
            rescued[index] = parse(cell)
        except Refusal as refusal:
            problems[index] = str(refusal.details["reason"])
    if rescued:
        found = pl.Series(list(rescued.values()), dtype=column.dtype)
        values = values.scatter(list(rescued), found)
    return values, problems


def _parser(column: Column) -> Callable[[Any], Any]:
    parsers: dict[ColumnKind, Callable[[Any], Any]] = {
        ColumnKind.INT: _small_int,
        ColumnKind.DECIMAL: _short_decimal,
        ColumnKind.DATE: _date,
        ColumnKind.TEXT: lambda cell: cell if isinstance(cell, str) else format_number(cell),
    }
    if column.kind is ColumnKind.CHOICE:
        return lambda cell: _no_choice(column)
    return parsers[ColumnKind(column.kind)]


def _small_int(cell: Any) -> int:
    if isinstance(cell, dt.date):
        raise BadNumber(text=cell, reason="ô này là ngày, cần một số")
    value = parse_int(cell)
    if abs(value) >= 10**18:
        raise BadNumber(text=cell, reason="số quá lớn")
    return value


def _short_decimal(cell: Any) -> Decimal:
    if isinstance(cell, dt.date):
        raise BadNumber(text=cell, reason="ô này là ngày, cần một số")
    value = Decimal(parse_number(cell))
    if abs(value) >= 10**18:
        raise BadNumber(text=cell, reason="số quá lớn")
    if value != round(value, DECIMAL_PLACES):
        raise BadNumber(text=cell, reason=f"quá {DECIMAL_PLACES} chữ số sau dấu phẩy")
    return value


def _date(cell: Any) -> dt.date:
    # A year alone is also the number of a day in 1905: nobody means that day.
    if isinstance(cell, float) and cell < 10_000:
        raise BadDate(text=f"{cell:g}", reason="thiếu ngày và tháng")
    day = parse_date(cell)
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise BadDate(text=str(day), reason=f"năm {day.year} ngoài khoảng 1900–2100")
    return day


def _no_choice(column: Column) -> None:
    labels = ", ".join(column.choices)
    raise BadNumber(text="", reason=f"chỉ nhận một trong: {labels}")


def _check_range(values: pl.Series, column: Column, problems: dict[int, str]) -> None:
    low, high = column.minimum, column.maximum
    if low is None and high is None:
        return
    outside = pl.lit(False)
    if low is not None:
        outside |= pl.col("value") < low
    if high is not None:
        outside |= pl.col("value") > high
    wrong = values.to_frame("value").select(outside.fill_null(False)).to_series().arg_true()
    reason = _range_reason(low, high)
    problems |= dict.fromkeys(wrong.to_list(), reason)


def _range_reason(low: int | Decimal | None, high: int | Decimal | None) -> str:
    if low is None:
        return f"phải không quá {format_number(high)}"
    if high is None:
        return f"phải từ {format_number(low)} trở lên"
    return f"phải từ {format_number(low)} đến {format_number(high)}"


def shown(cell: Any) -> str:
    """Return a cell as a person would see it, for the report of refused rows."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year}"
    return format_number(parse_number(cell)) if isinstance(cell, float) else clean(str(cell))
