import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from tests.factories.accounts import officer
from tests.factories.district import District


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture
def user(district: District) -> User:
    return officer(Role.DISTRICT, district.unit)
