"""Polars frames into PostgreSQL by COPY: the only way a long table is written."""

from typing import Any, Protocol

import polars as pl

CHUNK_ROWS = 50_000


class CopyCursor(Protocol):
    """The part of a psycopg cursor this module needs."""

    def copy(self, statement: str) -> Any: ...


def copy_frame(cursor: CopyCursor, table: str, frame: pl.DataFrame) -> int:
    """
    Append `frame` to `table`, its columns going to the columns of the same names.

    Shape:   lists of codes become PostgreSQL arrays; nulls stay null, empty text stays empty.
    Returns: the number of rows sent.
    """
    if frame.is_empty():
        return 0
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    flat = frame.with_columns(
        _array_literal_expr(name) for name, kind in frame.schema.items() if kind == pl.List
    )
    statement = f"COPY \"{table}\" ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')"
    with cursor.copy(statement) as copy:
        for chunk in flat.iter_slices(CHUNK_ROWS):
            copy.write(_csv(chunk))
    return frame.height


def _csv(chunk: pl.DataFrame) -> str:
    # Every text is quoted: an unquoted \N would become null, an unquoted \. end the copy.
    return chunk.write_csv(include_header=False, null_value="\\N", quote_style="non_numeric")


def _array_literal_expr(name: str) -> pl.Expr:
    # Codes only (ASCII identifiers): no element needs quoting inside the braces.
    inside = pl.col(name).list.join(",")
    return pl.concat_str(pl.lit("{"), inside, pl.lit("}")).alias(name)
