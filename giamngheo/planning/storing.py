"""A reading put into tables: the reader's JSON on one side, our rows on the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from giamngheo.areas.models import Unit
from giamngheo.documents import Finding as CheckedFinding
from giamngheo.planning.enums import Measure, Severity, UnitMatch
from giamngheo.planning.models import (
    AllocationFigure,
    AllocationRow,
    Finding,
    LegalBasis,
    Plan,
    Target,
)

UNCONFIRMED_NAME = "PLA-W01"


@dataclass(frozen=True)
class MatchedRow:
    """One row of the target table with the unit it speaks of."""

    unit: Unit
    match: UnitMatch
    written: str
    data: Mapping[str, Any]
    is_total: bool = False


def fill_document(plan: Plan, document: Mapping[str, Any]) -> None:
    issuer, signer = document.get("issuer") or {}, document.get("signer") or {}
    plan.code = document.get("code") or ""
    plan.issued_date = _date(document.get("date"))
    plan.issuer = issuer.get("name") or ""
    plan.place = document.get("place") or ""
    plan.title = document.get("title") or ""
    plan.signer = signer.get("name") or ""


def store_parts(
    *, plan: Plan, data: Mapping[str, Any], table: Mapping[str, Any], rows: Sequence[MatchedRow]
) -> None:
    LegalBasis.objects.bulk_create(
        _basis(plan, position, item)
        for position, item in enumerate(data.get("legal_bases") or [], start=1)
    )
    Target.objects.bulk_create(
        _target(plan, position, item)
        for position, item in enumerate(data.get("targets") or [], start=1)
    )
    stored = AllocationRow.objects.bulk_create(
        AllocationRow(
            plan=plan,
            position=position,
            unit=row.unit,
            unit_path=row.unit.path,
            match=row.match,
            name_as_written=row.written,
            is_total=row.is_total,
            line=row.data["line"],
        )
        for position, row in enumerate(rows)
    )
    keys = [column["key"] for column in table["columns"]]
    AllocationFigure.objects.bulk_create(
        figure
        for row, matched in zip(stored, rows, strict=True)
        for figure in _figures(row, matched.data, keys)
    )


def store_findings(
    plan: Plan, checked: Sequence[CheckedFinding], rows: Sequence[MatchedRow]
) -> list[Finding]:
    found = [
        Finding(
            plan=plan,
            code=item.code,
            severity=item.severity,
            message=item.message,
            line=item.line,
            found=str(item.found or "")[:200],
            expected=str(item.expected or "")[:200],
        )
        for item in checked
    ]
    found += [_unconfirmed(plan, row) for row in rows if row.match is UnitMatch.SUGGESTED]
    for position, finding in enumerate(found):
        finding.position = position
    return Finding.objects.bulk_create(found)


def _unconfirmed(plan: Plan, row: MatchedRow) -> Finding:
    return Finding(
        plan=plan,
        code=UNCONFIRMED_NAME,
        severity=Severity.WARNING,
        message=f"«{row.written}» trong bảng được hiểu là {row.unit.full_name}; cần xác nhận.",
        line=row.data["line"],
        found=row.written,
        expected=row.unit.name,
    )


def _basis(plan: Plan, position: int, item: Mapping[str, Any]) -> LegalBasis:
    return LegalBasis(
        plan=plan,
        position=position,
        role=item.get("role") or "",
        kind=item.get("type") or "",
        code=item.get("code") or "",
        issued_date=_date(item.get("date")),
        issuer=item.get("issuer") or "",
        subject=item.get("subject") or "",
        as_written=item.get("as_written") or "",
        line=item["lines"][0],
    )


def _target(plan: Plan, position: int, item: Mapping[str, Any]) -> Target:
    return Target(
        plan=plan,
        position=position,
        indicator=item.get("indicator") or "",
        label=(item.get("label") or "")[:300],
        direction=item.get("direction") or "",
        comparator=item.get("comparator") or "",
        value=_decimal(item.get("value")),
        value_min=_decimal(item.get("value_min")),
        value_max=_decimal(item.get("value_max")),
        measured_in=item.get("unit") or "",
        population=(item.get("population") or "")[:200],
        year=item.get("year"),
        text=item.get("text") or "",
        line=item.get("line") or item["lines"][0],
    )


def _figures(
    row: AllocationRow, data: Mapping[str, Any], keys: Sequence[str]
) -> list[AllocationFigure]:
    cells = data["cells"]
    return [
        AllocationFigure(
            row=row,
            measure=key,
            value=Decimal(str(data[key])),
            as_written=str(cells[place]) if place < len(cells) else "",
        )
        for place, key in enumerate(keys)
        if key in Measure.values and data.get(key) is not None
    ]


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
