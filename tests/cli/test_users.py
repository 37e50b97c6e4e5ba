"""`giamngheo users` from the server's command line."""

import json
import re

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import Assignment, User
from giamngheo.audit.models import AuditEvent
from giamngheo.cli.main import main
from tests.accounts.conftest import Country, country
from tests.factories.accounts import UserFactory, officer

__all__ = ["country"]

Output = pytest.CaptureFixture[str]


def test_add_makes_an_account_and_prints_its_temporary_password(db: None, capsys: Output) -> None:
    assert main(["users", "add", "xa.thobinh", "--name", "Bùi Thị Hạnh"]) == 0

    printed = re.search(r"Mật khẩu tạm: (\S+)", capsys.readouterr().out)
    user = User.objects.get()
    assert printed
    assert user.check_password(printed[1])
    assert user.must_change_password


def test_add_refuses_a_name_in_use(db: None, capsys: Output) -> None:
    UserFactory(username="xa.thobinh")

    assert main(["users", "add", "xa.thobinh", "--name", "Bùi Thị Hạnh"]) == 1

    assert "đã có người dùng. Chọn tên khác. (ACC-002)" in capsys.readouterr().err


def test_role_assigns_from_a_day_to_the_unit_of_that_day(country: Country) -> None:
    user = UserFactory(username="xa.thobinh")

    code = main(
        ["users", "role", "xa.thobinh", "commune", "--unit", "91101", "--from", "01/06/2020"]
    )

    assert code == 0
    assert user.assignments.get().unit == country.a


def test_role_of_an_unknown_unit_is_refused(country: Country, capsys: Output) -> None:
    """91101 names nobody after the merger."""
    UserFactory(username="xa.thobinh")

    code = main(
        ["users", "role", "xa.thobinh", "COMMUNE", "--unit", "91101", "--from", "01/09/2025"]
    )

    assert code == 1
    assert "không có đơn vị mang mã 91101 vào ngày 01/09/2025" in capsys.readouterr().err


def test_role_that_does_not_exist_is_wrong_usage(db: None, capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["users", "role", "xa.thobinh", "KING"])

    assert stopped.value.code == 2
    assert "COMMITTEE_MEMBER" in capsys.readouterr().err


def test_role_end_ends_the_assignment(country: Country) -> None:
    officer(Role.COMMUNE, country.a, username="xa.thobinh")

    words = ["users", "role", "xa.thobinh", "COMMUNE", "--unit", "91101", "--from", "01/06/2020"]
    assert main([*words, "--end"]) == 0

    assert str(Assignment.objects.get().valid_to) == "2020-06-01"


def test_role_end_without_an_assignment_is_refused(country: Country, capsys: Output) -> None:
    UserFactory(username="xa.thobinh")

    assert main(["users", "role", "xa.thobinh", "SYSTEM", "--end"]) == 1

    assert "không giữ vai trò SYSTEM ở toàn hệ thống" in capsys.readouterr().err


def test_roles_of_the_command_are_those_of_the_system(country: Country) -> None:
    UserFactory(username="xa.thobinh")

    for role in Role:
        unit = [] if role == Role.SYSTEM else ["--unit", "91"]
        sector = ["--sector", "HEALTH"] if role == Role.SECTOR else []
        assert main(["users", "role", "xa.thobinh", role.value, *unit, *sector]) == 0

    assert Assignment.objects.count() == len(Role)


def test_list_shows_roles_and_closed_accounts(country: Country, capsys: Output) -> None:
    officer(Role.PROVINCE, country.p, username="tinh", full_name="Trịnh Thị An")
    UserFactory(username="cu", full_name="Lê Văn Bình", is_active=False)

    assert main(["users", "list"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert first == "tinh  Trịnh Thị An  Cán bộ cấp tỉnh: Tỉnh Thử 91"
    assert second == "cu  Lê Văn Bình  chưa phân công  [đã ngừng dùng]"


def test_list_for_machines(country: Country, capsys: Output) -> None:
    officer(Role.SYSTEM, username="quantri")

    main(["users", "list", "--json"])

    shown = json.loads(capsys.readouterr().out)
    assert shown["username"] == "quantri"
    assert shown["active"] is True
    assert shown["roles"][0]["role"] == "SYSTEM"


def test_passwd_sets_a_new_temporary_password(db: None, capsys: Output) -> None:
    user = UserFactory(username="xa.thobinh")

    assert main(["users", "passwd", "xa.thobinh"]) == 0

    printed = re.search(r": (\S+) \(phải đổi", capsys.readouterr().out)
    user.refresh_from_db()
    assert printed
    assert user.check_password(printed[1])
    assert user.must_change_password


@pytest.mark.parametrize("action", ["passwd", "unlock"])
def test_unknown_user_is_refused(db: None, capsys: Output, action: str) -> None:
    assert main(["users", action, "khong.co"]) == 1

    assert "Không có tài khoản khong.co" in capsys.readouterr().err


def test_unlock_is_an_event(db: None) -> None:
    UserFactory(username="xa.thobinh")

    assert main(["users", "unlock", "xa.thobinh"]) == 0

    event = AuditEvent.objects.get(action="accounts.unlock_user")
    assert event.subject == "xa.thobinh"
