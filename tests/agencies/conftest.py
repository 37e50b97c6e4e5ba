"""Thanh Hóa with the agencies of the province, of Triệu Sơn and of one of its communes."""

from datetime import date

import pytest

from giamngheo.agencies.actions import set_up_agencies
from giamngheo.areas.models import Unit
from tests.factories.areas import load_province, unit

DAY = date(2020, 3, 2)


@pytest.fixture
def trieu_son(db: None) -> Unit:
    load_province("38")
    return unit("397", "2020-03-02")


@pytest.fixture
def directory(trieu_son: Unit) -> Unit:
    """Return the district; the usual agencies of every level stand in the directory."""
    units = [None, unit("38", "2020-03-02"), trieu_son, unit("15670", "2020-03-02")]
    set_up_agencies(units=units, as_of=DAY, by=None)
    return trieu_son
