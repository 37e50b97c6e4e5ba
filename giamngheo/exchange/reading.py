"""A file of households as rows of people, grouped under their heads; nothing judged yet."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from giamngheo.exchange.columns import BOOLEANS, BY_KEY, COLUMNS, FLAGS, NUMBERED, TRUE
from giamngheo.lib.sheets.headings import Heading
from giamngheo.lib.sheets.whole import ReadSheet, read_sheets, seen
from giamngheo.registry.enums import Relation

_PERSON: Final = (
    *("is_household", "code", "head_name", "full_name", "relation"),
    *("sex", "birth_date", "personal_id", "member_key"),
)
_YEAR_RE = re.compile(r"(19|20)\d\d(\.0)?")


@dataclass
class Problems:
    """Why cells are refused: by row of the whole file, then by key ("" for the row itself)."""

    of_row: dict[int, dict[str, str]] = field(default_factory=dict)

    def add(self, row: int, key: str, reason: str) -> None:
        self.of_row.setdefault(row, {}).setdefault(key, reason)

    def add_all(self, rows: Iterable[int], key: str, reason: str) -> None:
        for row in rows:
            self.add(row, key, reason)


@dataclass(frozen=True, kw_only=True)
class FileRows:
    """
    What a file held.

    `rows`: one row per row of the file: row (0, 1, …), sheet (index), row_number, number (of its
    household, from 1), opens (the household's own row), name, then a column per key; answers are
    booleans or numbers where the register keeps those. `problems` refer to `row`.
    """

    name: str
    sheets: list[ReadSheet]
    rows: pl.DataFrame
    problems: Problems
    notes: list[str]

    @property
    def keys(self) -> frozenset[str]:
        """The columns that any sheet of the file has."""
        return frozenset().union(*(sheet.keys for sheet in self.sheets))

    def cells(self, sheet: int, row_in_sheet: int) -> list[str]:
        """Return a row as a person sees it, by position."""
        return [seen(column[row_in_sheet]) for column in self.sheets[sheet].raw]


def read_file(path: str | os.PathLike[str]) -> FileRows:
    """
    Return the rows of every sheet that is a list of households.

    A list has a column of names and says where a household begins: by a mark on its row, or by
    the relation "Chủ hộ".
    Raises: what `lib.sheets.whole.read_sheets` raises.
    """
    sheets = read_sheets(path, COLUMNS, is_wanted=_is_list)
    problems, notes, frames, start = Problems(), list[str](), list[pl.DataFrame](), 0
    for index, sheet in enumerate(sheets):
        frame = _with_birth_years(sheet).with_columns(
            row=pl.int_range(start, start + pl.len(), dtype=pl.Int64),
            row_in_sheet=pl.int_range(pl.len(), dtype=pl.Int64),
            sheet=pl.lit(index),
        )
        for row, reasons in sheet.problems.items():
            for key, reason in reasons.items():
                problems.add(start + row, key, reason)
        start += len(frame)
        frame, more = _without_captions(sheet, frame, problems)
        notes += [*more, *_notes(sheet)]
        frames.append(_with_openings(sheet, frame, problems))
    rows = pl.concat(frames).with_columns(number=pl.col("opens").cum_sum().cast(pl.Int64))
    rows = rows.with_columns(_typed_exprs()).with_columns(
        name=pl.when("opens")
        .then(pl.coalesce("head_name", "full_name"))
        .otherwise(pl.coalesce("full_name", "head_name"))
    )
    return FileRows(name=Path(path).name, sheets=sheets, rows=rows, problems=problems, notes=notes)


def _is_list(heading: Heading) -> bool:
    keys = heading.positions.keys()
    return bool({"full_name", "head_name"} & keys) and bool({"is_household", "relation"} & keys)


def _with_birth_years(sheet: ReadSheet) -> pl.DataFrame:
    """Take a year alone for what it is: the year is known, the day is not."""
    years: dict[int, dt.date] = {}
    position = sheet.heading.positions.get("birth_date")
    for row, reasons in sheet.problems.items():
        if position is None or "birth_date" not in reasons:
            continue
        written = str(sheet.raw[position][row]).strip()
        if _YEAR_RE.fullmatch(written):
            years[row] = dt.date(int(written[:4]), 1, 1)
            del reasons["birth_date"]
    frame = sheet.frame.with_columns(birth_year_only=pl.lit(value=False))
    if not years:
        return frame
    where = list(years)
    return frame.with_columns(
        frame["birth_date"].scatter(where, list(years.values())),
        frame["birth_year_only"].scatter(where, True),
    )


def _without_captions(
    sheet: ReadSheet, frame: pl.DataFrame, problems: Problems
) -> tuple[pl.DataFrame, list[str]]:
    """Leave out rows that are nobody: totals, signatures; each is named in the notes."""
    empty = pl.all_horizontal(pl.col(key).is_null() for key in _PERSON)
    nobody = frame.filter(empty)
    kept = [
        row for row in nobody["row"].to_list() if set(problems.of_row.get(row, {})) & {*_PERSON}
    ]
    nobody = nobody.filter(~pl.col("row").is_in(kept))
    if nobody.is_empty():
        return frame, []
    for row in nobody["row"].to_list():
        problems.of_row.pop(row, None)
    numbers = ", ".join(str(number) for number in nobody["row_number"].head(5).to_list())
    more = f" và {len(nobody) - 5} dòng khác" if len(nobody) > 5 else ""
    place = f"Trang “{sheet.name}”, " if sheet.name else ""
    note = f"{place}dòng {numbers}{more} không phải dòng người (dòng cộng, chữ ký), đã bỏ qua."
    return frame.join(nobody.select("row"), on="row", how="anti", maintain_order="left"), [note]


def _with_openings(sheet: ReadSheet, frame: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Mark the rows that open a household."""
    marked = frame["is_household"] == TRUE
    if "is_household" not in sheet.keys or not marked.any():
        marked = frame["relation"] == Relation.HEAD.value
    opens = marked.fill_null(value=False)
    if len(opens) and not opens[0]:
        # People before any household: they go back as one, for nobody knows whose they are.
        problems.add(
            frame["row"][0],
            "is_household" if "is_household" in sheet.keys else "relation",
            "dòng này đứng trước dòng hộ đầu tiên; đánh dấu dòng hộ hoặc ghi quan hệ Chủ hộ",
        )
        opens = opens.scatter([0], [True])
    return frame.with_columns(opens.alias("opens"))


def _typed_exprs() -> list[pl.Expr]:
    flags = [(pl.col(name) == TRUE).alias(name) for name in (*FLAGS, *BOOLEANS)]
    numbers = [pl.col(name).cast(pl.Int16) for name in NUMBERED]
    return [*flags, *numbers]


def _notes(sheet: ReadSheet) -> list[str]:
    place = f"Trang “{sheet.name}”: " if sheet.name else ""
    notes = []
    unused = [title for title in sheet.unused(known=frozenset(BY_KEY)) if not title.isdigit()]
    if unused:
        titles = ", ".join(f"“{title}”" for title in unused[:12])
        notes.append(f"{place}không dùng các cột {titles}.")
    if sheet.formulas:
        notes.append(
            f"{place}có {sheet.formulas} ô là công thức, đã lấy giá trị đang hiện trong ô."
        )
    return notes
