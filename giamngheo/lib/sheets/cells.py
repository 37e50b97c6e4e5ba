"""Raw cells of one column, brought into typed series."""

import datetime as dt
from typing import Any

import polars as pl

from giamngheo.lib.sheets.casting import shown

_CELL_SCHEMA = {"text": pl.String, "number": pl.Float64, "day": pl.Date}


def is_filled(cell: Any) -> bool:
    """Return whether anybody would see something in the cell."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def typed_cells(raw: pl.Series | list[Any]) -> pl.DataFrame:
    """Return one column apart by type: text, number, day; at most one of them filled in a row."""
    if isinstance(raw, pl.Series):
        return _cells_of_series(raw)
    kinds = set(map(type, raw))
    if kinds <= {str}:
        return pl.DataFrame({"text": raw}, schema_overrides={"text": pl.String}).select(
            "text", number=pl.lit(None, pl.Float64), day=pl.lit(None, pl.Date)
        )
    return pl.DataFrame(
        {
            "text": [_text_of(cell) for cell in raw],
            "number": [cell if type(cell) is float else _number_of(cell) for cell in raw],
            "day": [_day_of(cell) for cell in raw],
        },
        schema=_CELL_SCHEMA,
    )


def _text_of(cell: Any) -> str | None:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "đúng" if cell else "sai"
    return str(cell) if isinstance(cell, dt.time | dt.timedelta) else None


def _number_of(cell: Any) -> float | None:
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _day_of(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    return cell if isinstance(cell, dt.date) else None


def _cells_of_series(series: pl.Series) -> pl.DataFrame:
    columns = {name: pl.lit(None, dtype) for name, dtype in _CELL_SCHEMA.items()}
    value = pl.col("value")
    if series.dtype.is_float() or _is_small_int(series):
        columns["number"] = value.cast(pl.Float64).fill_nan(None)
    elif series.dtype.is_temporal() and series.dtype != pl.Time:
        columns["day"] = value.cast(pl.Date, strict=False)
    elif series.dtype.is_decimal():
        columns["text"] = value.cast(pl.String).str.replace(".", ",", literal=True)
    else:
        columns["text"] = value.cast(pl.String, strict=False)
    return series.alias("value").to_frame().select(**columns)


def _is_small_int(series: pl.Series) -> bool:
    largest = series.abs().max() if series.dtype.is_integer() else None
    return isinstance(largest, int) and largest < 10**15


def natural_series(cells: list[Any]) -> pl.Series:
    """Return a column as it lay in the file, in the narrowest type that holds all of it."""
    if set(map(type, cells)) <= {str}:
        text = pl.Series(cells, dtype=pl.String)
        return text.set(text.str.strip_chars() == "", None)
    filled = [cell if is_filled(cell) else None for cell in cells]
    kinds = {type(cell) for cell in filled} - {type(None)}
    if kinds <= {float, int}:
        whole = all(cell is None or float(cell).is_integer() for cell in filled)
        return pl.Series(filled, dtype=pl.Float64).cast(pl.Int64 if whole else pl.Float64)
    if kinds <= {dt.date, dt.datetime}:
        return pl.Series([_day_of(cell) for cell in filled], dtype=pl.Date)
    return pl.Series([cell if isinstance(cell, str | None) else shown(cell) for cell in filled])
