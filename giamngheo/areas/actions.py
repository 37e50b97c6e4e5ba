"""Changes to the units: the shipped reference data, spellings, villages, statuses."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction

from giamngheo.areas.loading import Loaded, load_shipped
from giamngheo.areas.shipped import read_shipped
from giamngheo.audit import actions as audit
from giamngheo.audit.actions import Actor
from giamngheo.lib.errors import Refusal


class ShippedDataCollide(Refusal):
    code = "ARE-001"
    sentence = (
        "Chưa nạp được danh mục đơn vị: dữ liệu đi kèm trùng mã, trùng thời gian với đơn vị đã "
        "nhập tay. Hoàn tác lần nhập đó (giamngheo areas undo …) rồi nạp lại."
    )


def sync_units(*, by: Actor | None = None, provinces: Collection[str] | None = None) -> Loaded:
    """
    Bring units, links and aliases up to the tables shipped with this version.

    Idempotent, in one transaction; removes nothing and keeps what officers set: closings by an
    import, area types, confirmations. `provinces` limits it to these province codes (tests).
    Raises: ShippedDataCollide [ARE-001] when a unit entered by hand holds a shipped code.
    Source: giamngheo/areas/data/README.md
    """
    shipped = read_shipped(provinces=provinces)
    try:
        with transaction.atomic():
            audit.record(action="areas.sync_units", by=by, details={"units": len(shipped.units)})
            return load_shipped(shipped)
    except IntegrityError as error:
        raise ShippedDataCollide from error
