import pytest

from tests.factories.district import District
from tests.factories.planted import Planted


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture
def planted(district: District) -> Planted:
    return Planted(district)
