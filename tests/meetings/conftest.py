import pytest

from tests.factories.village_review import VillageYear


@pytest.fixture
def year(db: None) -> VillageYear:
    return VillageYear()
