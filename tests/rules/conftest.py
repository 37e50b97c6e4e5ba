"""The small district's province, its officer, and the leader who approves."""

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from tests.factories.accounts import officer
from tests.factories.district import District


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture
def enterer(district: District) -> User:
    return officer(Role.PROVINCE, district.province, full_name="Trịnh Thị Thu Hường")


@pytest.fixture
def leader(district: District) -> User:
    return officer(Role.LEADER, district.province, full_name="Lương Minh Thuyết")
