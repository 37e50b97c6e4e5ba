"""The flow tables of poor and near-poor households of a unit and a year, from full histories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from giamngheo.areas.models import Unit
from giamngheo.decisions.enums import Flow, OtherCause
from giamngheo.decisions.flow_rows import TABLES, FlowLine, Stay, is_behind
from giamngheo.registry.enums import Closed, Joined


@dataclass(frozen=True, kw_only=True)
class FlowRow:
    """A unit's line; `unit` None: households whose village the register does not know."""

    unit: Unit | None
    line: FlowLine


@dataclass(frozen=True, kw_only=True)
class FlowTable:
    """
    Both flow tables of a unit, a row for each unit right below it, `total` their sums.

    unexplained: households whose category changed without a decision; unnamed: those behind
    "other" without a recorded cause. Both by name, for somebody to look into.
    """

    unit: Unit
    first_day: date
    last_day: date
    rows: tuple[FlowRow, ...]
    total: FlowLine
    unexplained: tuple[Stay, ...]
    unnamed: tuple[Stay, ...]

    @property
    def closes(self) -> bool:
        lines = [row.line for row in self.rows]
        return not any(
            line.imbalance(table=table, persons=persons)
            for line in (*lines, self.total)
            for table in TABLES
            for persons in (False, True)
        )


def flow_table(*, unit: Unit, first_day: date, last_day: date) -> FlowTable:
    """
    Return what moved between two days, both included. Three SQL queries.

    Households are counted where they lived; a move between two units of the table is a departure
    of one and an arrival of the other.
    """
    stays = stays_in(path=unit.path, first_day=first_day, last_day=last_day)
    below = {one.pk: one for one in Unit.objects.filter(parent=unit)}
    lines: dict[int | None, FlowLine] = {}
    for stay in stays:
        lines.setdefault(_row_of(stay, unit, below), FlowLine()).add([stay])
    lived = _lived_below(unit, first_day, last_day)
    for pk in lived & below.keys():
        lines.setdefault(pk, FlowLine())
    rows = [
        FlowRow(unit=below[pk] if pk is not None else None, line=line) for pk, line in lines.items()
    ]
    total = FlowLine()
    total.add(stays)
    return FlowTable(
        unit=unit,
        first_day=first_day,
        last_day=last_day,
        rows=tuple(sorted(rows, key=_order)),
        total=total,
        unexplained=tuple(stay for stay in stays if stay.first != stay.last and not stay.explained),
        unnamed=tuple(stay for stay in stays if _is_unnamed(stay)),
    )


def households_behind(
    *, unit: Unit, first_day: date, last_day: date, table: str, flow: Flow, row: int | None = None
) -> list[int]:
    """Return the ids of the households behind a number of the table; `row`: of one unit below."""
    stays = stays_in(path=unit.path, first_day=first_day, last_day=last_day)
    if row is not None:
        stays = [stay for stay in stays if f"/{row}/" in stay.unit_path]
    found = (stay for stay in stays if is_behind(stay, table=table, flow=flow))
    return list(dict.fromkeys(stay.household_id for stay in found))


def _row_of(stay: Stay, unit: Unit, below: dict[int, Unit]) -> int | None:
    rest = stay.unit_path.removeprefix(unit.path).strip("/")
    pk = int(rest.split("/")[0]) if rest else None
    return pk if pk in below else None


def _order(row: FlowRow) -> tuple[bool, str, int]:
    if row.unit is None:
        return (True, "", 0)
    return (False, row.unit.sort_key, row.unit.pk)


def _lived_below(unit: Unit, first_day: date, last_day: date) -> set[int]:
    """Return the ids right below the unit where anybody lived: a row without poor is a row."""
    depth = unit.path.count("/")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT split_part(unit_path, '/', %s) FROM registry_residence"
            " WHERE unit_path LIKE %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)",
            [depth + 1, f"{unit.path}%", last_day, first_day],
        )
        return {int(part) for (part,) in cursor.fetchall() if part}


def _is_unnamed(stay: Stay) -> bool:
    came = not stay.was_there and stay.first in TABLES and stay.came == OtherCause.UNKNOWN
    left = not stay.stays and stay.last in TABLES and stay.left == OtherCause.UNKNOWN
    return came or left


def stays_in(*, path: str, first_day: date, last_day: date) -> list[Stay]:
    """
    Return the stays at or below `path` of all households that were poor or near-poor meanwhile.

    A household split from another and not yet decided on is what its origin was that day.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Compiling takes the server seconds where reading takes it a tenth of one.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(_STAYS, {"inside": f"{path}%", "first": first_day, "last": last_day})
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
    rows.sort(key=lambda row: (row["sort_key"], row["household_id"], row["stay_from"]))
    return [_stay(row, first_day, last_day) for row in rows]


def _stay(row: dict[str, Any], first_day: date, last_day: date) -> Stay:
    return Stay(
        household_id=row["household_id"],
        code=row["code"],
        head_name=row["head_name"],
        unit_path=row["unit_path"],
        first=row["first"] or row["origin"] or "NON_POOR",
        last=row["last"] or "NON_POOR",
        persons_first=row["persons_first"],
        persons_last=row["persons_last"],
        was_there=row["stay_from"] == first_day,
        stays=row["stay_to"] == last_day,
        came=_came(row),
        left=_left(row),
        explained=row["explained"],
        relapsed=row["relapsed"],
    )


def _came(row: dict[str, Any]) -> OtherCause:
    if row["stay_from"] > row["registered_from"]:
        return OtherCause.MOVED
    if row["came_by_split"] or row["joined_as"] in (Joined.SPLIT, Joined.MERGE):
        return OtherCause.SPLIT
    return OtherCause.MOVED if row["joined_as"] == Joined.MOVE_IN else OtherCause.UNKNOWN


_CLOSED = {
    Closed.LEFT: OtherCause.MOVED,
    Closed.MERGED: OtherCause.SPLIT,
    Closed.NOBODY: OtherCause.DEATH,
}


def _left(row: dict[str, Any]) -> OtherCause:
    if row["moved_on"]:
        return OtherCause.MOVED
    return _CLOSED.get(row["closed_as"], OtherCause.UNKNOWN)


_STAYS = """
WITH stay AS (
    SELECT household.id AS household_id, household.code, household.head_name, household.sort_key,
           household.registered_from, household.closed_as, residence.unit_path,
           GREATEST(%(first)s, residence.valid_from, household.registered_from) AS stay_from,
           LEAST(%(last)s, residence.valid_to - 1, household.registered_to - 1) AS stay_to,
           residence.valid_to IS NOT NULL
               AND residence.valid_to < COALESCE(household.registered_to, 'infinity') AS moved_on
    FROM registry_residence AS residence
    JOIN registry_household AS household ON household.id = residence.household_id
    WHERE residence.unit_path LIKE %(inside)s
      AND household.id IN (
          SELECT status.household_id FROM registry_householdstatus AS status
          WHERE status.category <> 'NON_POOR' AND status.valid_from <= %(last)s
            AND (status.valid_to IS NULL OR status.valid_to > %(first)s)
          UNION ALL
          SELECT link.household_id FROM registry_householdlink AS link
          WHERE link.since BETWEEN %(first)s AND %(last)s)
)
SELECT stay.*, first_status.category AS first, last_status.category AS last, origin.category AS
       origin, origin.category IS NOT NULL AS came_by_split, entry.joined_as,
       (SELECT count(*) FROM registry_member AS one WHERE one.household_id = stay.household_id
          AND one.valid_from <= stay.stay_from
          AND (one.valid_to IS NULL OR one.valid_to > stay.stay_from)) AS persons_first,
       (SELECT count(*) FROM registry_member AS one WHERE one.household_id = stay.household_id
          AND one.valid_from <= stay.stay_to
          AND (one.valid_to IS NULL OR one.valid_to > stay.stay_to)) AS persons_last,
       EXISTS (
           SELECT 1 FROM reviews_reviewresult AS result
           JOIN reviews_decision AS decision ON decision.id = result.decision_id
           WHERE result.household_id = stay.household_id
             AND result.category = last_status.category
             AND decision.effective_date = last_status.valid_from)
       OR EXISTS (
           SELECT 1 FROM decisions_decisionline AS line
           JOIN decisions_furtherdecision AS further ON further.id = line.further_id
           WHERE line.household_id = stay.household_id AND further.kind = 'CORRECTION'
             AND line.category = last_status.category
             AND further.effective_date = last_status.valid_from) AS explained,
       EXISTS (
           SELECT 1 FROM registry_householdstatus AS earlier
           WHERE earlier.household_id = stay.household_id
             AND earlier.category = last_status.category
             AND earlier.valid_from < stay.stay_from)
       OR EXISTS (
           SELECT 1 FROM registry_householdlink AS link
           JOIN registry_householdstatus AS earlier ON earlier.household_id = link.predecessor_id
           WHERE link.household_id = stay.household_id
             AND earlier.category = last_status.category
             AND earlier.valid_from < link.since) AS relapsed
FROM stay
LEFT JOIN registry_householdstatus AS first_status
  ON first_status.household_id = stay.household_id AND first_status.valid_from <= stay.stay_from
 AND (first_status.valid_to IS NULL OR first_status.valid_to > stay.stay_from)
LEFT JOIN registry_householdstatus AS last_status
  ON last_status.household_id = stay.household_id AND last_status.valid_from <= stay.stay_to
 AND (last_status.valid_to IS NULL OR last_status.valid_to > stay.stay_to)
LEFT JOIN LATERAL (
    SELECT status.category FROM registry_householdlink AS link
    JOIN registry_householdstatus AS status ON status.household_id = link.predecessor_id
     AND status.valid_from < link.since
     AND (status.valid_to IS NULL OR status.valid_to >= link.since)
    WHERE link.household_id = stay.household_id AND link.kind = 'SPLIT' AND link.is_direct
      AND link.since = stay.stay_from AND stay.stay_from = stay.registered_from
    LIMIT 1
) AS origin ON true
LEFT JOIN LATERAL (
    SELECT one.joined_as FROM registry_member AS one
    WHERE one.household_id = stay.household_id
    ORDER BY one.valid_from, one.position LIMIT 1
) AS entry ON true
WHERE stay.stay_from <= stay.stay_to
"""


def open_days(*, year: int, as_of: date) -> tuple[date, date]:
    """Return the first and last day of a year's flow: the present day while the year runs."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return first, max(first, min(last, as_of))


def relapses(*, stays: Sequence[Stay], flow: Flow) -> int:
    """Return how many households fell into poverty: again (RELAPSED), or for the first time."""
    return sum(is_behind(stay, table="POOR", flow=flow) for stay in stays)
