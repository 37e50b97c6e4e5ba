"""The frozen answer: which paths, which rights, which rows."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Permission, Role
from giamngheo.accounts.permissions import PERMISSIONS, READING, roles_with
from giamngheo.accounts.scope import Grant, Scope
from giamngheo.audit.models import AuditEvent

DAY = date(2020, 6, 1)


def scope(*grants: Grant) -> Scope:
    return Scope(user=None, as_of=DAY, grants=grants)


def seen(held: Scope, permission: Permission = Permission.VIEW_REGISTER) -> set[str]:
    """Which of a few rows the scope lets through; the audit table lends its unit_path."""
    rows = [
        AuditEvent(at="2020-06-01T00:00:00Z", actor_name="x", action="x", unit_path=path, tx=0)
        for path in ("/1/", "/1/2/", "/1/2/3/", "/1/20/", "/4/", "")
    ]
    AuditEvent.objects.bulk_create(rows)
    found = held.filter(AuditEvent.objects.all(), permission=permission)
    return set(found.values_list("unit_path", flat=True))


def test_filter_keeps_the_unit_and_what_is_below(db: None) -> None:
    assert seen(scope(Grant(Role.DISTRICT, "/1/2/"))) == {"/1/2/", "/1/2/3/"}


def test_filter_joins_several_units(db: None) -> None:
    held = scope(Grant(Role.COMMITTEE_MEMBER, "/1/20/"), Grant(Role.COMMITTEE_MEMBER, "/4/"))

    assert seen(held) == {"/1/20/", "/4/"}


def test_filter_of_nobody_keeps_nothing(db: None) -> None:
    assert seen(scope()) == set()


def test_filter_of_the_whole_system_keeps_everything(db: None) -> None:
    held = scope(Grant(Role.SYSTEM, "/"))

    assert seen(held, Permission.VIEW_AUDIT) == {"/1/", "/1/2/", "/1/2/3/", "/1/20/", "/4/", ""}


def test_filter_of_the_administrator_keeps_no_register(db: None) -> None:
    assert seen(scope(Grant(Role.SYSTEM, "/"))) == set()


def test_filter_for_personal_files_leaves_out_the_viewers_units(db: None) -> None:
    held = scope(Grant(Role.VIEWER, "/1/"), Grant(Role.COMMUNE, "/1/2/3/"))

    assert seen(held, Permission.VIEW_PERSONAL) == {"/1/2/3/"}


def test_covers_is_by_whole_path_parts() -> None:
    held = scope(Grant(Role.DISTRICT, "/1/2/"))

    assert held.covers("/1/2/")
    assert held.covers("/1/2/3/")
    assert not held.covers("/1/20/")
    assert not held.covers("/1/")
    assert not held.covers("")


def test_touches_also_what_stands_above() -> None:
    held = scope(Grant(Role.COMMUNE, "/1/2/3/"))

    assert held.touches("/1/2/")
    assert held.touches("/1/2/3/9/")
    assert not held.touches("/1/5/")


def test_rights_of_two_roles_do_not_add_up() -> None:
    held = scope(Grant(Role.LEADER, "/1/2/"), Grant(Role.VIEWER, "/1/5/"))

    assert held.can(Permission.DECIDE, "/1/2/")
    assert not held.can(Permission.DECIDE, "/1/5/")
    assert held.can(Permission.DECIDE)
    assert not held.can(Permission.EDIT_REGISTER)


def test_paths_are_the_outermost() -> None:
    held = scope(Grant(Role.COMMUNE, "/1/2/3/"), Grant(Role.VIEWER, "/1/2/"))

    assert held.paths == ("/1/2/",)
    assert held.roles == {Role.COMMUNE, Role.VIEWER}
    assert scope().nothing
    assert not held.nothing


def test_sectors_come_from_the_grants() -> None:
    held = scope(Grant(Role.SECTOR, "/1/", "HEALTH"), Grant(Role.VIEWER, "/1/"))

    assert held.sectors == {"HEALTH"}


def test_read_only_grant_changes_nothing() -> None:
    held = scope(Grant(Role.COMMUNE, "/1/2/3/", read_only=True))

    assert held.can(Permission.VIEW_PERSONAL)
    assert not held.can(Permission.EDIT_REGISTER)
    assert not held.can(Permission.DECIDE)


def test_every_role_is_in_the_table() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_every_permission_is_somebodys() -> None:
    for permission in Permission:
        assert roles_with(permission), permission


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (
            Permission.VIEW_PERSONAL,
            {
                *(Role.VILLAGE, Role.COMMUNE, Role.DISTRICT, Role.PROVINCE),
                *(Role.COMMITTEE_MEMBER, Role.LEADER),
            },
        ),
        (Permission.VIEW_CONFIDENTIAL, {Role.COMMUNE}),
        (Permission.EDIT_REGISTER, {Role.COMMUNE}),
        (Permission.MANAGE_USERS, {Role.SYSTEM}),
        (Permission.EXPORT_PERSONAL, {Role.COMMUNE, Role.DISTRICT, Role.PROVINCE}),
    ],
)
def test_sensitive_rights_belong_to_these_roles_only(
    permission: Permission, roles: set[str]
) -> None:
    assert roles_with(permission) == roles


def test_what_an_ended_unit_leaves_is_reading() -> None:
    assert Permission.EDIT_REGISTER not in READING
    assert all(p.value.startswith(("view_", "export", "take_")) for p in READING)
