"""
The national list after a review: households and their members in one sheet, told by a mark.

Three sheets: poor and near-poor; escaped from poverty; escaped from near-poverty.
Source: Phụ lục VI, Thông tư 07/2021/TT-BLĐTBXH, in the columns of the national database's import
(secondary: columns as users describe them, the printed annex was not at hand).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import ancestors
from giamngheo.exchange.comparing import said
from giamngheo.exchange.lists import age_expr, birth_words, people_inside
from giamngheo.lib.sheets import Sheet, SheetColumn, write_workbook
from giamngheo.registry.enums import Relation, StatusCategory

KINH: Final = "Kinh"
POOR_SHEET, ESCAPED_POOR, ESCAPED_NEAR_POOR = (
    "Hộ nghèo, cận nghèo",
    "Hộ thoát nghèo",
    "Hộ thoát cận nghèo",
)


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """What the last review found of a household: its points and the decision."""

    score_b1: int | None = None
    score_b2: int | None = None
    decision_number: str = ""
    decision_date: date | None = None
    causes: str = ""
    note: str = ""


def _column(key: str, title: str, kind: str = "text", width: float | None = None) -> SheetColumn:
    return SheetColumn(key=key, title=title, kind=kind, width=width)


_PERSON: Final = (
    _column("relation", "Quan hệ với chủ hộ", width=16),
    _column("birth_date", "Ngày sinh", width=12),
    _column("sex", "Giới tính", width=9),
    _column("personal_id", "Số CCCD", width=15),
)
_SIZE: Final = (_column("age", "Tuổi", "int", 7), _column("member_count", "Số khẩu", "int", 8))
_POINTS: Final = (
    _column("score_b1", "Điểm B1", "int", 8),
    _column("score_b2", "Điểm B2", "int", 8),
)
POOR_COLUMNS: Final = (
    _column("order", "STT", "int", 6),
    _column("is_household", "Hộ", width=6),
    _column("code", "Mã hộ", width=18),
    _column("head_name", "Họ và tên chủ hộ"),
    _column("full_name", "Họ và tên thành viên"),
    *_PERSON,
    _column("province", "Tỉnh, thành phố", width=16),
    _column("district", "Huyện", width=16),
    _column("district_code", "Mã huyện", width=10),
    _column("commune", "Xã", width=16),
    _column("commune_code", "Mã xã", width=10),
    _column("village", "Thôn", width=18),
    _column("ethnicity", "Dân tộc", width=12),
    _column("category", "Phân loại", width=14),
    _column("decision_number", "Số quyết định", width=16),
    _column("decision_date", "Ngày quyết định", "date", 12),
    *_POINTS,
    _column("is_minority", "Hộ dân tộc thiểu số", width=10),
    _column("no_working_capacity", "Hộ không có khả năng lao động", width=10),
    _column("has_merit_person", "Hộ có người có công với cách mạng", width=10),
    _column("causes", "Nguyên nhân nghèo", width=26),
    *_SIZE,
)
ESCAPED_COLUMNS: Final = (
    _column("order", "STT", "int", 6),
    _column("code", "Mã hộ", width=18),
    _column("full_name", "Họ và tên"),
    _column("relation", "Quan hệ với chủ hộ", width=16),
    _column("sex", "Giới tính", width=9),
    _column("birth_date", "Ngày sinh", width=12),
    _column("personal_id", "Số CCCD", width=15),
    _column("ethnicity", "Dân tộc", width=12),
    _column("village", "Thôn", width=18),
    _column("address", "Địa chỉ", width=28),
    *_POINTS,
    _column("note", "Ghi chú", width=20),
    *_SIZE,
)


def write_national_list(
    path: str | os.PathLike[str],
    *,
    unit: Unit,
    as_of: date,
    since: date,
    reviewed: Mapping[int, Reviewed],
) -> dict[str, int]:
    """
    Write the three sheets of a unit as of a day; return the households on each.

    Escaped are those that left poverty, or near-poverty, for neither of both from `since` on.
    `reviewed`: points and decision by household id; a household without them keeps blank cells.
    Raises: CannotWrite [LIB-020], TooManyRows [LIB-016].
    """
    people = people_inside(path=unit.path, as_of=as_of)
    now, earlier = pl.col("category"), pl.col("earlier")
    recent = (now == StatusCategory.NON_POOR.value) & (pl.col("since") >= since)
    wanted = {
        POOR_SHEET: now.is_in([StatusCategory.POOR.value, StatusCategory.NEAR_POOR.value]),
        ESCAPED_POOR: recent & (earlier == StatusCategory.POOR.value),
        ESCAPED_NEAR_POOR: recent & (earlier == StatusCategory.NEAR_POOR.value),
    }
    titles = (
        f"DANH SÁCH SAU RÀ SOÁT: {unit.full_name.upper()}",
        f"Theo các quyết định có hiệu lực đến ngày {as_of:%d/%m/%Y}",
    )
    sheets, counts = [], {}
    for name, condition in wanted.items():
        own = people.filter(condition.fill_null(value=False))
        rows = _rows(own, unit, as_of, reviewed)
        columns = POOR_COLUMNS if name == POOR_SHEET else ESCAPED_COLUMNS
        sheets.append(Sheet(name=name, title_lines=titles, columns=columns, rows=rows))
        counts[name] = own["household_id"].n_unique()
    write_workbook(path, sheets, form_version="phu-luc-vi-1")
    return counts


def _rows(
    people: pl.DataFrame, unit: Unit, as_of: date, reviewed: Mapping[int, Reviewed]
) -> list[dict[str, Any]]:
    numbered = people.with_columns(
        order=pl.col("household").rank("dense").cast(pl.Int64),
        age=age_expr(as_of),
        birth_date=birth_words(),
    )
    places = _places(people["unit_id"].unique().to_list())
    rows = []
    for row in numbered.iter_rows(named=True):
        shared = {
            "order": row["order"],
            "full_name": row["full_name"],
            "relation": Relation(row["relation"]).label,
            "birth_date": row["birth_date"],
            "sex": said("sex", row["sex"]),
            "personal_id": row["personal_id"],
            "ethnicity": row["ethnicity"],
            "age": row["age"],
            **places[row["unit_id"]],
            "village": row["village"],
        }
        if row["opens"]:
            found = reviewed.get(row["household_id"], Reviewed())
            shared |= _household_cells(row, found)
        else:
            shared |= {"order": None}
        rows.append(shared)
    return rows


def _household_cells(row: dict[str, Any], found: Reviewed) -> dict[str, Any]:
    return {
        "is_household": "x",
        "code": row["code"],
        "head_name": row["head_name"],
        "address": row["address"],
        "category": StatusCategory(row["category"]).label,
        "decision_number": found.decision_number,
        "decision_date": found.decision_date,
        "score_b1": found.score_b1,
        "score_b2": found.score_b2,
        "is_minority": "x" if row["ethnicity"] and row["ethnicity"] != KINH else None,
        "no_working_capacity": "x" if row["no_working_capacity"] else None,
        "has_merit_person": "x" if row["has_merit_person"] else None,
        "causes": found.causes,
        "note": found.note,
        "member_count": row["member_count"],
    }


def _places(unit_ids: list[int]) -> dict[int, dict[str, str | None]]:
    """Return province, district and commune of each unit; two tiers know no district."""
    found = {}
    for unit in Unit.objects.filter(pk__in=unit_ids):
        above = {one.level: one for one in (*ancestors(unit=unit), unit)}
        province, district, commune = (
            above.get(level)
            for level in (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
        )
        found[unit.pk] = {
            "province": province.name if province else None,
            "district": district.name if district else None,
            "district_code": district.code if district else None,
            "commune": commune.name if commune else None,
            "commune_code": commune.code if commune else None,
        }
    return found
