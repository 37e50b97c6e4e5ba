"""Where responsibility has holes: targets without a lead, measures and components without one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from giamngheo.agencies.models import Agency
from giamngheo.lib.text import clean
from giamngheo.planning.models import MoneyLine, Plan, Target
from giamngheo.tasks.models import Task

# What plans promise, and the words by which a target, a task or a money line speaks of it.
TOPICS: Final = {
    "Bảo hiểm y tế": r"bảo hiểm y tế|BHYT",
    "Y tế, dinh dưỡng": r"\by tế\b|dinh dưỡng|khám(?:,)? chữa bệnh|suy dinh dưỡng",
    "Giáo dục": r"giáo dục|học sinh|học phí|trẻ em (?:đi học|trong độ tuổi)|đến trường|trường học",
    "Nhà ở": r"nhà ở|nhà kiên cố|diện tích nhà",
    "Nước sạch": r"nước sạch|nước sinh hoạt|nước hợp vệ sinh|nguồn nước|hệ thống nước",
    "Vệ sinh": r"hố xí|nhà tiêu|nhà vệ sinh|vệ sinh môi trường|công trình vệ sinh",
    "Thông tin": r"tiếp cận thông tin|dịch vụ viễn thông|thông tin (?:và|,) truyền thông|internet",
    "Việc làm": r"việc làm|giới thiệu việc|giải quyết việc",
    "Đi làm việc ở nước ngoài": r"xuất khẩu lao động|làm việc ở nước ngoài|lao động đi nước ngoài",
    "Đào tạo nghề": r"dạy nghề|đào tạo nghề|giáo dục nghề nghiệp|học nghề",
    "Tín dụng": r"tín dụng|vay vốn|cho vay",
    "Sinh kế, sản xuất": r"sinh kế|phát triển sản xuất|mô hình giảm nghèo|hỗ trợ sản xuất",
    "Hạ tầng": r"cơ sở hạ tầng|hạ tầng thiết yếu|đường giao thông|công trình",
    "Trợ giúp pháp lý": r"trợ giúp pháp lý|pháp lý",
    "Giám sát, đánh giá": r"giám sát|đánh giá chương trình|theo dõi,? (?:và )?đánh giá",
    "Truyền thông": r"truyền thông|tuyên truyền",
}
_PATTERNS: Final = {name: re.compile(words, re.IGNORECASE) for name, words in TOPICS.items()}


@dataclass(frozen=True, kw_only=True)
class TopicRow:
    """One topic of the plan: its targets, who leads a task about it, the money set aside."""

    topic: str
    targets: tuple[Target, ...]
    mentioned: bool
    leads: tuple[str, ...]
    tasks: int
    money_vnd: int | None

    @property
    def without_lead(self) -> bool:
        return not self.leads

    @property
    def without_money(self) -> bool:
        return self.money_vnd is None


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """
    The plan's holes. `has_money`: the plan sets money aside at all, so that lacking some says
    something. `no_lead`: tasks nobody leads; `unknown`: tasks led by a name nobody knows.
    """

    rows: tuple[TopicRow, ...]
    has_money: bool
    no_lead: tuple[Task, ...]
    unknown: tuple[Task, ...]
    agencies_without_money: tuple[tuple[Agency, int], ...]

    @property
    def topics_without_lead(self) -> tuple[TopicRow, ...]:
        return tuple(row for row in self.rows if row.without_lead)

    @property
    def topics_without_money(self) -> tuple[TopicRow, ...]:
        if not self.has_money:
            return ()
        return tuple(row for row in self.rows if row.without_money and row.targets)


def gaps_of(*, plan: Plan) -> Gaps:
    """
    Return where `plan` promises without saying who, or asks without money; three queries.

    By words, as a reader would: a topic has a lead when a task about it has one. Offered for a
    person to look at, never a judgement.
    """
    targets = list(plan.targets.all())
    tasks = list(
        Task.objects.filter(plan=plan, withdrawn_on=None).select_related("lead").order_by("pk")
    )
    money = [line for line in plan.money_lines.all() if not line.is_headline]
    rows = tuple(
        row
        for row in (_row(topic, plan.text, targets, tasks, money) for topic in TOPICS)
        if row.targets or row.mentioned
    )
    return Gaps(
        rows=rows,
        has_money=bool(money),
        no_lead=tuple(task for task in tasks if task.lead is None and not task.lead_words),
        unknown=tuple(task for task in tasks if task.lead is None and task.lead_words),
        agencies_without_money=_without_money(tasks, rows) if money else (),
    )


def topics_of(text: str) -> set[str]:
    """Return the topics that `text` speaks of."""
    words = clean(text)
    return {name for name, pattern in _PATTERNS.items() if pattern.search(words)}


def _row(
    topic: str,
    text: str,
    targets: Sequence[Target],
    tasks: Sequence[Task],
    money: Sequence[MoneyLine],
) -> TopicRow:
    pattern = _PATTERNS[topic]
    about = [task for task in tasks if pattern.search(task.text)]
    leads = [task.lead.name if task.lead else task.lead_words for task in about]
    return TopicRow(
        topic=topic,
        targets=tuple(one for one in targets if pattern.search(f"{one.label} {one.text}")),
        mentioned=pattern.search(text) is not None,
        leads=tuple(dict.fromkeys(filter(None, leads))),
        tasks=len(about),
        money_vnd=_sum(line for line in money if pattern.search(line.label)),
    )


def _sum(lines: Iterable[MoneyLine]) -> int | None:
    """The printed totals of the components, else their parts; None without any line."""
    found = list(lines)
    if not found:
        return None
    totals = [line for line in found if line.source == "ALL" and line.kind == "ALL"]
    return sum(line.amount for line in totals or found)


def _without_money(
    tasks: Sequence[Task], rows: Sequence[TopicRow]
) -> tuple[tuple[Agency, int], ...]:
    """Agencies that lead tasks about topics of which none has money; a group is passed over."""
    paid = {row.topic for row in rows if not row.without_money}
    topics: dict[Agency, set[str]] = {}
    counts: dict[Agency, int] = {}
    for task in tasks:
        if task.lead is None or task.lead.is_collective:
            continue
        topics.setdefault(task.lead, set()).update(topics_of(task.text))
        counts[task.lead] = counts.get(task.lead, 0) + 1
    poor = [agency for agency, about in topics.items() if about and not about & paid]
    return tuple((agency, counts[agency]) for agency in poor)
