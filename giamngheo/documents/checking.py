"""A plan held against itself, the units of its area and the law: all checks, the worst first."""

import datetime as dt
from collections.abc import Iterator

from giamngheo.documents.check_agencies import check_agencies
from giamngheo.documents.check_annexes import check_annexes
from giamngheo.documents.check_cells import check_cells
from giamngheo.documents.check_citations import check_citations
from giamngheo.documents.check_dates import check_dates
from giamngheo.documents.check_form import check_form
from giamngheo.documents.check_money import check_money
from giamngheo.documents.check_names import check_names
from giamngheo.documents.check_owners import check_owners, check_years
from giamngheo.documents.check_register import check_register
from giamngheo.documents.check_rows import check_rows
from giamngheo.documents.check_sums import check_sums
from giamngheo.documents.check_symbols import check_symbols
from giamngheo.documents.check_tables import check_table
from giamngheo.documents.check_targets import check_targets
from giamngheo.documents.check_twice import check_twice
from giamngheo.documents.check_words import check_words
from giamngheo.documents.findings import Finding
from giamngheo.documents.heading import Head
from giamngheo.documents.reading import PlanReading
from giamngheo.documents.unit_register import UnitLookup


def check_plan(reading: PlanReading, *, units: UnitLookup | None = None) -> list[Finding]:
    """
    Return what a person should look at: errors first, slips that change meaning before others.

    `units` gives the units below the plan's area; without it their names are held only against
    each other.
    """
    return sorted(_all(reading, units), key=lambda one: one.rank)


def _all(reading: PlanReading, units: UnitLookup | None) -> Iterator[Finding]:
    head, tables, blocks = reading.head, reading.tables, reading.blocks
    days = _days(head)
    yield from check_form(reading)
    yield from check_annexes(reading)
    yield from check_citations(reading)
    yield from check_register(reading)
    yield from check_symbols(reading)
    yield from check_money(head, reading.budget_lines, reading.stated_budget)
    yield from check_sums(blocks)
    for table in tables:
        yield from check_table(table)
        yield from check_cells(table)
        yield from check_rows(table, reading.text)
    one_year = head.first_year == head.last_year
    yield from check_targets(reading.targets, tables, of_one_year=one_year)
    yield from check_twice(reading.targets, blocks)
    yield from check_owners(reading.targets, reading.tasks, blocks)
    yield from check_years(head, reading.targets, tables, blocks)
    yield from check_dates(head, reading.tasks, blocks)
    register = units(head.issuer, days[0]) if units and days else None
    yield from check_names(tables, register, days)
    yield from check_agencies(reading, days[0] if days else None)
    yield from check_words(blocks, tables)


def _days(head: Head) -> tuple[dt.date, ...]:
    """Return the day a plan was issued; of a draft, its year's first and last."""
    if head.date is not None:
        return (head.date,)
    year = head.year_written or head.first_year
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else ()
