"""What the page of a household's circumstances says, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from giamngheo.lib.dates import format_date
from giamngheo.lib.numbers import format_number
from giamngheo.support.enums import LandKind, ProductionModel, WorkKind
from giamngheo.support.models import (
    Circumstance,
    CommunityMeasure,
    HouseholdCause,
    HouseholdNeed,
    LandLack,
    WorkingCategory,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row as read: what it says, since when (until when), and who wrote it."""

    pk: int
    what: str
    words: str
    days: str
    who: str


@dataclass(frozen=True, kw_only=True)
class Names:
    causes: Mapping[str, str]
    needs: Mapping[str, str]


def line_of(row: Circumstance, names: Names) -> Line:
    what, words = _told(row, names)
    since = f"từ ngày {format_date(row.valid_from)}"
    if row.valid_to is not None:
        since += f" đến hết ngày {format_date(row.valid_to - timedelta(days=1))}"
    return Line(
        pk=row.pk,
        what=what,
        words=words,
        days=since,
        who=row.recorded_by.full_name if row.recorded_by else "hệ thống",
    )


def cause_words(row: HouseholdCause, names: Mapping[str, str]) -> str:
    words = names.get(row.code, row.code)
    return f"{words}: {row.note}" if row.note else words


def need_kinds(row: HouseholdNeed, names: Mapping[str, str]) -> str:
    kinds = [names.get(code, code).lower() for code in row.codes]
    if row.model:
        kinds.append(str(ProductionModel(row.model).label).lower())
    return ", ".join(kinds)


def land_words(row: LandLack) -> str:
    lacking = [str(LandKind(row.kind).label)]
    if row.area_m2 is not None:
        lacking.append(f"thiếu {format_number(row.area_m2.normalize())} m²")
    if row.source:
        lacking.append(row.source)
    return f"{', '.join(lacking)}. Đề xuất: {row.measure}"


def _told(row: Any, names: Names) -> tuple[str, str]:
    match row:
        case HouseholdCause():
            main = "Nguyên nhân chính" if row.is_main else "Nguyên nhân"
            return main, cause_words(row, names.causes)
        case HouseholdNeed():
            return "Nguyện vọng", f"“{row.words}” ({need_kinds(row, names.needs)})"
        case LandLack():
            return "Thiếu đất, nước", land_words(row)
        case WorkingCategory():
            kind = WorkKind(row.kind).label
            return "Phân loại lao động", f"{kind}. Căn cứ: {row.grounds}"
        case CommunityMeasure():
            told = f"{row.measure} ({row.organisation}, xem lại {format_date(row.review_on)})"
            return "Biện pháp của cộng đồng", f"{told}. {row.outcome}".strip()
        case _:
            raise TypeError(type(row).__name__)
