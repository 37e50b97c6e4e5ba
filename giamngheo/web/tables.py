"""
Tables as data: columns, rows and one order, drawn by `ui.data_table` and written to Excel alike.

A view says what a table holds; how heads, totals, sort links and empty states look is said once, in
templates/components/tables.html.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from giamngheo.lib.text import sort_key
from giamngheo.web.cells import Bar, Cell, Column, Kind, Row, Status, Tone

__all__ = [
    "SORT_PARAMETER",
    "Bar",
    "Cell",
    "Column",
    "Kind",
    "Row",
    "Sort",
    "Status",
    "Table",
    "Tone",
    "asked_sort",
    "build_table",
    "sort_rows",
    "with_query",
]

SORT_PARAMETER = "sap-xep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    key: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> "Sort":
        return cls(key=text.removeprefix("-"), descending=text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.key}" if self.descending else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A cell of the head: its column (None for a group), its span, its sort link and state."""

    text: str
    column: Column | None = None
    columns: int = 1
    rows: int = 1
    href: str = ""
    aria_sort: str = ""
    starts_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What `ui.data_table` draws. `target` is both the id htmx replaces and the block's name."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Row | None = None
    sort: Sort | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    target: str = "results"
    empty: str = "Chưa có dòng nào."

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)

    @property
    def head_lines(self) -> list[list[Head]]:
        """Return one or two lines of heads; a column without a group spans both."""
        if not self.has_groups:
            return [[self._head(column) for column in self.columns]]
        upper: list[Head] = []
        lower: list[Head] = []
        for group, members in groupby(self.columns, key=lambda column: column.group):
            columns = list(members)
            if group:
                upper.append(Head(text=group, columns=len(columns)))
                lower += [
                    self._head(column, starts_group=index == 0)
                    for index, column in enumerate(columns)
                ]
            else:
                upper += [self._head(column, rows=2) for column in columns]
        return [upper, lower]

    @property
    def layout(self) -> list[tuple[Column, str]]:
        """Return each column with the classes of its cells; a rule is drawn where a group opens."""
        starts = {
            next(members).key
            for group, members in groupby(self.columns, key=lambda column: column.group)
            if group
        }
        return [(column, _classes(column, column.key in starts)) for column in self.columns]

    def _head(self, column: Column, *, rows: int = 1, starts_group: bool = False) -> Head:
        sorted_here = self.sort is not None and self.sort.key == column.key
        aria_sort = ""
        if sorted_here and self.sort is not None:
            aria_sort = "descending" if self.sort.descending else "ascending"
        return Head(
            text=column.head,
            column=column,
            rows=rows,
            href=self.links.get(column.key, ""),
            aria_sort=aria_sort,
            starts_group=starts_group,
        )

    def matrix(self) -> tuple[list[str], list[list[Any]]]:
        """Return heads and bare values in the order shown (totals first), for Excel."""
        heads = [
            " – ".join(part for part in (column.group, column.head) if part)
            + (f" ({column.unit})" if column.unit else "")
            for column in self.columns
        ]
        rows = [self.totals, *self.rows] if self.totals else list(self.rows)
        return heads, [
            [plain_value(row.cell(column.key).value) for column in self.columns] for row in rows
        ]


def build_table(
    request: HttpRequest,
    *,
    name: str,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    totals: Row | None = None,
    default_sort: str = "",
    presorted: bool = False,
    target: str = "results",
    empty: str = "Chưa có dòng nào.",
) -> Table:
    """
    Return the table in the order of the address (`?sap-xep=-poor`), else of `default_sort`.

    Unknown column names in the address are passed over. With `presorted` the rows come in order
    from the database already (see `asked_sort`) and are left alone.
    """
    sort = asked_sort(request, columns=columns, default=default_sort)
    kept = list(rows)
    if sort and not presorted:
        kept = sort_rows(kept, sort)
    return Table(
        name=name,
        caption=caption,
        columns=columns,
        rows=kept,
        totals=totals,
        sort=sort,
        links=_sort_links(request, columns, sort),
        target=target,
        empty=empty,
    )


def asked_sort(request: HttpRequest, *, columns: Sequence[Column], default: str) -> Sort | None:
    """Return the order asked for in the address, if its column exists and can be sorted."""
    known = {column.key for column in columns if column.sortable}
    for text in (request.GET.get(SORT_PARAMETER, ""), default):
        sort = Sort.parse(text)
        if sort.key in known:
            return sort
    return None


def sort_rows(rows: Sequence[Row], sort: Sort) -> list[Row]:
    """Return the rows in order; what was not reported comes last whichever way."""
    reported = [row for row in rows if _order(row, sort.key) is not None]
    silent = [row for row in rows if _order(row, sort.key) is None]
    reported.sort(key=lambda row: _order(row, sort.key), reverse=sort.descending)
    return reported + silent


def _order(row: Row, key: str) -> Any:
    cell = row.cell(key)
    value = cell.value if cell.order is None else cell.order
    if isinstance(value, Status):
        return sort_key(value.word)
    if isinstance(value, Bar):
        return value.value
    return sort_key(value) if isinstance(value, str) else value


def _classes(column: Column, starts_group: bool) -> str:
    marks = {
        "cell-number": column.is_number,
        "group-start": starts_group,
        "wide-only": column.wide_only,
        "bullet-cell": column.kind == "bar",
    }
    return " ".join(name for name, holds in marks.items() if holds)


def plain_value(value: Any) -> Any:
    """Return what a cell says without its drawing: for a file, which has no signs or bars."""
    if isinstance(value, Status):
        return value.word
    return value.label if isinstance(value, Bar) else value


def _sort_links(
    request: HttpRequest, columns: Sequence[Column], sort: Sort | None
) -> dict[str, str]:
    return {
        column.key: f"{request.path}?{with_query(request, **{SORT_PARAMETER: _next(column, sort)})}"
        for column in columns
        if column.sortable
    }


def _next(column: Column, sort: Sort | None) -> str:
    """Return the order one click on this head gives: figures start with the largest."""
    if sort and sort.key == column.key:
        return str(Sort(key=column.key, descending=not sort.descending))
    return str(Sort(key=column.key, descending=column.is_number or column.kind == "bar"))


def with_query(request: HttpRequest, **changes: str | None) -> str:
    """Return the query of the page with `changes` made; None takes a parameter away."""
    query = request.GET.copy()
    for name in ("sau", "truoc"):
        query.pop(name, None)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return query.urlencode()
