"""Frames go into PostgreSQL unchanged."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from django.db import connection

from giamngheo.lib import copying
from giamngheo.lib.copying import copy_frame


@pytest.fixture
def cursor(db: None) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied (number bigint, name text, amount numeric, "
            "day date, sure boolean, codes text[]) ON COMMIT DROP"
        )
        yield cursor


def stored(cursor: Any) -> list[dict[str, Any]]:
    cursor.execute("SELECT number, name, amount, day, sure, codes FROM copied ORDER BY number")
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_every_type_comes_back(cursor: Any):
    rows = [
        {
            "number": 1,
            "name": "Lò Thị Ánh",
            "amount": Decimal("2.18"),
            "day": dt.date(2020, 1, 31),
            "sure": True,
            "codes": ["toilet", "floor_area"],
        },
        {"number": 2, "name": "", "amount": None, "day": None, "sure": False, "codes": []},
        {"number": 3, "name": None, "amount": None, "day": None, "sure": None, "codes": None},
    ]

    assert copy_frame(cursor, "copied", pl.DataFrame(rows)) == 3
    assert stored(cursor) == rows


@pytest.mark.parametrize(
    "text", ["\\N", "\\.", 'nhà "tạm"', "a,b", "hai\ndòng", "  ", "\\", "'", "\t", "NULL"]
)
def test_awkward_text_comes_back(cursor: Any, text: str):
    copy_frame(cursor, "copied", pl.DataFrame({"name": [text]}))

    assert [row["name"] for row in stored(cursor)] == [text]


def test_columns_go_by_name_not_by_place(cursor: Any):
    copy_frame(cursor, "copied", pl.DataFrame({"name": ["a"], "number": [7]}))

    assert [(row["number"], row["name"]) for row in stored(cursor)] == [(7, "a")]


def test_long_frames_go_in_chunks(cursor: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(copying, "CHUNK_ROWS", 3)

    copy_frame(cursor, "copied", pl.DataFrame({"number": range(10)}))

    assert [row["number"] for row in stored(cursor)] == list(range(10))


def test_an_empty_frame_sends_nothing(cursor: Any):
    assert copy_frame(cursor, "no_such_table", pl.DataFrame({"number": []})) == 0
