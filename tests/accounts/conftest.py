"""
A corner of the country before and after 01/07/2025, with invented names.

Province P: district D (communes A, B, C) and district E (commune F). On 01/07/2025 the districts
end; A and B become N whole, C is split between N and M.
"""

from dataclasses import dataclass
from datetime import date

import pytest

from giamngheo.areas.enums import LinkKind, UnitKind, UnitLevel
from giamngheo.areas.models import Unit, UnitLink

MERGED = date(2025, 7, 1)
BEFORE, AFTER = date(2020, 6, 1), date(2025, 9, 1)
KIND_OF_LEVEL = {
    UnitLevel.PROVINCE: UnitKind.PROVINCE,
    UnitLevel.DISTRICT: UnitKind.DISTRICT,
    UnitLevel.COMMUNE: UnitKind.COMMUNE,
}


def make_unit(
    code: str,
    level: UnitLevel,
    parent: Unit | None = None,
    start: date = date(2004, 1, 1),
    end: date | None = None,
) -> Unit:
    unit = Unit(
        code=code,
        name=f"Thử {code}",
        full_name=f"{KIND_OF_LEVEL[level].label} Thử {code}",
        kind=KIND_OF_LEVEL[level],
        level=level,
        parent=parent,
        valid_from=start,
        valid_to=end,
        source="thử",
        path=f"/{code}/",
    )
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save()
    return unit


def link(old: Unit, new: Unit, *, split: bool = False) -> None:
    UnitLink.objects.create(
        predecessor=old, successor=new, kind=LinkKind.MERGE, split=split, source="thử"
    )


@dataclass
class Country:
    p: Unit
    d: Unit
    e: Unit
    a: Unit
    b: Unit
    c: Unit
    f: Unit
    n: Unit
    m: Unit


@pytest.fixture
def country(db: None) -> Country:
    p = make_unit("91", UnitLevel.PROVINCE)
    d, e = (make_unit(code, UnitLevel.DISTRICT, p, end=MERGED) for code in ("911", "912"))
    a, b, c = (
        make_unit(code, UnitLevel.COMMUNE, d, end=MERGED) for code in ("91101", "91102", "91103")
    )
    f = make_unit("91201", UnitLevel.COMMUNE, e, end=MERGED)
    n, m = (make_unit(code, UnitLevel.COMMUNE, p, start=MERGED) for code in ("91301", "91302"))
    for old in (a, b):
        link(old, n)
    for new in (n, m):
        link(c, new, split=True)
    return Country(p, d, e, a, b, c, f, n, m)
