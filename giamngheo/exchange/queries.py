"""Questions about batches, always within somebody's scope."""

from __future__ import annotations

from django.db.models import QuerySet

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.exchange.enums import Outcome
from giamngheo.exchange.models import ImportBatch, RefusedRow, StagedHousehold


def batches_visible(*, scope: Scope) -> QuerySet[ImportBatch]:
    """Return the batches of units whose register the scope may edit, the latest first."""
    found = scope.filter(ImportBatch.objects.all(), permission=Permission.EDIT_REGISTER)
    return found.select_related("unit", "owner", "work_item").order_by("-created_at", "-id")


def batch_or_none(*, batch_id: int) -> ImportBatch | None:
    """Return the batch; the caller asks `require` before showing anything of it."""
    found = ImportBatch.objects.select_related("unit", "owner", "work_item__owner")
    return found.filter(pk=batch_id).first()


def communes_to_edit(*, scope: Scope) -> list[Unit]:
    """Return the communes that exist on the scope's day and whose register it may edit."""
    communes = Unit.objects.in_force(scope.as_of).at_level(UnitLevel.COMMUNE).in_order()
    return list(scope.filter(communes, field="path", permission=Permission.EDIT_REGISTER))


def sample_differences(*, batch: ImportBatch, most: int) -> list[StagedHousehold]:
    """Return the first households that would change, with their differences."""
    changed = batch.staged.filter(outcome=Outcome.CHANGED).order_by("number")
    return list(changed.defer("values", "before")[:most])


def sample_added(*, batch: ImportBatch, most: int) -> list[StagedHousehold]:
    """Return the first households that would be added."""
    added = batch.staged.filter(outcome=Outcome.ADDED).order_by("number")
    return list(added.defer("values", "before")[:most])


def sample_refused(*, batch: ImportBatch, most: int) -> list[RefusedRow]:
    """Return the first refused rows that have a problem of their own."""
    blamed = batch.refused_rows.exclude(problems=[]).order_by("sheet_index", "row_number")
    return list(blamed[:most])


def imports_of(*, household_id: int) -> list[StagedHousehold]:
    """Return what files added or changed of a household, undone ones too, the latest first."""
    written = StagedHousehold.objects.filter(
        household_id=household_id, written_version__isnull=False, batch__committed_at__isnull=False
    )
    kept = written.select_related("batch__owner").defer("values", "before")
    return list(kept.order_by("-batch__committed_at", "-id"))
