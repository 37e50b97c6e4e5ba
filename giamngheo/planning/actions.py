"""What changes plans: a document read, checked, tied to units and stored as data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.matching import How
from giamngheo.areas.models import Unit
from giamngheo.areas.names import name_keys
from giamngheo.areas.queries import Match, find_many, find_unit
from giamngheo.audit import actions as audit
from giamngheo.documents import check_plan, read_plan
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import split_unit_name
from giamngheo.planning import storing
from giamngheo.planning.enums import Measure, UnitMatch
from giamngheo.planning.models import Finding, Plan
from giamngheo.planning.storing import MatchedRow


class PlanUnitUnknown(Refusal):
    code = "PLA-001"
    sentence = (
        "Chưa nạp được kế hoạch {file}: không tìm thấy đơn vị «{unit}» trong danh mục năm {year}. "
        "Chỉ rõ đơn vị ban hành rồi nạp lại."
    )


class PlanWithoutTargetTable(Refusal):
    code = "PLA-002"
    sentence = (
        "Chưa nạp được kế hoạch {file}: không có bảng phân bổ chỉ tiêu theo đơn vị. Nạp bản có "
        "kèm phụ lục, hoặc kiểm tra bảng có dòng tiêu đề và cột tên đơn vị."
    )


class PlanUnitsUnmatched(Refusal):
    code = "PLA-003"
    sentence = (
        "Chưa nạp được kế hoạch {file}: {count} tên trong bảng không khớp với đơn vị nào của "
        "{within}: {names}. Sửa tên trong tệp hoặc thêm tên gọi khác vào danh mục rồi nạp lại."
    )


class PlanUnitTwice(Refusal):
    code = "PLA-004"
    sentence = (
        "Chưa nạp được kế hoạch {file}: «{first}» và «{second}» cùng chỉ {unit}. Sửa một trong hai "
        "dòng rồi nạp lại."
    )


class PlanYearUnknown(Refusal):
    code = "PLA-005"
    sentence = (
        "Chưa nạp được kế hoạch {file}: không đọc được năm hoặc giai đoạn của kế hoạch. Ghi rõ năm "
        "trong trích yếu rồi nạp lại."
    )


@dataclass(frozen=True)
class ImportedPlan:
    """The stored plan; `is_new` is false when the very same file was there already."""

    plan: Plan
    findings: tuple[Finding, ...]
    communes: int
    is_new: bool


def import_plan(
    *, path: Path, by: User | None, unit: Unit | None = None, is_generated: bool = False
) -> ImportedPlan:
    """
    Read the plan document at `path` and store it whole, or refuse and store nothing.

    The same file again changes nothing. Names that are only near a unit's are taken where exactly
    one unit of the parent is left for them, and marked to be confirmed by a person.
    Raises: the reader's refusals [DOC-…], PlanYearUnknown [PLA-005], PlanUnitUnknown [PLA-001],
            PlanWithoutTargetTable [PLA-002], PlanUnitsUnmatched [PLA-003], PlanUnitTwice [PLA-004].
    """
    reading = read_plan(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = Plan.objects.filter(file_digest=digest).first()
    if known is not None:
        communes = known.allocation_rows.filter(is_total=False).count()
        return ImportedPlan(known, tuple(known.findings.all()), communes, is_new=False)
    data = reading.to_json()
    first_year, last_year = _years(data, path)
    as_of = _day_of(data["document"], first_year)
    unit = unit or _issuing_unit(data["document"], as_of, path)
    table = _target_table(data.get("tables") or [], path)
    rows = _matched_rows(table, unit, as_of, path)
    with transaction.atomic():
        plan = Plan(
            unit=unit,
            unit_path=unit.path,
            first_year=first_year,
            last_year=last_year,
            file_name=path.name,
            file_digest=digest,
            text=reading.text,
            is_generated=is_generated,
            imported_by=by.get_username() if by else "",
        )
        storing.fill_document(plan, data["document"])
        audit.record(
            action="planning.import_plan",
            by=by,
            subject=f"{plan.code} {plan.title}",
            unit_path=unit.path,
            details={"file": path.name, "sha256": digest},
        )
        plan.save()
        storing.store_parts(plan=plan, data=data, table=table, rows=rows)
        findings = storing.store_findings(plan, check_plan(reading), rows)
    communes = sum(not row.is_total for row in rows)
    return ImportedPlan(plan, tuple(findings), communes, is_new=True)


def _years(data: Mapping[str, Any], path: Path) -> tuple[int, int]:
    period = data["document"].get("period") or {}
    first, last = period.get("start"), period.get("end")
    if first is None or last is None:
        raise PlanYearUnknown(file=path.name)
    return int(first), int(last)


def _day_of(document: Mapping[str, Any], first_year: int) -> date:
    """Return the day whose units the plan speaks of: its own date, else its first day."""
    return date.fromisoformat(document["date"]) if document.get("date") else date(first_year, 1, 1)


def _issuing_unit(document: Mapping[str, Any], as_of: date, path: Path) -> Unit:
    """Return the unit of the letterhead: the district within its province, or the province."""
    issuer = document.get("issuer") or {}
    names = [name for name in (issuer.get("province"), issuer.get("district")) if name]
    found: Unit | None = None
    for name in names:
        level = found.level + 1 if found else 1
        found = find_unit(name=name, parent=found, as_of=as_of, level=level).unit
        if found is None:
            break
    if found is None:
        written = names[-1] if names else issuer.get("name") or "không rõ"
        raise PlanUnitUnknown(file=path.name, unit=written, year=as_of.year)
    return found


def _target_table(tables: Sequence[Mapping[str, Any]], path: Path) -> Mapping[str, Any]:
    wanted = {measure.value for measure in Measure}
    for table in tables:
        keys = {column["key"] for column in table["columns"]}
        if "unit" in keys and keys & wanted and table["rows"]:
            return table
    raise PlanWithoutTargetTable(file=path.name)


def _matched_rows(
    table: Mapping[str, Any], unit: Unit, as_of: date, path: Path
) -> list[MatchedRow]:
    """Return the total row first, if there is one, then one row per unit."""
    names = [row["unit"] for row in table["rows"]]
    matches = find_many(names=names, parent=unit, as_of=as_of, level=unit.level + 1)
    chosen = _chosen(names, dict(zip(names, matches, strict=True)), unit, path)
    rows = [
        MatchedRow(unit=chosen[name][0], match=chosen[name][1], written=name, data=row)
        for name, row in zip(names, table["rows"], strict=True)
    ]
    _refuse_doubles(rows, path)
    total = table.get("total_row")
    if total:
        first = MatchedRow(unit, UnitMatch.EXACT, total["unit"], total, is_total=True)
        return [first, *rows]
    return rows


def _chosen(
    names: Sequence[str], found: Mapping[str, Match], unit: Unit, path: Path
) -> dict[str, tuple[Unit, UnitMatch]]:
    chosen: dict[str, tuple[Unit, UnitMatch]] = {}
    for name in names:
        match = found[name]
        if match.unit is not None:
            how = UnitMatch.ALIAS if match.how is How.ALIAS else UnitMatch.EXACT
            chosen[name] = (match.unit, how)
    taken = {one.pk for one, _ in chosen.values()}
    lost = []
    for name in names:
        if name in chosen:
            continue
        free = [one for one in found[name].suggestions if one.pk not in taken]
        # Taken only as the one unit left that differs in marks alone ("Thọ Tiên"), or the one unit
        # left at all; the row stays marked for a person.
        letters = name_keys(split_unit_name(name).name or name).search
        left = [one for one in free if one.search_key == letters] or free
        if len(left) == 1:
            chosen[name] = (left[0], UnitMatch.SUGGESTED)
        else:
            lost.append(name)
    if lost:
        raise PlanUnitsUnmatched(
            file=path.name, count=len(lost), within=unit.full_name, names=", ".join(lost[:5])
        )
    return chosen


def _refuse_doubles(rows: Sequence[MatchedRow], path: Path) -> None:
    seen: dict[int, MatchedRow] = {}
    for row in rows:
        before = seen.setdefault(row.unit.pk, row)
        if before is not row:
            raise PlanUnitTwice(
                file=path.name,
                first=before.written,
                second=row.written,
                unit=row.unit.full_name,
            )
