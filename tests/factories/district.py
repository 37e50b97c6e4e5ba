"""A small district for tests: two communes with a village each, households as one asks for them."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from giamngheo.accounts.models import User
from giamngheo.areas.enums import UnitKind, UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.areas.names import name_keys
from giamngheo.lib.text import sort_key
from giamngheo.registry.actions import load_households
from giamngheo.reviews.actions import decide_commune, judge_communes, open_campaign, record_scores
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign, Decision

FIRST_DAY = date(2016, 1, 1)
LAST_DAY = date(2025, 7, 1)


def make_unit(
    *, name: str, kind: str, level: int, code: str | None, parent: Unit | None, rural: bool = True
) -> Unit:
    keys = name_keys(name)
    unit = Unit(
        name=name,
        full_name=f"{UnitKind(kind).label} {name}",
        kind=kind,
        level=level,
        code=code,
        parent=parent,
        valid_from=FIRST_DAY,
        valid_to=LAST_DAY,
        area_type="rural" if rural else "urban",
        search_key=keys.search,
        compare_key=keys.compare,
        sort_key=sort_key(name),
        source="thử",
        path="/0/",
    )
    unit.pk = 900_000 + Unit.objects.count()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(force_insert=True)
    return unit


def personal_number(code: str, *, first: int) -> str:
    """
    Return the number of a woman born in 1980, `first` for A-001: nobody else's, and never one
    digit away from another's, which would look like a slip of the pen.
    """
    number = int("".join(filter(str.isdigit, code)) or 1) - 1
    number += 1_000 * (ord(code[0].upper()) - ord("A"))
    return f"038180{(first + 11 * number) % 1_000_000:06d}"


@dataclass
class District:
    """Units of the test district; a household's code names its commune: "A-001"."""

    province: Unit = field(init=False)
    unit: Unit = field(init=False)
    rural: Unit = field(init=False)
    urban: Unit = field(init=False)
    neighbour: Unit = field(init=False)
    villages: dict[str, Unit] = field(init=False)

    def __post_init__(self) -> None:
        self.province = make_unit(
            name="Tỉnh Thử", kind=UnitKind.PROVINCE, level=1, code="98", parent=None
        )
        self.unit = make_unit(
            name="Huyện Thử", kind=UnitKind.DISTRICT, level=2, code="980", parent=self.province
        )
        self.neighbour = make_unit(
            name="Huyện Bên", kind=UnitKind.DISTRICT, level=2, code="981", parent=self.province
        )
        self.rural = make_unit(
            name="Đồng Mây", kind=UnitKind.COMMUNE, level=3, code="98001", parent=self.unit
        )
        self.urban = make_unit(
            name="Phố Núi", kind=UnitKind.TOWN, level=3, code="98002", parent=self.unit, rural=False
        )
        self.villages = {
            "A": make_unit(
                name="Thôn Một",
                kind=UnitKind.VILLAGE,
                level=UnitLevel.VILLAGE,
                code=None,
                parent=self.rural,
            ),
            "B": make_unit(
                name="Khu phố Hai",
                kind=UnitKind.VILLAGE,
                level=UnitLevel.VILLAGE,
                code=None,
                parent=self.urban,
                rural=False,
            ),
        }

    @property
    def communes(self) -> list[Unit]:
        return [self.rural, self.urban]

    def load(
        self,
        *codes: str,
        by: User | None = None,
        since: date = date(2019, 1, 1),
        member_codes: tuple[str, ...] = (),
    ) -> None:
        """Register households by code, each with one member and the status of a non-poor one."""
        households = pl.DataFrame(
            {
                "code": codes,
                "unit_id": [self.villages[code[0]].pk for code in codes],
                "head_name": [f"Nguyễn Thị Hồng {code[-3:]}" for code in codes],
            }
        ).with_columns(
            address=pl.lit(""),
            ethnicity=pl.lit("Kinh"),
            no_working_capacity=pl.lit(value=False),
            has_merit_person=pl.lit(value=False),
            registered_from=pl.lit(since),
            is_generated=pl.lit(value=True),
        )
        heads = member_codes or codes
        numbers = [personal_number(code, first=1) for code in heads]
        members = pl.DataFrame({"household_code": heads, "personal_id": numbers}).with_columns(
            position=pl.lit(1),
            full_name=pl.lit("Nguyễn Thị Hồng Nhung"),
            sex=pl.lit("F"),
            birth_date=pl.lit(date(1980, 5, 17)),
            relation=pl.lit("HEAD"),
            ethnicity=pl.lit("Kinh"),
        )
        statuses = pl.DataFrame({"household_code": codes}).with_columns(
            category=pl.lit("NON_POOR"),
            group=pl.lit(""),
            valid_from=pl.lit(since),
            valid_to=pl.lit(None, dtype=pl.Date),
            standard=pl.lit("vn-2016"),
            source=pl.lit("Sổ hộ"),
        )
        load_households(
            households=households, members=members, statuses=statuses, by=by, reason="thử"
        )

    def open(self, year: int, *, by: User | None = None, code: str = "") -> Campaign:
        return open_campaign(
            code=code or f"thu-{year}",
            name=f"Rà soát thử {year}",
            kind=CampaignKind.PERIODIC,
            year=year,
            unit=self.unit,
            communes=self.communes,
            standard="vn-2016",
            judged_for=date(year, 11, 15),
            by=by,
        )

    def review(
        self, year: int, sheets: dict[str, tuple[int, int]], *, by: User | None = None
    ) -> list[Decision]:
        """Open, score, judge and decide a whole year; `sheets` gives (b1, b2) by code."""
        campaign = self.open(year, by=by)
        record_scores(campaign=campaign, scores=scores_of(sheets), by=by)
        prefixes = {"A": self.rural, "B": self.urban}
        units = [unit for key, unit in prefixes.items() if any(c[0] == key for c in sheets)]
        judge_communes(campaign=campaign, units=units, by=by)
        return [
            decide_commune(
                campaign=campaign,
                unit=unit,
                number=f"{year}-{unit.code}/QĐ-UBND",
                signed_date=date(year, 12, 10),
                effective_date=date(year, 12, 10),
                signer="Lò Văn Ơ",
                by=by,
            )
            for unit in units
        ]


def scores_of(sheets: dict[str, tuple[int, int]], lacking: str = "toilet") -> pl.DataFrame:
    """Return the frame `record_scores` takes; a B2 of 10 or more lacks `lacking`."""
    return pl.DataFrame(
        {
            "household_code": list(sheets),
            "score_b1": [b1 for b1, _ in sheets.values()],
            "score_b2": [b2 for _, b2 in sheets.values()],
            "deprivations": [[lacking] if b2 >= 10 else [] for _, b2 in sheets.values()],
            "children_out_of_school": [0] * len(sheets),
        },
        schema_overrides={"deprivations": pl.List(pl.String)},
    )
