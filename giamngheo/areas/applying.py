"""Writing a plan of changes, and taking an import back as a whole."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import ProtectedError

from giamngheo.areas.changes import ChangePlan, Opening
from giamngheo.areas.enums import AREA_OF_KIND, LEVEL_OF_KIND, ImportState, UnitLevel
from giamngheo.areas.loading import reserve_ids
from giamngheo.areas.models import Unit, UnitImport, UnitLink
from giamngheo.areas.names import name_keys, written_name


def write_plan(*, plan: ChangePlan, day: date) -> UnitImport:
    """Close, open and link what `plan` says, inside the caller's transaction."""
    done = UnitImport.objects.create(
        file_name=plan.file.name,
        sha256=plan.file.sha256,
        document="; ".join(dict.fromkeys(row.document for row in plan.file.rows)),
        row_count=len(plan.file.rows),
    )
    Unit.objects.filter(pk__in=plan.closings).update(valid_to=day, end_known=True, closed_by=done)
    opened = _open_units(plan.openings, day, done)
    UnitLink.objects.bulk_create(
        UnitLink(
            predecessor=link.old,
            successor=opened[link.new],
            kind=link.kind,
            split=link.split,
            is_default=not link.split,
            share=link.share,
            source=link.document[:120],
            made_by=done,
        )
        for link in plan.links
    )
    return done


def _open_units(openings: list[Opening], day: date, done: UnitImport) -> dict[Opening, Unit]:
    with connection.cursor() as cursor:
        ids = reserve_ids(cursor, len(openings))
    opened: dict[Opening, Unit] = {}
    for pk, opening in zip(ids, sorted(openings, key=lambda one: one.level), strict=True):
        parent = opening.parent
        above = opened[parent] if isinstance(parent, Opening) else parent
        opened[opening] = new_unit(
            pk=pk,
            code=opening.code,
            name=opening.name,
            kind=opening.kind,
            parent=above,
            valid_from=day,
            source=opening.document,
            done=done,
        )
    Unit.objects.bulk_create(opened.values())
    return opened


def new_unit(
    *,
    pk: int,
    code: str | None,
    name: str,
    kind: str,
    parent: Unit | None,
    valid_from: date,
    source: str,
    done: UnitImport | None = None,
) -> Unit:
    """Return an unsaved unit with its path and keys."""

    keys = name_keys(name)
    return Unit(
        pk=pk,
        # The same shape as in the shipped data: a later sync finds this row instead of a twin.
        key=f"{code}@{valid_from.isoformat()}" if code else None,
        code=code,
        name=name,
        full_name=written_name(kind, name),
        kind=kind,
        level=LEVEL_OF_KIND[kind],
        parent=parent,
        path=f"{parent.path if parent else '/'}{pk}/",
        valid_from=valid_from,
        area_type=AREA_OF_KIND.get(kind),
        search_key=keys.search,
        compare_key=keys.compare,
        sort_key=keys.sort,
        source=source[:120],
        opened_by=done,
    )


def units_in_the_way(done: UnitImport) -> list[Unit]:
    """Return units opened by `done` that a later import has closed again."""
    return list(
        Unit.objects.filter(opened_by=done, closed_by__isnull=False).exclude(closed_by=done)
    )


def take_back(done: UnitImport) -> list[str]:
    """
    Remove what `done` opened and reopen what it closed; return the kinds of record that stand in
    the way (then the caller rolls back).
    """
    UnitLink.objects.filter(made_by=done).delete()
    try:
        for level in sorted(UnitLevel.values, reverse=True):
            Unit.objects.filter(opened_by=done, level=level).delete()
    except ProtectedError as error:
        return sorted({str(row._meta.verbose_name) for row in error.protected_objects})
    Unit.objects.filter(closed_by=done).update(valid_to=None, closed_by=None)
    done.state = ImportState.UNDONE
    done.save(update_fields=["state"])
    return []
