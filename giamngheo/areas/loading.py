"""Set-wise loading of the shipped tables: COPY into temporary tables, then three statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from giamngheo.areas.models import Unit, UnitAlias, UnitLink
from giamngheo.areas.shipped import Shipped
from giamngheo.lib.copying import copy_frame

_COPIED = (
    *("code", "name", "full_name", "kind", "level", "area_type", "source", "note"),
    *("valid_from", "valid_to", "start_known", "end_known"),
    *("search_key", "compare_key", "sort_key"),
)
# An officer's own word outlives a sync: what an import closed, and an area type set by hand
# where the data have none.
_KEPT = {
    "valid_to": "CASE WHEN unit.closed_by_id IS NULL THEN new.valid_to ELSE unit.valid_to END",
    "end_known": "CASE WHEN unit.closed_by_id IS NULL THEN new.end_known ELSE unit.end_known END",
    "area_type": "coalesce(new.area_type, unit.area_type)",
}


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """How many rows a sync added or changed."""

    units_added: int
    units_changed: int
    links_added: int
    aliases_added: int


def load_shipped(shipped: Shipped) -> Loaded:
    """Bring the tables up to `shipped`, inside the caller's transaction; deletes nothing."""
    with connection.cursor() as cursor:
        changed, added = _load_units(cursor, shipped.units)
        loaded = Loaded(
            units_added=added,
            units_changed=changed,
            links_added=_load_links(cursor, shipped.links),
            aliases_added=_load_aliases(cursor, shipped.aliases),
        )
        # Until its sizes are known the planner takes the table for empty: joins then crawl.
        for model in (Unit, UnitLink, UnitAlias):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
        return loaded


def _load_units(cursor: Any, units: pl.DataFrame) -> tuple[int, int]:
    known = {
        key: (pk, path)
        for key, pk, path in Unit.objects.values_list("key", "id", "path")
        if key is not None
    }
    _copy(cursor, "areas_new_unit", Unit._meta.db_table, _placed(cursor, units, known))
    cursor.execute(_UPDATE_UNITS)
    changed = int(cursor.rowcount)
    cursor.execute(_INSERT_UNITS)
    return changed, int(cursor.rowcount)


def _placed(cursor: Any, units: pl.DataFrame, known: dict[str, tuple[int, str]]) -> pl.DataFrame:
    """Return `units` with id, parent_id and path; parents stand before their children."""
    missing = sum(key not in known for key in units["key"])
    fresh = iter(reserve_ids(cursor, missing))
    places = dict(known)
    ids, parents, paths = [], [], []
    for key, parent in units.select("key", "parent").iter_rows():
        parent_id, parent_path = places[parent] if parent else (None, "/")
        if key not in places:
            pk = next(fresh)
            places[key] = (pk, f"{parent_path}{pk}/")
        pk, path = places[key]
        ids.append(pk)
        parents.append(parent_id)
        paths.append(path)
    return units.drop("parent").with_columns(
        id=pl.Series(ids, dtype=pl.Int64),
        parent_id=pl.Series(parents, dtype=pl.Int64),
        path=pl.Series(paths, dtype=pl.String),
    )


def reserve_ids(cursor: Any, count: int) -> list[int]:
    """Return `count` fresh ids of units: a path holds its own id, so the id comes first."""
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence('areas_unit', 'id')) FROM generate_series(1, %s)",
        [count],
    )
    return [int(row[0]) for row in cursor.fetchall()]


def _copy(cursor: Any, name: str, like: str, frame: pl.DataFrame) -> None:
    columns = ", ".join(f'"{column}"' for column in frame.columns)
    cursor.execute(f"DROP TABLE IF EXISTS {name}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT {columns} FROM {like} WHERE false"
    )
    copy_frame(cursor, name, frame)


_NEW = {column: _KEPT.get(column, f"new.{column}") for column in _COPIED}
_UPDATE_UNITS = f"""
    UPDATE areas_unit AS unit SET {", ".join(f"{name} = {value}" for name, value in _NEW.items())}
    FROM areas_new_unit AS new
    WHERE unit.key = new.key AND ({", ".join(f"unit.{name}" for name in _NEW)})
          IS DISTINCT FROM ({", ".join(_NEW.values())})
"""
_ALL = ", ".join(["id", "key", "parent_id", "path", *_COPIED])
_INSERT_UNITS = f"""
    INSERT INTO areas_unit ({_ALL}) SELECT {_ALL} FROM areas_new_unit AS new
    WHERE NOT EXISTS (SELECT 1 FROM areas_unit AS unit WHERE unit.key = new.key)
    ORDER BY level, id
"""


def _load_links(cursor: Any, links: pl.DataFrame) -> int:
    cursor.execute("DROP TABLE IF EXISTS areas_new_link")
    cursor.execute(
        "CREATE TEMPORARY TABLE areas_new_link (predecessor text, successor text, kind text, "
        "split boolean, is_default boolean, source text) ON COMMIT DROP"
    )
    copy_frame(cursor, "areas_new_link", links)
    cursor.execute(
        """
        INSERT INTO areas_unitlink
               (predecessor_id, successor_id, kind, split, is_default, source, note)
        SELECT old.id, heir.id, link.kind, link.split, link.is_default, link.source, ''
        FROM areas_new_link AS link
        JOIN areas_unit AS old ON old.key = link.predecessor
        JOIN areas_unit AS heir ON heir.key = link.successor
        ON CONFLICT (predecessor_id, successor_id) DO NOTHING
        """
    )
    return int(cursor.rowcount)


def _load_aliases(cursor: Any, aliases: pl.DataFrame) -> int:
    cursor.execute("DROP TABLE IF EXISTS areas_new_alias")
    cursor.execute(
        "CREATE TEMPORARY TABLE areas_new_alias (unit text, name text, valid_from date, "
        "valid_to date, confirmed boolean, source text, note text, search_key text, "
        "compare_key text) ON COMMIT DROP"
    )
    copy_frame(cursor, "areas_new_alias", aliases)
    cursor.execute(
        """
        INSERT INTO areas_unitalias (unit_id, name, valid_from, valid_to, confirmed, source, note,
                                     search_key, compare_key)
        SELECT unit.id, alias.name, alias.valid_from, alias.valid_to, alias.confirmed,
               alias.source, alias.note, alias.search_key, alias.compare_key
        FROM areas_new_alias AS alias JOIN areas_unit AS unit ON unit.key = alias.unit
        ON CONFLICT (unit_id, name) DO NOTHING
        """
    )
    return int(cursor.rowcount)
