import pytest

from giamngheo.reviews import stages
from tests.factories.district import District


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture(autouse=True)
def no_room_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """Meetings and postings have tests of their own: here the stages ask nobody above."""
    monkeypatch.setattr(stages, "_GUARDS", {})
