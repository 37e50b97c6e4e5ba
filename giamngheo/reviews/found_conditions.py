"""What forms found of how households live: dated rows of the register once the list is decided."""

from __future__ import annotations

from typing import Any

import polars as pl

from giamngheo.lib.dates import format_date
from giamngheo.registry.conditions import FIELDS
from giamngheo.registry.dated import set_conditions
from giamngheo.reviews.models import Decision, ReviewResult

_KINDS: dict[str, Any] = {
    "floor_area_m2": pl.Float64,
    "residential_land_m2": pl.Float64,
    "production_land_m2": pl.Float64,
    "devices": pl.List(pl.String),
    **dict.fromkeys(("house_type", "water_source", "toilet"), pl.String),
}


def keep_found_conditions(*, decision: Decision) -> int:
    """
    Write what the frozen results say of living conditions into the register, from the day judged
    for, with the decision as source; return how many households changed.

    Runs inside the decision's transaction and audit event. What a form did not ask stays as it
    was; what the register learnt of a later day stays from that day on. A fixed number of queries.
    """
    found = (
        ReviewResult.objects.filter(decision=decision)
        .exclude(facts__living=None)
        .values_list("household_id", "household__registered_from", "facts__living")
    )
    judged_for = decision.campaign.judged_for
    rows = [
        {"household_id": household, "valid_from": max(judged_for, since), **_known(living)}
        for household, since, living in found
    ]
    if not rows:
        return 0
    names = [name for name in FIELDS if any(name in row for row in rows)]
    schema = {
        "household_id": pl.Int64,
        "valid_from": pl.Date,
        **{name: _KINDS.get(name, pl.Boolean) for name in names},
    }
    return set_conditions(
        conditions=pl.DataFrame(rows, schema=schema),
        source=f"Quyết định {decision.number} ngày {format_date(decision.signed_date)}",
        merge=True,
    )


def _known(living: dict[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in living.items() if name in FIELDS}
    return {
        name: float(value) if _KINDS.get(name) == pl.Float64 and value is not None else value
        for name, value in known.items()
    }
