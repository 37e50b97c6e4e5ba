"""A plan document of ours, its district, and ways to read and take it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from giamngheo.areas.enums import UnitKind
from giamngheo.areas.models import Unit
from giamngheo.planning import actions
from giamngheo.planning.models import Plan, PlanItem
from tests.documents.plans import PLAN
from tests.factories.district import make_unit


@dataclass
class SuoiBac:
    """Suối Bạc district (970) of Sơn Hà with its three communes, and a neighbour district (971)."""

    province: Unit = field(init=False)
    unit: Unit = field(init=False)
    communes: dict[str, Unit] = field(init=False, default_factory=dict)
    neighbour: Unit = field(init=False)

    def __post_init__(self) -> None:
        self.province = make_unit(
            name="Sơn Hà", kind=UnitKind.PROVINCE, level=1, code="97", parent=None
        )
        self.unit = make_unit(
            name="Suối Bạc", kind=UnitKind.DISTRICT, level=2, code="970", parent=self.province
        )
        for name, kind, code in (
            ("Nậm Lành", UnitKind.COMMUNE, "97001"),
            ("Bản Thử", UnitKind.COMMUNE, "97002"),
            ("Suối Bạc", UnitKind.TOWN, "97003"),
        ):
            self.communes[name] = make_unit(
                name=name, kind=kind, level=3, code=code, parent=self.unit
            )
        self.neighbour = make_unit(
            name="Pù Luông", kind=UnitKind.DISTRICT, level=2, code="971", parent=self.province
        )


def plan_file(folder: Path, *changes: tuple[str, str], name: str = "ke-hoach.txt") -> Path:
    """Write the plan of Suối Bạc with some words replaced; each must be there."""
    text = PLAN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, *changes: tuple[str, str], supersedes: Plan | None = None) -> Plan:
    """Return the plan as read, nothing decided."""
    path = plan_file(folder, *changes)
    return actions.read_file(path=path, by=None, supersedes=supersedes).plan


def committed(folder: Path, *changes: tuple[str, str]) -> Plan:
    """Return the plan with everything accepted and committed."""
    return actions.import_plan(path=plan_file(folder, *changes), by=None).plan


def item_of(plan: Plan, block: str, word: str = "") -> PlanItem:
    """Return the first item of a block whose data holds `word`."""
    return next(item for item in plan.items.filter(block=block) if word in str(item.data))
