"""A small district with one household, and the way from a file to its batch."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.exchange.actions import open_batch
from giamngheo.exchange.enums import Mode
from giamngheo.exchange.models import ImportBatch
from giamngheo.exchange.plan import Plan, make_plan
from tests.exchange.files import Rows, write_xlsx
from tests.factories.accounts import officer
from tests.factories.district import District

AS_OF = date(2021, 11, 8)
Planner = Callable[..., Plan]
Sender = Callable[..., ImportBatch]


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture
def clerk(district: District) -> User:
    return officer(Role.COMMUNE, district.rural, full_name="Hà Thị Quyết")


@pytest.fixture
def plan(district: District, tmp_path: Path) -> Planner:
    """Return what a file, or the rows of one, would do to the commune Đồng Mây."""

    def make(rows: Rows | Path, mode: Mode = Mode.BOTH) -> Plan:
        path = rows if isinstance(rows, Path) else write_xlsx(tmp_path / "ho.xlsx", {"Hộ": rows})
        return make_plan(path=path, unit=district.rural, mode=mode, as_of=AS_OF)

    return make


@pytest.fixture
def send(district: District, clerk: User, tmp_path: Path) -> Sender:
    """Send a file in; the work runs at once in tests."""

    def sent(rows: Rows | Path, mode: Mode = Mode.BOTH, *, by: User | None = None) -> ImportBatch:
        path = rows if isinstance(rows, Path) else write_xlsx(tmp_path / "ho.xlsx", {"Hộ": rows})
        batch = open_batch(
            unit=district.rural,
            mode=mode,
            file_name=path.name,
            content=path.read_bytes(),
            as_of=AS_OF,
            by=by or clerk,
        )
        batch.refresh_from_db()
        return batch

    return sent


def reasons(plan: Plan) -> list[str]:
    """Return every reason of a plan, in the order of the rows."""
    found = plan.file.problems.of_row
    return [reason for row in sorted(found) for reason in found[row].values()]
