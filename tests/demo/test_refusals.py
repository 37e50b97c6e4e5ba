import pytest

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.demo.building import DemoUnitsMissing, build_demo, demo_result
from giamngheo.demo.resetting import OwnDataPresent

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_officer() -> User:
    return User.objects.create(username="can.bo.that", full_name="Cán bộ thật")


def test_build_refuses_to_stand_beside_real_accounts(real_officer):
    with pytest.raises(OwnDataPresent) as refusal:
        build_demo()

    assert refusal.value.code == "DEM-002"
    assert "1 người dùng" in refusal.value.message
    assert not Unit.objects.exists()


def test_fresh_build_refuses_to_empty_a_database_with_real_accounts(real_officer):
    with pytest.raises(OwnDataPresent):
        build_demo(fresh=True)

    assert User.objects.filter(pk=real_officer.pk).exists()


def test_result_without_units_says_which_are_missing():
    with pytest.raises(DemoUnitsMissing) as refusal:
        demo_result(seconds=0, parts={})

    assert refusal.value.code == "DEM-001"
    assert "Tỉnh Thanh Hóa" in refusal.value.message
