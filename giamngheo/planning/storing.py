"""What people took of a reading put into tables: items on one side, our rows on the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from giamngheo.documents import Finding as CheckedFinding
from giamngheo.planning.enums import Measure, MoneyKind, MoneySource, Severity, UnitMatch
from giamngheo.planning.matching import MatchedRow
from giamngheo.planning.models import (
    AllocationFigure,
    AllocationRow,
    CreditTarget,
    Finding,
    LegalBasis,
    MoneyLine,
    Plan,
    PlanAnnex,
    PlanItem,
    PlanRecipient,
    PlanTask,
    Reporting,
    Target,
)

UNCONFIRMED_NAME = "PLA-W01"
MILLION = 1_000_000
# Which figures of a line of money are sums of their own: name, source, kind.
_PARTS = (
    ("central_investment", MoneySource.CENTRAL, MoneyKind.INVESTMENT),
    ("central_recurrent", MoneySource.CENTRAL, MoneyKind.RECURRENT),
    ("local_investment", MoneySource.LOCAL, MoneyKind.INVESTMENT),
    ("local_recurrent", MoneySource.LOCAL, MoneyKind.RECURRENT),
    ("people", MoneySource.PEOPLE, MoneyKind.ALL),
)
_HEADLINES = (
    ("state_budget_total", MoneySource.STATE, MoneyKind.ALL),
    ("investment", MoneySource.STATE, MoneyKind.INVESTMENT),
    ("recurrent", MoneySource.STATE, MoneyKind.RECURRENT),
    ("central", MoneySource.CENTRAL, MoneyKind.ALL),
    ("local", MoneySource.LOCAL, MoneyKind.ALL),
)

Values = Mapping[str, list[Mapping[str, Any]]]


def taken_values(*, items: Iterable[PlanItem]) -> dict[str, list[Mapping[str, Any]]]:
    """Return what stands of the taken items by block, in their order, each with its key."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for item in items:
        if item.is_taken:
            place = {"line": item.line or 1, "key": item.key}
            found[item.block].append({**item.value, **place})
    return found


def tables_of(*, values: Values) -> list[dict[str, Any]]:
    """Return the taken tables as the reader gives them: columns, rows, total row."""
    tables: dict[str, dict[str, Any]] = {}
    for one in values.get("tables", []):
        if one["part"] == "head":
            tables[one["table"]] = {**one, "id": one["table"], "rows": [], "total_row": None}
    for one in values.get("tables", []):
        table = tables.get(one["table"])
        if table is None:
            continue
        if one["part"] == "row":
            table["rows"].append(one)
        elif one["part"] == "total":
            table["total_row"] = one
    return list(tables.values())


def fill_document(plan: Plan, document: Mapping[str, Any]) -> None:
    """Put the letterhead's facts into the plan; `document` as in `PlanReading.to_json`."""
    issuer, signer = document.get("issuer") or {}, document.get("signer") or {}
    plan.code = (document.get("code") or "")[:60]
    plan.issued_date = _date(document.get("date"))
    plan.issuer = (issuer.get("name") or "")[:200]
    plan.place = (document.get("place") or "")[:100]
    plan.title = (document.get("title") or "")[:500]
    plan.signer = (signer.get("name") or "")[:120]


def fill_facts(plan: Plan, facts: Sequence[Mapping[str, Any]]) -> None:
    """Put the taken facts of the block "document" into the plan; what was refused is blank."""
    known = {one["field"]: one["value"] for one in facts}
    fill_document(
        plan,
        {
            **known,
            "issuer": {"name": known.get("issuer")},
            "signer": {"name": known.get("signer")},
        },
    )
    plan.first_year = known.get("first_year") or plan.first_year
    plan.last_year = known.get("last_year") or max(plan.first_year, plan.last_year)


def store_rows(*, plan: Plan, table: Mapping[str, Any] | None, rows: Sequence[MatchedRow]) -> None:
    stored = AllocationRow.objects.bulk_create(
        AllocationRow(
            plan=plan,
            position=position,
            unit=row.unit,
            unit_path=row.unit.path,
            match=row.match,
            name_as_written=row.written[:120],
            is_total=row.is_total,
            line=row.data["line"],
        )
        for position, row in enumerate(rows)
    )
    keys = [column["key"] for column in table["columns"]] if table else []
    AllocationFigure.objects.bulk_create(
        figure
        for row, matched in zip(stored, rows, strict=True)
        for figure in _figures(row, matched.data, keys)
    )


def store_parts(*, plan: Plan, values: Values) -> None:
    """Store every block but the target table and the legal register."""
    bases, targets = values.get("legal_bases", []), values.get("targets", [])
    LegalBasis.objects.bulk_create(_basis(plan, n, one) for n, one in enumerate(bases, 1))
    Target.objects.bulk_create(_target(plan, n, one) for n, one in enumerate(targets, 1))
    tasks, credit = values.get("tasks", []), values.get("credit_targets", [])
    PlanTask.objects.bulk_create(_task(plan, n, one) for n, one in enumerate(tasks, 1))
    CreditTarget.objects.bulk_create(_credit(plan, n, one) for n, one in enumerate(credit, 1))
    MoneyLine.objects.bulk_create(_money(plan, values.get("budget", [])))
    recipients, annexes = values.get("recipients", []), values.get("annexes", [])
    PlanRecipient.objects.bulk_create(
        PlanRecipient(
            plan=plan,
            position=n,
            name=(one.get("name") or one.get("as_written") or "")[:300],
            purpose=(one.get("purpose") or "")[:60],
            is_archive=bool(one.get("is_archive")),
            line=one["line"],
        )
        for n, one in enumerate(recipients, 1)
    )
    PlanAnnex.objects.bulk_create(
        PlanAnnex(
            plan=plan,
            position=n,
            label=(one.get("mention") or one.get("label") or one.get("table") or "")[:400],
            announced_line=one["line"],
            is_supplied=bool(one.get("present")),
        )
        for n, one in enumerate(annexes, 1)
    )
    reports = values.get("reporting", [])
    Reporting.objects.bulk_create(_reporting(plan, n, one) for n, one in enumerate(reports, 1))


def store_findings(plan: Plan, checked: Sequence[CheckedFinding]) -> list[Finding]:
    return Finding.objects.bulk_create(
        Finding(
            plan=plan,
            position=position,
            code=item.code,
            severity=item.severity,
            message=item.message,
            line=item.line,
            found=str(item.found or "")[:200],
            expected=str(item.expected or "")[:200],
            proposal=item.proposal or "",
        )
        for position, item in enumerate(checked)
    )


def store_unconfirmed(plan: Plan, rows: Sequence[MatchedRow]) -> None:
    """Keep one finding for each name taken for a unit that only resembles it; rebuilt whole."""
    plan.findings.filter(code=UNCONFIRMED_NAME).delete()
    start = plan.findings.count()
    waiting = [row for row in rows if row.match is UnitMatch.SUGGESTED]
    Finding.objects.bulk_create(
        Finding(
            plan=plan,
            position=position,
            code=UNCONFIRMED_NAME,
            severity=Severity.WARNING,
            message=f"«{row.written}» trong bảng được hiểu là {row.unit.full_name}; cần xác nhận.",
            line=row.data["line"],
            found=row.written[:200],
            expected=row.unit.name,
        )
        for position, row in enumerate(waiting, start=start)
    )


def _basis(plan: Plan, position: int, item: Mapping[str, Any]) -> LegalBasis:
    return LegalBasis(
        plan=plan,
        position=position,
        role=item.get("role") or "",
        kind=(item.get("type") or "")[:60],
        code=(item.get("code") or "")[:60],
        issued_date=_date(item.get("date")),
        issuer=(item.get("issuer") or "")[:200],
        subject=item.get("subject") or "",
        as_written=item.get("as_written") or "",
        line=item["line"],
    )


def _target(plan: Plan, position: int, item: Mapping[str, Any]) -> Target:
    return Target(
        plan=plan,
        position=position,
        indicator=(item.get("indicator") or "")[:60],
        label=(item.get("label") or "")[:300],
        direction=(item.get("direction") or "")[:10],
        comparator=(item.get("comparator") or "")[:8],
        value=_decimal(item.get("value")),
        value_min=_decimal(item.get("value_min")),
        value_max=_decimal(item.get("value_max")),
        measured_in=(item.get("unit") or "")[:40],
        population=(item.get("population") or "")[:200],
        year=item.get("year"),
        text=item.get("text") or "",
        line=item["line"],
    )


def _task(plan: Plan, position: int, item: Mapping[str, Any]) -> PlanTask:
    return PlanTask(
        plan=plan,
        position=position,
        key=item["key"],
        text=item.get("text") or "",
        lead=_list(item.get("lead")),
        coordinate=_list(item.get("coordinate")),
        deadline=item.get("deadline"),
        frequency=_list(item.get("frequency")),
        reports_to=_list(item.get("reports_to")),
        requested=bool(item.get("requested")),
        section=(item.get("section") or "")[:40],
        line=item["line"],
    )


def _credit(plan: Plan, position: int, item: Mapping[str, Any]) -> CreditTarget:
    return CreditTarget(
        plan=plan,
        position=position,
        group=(item.get("group") or "")[:200],
        amount=_vnd(item.get("amount")) or 0,
        line=item["line"],
    )


def _reporting(plan: Plan, position: int, item: Mapping[str, Any]) -> Reporting:
    due = item.get("due")
    return Reporting(
        plan=plan,
        position=position,
        reporter=_words(item.get("reporter"))[:400],
        recipient=_words(item.get("recipient"))[:400],
        frequency=_words(item.get("frequency"))[:120],
        due=due if isinstance(due, dict) or due is None else {"as_written": str(due)},
        through=_words(item.get("through"))[:300],
        line=item["line"],
    )


def _money(plan: Plan, items: Sequence[Mapping[str, Any]]) -> list[MoneyLine]:
    lines: list[MoneyLine] = []
    for item in items:
        head = item["part"] == "headline"
        parts = _HEADLINES if head else (("total", MoneySource.ALL, MoneyKind.ALL), *_PARTS)
        for name, source, kind in parts:
            amount = _vnd(item.get(name))
            if amount is None or (not amount and name != "total"):
                continue
            lines.append(
                MoneyLine(
                    plan=plan,
                    position=len(lines) + 1,
                    line_id="" if head else str(item.get("id") or "")[:40],
                    label=_label(item, head=head)[:500],
                    source=source,
                    kind=kind,
                    amount=amount,
                    approximate=bool(item.get("approximate")),
                    is_headline=head,
                    line=item["line"],
                )
            )
    return lines


def _label(item: Mapping[str, Any], *, head: bool) -> str:
    if head:
        return "Tổng kinh phí của kế hoạch"
    names = (("project", "project_name"), ("subproject", "subproject_name"))
    said = [": ".join(filter(None, (item.get(a), item.get(b)))) for a, b in names]
    return ", ".join(filter(None, said)) or str(item.get("id") or "")


def _figures(
    row: AllocationRow, data: Mapping[str, Any], keys: Sequence[str]
) -> list[AllocationFigure]:
    cells = data.get("cells") or []
    return [
        AllocationFigure(
            row=row,
            measure=key,
            value=Decimal(str(data[key])),
            as_written=str(cells[place])[:40] if place < len(cells) else "",
        )
        for place, key in enumerate(keys)
        if key in Measure.values and data.get(key) is not None
    ]


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _vnd(million: float | None) -> int | None:
    return None if million is None else int(Decimal(str(million)) * MILLION)
