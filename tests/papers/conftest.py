import pytest

from tests.factories.finished_list import FinishedList
from tests.factories.village_review import VillageYear


@pytest.fixture
def finished(db: None) -> FinishedList:
    return FinishedList()


@pytest.fixture
def decided(finished: FinishedList) -> FinishedList:
    """The commune's list of 2021, decided on 6 December with its decision on escapes."""
    finished.bring_to_opinion()
    finished.decide()
    return finished


@pytest.fixture
def village_year(db: None) -> VillageYear:
    return VillageYear()
