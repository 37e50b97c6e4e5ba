"""What a page of missing services is asked for in its address, and the same said in words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.areas.models import Unit
from giamngheo.law.standards import load_standards
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.deprivations import Among

CATEGORIES = {
    StatusCategory.POOR.value: "Hộ nghèo",
    StatusCategory.NEAR_POOR.value: "Hộ cận nghèo",
}
GROUPS = dict(Among.choices)
MOST_SERVICES = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters of one address; unknown values are passed over."""

    unit: Unit
    year: int
    category: str
    among: str
    indicator: str
    services: int | None
    unsure: bool
    standard: str
    # The id of a unit right below; 0: households of no unit below; None: all.
    row: int | None

    @property
    def who(self) -> str:
        """Return "Hộ nghèo" or "Hộ nghèo, hộ dân tộc thiểu số"."""
        who = CATEGORIES[self.category]
        if self.among == Among.ALL:
            return who
        words = GROUPS[self.among]
        return f"{who}, {words[:1].lower()}{words[1:]}"

    @property
    def words(self) -> str:
        what = ""
        if self.indicator:
            what = f" thiếu hụt {indicator_name(self.indicator).lower()}"
        elif self.services is not None:
            what = (
                f" thiếu {self.services} dịch vụ" if self.services else " không thiếu dịch vụ nào"
            )
        elif self.unsure:
            what = " còn chỉ số chưa rõ"
        return f"{self.who}{what}, cuối năm {self.year}"

    def door(self, **asked: str | int) -> str:
        """Return the address of the list behind one figure of the same category and group."""
        query = {"dien": self.category, "nhom": self.among} | asked
        kept = {name: value for name, value in query.items() if value not in ("", Among.ALL)}
        place = {"unit_code": self.unit.code, "year": self.year}
        return f"{reverse('deprived_households', kwargs=place)}?{urlencode(kept)}"


def read_asked(request: HttpRequest, *, unit: Unit, year: int) -> Asked:
    given = request.GET
    category, among = given.get("dien", ""), given.get("nhom", "")
    services, row = given.get("so", ""), given.get("dong", "")
    indicator, standard = given.get("chi-so", ""), given.get("chuan", "")
    known = {item.code for one in load_standards() for item in one.indicators}
    return Asked(
        unit=unit,
        year=year,
        category=category if category in CATEGORIES else StatusCategory.POOR.value,
        among=among if among in GROUPS else Among.ALL.value,
        indicator=indicator if indicator in known else "",
        services=min(int(services), MOST_SERVICES) if _is_number(services) else None,
        unsure=given.get("chua-ro") == "1",
        standard=standard if standard in {one.code for one in load_standards()} else "",
        row=int(row) if _is_number(row) else None,
    )


def indicator_name(code: str) -> str:
    return next(
        (item.name for one in load_standards() for item in one.indicators if item.code == code),
        code,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
