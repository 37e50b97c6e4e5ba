"""The category that a list of recognised households brings along, by which decision, from when."""

from __future__ import annotations

from datetime import date

import polars as pl

from giamngheo.areas.models import Unit
from giamngheo.exchange.reading import Problems
from giamngheo.lib.dates import format_date
from giamngheo.registry import frames
from giamngheo.registry.enums import StatusCategory
from giamngheo.rules.queries import standard_in_force


def check_recognised(
    *, households: pl.DataFrame, people: pl.DataFrame, as_of: date, problems: Problems
) -> pl.DataFrame:
    """
    Return `households`; a category that cannot be taken over is in `problems`.

    A household that is in the register keeps what was decided of it: a list does not decide. A
    new one is taken over with its decision; a category without one says nothing that can be kept.
    """
    given = households.filter(pl.col("category").is_not_null())
    known = given.filter(pl.col("household_id").is_not_null())
    now = frames.categories_on(household_ids=known["household_id"].to_list(), as_of=as_of)
    for row, household_id, category in known.select("row", "household_id", "category").iter_rows():
        if household_id in now and now[household_id] != category:
            label = StatusCategory(now[household_id]).label
            reason = f"sổ đang ghi {label}; phân loại chỉ thay đổi bằng quyết định của đợt rà soát"
            problems.add(row, "category", reason)
    new = given.filter(
        pl.col("household_id").is_null() & (pl.col("category") != StatusCategory.NON_POOR.value)
    )
    undated = new.filter(pl.col("decision_date").is_null())
    problems.add_all(
        undated["row"].to_list(),
        "decision_date",
        "còn thiếu ngày quyết định công nhận; hoặc để trống phân loại",
    )
    _refuse_days(households, people, as_of, problems)
    return households


def _refuse_days(
    households: pl.DataFrame, people: pl.DataFrame, as_of: date, problems: Problems
) -> None:
    for column in ("decision_date", "registered_from"):
        later = households.filter(pl.col(column) > as_of)
        problems.add_all(
            later["row"].to_list(), column, f"không được sau ngày {format_date(as_of)}"
        )
    before = households.filter(
        pl.col("household_id").is_null() & (pl.col("decision_date") < pl.col("registered_from"))
    )
    problems.add_all(
        before["row"].to_list(), "decision_date", "trước ngày bắt đầu quản lý hộ (Quản lý từ ngày)"
    )


def with_standards(added: pl.DataFrame, *, unit: Unit) -> pl.DataFrame:
    """Return new households with status_from, standard and source of their category."""
    taken = pl.col("category").is_not_null() & pl.col("decision_date").is_not_null()
    dated = added.with_columns(status_from=pl.when(taken).then("decision_date"))
    days = dated["status_from"].drop_nulls().unique().to_list()
    standards = {day: standard_in_force(unit=unit, as_of=day).code for day in days}
    number = pl.col("decision_number").fill_null("không ghi số")
    return dated.with_columns(
        standard=pl.col("status_from").replace_strict(
            standards, default=None, return_dtype=pl.String
        ),
        source=pl.when(taken).then(pl.format("Quyết định {} (nhập từ danh sách)", number)),
        category=pl.when(taken).then("category"),
    )
