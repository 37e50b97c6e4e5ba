"""What the pages of groups are asked for in their address, and the same said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.areas.models import Unit
from giamngheo.law.code_lists import FoundList, ListKind, list_for
from giamngheo.registry.enums import StatusCategory
from giamngheo.support.enums import LandKind, ProductionModel

CATEGORIES = {
    StatusCategory.POOR.value: "Hộ nghèo",
    StatusCategory.NEAR_POOR.value: "Hộ cận nghèo",
}
PLAIN_FLAGS = {
    "N1": "nhóm N1",
    "N2": "nhóm N2",
    "MERIT": "có người có công",
    "PROTECTED": "có người hưởng trợ cấp xã hội",
    "NO_CAPACITY": "không có khả năng lao động",
    "MINORITY": "dân tộc thiểu số",
    "OVERLAP": "thuộc từ hai nhóm trở lên",
    "OTHER": "không thuộc ba nhóm",
    "NO_CAUSE": "chưa ghi nguyên nhân",
    "NO_NEED": "chưa ghi nhu cầu",
    "WORK:RELIEF": "cần cứu trợ xã hội",
    "WORK:SUPPORT": "cần hỗ trợ phát triển",
    "LAND": "thiếu đất hoặc nước",
}


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The official lists of the day."""

    causes: FoundList
    needs: FoundList

    @property
    def flags(self) -> dict[str, str]:
        """Return every flag that may be asked for with its words; no confidential one."""
        return {
            **PLAIN_FLAGS,
            **{f"CAUSE:{code}": name.lower() for code, name in self.causes.names.items()},
            **{
                f"MAIN:{code}": f"nguyên nhân chính: {name.lower()}"
                for code, name in self.causes.names.items()
            },
            **{f"NEED:{code}": f"cần {name.lower()}" for code, name in self.needs.names.items()},
            **{f"MODEL:{one.value}": one.label.lower() for one in ProductionModel},
            **{f"LAND:{one.value}": f"thiếu {one.label.lower()}" for one in LandKind},
        }

    @property
    def cautions(self) -> list[str]:
        return [one.caution for one in (self.causes, self.needs) if one.caution]


def lists_on(day: date) -> Lists:
    return Lists(
        causes=list_for(kind=ListKind.CAUSES, as_of=day),
        needs=list_for(kind=ListKind.NEEDS, as_of=day),
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters of one address; unknown values are passed over."""

    unit: Unit
    year: int
    category: str
    having: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    row: int | None = None
    ethnicity: str = ""

    def words(self, flags: Mapping[str, str]) -> str:
        told = [flags[flag] for flag in self.having]
        told += [f"không {flags[flag]}" for flag in self.without]
        if self.ethnicity:
            told.append(f"dân tộc {self.ethnicity}")
        return ", ".join([CATEGORIES[self.category], *told])

    def door(
        self,
        *having: str,
        without: str = "",
        row: int | None = None,
        ethnicity: str = "",
    ) -> str:
        """Return the address of the list behind a figure of the same unit, year and category."""
        query: list[tuple[str, str]] = [("dien", self.category)]
        query += [("muc", flag) for flag in having]
        query += [("khong", without)] if without else []
        query += [("dong", str(row))] if row is not None else []
        query += [("dan-toc", ethnicity)] if ethnicity else []
        place = {"unit_code": self.unit.code, "year": self.year}
        return f"{reverse('group_households', kwargs=place)}?{urlencode(query)}"


def read_asked(request: HttpRequest, *, unit: Unit, year: int, flags: Mapping[str, str]) -> Asked:
    given = request.GET
    category, row = given.get("dien", ""), given.get("dong", "")
    is_row = row.isascii() and row.isdecimal() and len(row) < 10
    return Asked(
        unit=unit,
        year=year,
        category=category if category in CATEGORIES else StatusCategory.POOR.value,
        having=tuple(flag for flag in given.getlist("muc")[:5] if flag in flags),
        without=tuple(flag for flag in given.getlist("khong")[:5] if flag in flags),
        row=int(row) if is_row else None,
        ethnicity=given.get("dan-toc", "").strip()[:40],
    )
