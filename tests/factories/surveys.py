"""Surveyed incomes for tests: a campaign of 2023 under vn-2022 in the small district."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from giamngheo.law.standards import shipped_indicator_codes
from giamngheo.reviews.actions import decide_commune, judge_communes, open_campaign, record_survey
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign
from tests.factories.district import District

# Lacking under both vn-2022 and vn-2027; the last two under one of them only.
SHARED = ("employment", "dependents", "nutrition", "health_insurance")
OLD_ONLY, NEW_ONLY = "info_device", "waste_treatment"

# Income, and what is lacking. Lines of vn-2022: 1.500.000 and 2.000.000; of vn-2027: 2.200.000 and
# 2.800.000; poor from three indicators on.
Survey = Mapping[str, tuple[int, tuple[str, ...]]]
RURAL: Survey = {
    "A-001": (1_500_000, SHARED[:3]),
    "A-002": (1_500_000, (*SHARED[:2], OLD_ONLY)),
    "A-003": (1_500_000, (*SHARED[:2], NEW_ONLY)),
    "A-004": (1_500_001, SHARED),
    "A-005": (2_200_000, ()),
    "A-006": (2_200_001, SHARED),
}
URBAN: Survey = {
    "B-001": (2_000_000, SHARED),
    "B-002": (2_800_000, SHARED[:2]),
    "B-003": (2_800_001, SHARED),
}


def survey_of(
    sheets: Survey, *, unknown: Mapping[str, tuple[str, ...]] | None = None
) -> pl.DataFrame:
    """Return the frame `record_survey` takes; every indicator is known but those in `unknown`."""
    unsure = unknown or {}
    marks = {
        f"d_{indicator}": [
            None if indicator in unsure.get(code, ()) else indicator in lacking
            for code, (_, lacking) in sheets.items()
        ]
        for indicator in sorted(shipped_indicator_codes())
    }
    return pl.DataFrame(
        {
            "household_code": list(sheets),
            "income_per_capita_vnd": [income for income, _ in sheets.values()],
            "children_out_of_school": [0] * len(sheets),
            **marks,
        },
        schema_overrides=dict.fromkeys(marks, pl.Boolean),
    )


def open_survey(district: District, *, code: str = "khao-sat-2023", year: int = 2023) -> Campaign:
    return open_campaign(
        code=code,
        name=f"Khảo sát thu nhập {year}",
        kind=CampaignKind.PERIODIC,
        year=year,
        unit=district.unit,
        communes=district.communes,
        standard="vn-2022",
        judged_for=date(year, 11, 15),
        by=None,
    )


def surveyed(district: District, *, decided: bool = False) -> Campaign:
    """Load the nine families, survey them in 2023, and decide on request."""
    district.load(*RURAL, *URBAN)
    campaign = open_survey(district)
    record_survey(campaign=campaign, answers=survey_of({**RURAL, **URBAN}), by=None)
    if decided:
        judge_communes(campaign=campaign, units=district.communes, by=None)
        for unit in district.communes:
            decide_commune(
                campaign=campaign,
                unit=unit,
                number=f"7-{unit.code}/QĐ-UBND",
                signed_date=date(2023, 12, 10),
                effective_date=date(2023, 12, 10),
                signer="Lò Văn Ơ",
                by=None,
            )
    return campaign
