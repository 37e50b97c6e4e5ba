"""A reading as plain data."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from giamngheo.documents.assignments import Task
from giamngheo.documents.budget import UNIT
from giamngheo.documents.citations import Citation
from giamngheo.documents.repairs import likely_slips
from giamngheo.documents.reporting import Report
from giamngheo.documents.tables import Row, Table

if TYPE_CHECKING:
    from giamngheo.documents.reading import PlanReading


def reading_as_json(reading: "PlanReading") -> dict[str, Any]:
    """Return the blocks by name, as described at `PlanReading.to_json`."""
    return {
        "document": _document(reading),
        "legal_bases": [_citation(one) for one in reading.legal_bases],
        "references": [_citation(one) for one in reading.references],
        "outline": [plain(one) for one in reading.outline],
        "objectives": plain(reading.objectives),
        "targets": [plain(one) for one in reading.targets],
        "tables": [_table(one) for one in reading.tables],
        "budget": _budget(reading),
        "funding_sources": plain(reading.funding_sources),
        "credit_targets": [plain(one) for one in reading.credit_targets],
        "projects": plain(reading.projects),
        "projects_absent": plain(reading.projects_absent),
        "eligibility_rules": [_written(one) for one in plain(reading.eligibility_rules)],
        "tasks": [_task(one) for one in reading.tasks],
        "solutions": [plain(one) for one in reading.solutions],
        "deadlines": _deadlines(reading),
        "reporting": [_report(one) for one in reading.reporting],
        "recipients": [plain(one) for one in reading.recipients],
        "footnotes": [plain(one) for one in reading.footnotes],
        "annexes": [plain(one) for one in reading.annexes],
        "named_systems": plain(reading.named_systems),
        "named_campaigns": list(reading.named_campaigns),
        "page_break_joins": plain(reading.page_break_joins),
        "table_breaks": list(reading.table_breaks),
        "ocr_errors": plain(likely_slips(reading.blocks, reading.tables)),
    }


def plain(value: Any) -> Any:
    """Return dataclasses as dicts, dates as ISO texts, Decimals as floats, tuples as lists."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _document(reading: "PlanReading") -> dict[str, Any]:
    head = reading.head
    document: dict[str, Any] = plain(head)
    first, last = document.pop("first_year"), document.pop("last_year")
    document["code"] = head.code
    document["national_header_present"] = document.pop("national_header")
    document["period"] = {
        "kind": None if first is None else "year" if first == last else "years",
        "start": first,
        "end": last,
    }
    document["signer"] = plain(reading.signer)
    return document


def _citation(citation: Citation) -> dict[str, Any]:
    found: dict[str, Any] = plain(citation)
    del found["span"]
    return found


def _table(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "caption": table.caption,
        "unit": table.unit,
        "lines": list(table.lines),
        "columns": [{"key": one.key, "path": list(one.path)} for one in table.columns],
        "rows": [_row(row) for row in table.rows],
        "group_rows": [_row(row) for row in table.group_rows],
        "total_row": _row(table.total_row) if table.total_row else None,
        "row_count": len(table.rows),
    }


def _row(row: Row) -> dict[str, Any]:
    return {"line": row.line, **plain(row.values), "cells": list(row.cells)}


def _budget(reading: "PlanReading") -> dict[str, Any] | None:
    if not reading.budget_lines and reading.stated_budget is None:
        return None
    lines = [
        {**plain(one), "state_budget": plain(one.state_budget)} for one in reading.budget_lines
    ]
    return {"unit": UNIT, "stated": plain(reading.stated_budget), "lines": lines}


def _task(task: Task) -> dict[str, Any]:
    found: dict[str, Any] = plain(task)
    if found["deadline"] is not None:
        found["deadline"] = _written(found["deadline"])
    return found


def _report(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = plain(report)
    found["due"] = _written(found["due"]) if found["due"] else None
    return found


def _written(found: dict[str, Any]) -> dict[str, Any]:
    """Return what is written, without the fields that a rule or deadline of this kind lacks."""
    return {key: one for key, one in found.items() if one is not None}


def _deadlines(reading: "PlanReading") -> list[dict[str, Any]]:
    """Return the days and months that tasks name, each with its task."""
    dated = ("date", "month", "quarter", "day")
    return [
        {"task": task["id"], "line": task["lines"][0], **task["deadline"]}
        for task in map(_task, reading.tasks)
        if task["deadline"] and any(key in task["deadline"] for key in dated)
    ]
