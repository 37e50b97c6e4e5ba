"""A district of Thanh Hóa with its agencies, a plan with tasks, and who works with them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.accounts.scope import Scope
from giamngheo.agencies.actions import set_up_agencies
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.planning.enums import PlanStage
from giamngheo.planning.models import Plan, PlanTask
from tests.factories.areas import UnitFactory

DAY = date(2020, 3, 2)


@pytest.fixture
def district(db: None) -> Unit:
    """Return a district with its agencies; two communes with theirs lie in it."""
    found = UnitFactory(district=True, valid_to=date(2025, 7, 1))
    communes = [UnitFactory(name=name, parent=found) for name in ("Đồng Mây", "Phố Núi")]
    neighbour = UnitFactory(district=True, name="Huyện Bên", parent=found.parent)
    units = [None, found.parent, found, neighbour, *communes]
    set_up_agencies(units=units, as_of=DAY, by=None)
    return found


@pytest.fixture
def communes(district: Unit) -> list[Unit]:
    return list(Unit.objects.filter(parent=district).order_by("sort_key"))


@pytest.fixture
def neighbour(district: Unit) -> Unit:
    return Unit.objects.get(parent=district.parent, name="Huyện Bên")


@pytest.fixture
def agency(district: Unit) -> Callable[[str], Agency]:
    """Return the district's agency of a kind."""

    def find(kind: str) -> Agency:
        return Agency.objects.get(kind=kind, unit=district)

    return find


@pytest.fixture
def plan(district: Unit) -> Plan:
    """A committed plan with a task of each kind of deadline, one of them led by nobody known."""
    made = Plan.objects.create(
        unit=district,
        unit_path=district.path,
        stage=PlanStage.COMMITTED,
        code="154/KH-UBND",
        issued_date=date(2020, 1, 31),
        title="Kế hoạch giảm nghèo năm 2020",
        first_year=2020,
        last_year=2020,
        file_name="ke-hoach.txt",
        file_digest="1" * 64,
        text="Hỗ trợ nhà ở, nước sạch. Trợ giúp pháp lý cho hộ nghèo.",
        imported_by="canbo",
    )
    rows: list[dict[str, Any]] = [
        {
            "text": "Xây dựng kế hoạch giảm nghèo, hỗ trợ nhà ở",
            "lead": ["UBND các xã, thị trấn"],
            "coordinate": ["Phòng LĐTBXH"],
            "deadline": {
                "type": "date",
                "as_written": "trước ngày 24/02/2020",
                "date": "2020-02-24",
            },
        },
        {
            "text": "Thành lập Ban Chỉ đạo",
            "lead": ["Phòng Lao động – TBXH"],
            "deadline": {
                "type": "month",
                "as_written": "trong tháng 01 năm 2020",
                "month": "2020-01",
            },
        },
        {
            "text": "Tổng điều tra hộ nghèo giai đoạn mới",
            "lead": ["Phòng LĐTBXH"],
            "deadline": {"type": "conditional", "as_written": "khi có hướng dẫn của tỉnh"},
        },
        {
            "text": "Báo cáo kết quả thực hiện",
            "lead": ["Phòng Y tế"],
            "deadline": None,
            "frequency": ["hằng quý"],
        },
        {"text": "Tuyên truyền", "lead": ["Câu lạc bộ Hưu trí"], "deadline": None},
        {"text": "Nêu cao tinh thần", "lead": [], "deadline": None},
    ]
    for position, row in enumerate(rows, start=1):
        PlanTask.objects.create(
            plan=made, position=position, key=f"k{position}", line=position * 10, **row
        )
    return made


@pytest.fixture
def scope() -> Callable[[User], Scope]:
    return lambda user: scope_of(user=user, as_of=DAY)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    storages = {**settings.STORAGES, "default": {**settings.STORAGES["default"]}}
    storages["default"]["OPTIONS"] = {"location": tmp_path}
    settings.STORAGES = storages
