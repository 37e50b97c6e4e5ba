"""Which standard and which point table hold where and when: the one place that reviews ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from giamngheo.areas.models import Unit
from giamngheo.law import standards as law
from giamngheo.law.point_files import shipped_point_tables
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard
from giamngheo.rules.enums import RuleKind, RuleState
from giamngheo.rules.models import RuleVersion
from giamngheo.rules.reading import end_of, point_table_of, standard_of


def standard_in_force(*, unit: Unit | None, as_of: date) -> Standard:
    """
    Return the standard that governs households of `unit` on `as_of`.

    The province's own one where an approved version is in force, else the national one; without
    a unit the national one. One SQL query.
    Raises: StandardNotFound [LAW-001] when no standard covers the day; there is no default.
    """
    if unit is not None:
        for rule in _approved(RuleKind.STANDARD, inside=unit.path):
            if rule.valid_from <= as_of < end_of(rule):
                return standard_of(rule)
    return law.standard_in_force(as_of=as_of)


def standard_for(code: str) -> Standard:
    """
    Return the standard a campaign keeps the code of: national, or any version ever approved.

    National codes cost no query.
    Raises: StandardNotFound [LAW-001].
    """
    wanted = code.strip().lower()
    if any(standard.code == wanted for standard in law.load_standards()):
        return law.get_standard(wanted)
    rule = _approved(RuleKind.STANDARD).filter(code=wanted).first()
    return (
        law.get_standard(wanted, standards=all_standards()) if rule is None else standard_of(rule)
    )


def all_standards() -> tuple[Standard, ...]:
    """Return the national standards and every approved version that held for some day."""
    return (*law.load_standards(), *local_standards())


def local_standards() -> list[Standard]:
    """Return the provinces' own standards that were approved and held for some day."""
    return [
        standard_of(rule) for rule in _approved(RuleKind.STANDARD) if rule.valid_from < end_of(rule)
    ]


def points_in_force(*, unit: Unit, standard: str, as_of: date) -> PointTable | None:
    """Return the approved point table of the unit's province for a standard; None without one."""
    rule = points_version_in_force(unit=unit, standard=standard, as_of=as_of)
    return None if rule is None else point_table_of(rule)


def points_version_in_force(*, unit: Unit, standard: str, as_of: date) -> RuleVersion | None:
    """Return the approved version of the point table that holds for `unit` on `as_of`, or None."""
    for rule in _approved(RuleKind.POINTS, inside=unit.path).filter(standard=standard):
        if rule.valid_from <= as_of < end_of(rule):
            return rule
    return None


def points_of(*, code: str, version: int) -> PointTable | None:
    """Return an approved point table by its code and version, whether it still holds or not."""
    rule = _approved(RuleKind.POINTS).filter(base_code=code, version=version).first()
    return None if rule is None else point_table_of(rule)


def shipped_points() -> tuple[PointTable, ...]:
    """Return the point tables that come with the product; an incomplete one judges nobody."""
    return shipped_point_tables()


def versions() -> QuerySet[RuleVersion]:
    """Return every version with its people and its withdrawal, the file itself left out."""
    return (
        RuleVersion.objects.select_related(
            "unit", "withdrawal", "entered_by", "submitted_by", "approved_by"
        )
        .defer("content")
        .order_by("kind", "unit__sort_key", "base_code", "version")
    )


def versions_shown(*, paths: Sequence[str]) -> QuerySet[RuleVersion]:
    """Return what a reader sees: all that was approved, and open ones of units inside `paths`."""
    shown = Q(state=RuleState.APPROVED)
    for path in paths:
        shown |= Q(unit_path__startswith=path)
    return versions().filter(shown)


def version_or_none(*, version_id: int) -> RuleVersion | None:
    return versions().filter(pk=version_id).first()


def version_with_code(*, code: str) -> RuleVersion | None:
    return versions().filter(code=code).first()


def _approved(kind: RuleKind, *, inside: str = "") -> QuerySet[RuleVersion]:
    """Return approved versions; with `inside` those of the units at or above that path."""
    found = (
        RuleVersion.objects.filter(kind=kind, state=RuleState.APPROVED)
        .select_related("withdrawal")
        .defer("content")
        .order_by("valid_from", "id")
    )
    return found.filter(unit_path__in=_covering(inside)) if inside else found


def _covering(path: str) -> list[str]:
    return [path[: position + 1] for position, sign in enumerate(path) if sign == "/"]
