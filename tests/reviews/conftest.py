import pytest

from tests.factories.district import District


@pytest.fixture
def district(db: None) -> District:
    return District()
