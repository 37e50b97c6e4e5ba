"""Units for tests: a few made by hand, or a real province from the shipped tables."""

from datetime import date
from typing import Any

import factory
from django.db import connection

from giamngheo.areas.actions import sync_units
from giamngheo.areas.applying import new_unit
from giamngheo.areas.enums import LEVEL_OF_KIND, UnitKind
from giamngheo.areas.loading import reserve_ids
from giamngheo.areas.models import Unit
from giamngheo.areas.queries import unit_at_code

_CODE_LENGTH = {1: 2, 2: 3, 3: 5}


def load_province(*codes: str) -> None:
    """Load these provinces from the shipped tables, in all their eras (Thanh Hóa in 0.3 s)."""
    sync_units(provinces=codes)


def unit(code: str, day: str) -> Unit:
    """Return the unit that held `code` on `day` (ISO)."""
    found = unit_at_code(code=code, as_of=date.fromisoformat(day))
    assert found is not None, f"no unit {code} on {day}"
    return found


class UnitFactory(factory.django.DjangoModelFactory):
    """A rural commune since 2010 in a province of its own; give `kind`, `parent`, `name` …"""

    class Meta:
        model = Unit

    class Params:
        town = factory.Trait(kind=UnitKind.TOWN)
        province = factory.Trait(kind=UnitKind.PROVINCE, name="Tỉnh Mẫu", parent=None)
        district = factory.Trait(
            kind=UnitKind.DISTRICT,
            name="Huyện Mẫu",
            parent=factory.SubFactory("tests.factories.areas.UnitFactory", province=True),
        )
        village = factory.Trait(
            kind=UnitKind.VILLAGE, parent=factory.SubFactory("tests.factories.areas.UnitFactory")
        )

    kind = UnitKind.COMMUNE
    name = factory.Sequence(lambda n: f"Mẫu {n}")
    number = factory.Sequence(int)
    parent = factory.SubFactory("tests.factories.areas.UnitFactory", province=True)
    valid_from = date(2010, 1, 1)
    valid_to = None
    start_known = True
    source = "dữ liệu thử"

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **kwargs: Any) -> Unit:
        number, code = kwargs.pop("number"), kwargs.pop("code", None)
        width = _CODE_LENGTH.get(LEVEL_OF_KIND[kwargs["kind"]])
        if code is None and width:
            code = str(number % 10**width).zfill(width)
        later = {name: kwargs.pop(name) for name in ("valid_to", "start_known")}
        with connection.cursor() as cursor:
            (pk,) = reserve_ids(cursor, 1)
        made = new_unit(pk=pk, code=code, **kwargs)
        for name, value in later.items():
            setattr(made, name, value)
        made.save(force_insert=True)
        return made
