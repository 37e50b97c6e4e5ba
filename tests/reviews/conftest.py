from collections.abc import Iterator

import pytest

from tests.factories.district import District
from tests.factories.full_campaign import no_guards


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture(autouse=True)
def unguarded() -> Iterator[None]:
    """What the rooms above ask for before a move is tested where they live."""
    with no_guards():
        yield
