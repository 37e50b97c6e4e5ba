"""Checks of the money: each project's sources, the plan's own total, counterpart, sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from giamngheo.documents.budget import BudgetLine, StatedBudget
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.heading import Head
from giamngheo.law.enums import Confidence
from giamngheo.law.plan_rules import CounterpartRule, counterpart_rules
from giamngheo.lib.numbers import Number, format_number, percent_of, round_half_up
from giamngheo.lib.text import fold

_SOURCES = {
    "state_budget": "ngân sách nhà nước",
    "central": "ngân sách trung ương",
    "local": "ngân sách địa phương",
}
FEWEST_LINES = 3
ROUNDING = 1


def check_money(
    head: Head, lines: Sequence[BudgetLine], stated: StatedBudget | None
) -> Iterator[Finding]:
    for line in lines:
        if not line.is_complete and (line.central or line.local or line.people):
            yield _incomplete(line)
    yield from _against_parts(lines)
    own = [line for line in lines if not _parts(line, lines)]
    if stated is not None and not _is_of_other_year(stated, head):
        found = list(_against_stated(own, stated)) if own else []
        yield from found or _stated_itself(stated)
        yield from _with_people(own, stated)
    yield from _counterpart(head, own)


def _is_of_other_year(stated: StatedBudget, head: Head) -> bool:
    """Tell whether the sum is another year's, such as what was carried over."""
    years = [int(year) for year in re.findall(r"\bnăm (20\d\d)\b", stated.as_written)]
    first, last = head.first_year, head.last_year
    if not years or first is None or last is None:
        return False
    return not any(first <= year <= last for year in years)


def _name(line: BudgetLine) -> str:
    return ", ".join(filter(None, (line.project, line.subproject)))


def _parts(line: BudgetLine, lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    return [one for one in lines if one.id.startswith(f"{line.id}.")]


def _incomplete(line: BudgetLine) -> Finding:
    added = line.central + line.local + line.people
    return finding(
        "DOC-F15",
        f"{_name(line)}: các nguồn cộng lại là {format_number(added)} triệu đồng, tổng ghi "
        f"{format_number(line.total)} triệu đồng.",
        line=line.line,
        proposal=f"Ghi tổng {format_number(added)} triệu đồng, hoặc xem lại từng nguồn.",
        found=line.total,
        expected=added,
        central=line.central,
        local=line.local,
        people=line.people,
        id=line.id,
    )


def _against_parts(lines: Sequence[BudgetLine]) -> Iterator[Finding]:
    for line in lines:
        parts = _parts(line, lines)
        added: Number = sum(one.total for one in parts)
        if parts and added != line.total:
            yield finding(
                "DOC-F15",
                f"{_name(line)}: các tiểu dự án cộng lại là {format_number(added)} triệu đồng, "
                f"tổng ghi {format_number(line.total)} triệu đồng.",
                line=line.line,
                proposal=f"Ghi tổng {format_number(added)} triệu đồng, hoặc xem lại tiểu dự án.",
                found=line.total,
                expected=added,
                id=line.id,
            )


def _stated_itself(stated: StatedBudget) -> Iterator[Finding]:
    if stated.central is None or stated.local is None:
        return
    added = stated.central + stated.local
    if added != stated.state_budget_total:
        yield finding(
            "DOC-F16",
            f"Phần vốn chung ghi {format_number(stated.state_budget_total)} triệu đồng, ngân sách "
            f"trung ương và địa phương cộng lại là {format_number(added)} triệu đồng.",
            line=stated.line,
            severity="warning" if stated.approximate else "error",
            proposal=f"Ghi {format_number(added)} triệu đồng, hoặc xem lại từng nguồn.",
            found=stated.state_budget_total,
            expected=added,
        )


def _against_stated(lines: Sequence[BudgetLine], stated: StatedBudget) -> Iterator[Finding]:
    written = {
        "state_budget": stated.state_budget_total,
        "central": stated.central,
        "local": stated.local,
    }
    for source, value in written.items():
        added: Number = sum(getattr(line, source) for line in lines)
        everything: Number = sum(line.total for line in lines)
        if value is None or value == added or (source == "state_budget" and value == everything):
            continue
        yield finding(
            "DOC-F16",
            f"Phần vốn chung ghi {format_number(value)} triệu đồng {_SOURCES[source]}, các dự án "
            f"cộng lại là {format_number(added)} triệu đồng.",
            line=stated.line,
            severity="warning" if stated.approximate else "error",
            proposal=f"Ghi {format_number(added)} triệu đồng, hoặc xem lại các dự án.",
            found=value,
            expected=added,
            source=source,
        )


def _with_people(lines: Sequence[BudgetLine], stated: StatedBudget) -> Iterator[Finding]:
    """Yield why the projects' totals pass the state budget: people's own share is in them."""
    total: Number = sum(line.total for line in lines)
    people: Number = sum(line.people for line in lines)
    if people and total - stated.state_budget_total == people:
        givers = [line.id for line in lines if line.people]
        yield finding(
            "DOC-F23",
            f"Tổng nhu cầu vốn của các dự án là {format_number(total)} triệu đồng, phần vốn chung "
            f"ghi {format_number(stated.state_budget_total)} triệu đồng: chênh "
            f"{format_number(people)} triệu đồng là phần người dân đối ứng ({', '.join(givers)}).",
            line=stated.line,
            proposal="Không phải sửa; nên ghi rõ phần người dân đối ứng ở phần vốn chung.",
            found=stated.state_budget_total,
            expected=total,
            difference=people,
            people=people,
            lines=givers,
        )


# ── Counterpart ───────────────────────────────────────────────────────────────────────────────


def _counterpart(head: Head, lines: Sequence[BudgetLine]) -> Iterator[Finding]:
    """Yield lines whose local money is not the share that the rule, or most lines, give."""
    known = [line for line in lines if line.central_recurrent and line.local]
    rule = _rule(head)
    percent = rule.percent.value if rule else _usual_percent(known)
    if percent is None:
        return
    source = "hầu hết các dự án trong kế hoạch"
    if rule:
        mark = " (chưa đối chiếu)" if rule.percent.confidence is Confidence.UNVERIFIED else ""
        source = f"tỷ lệ {rule.percent.source}{mark}"
    off = [line for line in known if abs(_due(line, percent) - Decimal(line.local)) > ROUNDING]
    for line in off if len(off) * 2 < len(known) else ():
        due = _due(line, percent)
        yield finding(
            "DOC-F32",
            f"{_name(line)}: địa phương đối ứng {format_number(line.local)} triệu đồng; "
            f"{percent}% của {format_number(line.central_recurrent)} triệu đồng vốn sự nghiệp "
            f"trung ương là {format_number(due)} triệu đồng (theo {source}).",
            line=line.line,
            proposal=f"Xem lại: {format_number(due)} triệu đồng?",
            found=line.local,
            expected=int(due),
            percent=percent,
            central_recurrent=line.central_recurrent,
            id=line.id,
        )


def _rule(head: Head) -> CounterpartRule | None:
    year, province = head.first_year, fold(head.issuer.province or "")
    return next(
        (
            rule
            for rule in counterpart_rules()
            if year
            and fold(rule.province) == province
            and rule.valid_from.value.year <= year < rule.valid_to.value.year
        ),
        None,
    )


def _usual_percent(lines: Sequence[BudgetLine]) -> int | None:
    """Return the whole percentage that at least three lines and three of four keep."""
    shares = [percent_of(line.local, line.central_recurrent, 0) for line in lines]
    if not shares:
        return None
    percent, _ = Counter(shares).most_common(1)[0]
    if not percent:
        return None
    kept = sum(abs(_due(line, int(percent)) - Decimal(line.local)) <= ROUNDING for line in lines)
    return int(percent) if kept >= FEWEST_LINES and kept * 4 >= len(lines) * 3 else None


def _due(line: BudgetLine, percent: int) -> Decimal:
    return round_half_up(Decimal(line.central_recurrent) * percent / 100)
