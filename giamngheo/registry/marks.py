"""
What households are beside their category, on a day: newly escaped, of average living, protected.

Read from statuses, members and decided marks; never stored among the categories, so that no total
of poor or near-poor households can hold one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.law.after_decision import CLOCK_LABELS, ClockState, escape_clock, escapes_counted
from giamngheo.registry.enums import Mark, StatusCategory
from giamngheo.registry.models import Household, HouseholdMark, HouseholdStatus, Member
from giamngheo.registry.places import meeting_paths

_ESCAPED_FROM = {
    Mark.ESCAPED_POOR: StatusCategory.POOR,
    Mark.ESCAPED_NEAR_POOR: StatusCategory.NEAR_POOR,
}
MARK_OF_ESCAPE = {str(category): mark for mark, category in _ESCAPED_FROM.items()}


def escapes_on(*, category: str, as_of: date) -> QuerySet[HouseholdStatus]:
    """
    Return the statuses in force on the day by which a household left `category` for neither, not
    longer ago than the law's months. The one door to who is newly escaped.

    The day on which the months end is among them: no text says in or out, see `escape_clock`.
    """
    before = HouseholdStatus.objects.filter(
        household=OuterRef("household"), valid_to=OuterRef("valid_from"), category=category
    )
    return HouseholdStatus.objects.in_force(as_of).filter(
        Exists(before),
        category=StatusCategory.NON_POOR,
        by_opening_list=False,
        valid_from__gte=escapes_counted(as_of=as_of),
    )


def escape_among(
    *, statuses: Sequence[HouseholdStatus], as_of: date
) -> tuple[Mark, ClockState] | None:
    """Return the same of one household whose statuses were fetched; None when on no clock."""
    status = next((one for one in statuses if one.holds_on(as_of)), None)
    if status is None or status.category != StatusCategory.NON_POOR or status.by_opening_list:
        return None
    before = next((one for one in statuses if one.valid_to == status.valid_from), None)
    mark = MARK_OF_ESCAPE.get(before.category) if before else None
    state = escape_clock(escaped_on=status.valid_from).state_on(as_of)
    return (mark, state) if mark and state is not ClockState.OVER else None


def has_mark(*, mark: str, as_of: date) -> Exists:
    """Return the condition, on Household, that it bears `mark` on the day."""
    mine = OuterRef("pk")
    if mark in _ESCAPED_FROM:
        escapes = escapes_on(category=_ESCAPED_FROM[Mark(mark)], as_of=as_of)
        return Exists(escapes.filter(household=mine))
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


def mark_words_of(*, household_id: int, as_of: date) -> list[str]:
    """Return the words of the marks of one household on a day. At most three SQL queries."""
    marks = marks_of(household_id=household_id, as_of=as_of)
    escape = None
    if any(mark in _ESCAPED_FROM for mark in marks):
        mine = HouseholdStatus.objects.filter(household=household_id)
        escape = escape_among(statuses=list(mine), as_of=as_of)
    return [words_of_mark(mark, escape[1] if escape else None) for mark in marks]


def words_of_mark(mark: Mark, state: ClockState | None = None) -> str:
    """Return a mark's label, with the doubt of the day on which the months end."""
    if mark in _ESCAPED_FROM and state is ClockState.BOUNDARY:
        doubt = CLOCK_LABELS[state]
        return f"{mark.label} ({doubt[:1].lower()}{doubt[1:]})"
    return str(mark.label)


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
                "counted": escapes_counted(as_of=as_of),
                "steps": (level or unit_path.strip("/").count("/") + 1) + 1,
            },
        )
        return _as_table(cursor.fetchall())


def _as_table(
    rows: Iterable[tuple[str, str, int, int, int, int, int, int]],
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
           count(*) FILTER (WHERE average.id IS NOT NULL),
           count(*) FILTER (WHERE worker.id IS NOT NULL),
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
    LEFT JOIN registry_householdmark AS average
      ON average.household_id = household.id AND average.mark = 'AVERAGE_LIVING'
     AND average.valid_from <= %(day)s AND (average.valid_to IS NULL OR average.valid_to > %(day)s)
    LEFT JOIN registry_householdmark AS worker
      ON worker.household_id = household.id AND worker.mark = 'LOW_INCOME_WORKER'
     AND worker.valid_from <= %(day)s AND (worker.valid_to IS NULL OR worker.valid_to > %(day)s)
    LEFT JOIN (
        SELECT DISTINCT household_id FROM registry_member
        WHERE gets_social_allowance
          AND (allowance_from IS NULL OR allowance_from <= %(day)s)
          AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
    ) AS protected ON protected.household_id = household.id,
    LATERAL (
        SELECT status.category = 'NON_POOR' AND NOT status.by_opening_list
           AND status.valid_from >= %(counted)s
    ) AS clock (escaped)
    WHERE home.unit_path LIKE ANY (%(paths)s)
      AND household.registered_from <= %(day)s
      AND (household.registered_to IS NULL OR household.registered_to > %(day)s)
    GROUP BY 1, 2
"""
