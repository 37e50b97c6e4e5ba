"""A small district of 2020, its people, and clients that are logged in."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.enums import AREA_OF_KIND, LEVEL_OF_KIND, UnitKind
from giamngheo.areas.models import Unit, UnitLink
from giamngheo.areas.names import name_keys, written_name
from tests.factories.accounts import officer

MERGED = date(2025, 7, 1)


def make_unit(
    kind: UnitKind,
    name: str,
    code: str,
    *,
    parent: Unit | None = None,
    valid_from: date = date(2004, 1, 1),
    valid_to: date | None = MERGED,
) -> Unit:
    """Store one unit with its keys and path."""
    keys = name_keys(name)
    unit = Unit(
        code=code,
        name=name,
        full_name=written_name(kind, name),
        kind=kind,
        level=LEVEL_OF_KIND[kind],
        parent=parent,
        path=f"/{code}/",
        valid_from=valid_from,
        valid_to=valid_to,
        area_type=AREA_OF_KIND.get(kind),
        search_key=keys.search,
        compare_key=keys.compare,
        sort_key=keys.sort,
        source="thử nghiệm",
    )
    unit.save()
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


@pytest.fixture
def province(db: None) -> Unit:
    return make_unit(UnitKind.PROVINCE, "Thanh Hóa", "38", valid_to=None)


@pytest.fixture
def district(province: Unit) -> Unit:
    return make_unit(UnitKind.DISTRICT, "Triệu Sơn", "397", parent=province)


@pytest.fixture
def neighbour(province: Unit) -> Unit:
    return make_unit(UnitKind.DISTRICT, "Nông Cống", "404", parent=province)


@pytest.fixture
def tho_binh(district: Unit) -> Unit:
    return make_unit(UnitKind.COMMUNE, "Thọ Bình", "15670", parent=district)


@pytest.fixture
def tho_son(district: Unit) -> Unit:
    """The commune whose code passed to the new Thọ Bình."""
    return make_unit(UnitKind.COMMUNE, "Thọ Sơn", "15667", parent=district)


@pytest.fixture
def new_tho_binh(province: Unit, tho_binh: Unit, tho_son: Unit) -> Unit:
    merged = make_unit(
        UnitKind.COMMUNE, "Thọ Bình", "15667", parent=province, valid_from=MERGED, valid_to=None
    )
    for former in (tho_binh, tho_son):
        UnitLink.objects.create(predecessor=former, successor=merged, kind="MERGE", source="thử")
    return merged


@pytest.fixture
def district_officer(district: Unit) -> User:
    return officer(Role.DISTRICT, district, full_name="Lê Quang Vịnh")


@pytest.fixture
def log_in_as(client: Client) -> Callable[[User], Client]:
    """Return the client, logged in as the user."""

    def enter(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def district_client(log_in_as: Callable[[User], Client], district_officer: User) -> Client:
    return log_in_as(district_officer)
