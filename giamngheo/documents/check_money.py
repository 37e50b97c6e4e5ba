"""Checks of the money: each project's sources, and the plan's own total."""

from collections.abc import Iterator, Sequence

from giamngheo.documents.budget import BudgetLine, StatedBudget
from giamngheo.documents.findings import Finding
from giamngheo.lib.numbers import Number, format_number

_SOURCES = {
    "state_budget": "ngân sách nhà nước",
    "central": "ngân sách trung ương",
    "local": "ngân sách địa phương",
}


def check_money(lines: Sequence[BudgetLine], stated: StatedBudget | None) -> Iterator[Finding]:
    for line in lines:
        if not line.is_complete:
            yield _incomplete(line)
    if stated is not None and lines:
        yield from _against_stated(lines, stated)
        yield from _with_people(lines, stated)


def _incomplete(line: BudgetLine) -> Finding:
    added = line.central + line.local + line.people
    name = ", ".join(filter(None, (line.project, line.subproject)))
    return Finding(
        code="DOC-F15",
        severity="error",
        message=(
            f"{name}: các nguồn cộng lại là {format_number(added)} triệu đồng, tổng ghi "
            f"{format_number(line.total)} triệu đồng."
        ),
        line=line.line,
        found=format_number(line.total),
        expected=format_number(added),
    )


def _against_stated(lines: Sequence[BudgetLine], stated: StatedBudget) -> Iterator[Finding]:
    written = {
        "state_budget": stated.state_budget_total,
        "central": stated.central,
        "local": stated.local,
    }
    for source, value in written.items():
        added: Number = sum(getattr(line, source) for line in lines)
        if value is None or value == added:
            continue
        yield Finding(
            code="DOC-F16",
            severity="warning" if stated.approximate else "error",
            message=(
                f"Phần vốn chung ghi {format_number(value)} triệu đồng {_SOURCES[source]}, các dự "
                f"án cộng lại là {format_number(added)} triệu đồng."
            ),
            line=stated.line,
            found=format_number(value),
            expected=format_number(added),
        )


def _with_people(lines: Sequence[BudgetLine], stated: StatedBudget) -> Iterator[Finding]:
    """Yield why the projects' totals pass the state budget: people's own share is in them."""
    total: Number = sum(line.total for line in lines)
    people: Number = sum(line.people for line in lines)
    if people and total - stated.state_budget_total == people:
        givers = ", ".join(line.id for line in lines if line.people)
        yield Finding(
            code="DOC-F23",
            severity="notice",
            message=(
                f"Tổng nhu cầu vốn của các dự án là {format_number(total)} triệu đồng, phần vốn "
                f"chung ghi {format_number(stated.state_budget_total)} triệu đồng: chênh "
                f"{format_number(people)} triệu đồng là phần người dân đối ứng ({givers})."
            ),
            line=stated.line,
            found=format_number(stated.state_budget_total),
            expected=format_number(total),
        )
