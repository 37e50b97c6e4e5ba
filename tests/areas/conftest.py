"""Thanh Hóa from the shipped tables, and Triệu Sơn in it."""

import pytest

from giamngheo.areas.models import Unit
from tests.factories.areas import load_province, unit


@pytest.fixture
def thanh_hoa(db: None) -> Unit:
    load_province("38")
    return unit("38", "2020-01-31")


@pytest.fixture
def trieu_son(thanh_hoa: Unit) -> Unit:
    return unit("397", "2020-01-31")
