"""Targets, tasks and money from sentences and tables together."""

from collections.abc import Sequence
from dataclasses import replace

from giamngheo.documents.assignments import Task, find_tasks
from giamngheo.documents.blocks import Block
from giamngheo.documents.budget import BudgetLine, find_budget_lines
from giamngheo.documents.outline import Section
from giamngheo.documents.projects import Project
from giamngheo.documents.table_budget import budget_lines_in_table
from giamngheo.documents.table_targets import targets_in_table
from giamngheo.documents.table_tasks import tasks_in_table
from giamngheo.documents.tables import Table
from giamngheo.documents.targets import Target, find_targets

Parts = Sequence[tuple[Block, tuple[Section, ...]]]
Opened = Sequence[tuple[Section, Block]]


def all_targets(
    placed: Parts, tables: Sequence[Table], parts: Opened, year: int | None
) -> list[Target]:
    """Return the targets of sentences and of tables in reading order."""
    found = find_targets(placed, year)
    for table in tables:
        found += targets_in_table(table, _section_at(table, parts), year)
    found.sort(key=lambda target: target.line)
    return [replace(target, id=f"T{number}") for number, target in enumerate(found, start=1)]


def all_tasks(
    placed: Parts, tables: Sequence[Table], parts: Opened, year: int | None
) -> list[Task]:
    """Return the tasks of paragraphs and of tables in reading order."""
    found = find_tasks(placed)
    for table in tables:
        found += tasks_in_table(table, _section_at(table, parts), year)
    found.sort(key=lambda task: task.lines)
    return [replace(task, id=f"K{number}") for number, task in enumerate(found, start=1)]


def all_budget_lines(placed: Parts, tables: Sequence[Table]) -> list[BudgetLine]:
    """Return the money of projects; a table says what the text does not."""
    found = {line.id: line for line in find_budget_lines(placed)}
    for table in tables:
        for line in budget_lines_in_table(table):
            found.setdefault(line.id, line)
    return list(found.values())


def project_ids(projects: Sequence[Project], money: Sequence[BudgetLine]) -> list[str]:
    """Return the ids of the projects that have words or money."""
    return [*(one.id for one in projects), *(one.id for one in money)]


def _section_at(table: Table, parts: Opened) -> str:
    """Return the part that the table stands in."""
    before = [section for section, _ in parts if section.line <= table.lines[0]]
    return before[-1].path if before else table.id
