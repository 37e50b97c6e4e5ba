import pytest

from giamngheo.areas.models import Unit
from tests.factories.areas import load_province, unit
from tests.factories.small_year import SmallYear


@pytest.fixture
def year(db: None) -> SmallYear:
    return SmallYear()


@pytest.fixture
def trieu_son(db: None) -> Unit:
    """The district of 2020 with the country's real units of its province."""
    load_province("38")
    return unit("397", "2020-01-31")
