"""A plan kept as rows until somebody has seen it, and read back to be written."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from django.db import connection

from giamngheo.exchange.committing import Values
from giamngheo.exchange.enums import Outcome
from giamngheo.exchange.models import ImportBatch, RefusedRow, StagedHousehold
from giamngheo.exchange.plan import PERSON_TYPES, PERSON_VALUES, VALUE_TYPES, VALUES, Plan
from giamngheo.exchange.refused import problems_of
from giamngheo.lib.copying import copy_frame

_PERSON: Final = pl.Struct(PERSON_TYPES)
_KEPT: Final = pl.Struct({"household": pl.Struct(VALUE_TYPES), "members": pl.List(_PERSON)})
_WRITTEN: Final = (Outcome.ADDED.value, Outcome.CHANGED.value)


def stage(*, batch: ImportBatch, plan: Plan, keep_values: bool = True) -> None:
    """
    Keep the plan's households and refused rows under the batch, in place of what was there.

    `keep_values` is for a plan that is written later; without, only what undoing needs is kept.
    """
    batch.staged.all().delete()
    batch.refused_rows.all().delete()
    with connection.cursor() as cursor:
        copy_frame(cursor, StagedHousehold._meta.db_table, _staged(batch, plan, keep_values))
        refused = _refused(batch, plan)
        if not refused.is_empty():
            copy_frame(cursor, RefusedRow._meta.db_table, refused)


def _staged(batch: ImportBatch, plan: Plan, keep_values: bool) -> pl.DataFrame:
    names = dict(enumerate(sheet.name for sheet in plan.file.sheets))
    rows = plan.outcomes.with_columns(
        pl.lit(batch.pk).alias("batch_id"),
        pl.col("head_name").fill_null("").str.slice(0, 120),
        pl.col("sheet").replace_strict(names, return_dtype=pl.String),
    )
    empty = pl.lit(None, dtype=pl.String)
    before = _kept(plan.before_households, plan.before_members).rename({"kept": "before"})
    rows = rows.join(before, on="number", how="left", maintain_order="left")
    if keep_values:
        values = _kept(plan.households, plan.members).rename({"kept": "values"})
        rows = rows.join(values, on="number", how="left", maintain_order="left")
    else:
        rows = rows.with_columns(values=empty)
    told = pl.DataFrame(
        {
            "number": list(plan.differences),
            "differences": [
                json.dumps(one, ensure_ascii=False) for one in plan.differences.values()
            ],
        },
        schema={"number": pl.Int64, "differences": pl.String},
    )
    return rows.join(told, on="number", how="left", maintain_order="left")


def _kept(households: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return, per number, household and members as one JSON text; what nobody has is left out."""
    own = households.select("number", household=pl.struct(_filled(households, VALUES)))
    people = members.group_by("number", maintain_order=True).agg(
        members=pl.struct(_filled(members, PERSON_VALUES))
    )
    joined = own.join(people, on="number", how="left", maintain_order="left")
    return joined.select(
        "number",
        kept=pl.struct("household", pl.col("members").fill_null([])).struct.json_encode(),
    )


def _filled(frame: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    return [name for name in columns if frame[name].null_count() < frame.height] or [*columns]


def _refused(batch: ImportBatch, plan: Plan) -> pl.DataFrame:
    """Return every row of each refused household, with the problems of its own."""
    numbers = plan.outcomes.filter(outcome=Outcome.REFUSED.value).select("number")
    rows = plan.file.rows.join(numbers, on="number", how="semi", maintain_order="left")
    cells, problems = list[str](), list[str]()
    for row, sheet, in_sheet in rows.select("row", "sheet", "row_in_sheet").iter_rows():
        cells.append(json.dumps(plan.file.cells(sheet, in_sheet), ensure_ascii=False))
        told = problems_of(plan, row=row, sheet=sheet, row_in_sheet=in_sheet)
        problems.append(json.dumps(told, ensure_ascii=False))
    names = {index: sheet.name for index, sheet in enumerate(plan.file.sheets)}
    return rows.select(
        "row_number",
        "number",
        batch_id=pl.lit(batch.pk),
        sheet_index="sheet",
        sheet=pl.col("sheet").replace_strict(names, return_dtype=pl.String),
        cells=pl.Series(cells, dtype=pl.String),
        problems=pl.Series(problems, dtype=pl.String),
    )


def mark_written(*, batch: ImportBatch, written: pl.DataFrame) -> None:
    """Note under the batch which households were written, and as which version."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE staged_written (number bigint PRIMARY KEY,"
            " household_id bigint, written_version bigint, new_members text) ON COMMIT DROP"
        )
        rows = written.with_columns(
            new_members=pl.concat_str(
                pl.lit("["), pl.col("new_members").cast(pl.List(pl.String)).list.join(","),
                pl.lit("]"),
            )
        )  # fmt: skip
        copy_frame(
            cursor,
            "staged_written",
            rows.select("number", "household_id", "written_version", "new_members"),
        )
        cursor.execute(_MARK, [batch.pk])
        cursor.execute("DROP TABLE staged_written")


_MARK = """
    UPDATE exchange_stagedhousehold AS staged
    SET household_id = written.household_id, written_version = written.written_version,
        before = CASE WHEN staged.before IS NULL THEN NULL ELSE
            staged.before || jsonb_build_object('new_members', written.new_members::jsonb) END,
        values = NULL
    FROM staged_written AS written
    WHERE staged.batch_id = %s AND staged.number = written.number
"""


def staged_values(*, batch: ImportBatch) -> Values:
    """Return what the batch waits to write."""
    kept = _kept_rows(batch, "values")
    return _values(kept)


def staged_before(*, batch: ImportBatch) -> tuple[pl.DataFrame, Values]:
    """Return what the batch wrote (see `committing.take_back`), and what was there before."""
    query = """
        SELECT household_id, written_version, outcome,
               coalesce(before -> 'new_members', '[]') AS new_members
        FROM exchange_stagedhousehold
        WHERE batch_id = %s AND written_version IS NOT NULL ORDER BY number
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [batch.pk])
        rows = cursor.fetchall()
    written = pl.DataFrame(
        [(a, b, c, json.loads(d) if isinstance(d, str) else d) for a, b, c, d in rows],
        schema={
            "household_id": pl.Int64,
            "written_version": pl.Int64,
            "outcome": pl.String,
            "new_members": pl.List(pl.Int64),
        },
        orient="row",
    )
    return written, _values(_kept_rows(batch, "before"))


def _kept_rows(batch: ImportBatch, column: str) -> pl.DataFrame:
    query = f"""
        COPY (
            SELECT number, outcome, base_version, {column} FROM exchange_stagedhousehold
            WHERE batch_id = %s AND {column} IS NOT NULL ORDER BY number
        ) TO STDOUT (FORMAT csv, FORCE_QUOTE *)
    """
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(query, [batch.pk]) as copy:
        for piece in copy:
            buffer.write(piece)
    types: dict[str, Any] = {
        "number": pl.Int64,
        "outcome": pl.String,
        "base_version": pl.Int64,
        "kept": pl.String,
    }
    if not buffer.getbuffer().nbytes:
        return pl.DataFrame(schema=types | {"kept": _KEPT})
    frame = pl.read_csv(buffer.getvalue(), has_header=False, new_columns=list(types), schema=types)
    return frame.with_columns(pl.col("kept").str.json_decode(_KEPT))


def _values(kept: pl.DataFrame) -> Values:
    opened = kept.with_columns(
        pl.col("kept").struct.field("household"), pl.col("kept").struct.field("members")
    ).drop("kept")
    people = (
        opened.select("number", "members")
        .explode("members")
        .filter(pl.col("members").is_not_null())
    )
    return Values(
        households=opened.drop("members").unnest("household"),
        members=people.unnest("members").select("number", *PERSON_VALUES),
    )
