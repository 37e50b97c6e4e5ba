"""
What households are beside their category, on a day: newly escaped, of average living, protected.

Read from statuses, members and decided marks; never stored among the categories, so that no total
of poor or near-poor households can hold one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.registry.enums import Mark, StatusCategory
from giamngheo.registry.models import Household, HouseholdMark, HouseholdStatus, Member
from giamngheo.registry.places import meeting_paths

# "Hộ mới thoát nghèo trong vòng 36 tháng kể từ thời điểm thoát nghèo": seed plan 002, §III.1.b
# and §III.2.1.b (verbatim). That the status's first day is that moment is our reading.
NEWLY_ESCAPED_MONTHS = 36
_ESCAPED_FROM = {
    Mark.ESCAPED_POOR: StatusCategory.POOR,
    Mark.ESCAPED_NEAR_POOR: StatusCategory.NEAR_POOR,
}


def months_before(day: date, months: int) -> date:
    """Return the day `months` earlier; 31 March less one month is the last of February."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def has_mark(*, mark: str, as_of: date) -> Exists:
    """Return the condition, on Household, that it bears `mark` on the day."""
    mine = OuterRef("pk")
    if mark in _ESCAPED_FROM:
        before = HouseholdStatus.objects.filter(
            household=OuterRef("household"),
            valid_to=OuterRef("valid_from"),
            category=_ESCAPED_FROM[Mark(mark)],
        )
        return Exists(
            HouseholdStatus.objects.in_force(as_of)
            .filter(household=mine, category=StatusCategory.NON_POOR)
            .filter(valid_from__gt=months_before(as_of, NEWLY_ESCAPED_MONTHS))
            .filter(Exists(before))
        )
    if mark == Mark.SOCIAL_PROTECTION:
        started = Q(allowance_from__isnull=True) | Q(allowance_from__lte=as_of)
        protected = Member.objects.on(as_of).filter(started, gets_social_allowance=True)
        return Exists(protected.filter(household=mine))
    return Exists(
        HouseholdMark.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=as_of),
            household=mine,
            mark=mark,
            valid_from__lte=as_of,
        )
    )


def marks_of(*, household_id: int, as_of: date) -> list[Mark]:
    """Return the marks of one household on a day. One SQL query."""
    conditions = {mark: has_mark(mark=mark, as_of=as_of) for mark in Mark.values}
    found = Household.objects.filter(pk=household_id).annotate(**conditions).values(*conditions)
    held = found.first() or {}
    return [Mark(mark) for mark in Mark.values if held.get(mark)]


def status_table(
    *, unit_path: str, as_of: date, scope: Scope, level: int | None = None
) -> dict[str, dict[str, int]]:
    """
    Return the register's counts of a day by the path of a unit, for all it holds in scope.

    Shape: {path: {"POOR": …, "NEAR_POOR": …, "NON_POOR": …, "": no decision yet, and each Mark}},
           one entry a unit `level` path steps deep (the default: one entry, `unit_path` itself).
           A household counts where it lived on the day, under one category, and under each mark.
    """
    paths = meeting_paths(scope.paths_for(Permission.VIEW_REGISTER), unit_path)
    if not paths:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTS,
            {
                "paths": [f"{path}%" for path in paths],
                "day": as_of,
                "months": NEWLY_ESCAPED_MONTHS,
                "steps": (level or unit_path.strip("/").count("/") + 1) + 1,
            },
        )
        return _as_table(cursor.fetchall())


def _as_table(
    rows: Iterable[tuple[str, str, int, int, int, int, int]],
) -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for path, category, households, *marked in rows:
        line = table.setdefault(path, dict.fromkeys([*StatusCategory.values, *Mark.values], 0))
        line[category] = line.get(category, 0) + households
        for mark, count in zip(Mark.values, marked, strict=True):
            line[mark] += count
    return table


_COUNTS = """
    SELECT array_to_string((string_to_array(home.unit_path, '/'))[1:%(steps)s], '/') || '/' AS path,
           COALESCE(status.category, ''),
           count(*),
           count(*) FILTER (WHERE escaped AND before.category = 'POOR'),
           count(*) FILTER (WHERE escaped AND before.category = 'NEAR_POOR'),
           count(*) FILTER (WHERE mark.id IS NOT NULL),
           count(*) FILTER (WHERE protected.household_id IS NOT NULL)
    FROM registry_household AS household
    JOIN registry_residence AS home
      ON home.household_id = household.id
     AND home.valid_from <= %(day)s AND (home.valid_to IS NULL OR home.valid_to > %(day)s)
    LEFT JOIN registry_householdstatus AS status
      ON status.household_id = household.id
     AND status.valid_from <= %(day)s AND (status.valid_to IS NULL OR status.valid_to > %(day)s)
    LEFT JOIN registry_householdstatus AS before
      ON before.household_id = household.id AND before.valid_to = status.valid_from
    LEFT JOIN registry_householdmark AS mark
      ON mark.household_id = household.id
     AND mark.valid_from <= %(day)s AND (mark.valid_to IS NULL OR mark.valid_to > %(day)s)
    LEFT JOIN (
        SELECT DISTINCT household_id FROM registry_member
        WHERE gets_social_allowance
          AND (allowance_from IS NULL OR allowance_from <= %(day)s)
          AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
    ) AS protected ON protected.household_id = household.id,
    LATERAL (
        SELECT status.category = 'NON_POOR'
           AND status.valid_from > %(day)s - make_interval(months => %(months)s)
    ) AS clock (escaped)
    WHERE home.unit_path LIKE ANY (%(paths)s)
      AND household.registered_from <= %(day)s
      AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
    GROUP BY 1, 2
"""
