"""The table of rights that people read is the one the system follows."""

from pathlib import Path

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.permissions import PERMISSIONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "en" / "accounts.md"


def documented() -> dict[str, set[str]]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    head, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return {
        row[0]: {role for role, cell in zip(head[1:], row[1:], strict=True) if cell == "yes"}
        for row in rows
    }


def test_documented_rights_are_those_of_the_table() -> None:
    in_force = {
        permission.name: {role.name for role in Role if permission in PERMISSIONS[role]}
        for permission in Permission
    }

    assert documented() == in_force
