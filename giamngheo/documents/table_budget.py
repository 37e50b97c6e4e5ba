"""Money of projects in a table: a row a project, a column a source and kind."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.documents.budget import BudgetLine
from giamngheo.documents.tables import Row, Table
from giamngheo.lib.money import BadMoney, parse_money, to_million_vnd
from giamngheo.lib.numbers import Number
from giamngheo.lib.text import fold

_PROJECT_RE = re.compile(
    r"Dự án (?:số )?(?P<number>\d+)\b\s*[:.\-–]?\s*(?P<name>.*)", re.IGNORECASE
)
_SUBPROJECT_RE = re.compile(
    r"Ti[êể]u dự án (?:số )?(?P<number>\d+)"
    r"(?:\s*[-–,(]?\s*(?:thuộc )?dự án (?:số )?(?P<of>\d+)\)?)?\s*[:.\-–]?\s*(?P<name>.*)",
    re.IGNORECASE,
)
_SOURCES = {
    "central": re.compile(r"\b(?:trung uong|tw|nstw)\b"),
    "people": re.compile(r"\b(?:dan|nguoi dan|huy dong|khac|cong dong|xa hoi hoa)\b"),
    "local": re.compile(r"\b(?:dia phuong|nsdp|dp|doi ung|ns tinh|ngan sach (?:tinh|huyen|xa))\b"),
}
_INVESTMENT_RE = re.compile(r"\b(?:dau tu|dtpt|dt)\b")
_RECURRENT_RE = re.compile(r"\b(?:su nghiep|sn|thuong xuyen)\b")
_WHOLE_RE = re.compile(r"\b(?:tong|cong)\b")
_MONEY_RE = re.compile(r"\b(?:von|kinh phi|ngan sach|nguon|du toan|nstw|nsdp)\b")


@dataclass(frozen=True)
class _Role:
    """What a column holds: whose money (None for all) and of which kind (None for both)."""

    source: str | None
    kind: str | None


@dataclass(frozen=True)
class _Project:
    number: str
    name: str
    row: Row
    sub_number: str | None = None
    sub_name: str | None = None

    @property
    def id(self) -> str:
        return f"DA{self.number}" + (f".TDA{self.sub_number}" if self.sub_number else "")


def budget_lines_in_table(table: Table) -> list[BudgetLine]:
    """
    Return a line per project, per subproject where a project has them; in triệu đồng.

    Empty when the rows are no projects, the columns no sources, or no unit of money is written.
    """
    roles = [_role(path) for path in (column.path for column in table.columns)]
    projects = list(_projects(table.rows))
    if not projects or not any(role and role.source for role in roles) or table.unit is None:
        return []
    divided = {one.number for one in projects if one.sub_number}
    lines = []
    for project in projects:
        if project.sub_number or project.number not in divided:
            line = _line(table, project, roles)
            lines += [line] if line is not None else []
    return lines


def _role(path: Sequence[str]) -> _Role | None:
    words = fold(" ".join(path))
    source = next((name for name, pattern in _SOURCES.items() if pattern.search(words)), None)
    kind = "investment" if _INVESTMENT_RE.search(words) else None
    kind = "recurrent" if kind is None and _RECURRENT_RE.search(words) else kind
    if source is None and not (_WHOLE_RE.search(words) or _MONEY_RE.search(words)):
        return None
    return _Role(source, kind)


def _projects(rows: Sequence[Row]) -> Iterator[_Project]:
    number, name = "", ""
    for row in rows:
        label = next(
            (cell for cell in row.cells if fold(cell).startswith(("du an", "tieu du"))), ""
        )
        if sub := _SUBPROJECT_RE.fullmatch(label):
            number = sub["of"] or number
            if number:
                yield _Project(number, name, row, sub["number"], sub["name"])
        elif project := _PROJECT_RE.fullmatch(label):
            number, name = project["number"], project["name"]
            yield _Project(number, name, row)


def _line(table: Table, project: _Project, roles: Sequence[_Role | None]) -> BudgetLine | None:
    try:
        money = _money(table, project.row, roles)
    except BadMoney:
        return None
    parts = {source: _parts(money, source) for source in ("central", "local", "people")}
    paid: Number = sum(whole for whole, _ in parts.values())
    total = money.get(_Role(None, None), paid) or paid
    (central, central_inv), (local, local_inv) = parts["central"], parts["local"]
    return BudgetLine(
        id=project.id,
        project=f"Dự án {project.number}",
        project_name=project.name or None,
        subproject=f"Tiểu dự án {project.sub_number}" if project.sub_number else None,
        subproject_name=project.sub_name or None,
        section=table.id,
        line=project.row.line,
        lines=(project.row.line, project.row.line),
        total=total,
        central=central,
        central_investment=central_inv,
        central_recurrent=central - central_inv,
        central_type_stated=_is_stated(money, "central"),
        local=local,
        local_investment=local_inv,
        local_recurrent=local - local_inv,
        local_type_stated=_is_stated(money, "local"),
        people=parts["people"][0],
    )


def _money(table: Table, row: Row, roles: Sequence[_Role | None]) -> dict[_Role, Number]:
    found: dict[_Role, Number] = {}
    for role, value in zip(roles, row.values.values(), strict=True):
        if role is not None and isinstance(value, int | Decimal):
            found.setdefault(role, to_million_vnd(parse_money(value, table.unit)))
    return found


def _parts(money: dict[_Role, Number], source: str) -> tuple[Number, Number]:
    """Return all of a source's money and its part for investment."""
    investment = money.get(_Role(source, "investment"), 0)
    kinds = investment + money.get(_Role(source, "recurrent"), 0)
    return money.get(_Role(source, None), kinds) or kinds, investment


def _is_stated(money: dict[_Role, Number], source: str) -> bool:
    return any(role.source == source and role.kind for role in money)
