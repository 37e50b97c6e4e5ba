"""
A small year 2020 for page tests: two communes reviewed twice, their plan, and a neighbour district.

Đồng Mây (98001): 6 poor on 1 January, 4 leave poverty, 2 fall into it, one family moves away: 3 on
31 December, 3 fewer where 4 were promised. Phố Núi (98002): 3 poor, 2 leave: 1 left, as promised.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import polars as pl

from giamngheo.areas.enums import UnitKind, UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.planning.enums import Measure, Severity, UnitMatch
from giamngheo.planning.models import (
    AllocationFigure,
    AllocationRow,
    Finding,
    LegalBasis,
    Plan,
    Target,
)
from giamngheo.registry.actions import load_households
from giamngheo.registry.models import Household
from giamngheo.reviews.actions import decide_commune, judge_communes, record_scores
from tests.factories.district import District, make_unit, personal_number

YEAR = 2020
SINCE = date(2018, 1, 1)
# Given names out of alphabetical order, with the letters Vietnamese orders its own way.
NAMES = {
    "A-001": "Lò Văn Ơn",
    "A-002": "Hà Thị Ân",
    "A-003": "Lò Thị Đào",
    "A-004": "Vi Văn Dũng",
    "A-005": "Hà Văn Ánh",
    "A-006": "Quàng Thị Ưng",
    "A-007": "Lò Văn Ôn",
    "A-008": "Vi Thị Hoa",
    "A-009": "Vi Thị Hoà",
    "A-010": "Lò Văn An",
    "A-011": "Hà Văn Dân",
    "A-012": "Lương Văn Ông",
    "B-001": "Nguyễn Thị Đẹp",
    "B-002": "Trần Văn Danh",
    "B-003": "Lê Thị Ưu",
    "B-004": "Phạm Văn Ý",
    "B-005": "Bùi Thị Ước",
    "B-006": "Đỗ Văn Âu",
}
# Nobody in the small district bears a part of these names.
FOREIGN_NAMES = {"N-001": "Quách Xuyến Chi", "N-002": "Giàng Seo Phử", "N-003": "Khúc Bằng Lĩnh"}

# Scores by household: B1, B2, what it lacks, children out of school. Rural lines 120 and 150,
# urban 140 and 175; poor besides with B2 from 30 on.
Sheet = tuple[int, int, tuple[str, ...], int]
BEFORE: dict[str, Sheet] = {
    "A-001": (100, 20, ("toilet",), 2),
    "A-002": (110, 10, ("toilet",), 0),
    "A-003": (115, 0, (), 1),
    "A-004": (120, 0, (), 0),
    "A-005": (130, 30, ("toilet", "water_source"), 0),
    "A-006": (90, 10, ("water_source",), 0),
    "A-007": (140, 10, ("toilet",), 0),
    "A-008": (150, 0, (), 0),
    "B-001": (120, 20, ("housing_quality",), 0),
    "B-002": (130, 0, (), 0),
    "B-003": (140, 10, ("housing_quality",), 0),
    "B-004": (160, 0, (), 0),
}
AFTER: dict[str, Sheet] = {
    "A-001": (160, 0, (), 0),
    "A-002": (151, 0, (), 0),
    "A-003": (170, 0, (), 0),
    "A-004": (130, 0, (), 0),
    "A-005": (120, 20, ("toilet",), 0),
    "A-007": (110, 10, ("toilet",), 0),
    "A-008": (145, 0, (), 0),
    "A-010": (100, 10, ("toilet",), 1),
    "B-001": (180, 0, (), 0),
    "B-002": (190, 0, (), 0),
    "B-003": (130, 10, ("housing_quality",), 0),
    "B-004": (200, 0, (), 0),
}
NEIGHBOUR: dict[str, Sheet] = {
    "N-001": (100, 10, ("toilet",), 0),
    "N-002": (110, 0, (), 0),
    "N-003": (150, 0, (), 0),
}


@dataclass
class SmallYear:
    """The year, built; `decided` False leaves the second review open with nothing recorded."""

    decided: bool = True
    planned: bool = True
    district: District = field(init=False)
    foreign_commune: Unit = field(init=False)
    plan: Plan | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.district = District()
        self._make_neighbour()
        register(NAMES, self.district.villages)
        # One family came in June, one left in July.
        Household.objects.filter(code="A-010").update(registered_from=date(YEAR, 6, 1))
        Household.objects.filter(code="A-006").update(registered_to=date(YEAR, 7, 1))
        self.review(YEAR - 1, BEFORE)
        if self.decided:
            self.review(YEAR, AFTER)
        if self.planned:
            self.plan = make_plan(self.district)

    @property
    def code(self) -> str:
        return self.district.unit.code or ""

    @property
    def page(self) -> str:
        return f"/chi-tieu/{self.code}/{YEAR}"

    def review(self, year: int, sheets: dict[str, Sheet]) -> None:
        """Open, score, judge and decide the review of both communes."""
        campaign = self.district.open(year)
        record_scores(campaign=campaign, scores=scores(sheets), by=None)
        judge_communes(campaign=campaign, units=self.district.communes, by=None)
        for unit in self.district.communes:
            decide(campaign, unit, year)

    def _make_neighbour(self) -> None:
        self.foreign_commune = make_unit(
            name="Bến Xa",
            kind=UnitKind.COMMUNE,
            level=UnitLevel.COMMUNE,
            code="98101",
            parent=self.district.neighbour,
        )
        village = make_unit(
            name="Thôn Khác",
            kind=UnitKind.VILLAGE,
            level=UnitLevel.VILLAGE,
            code=None,
            parent=self.foreign_commune,
        )
        register(FOREIGN_NAMES, {"N": village})


def register(names: dict[str, str], villages: dict[str, Unit], since: date = SINCE) -> None:
    """Register each household in the village of its code's letter, with its head as member."""
    households = pl.DataFrame(
        {
            "code": list(names),
            "unit_id": [villages[code[0]].pk for code in names],
            "head_name": list(names.values()),
        }
    ).with_columns(
        address=pl.lit(""),
        ethnicity=pl.lit("Thái"),
        no_working_capacity=pl.lit(value=False),
        has_merit_person=pl.lit(value=False),
        registered_from=pl.lit(since),
        is_generated=pl.lit(value=True),
    )
    members = pl.DataFrame(
        {
            "household_code": list(names),
            "full_name": list(names.values()),
            "personal_id": [personal_number(code, first=471) for code in names],
        }
    ).with_columns(
        position=pl.lit(1),
        sex=pl.lit("F"),
        birth_date=pl.lit(date(1980, 5, 17)),
        relation=pl.lit("HEAD"),
        ethnicity=pl.lit("Thái"),
    )
    statuses = pl.DataFrame({"household_code": list(names)}).with_columns(
        category=pl.lit("NON_POOR"),
        group=pl.lit(""),
        valid_from=pl.lit(since),
        valid_to=pl.lit(None, dtype=pl.Date),
        standard=pl.lit("vn-2016"),
        source=pl.lit("Sổ hộ"),
    )
    load_households(
        households=households, members=members, statuses=statuses, by=None, reason="thử"
    )


def scores(sheets: dict[str, Sheet]) -> pl.DataFrame:
    """Return the sheets in the shape `record_scores` takes."""
    return pl.DataFrame(
        {
            "household_code": list(sheets),
            "score_b1": [sheet[0] for sheet in sheets.values()],
            "score_b2": [sheet[1] for sheet in sheets.values()],
            "deprivations": [list(sheet[2]) for sheet in sheets.values()],
            "children_out_of_school": [sheet[3] for sheet in sheets.values()],
        },
        schema_overrides={"deprivations": pl.List(pl.String)},
    )


def decide(campaign, unit: Unit, year: int):  # type: ignore[no-untyped-def]
    return decide_commune(
        campaign=campaign,
        unit=unit,
        number=f"{year}-{unit.code}/QĐ-UBND",
        signed_date=date(year, 12, 10),
        effective_date=date(year, 12, 10),
        signer="Lương Minh Thuyết",
        by=None,
    )


def make_plan(district: District, *, unit: Unit | None = None) -> Plan:
    """Store the plan of 2020 as the import would have stored it."""
    unit = unit or district.unit
    plan = Plan.objects.create(
        unit=unit,
        unit_path=unit.path,
        code="15/KH-UBND",
        issued_date=date(YEAR, 1, 31),
        issuer="UBND huyện Thử",
        title="Kế hoạch giảm nghèo năm 2020",
        first_year=YEAR,
        last_year=YEAR,
        signer="Lương Minh Thuyết",
        file_name="ke-hoach.txt",
        file_digest=f"{unit.pk:064d}",
        text="\n".join(f"Dòng chữ thứ {number}" for number in range(1, 31)),
        imported_by="canbo",
    )
    _allocate(plan, unit, "Tổng cộng", line=20, is_total=True, figures=(23, 9, 6, 3, 7))
    _allocate(plan, district.rural, "Đồng Mây", line=21, figures=(12, 6, 4, 2, 1))
    _allocate(
        plan,
        district.urban,
        "Phố Nui",
        line=22,
        match=UnitMatch.SUGGESTED,
        figures=(6, 3, 2, 1, 1),
    )
    _promise(plan)
    LegalBasis.objects.create(
        plan=plan,
        position=1,
        role="basis",
        kind="Quyết định",
        code="59/2015/QĐ-TTg",
        issued_date=date(2015, 11, 19),
        issuer="Thủ tướng Chính phủ",
        subject="chuẩn nghèo tiếp cận đa chiều",
        as_written="Quyết định số 59/2015/QĐ-TTg",
        line=3,
    )
    Finding.objects.create(
        plan=plan,
        position=0,
        code="DOC-101",
        severity=Severity.ERROR,
        message="Cột hộ cận nghèo cộng lại được 2 hộ, dòng tổng ghi 7 hộ.",
        line=20,
        found="7",
        expected="2",
    )
    return plan


def _allocate(
    plan: Plan,
    unit: Unit,
    written: str,
    *,
    line: int,
    figures: tuple[int, ...],
    match: UnitMatch = UnitMatch.EXACT,
    is_total: bool = False,
) -> None:
    row = AllocationRow.objects.create(
        plan=plan,
        position=line,
        unit=unit,
        unit_path=unit.path,
        match=match,
        name_as_written=written,
        is_total=is_total,
        line=line,
    )
    measures = (
        Measure.TOTAL_HOUSEHOLDS,
        Measure.POOR_START,
        Measure.POOR_REDUCED,
        Measure.NEAR_POOR_START,
        Measure.NEAR_POOR_REDUCED,
    )
    AllocationFigure.objects.bulk_create(
        AllocationFigure(row=row, measure=measure, value=value, as_written=str(value))
        for measure, value in zip(measures, figures, strict=True)
    )


def _promise(plan: Plan) -> None:
    """Store the sentences of the plan that promise a figure: indicator, value, sign, measure."""
    promises = (
        ("poor_households_reduced", "giảm hộ nghèo", Decimal(6), "=", "household"),
        ("poverty_rate_end_of_year", "tỷ lệ hộ nghèo cuối năm", Decimal("25.5"), "<", "%"),
        ("hygienic_latrine_households", "hộ nghèo có nhà tiêu hợp vệ sinh", Decimal(2), "~", "hộ"),
        ("poor_households_solid_house", "hộ nghèo có nhà ở bền vững", Decimal(2), "=", "household"),
        ("children_returned_to_school", "trẻ em đi học trở lại", Decimal(3), "=", "child"),
    )
    Target.objects.bulk_create(
        Target(
            plan=plan,
            position=position,
            indicator=indicator,
            label=label,
            direction="down",
            comparator=sign,
            value=value,
            measured_in=measured_in,
            year=YEAR,
            text=label,
            line=10 + position,
        )
        for position, (indicator, label, value, sign, measured_in) in enumerate(promises)
    )
