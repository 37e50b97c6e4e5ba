"""The small district in the review of 2019, its commune officer and its village head."""

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.full_campaign import open_full, with_year_before


@pytest.fixture
def district(db: None) -> District:
    """The year 2018 decided: A-001 and A-003 poor, A-002 near poor, B-001 poor in the town."""
    built = District()
    with_year_before(built)
    return built


@pytest.fixture
def campaign(district: District) -> Campaign:
    """The review of 2019 led the whole way: the four households are on its list."""
    return open_full(district)


@pytest.fixture
def head(district: District) -> User:
    return officer(Role.VILLAGE, district.villages["A"], full_name="Lò Văn Ơn")


@pytest.fixture
def clerk(district: District) -> User:
    return officer(Role.COMMUNE, district.rural, full_name="Hà Thị Ân")


@pytest.fixture
def household(district: District) -> Household:
    return Household.objects.select_related("unit").get(code="A-001")
