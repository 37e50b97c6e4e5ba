"""
Which role may do what, inside the units it is assigned to: the one table of rights.

Personal files (VIEW_PERSONAL) are for those who work with the household itself: the commune, the
levels that check it, the committee members and leaders who answer for it. A sector sees figures,
and of the households only those lacking its own service (VIEW_NEED); a viewer sees figures; the
administrator of the system sees neither.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from giamngheo.accounts.enums import Permission as May
from giamngheo.accounts.enums import Role

_FIGURES = {May.VIEW_REGISTER, May.EXPORT}
_FILES = _FIGURES | {May.VIEW_NEED, May.VIEW_PERSONAL}

# Recording the decision is also the commune officer's: she enters what the chairman signed.
PERMISSIONS: Final[Mapping[str, frozenset[May]]] = MappingProxyType(
    {
        # Assigned to a village: its households and no figures of anybody else.
        Role.VILLAGE: frozenset({May.VIEW_REGISTER, May.VIEW_PERSONAL, May.REVIEW}),
        Role.COMMUNE: frozenset(
            _FILES
            | {May.EXPORT_PERSONAL, May.TAKE_PAPERS, May.EDIT_REGISTER, May.REVIEW, May.DECIDE}
            | {May.CHECK_LIST, May.VIEW_CONFIDENTIAL, May.MANAGE_TASKS, May.PROPOSE_CHANGE}
        ),
        Role.DISTRICT: frozenset(
            _FILES
            | {May.EXPORT_PERSONAL, May.TAKE_PAPERS, May.REVIEW, May.IMPORT_PLAN, May.ALLOCATE}
            | {May.PROPOSE_CHANGE}
            | {May.SUPERVISE_REVIEW, May.GIVE_OPINION, May.MANAGE_TASKS}
            | {May.SUPERVISE_WORK, May.VIEW_AUDIT, May.APPRAISE_PLAN}
        ),
        Role.PROVINCE: frozenset(
            _FILES
            | {May.EXPORT_PERSONAL, May.TAKE_PAPERS, May.IMPORT_PLAN, May.ALLOCATE}
            | {May.SUPERVISE_REVIEW, May.GIVE_OPINION, May.MANAGE_TASKS}
            | {May.MANAGE_UNITS, May.SUPERVISE_WORK, May.VIEW_AUDIT, May.ENTER_RULES}
            | {May.PROPOSE_CHANGE}
        ),
        Role.SECTOR: frozenset(_FIGURES | {May.VIEW_NEED}),
        Role.COMMITTEE_MEMBER: frozenset(_FILES | {May.APPRAISE_PLAN, May.SUPERVISE_REVIEW}),
        # She signs the papers, so she opens them; other lists of people she reads on the page.
        # Asked at the unit above the plan's: no chairman approves the plan of her own commune.
        # Rules are a province's: a leader of a district or commune finds none in her unit.
        Role.LEADER: frozenset(
            _FILES
            | {May.CHECK_LIST, May.GIVE_OPINION, May.DECIDE, May.TAKE_PAPERS, May.ALLOCATE}
            | {May.APPROVE_PLAN, May.VIEW_AUDIT, May.APPROVE_RULES, May.MANAGE_TASKS}
            | {May.PROPOSE_CHANGE}
        ),
        Role.VIEWER: frozenset(_FIGURES),
        Role.SYSTEM: frozenset(
            {May.MANAGE_USERS, May.MANAGE_UNITS, May.SUPERVISE_WORK, May.VIEW_AUDIT}
        ),
    }
)

# What is left of an assignment once its unit has ended: its records stay readable.
READING: Final = frozenset(
    {
        May.VIEW_REGISTER,
        May.VIEW_NEED,
        May.VIEW_PERSONAL,
        May.EXPORT,
        May.EXPORT_PERSONAL,
        May.TAKE_PAPERS,
        May.VIEW_AUDIT,
    }
)


def roles_with(permission: May) -> frozenset[str]:
    """Return the roles whose holders have `permission` in their units."""
    return frozenset(role for role, rights in PERMISSIONS.items() if permission in rights)
