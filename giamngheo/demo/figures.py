"""The figures the demonstration must meet, shipped as data in `examples/trieu-son-2020/`."""

import csv
from dataclasses import dataclass
from pathlib import Path

from giamngheo.law.enums import AreaType

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "trieu-son-2020"
PLAN_FILE = EXAMPLE / "ke-hoach.txt"

DISTRICT = "Huyện Triệu Sơn"
PROVINCE = "Tỉnh Thanh Hóa"
PROVINCE_CODE = "038"  # as the first three digits of a personal identification number
YEAR = 2020

# The communes of the hills, where the minorities of the district live and poverty is highest.
HILLY = ("Xã Thọ Sơn", "Xã Thọ Bình", "Xã Triệu Thành", "Xã Bình Sơn")


@dataclass(frozen=True, slots=True)
class CommuneFigures:
    """One commune's line of the target table; every number counts households."""

    order: int
    unit_code: str
    unit_name: str
    households: int
    poor_start: int
    poor_reduction: int
    near_poor_start: int
    near_poor_reduction: int

    @property
    def area_type(self) -> AreaType:
        return AreaType.URBAN if self.unit_name.startswith("Thị trấn") else AreaType.RURAL

    @property
    def is_hilly(self) -> bool:
        return self.unit_name in HILLY


def commune_figures(*, file: Path = EXAMPLE / "figures.csv") -> tuple[CommuneFigures, ...]:
    """Return the 34 communes of 2020 in the order of the plan's table."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            CommuneFigures(
                order=int(row["order"]),
                unit_code=row["unit_code"],
                unit_name=row["unit_name"],
                households=int(row["households"]),
                poor_start=int(row["poor_start"]),
                poor_reduction=int(row["poor_reduction"]),
                near_poor_start=int(row["near_poor_start"]),
                near_poor_reduction=int(row["near_poor_reduction"]),
            )
            for row in csv.DictReader(lines)
        )


def service_targets(*, file: Path = EXAMPLE / "services.csv") -> dict[str, int]:
    """
    Return, by indicator code, how many poor households lack the service at the start of the year.

    The plan counts children out of school (65), not households: the generator gives each of them a
    household of its own, so that both counts are 65.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["indicator"]: int(row["target"]) for row in csv.DictReader(lines)}
