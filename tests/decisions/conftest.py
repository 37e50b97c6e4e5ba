import pytest

from tests.factories.finished_list import FinishedList


@pytest.fixture
def finished(db: None) -> FinishedList:
    return FinishedList()
