"""The board of tasks: what the address asks, the table, the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.tasks import queries
from giamngheo.tasks.enums import State
from giamngheo.tasks.models import Occurrence, OccurrenceQuerySet, Task
from giamngheo.tasks.queries import TaskFilter
from giamngheo.web.access import scope_of, today
from giamngheo.web.exporting import Export
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table

CHUNK = 500
PARTS = (
    (queries.NOW, "Cần làm ngay"),
    (queries.LATE, "Quá hạn"),
    (queries.WEEK, "Đến hạn trong 7 ngày"),
    (queries.WAITING, "Chờ hướng dẫn"),
    (queries.LATER, "Sau 7 ngày tới"),
    (queries.UNDATED, "Không có ngày hạn"),
    (queries.ALL, "Mọi việc chưa xong"),
    (queries.DONE, "Đã xong"),
)
COLUMNS = (
    Column(key="due", head="Hạn", sortable=False),
    Column(key="text", head="Việc phải làm", row_head=True, sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
    Column(key="lead", head="Chủ trì", sortable=False),
    Column(key="plan", head="Theo", sortable=False, wide_only=True),
)
FILE_COLUMNS = (
    Column(key="due", head="Hạn", kind="date"),
    Column(key="words", head="Thời hạn như văn bản"),
    Column(key="period", head="Kỳ"),
    Column(key="text", head="Việc phải làm"),
    Column(key="lead", head="Chủ trì"),
    Column(key="state", head="Tình trạng", kind="status"),
    Column(key="done", head="Xong ngày", kind="date"),
    Column(key="unit", head="Đơn vị giao"),
    Column(key="plan", head="Theo"),
    Column(key="place", head="Mục, dòng"),
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address asks of the board."""

    part: str
    filter: TaskFilter

    @property
    def words(self) -> str:
        return dict(PARTS)[self.part]


def asked_of(request: HttpRequest) -> Asked:
    """Return what the address asks; what it cannot mean is passed over."""
    given = request.GET
    part = given.get("phan", "")
    return Asked(
        part=part if part in dict(PARTS) else queries.NOW,
        filter=TaskFilter(
            agency=Agency.objects.filter(pk=_number(given.get("co-quan", "")) or 0).first(),
            plan_id=_number(given.get("ke-hoach", "")),
            unit=Unit.objects.filter(pk=_number(given.get("cua", "")) or 0).first(),
            words=given.get("q", "").strip()[:100],
        ),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def rows_of(request: HttpRequest, asked: Asked) -> OccurrenceQuerySet:
    return queries.occurrences(scope=scope_of(request), asked=asked.filter)


def board_table(request: HttpRequest, asked: Asked, rows: Iterable[Occurrence]) -> Table:
    return build_table(
        request,
        name="nhiem-vu",
        caption=asked.words,
        columns=COLUMNS,
        rows=[_row(one) for one in rows],
        presorted=True,
        empty="Không có việc nào như vậy. Chọn phần khác, hoặc bỏ bớt điều kiện lọc.",
    )


def _row(one: Occurrence) -> Row:
    task, as_of = one.task, today()
    note = " · ".join(filter(None, (one.period, task.section and f"mục {task.section}")))
    return Row(
        cells={
            "due": Cell(value=due_words(one), note=left_words(one, as_of)),
            "text": Cell(
                value=shortened(task.text),
                href=reverse("task", kwargs={"task_id": task.pk}),
                note=note,
            ),
            "lead": _lead(task),
            "state": status_of(one, as_of),
            "plan": _source(one),
        },
        tone="bad" if one.is_late(as_of) else "",
    )


def _lead(task: Task) -> str:
    """The short name: a phone is narrow; the file has the whole one."""
    if task.lead is None:
        return task.lead_words or "chưa có"
    return task.lead.short or task.lead.name


def due_words(one: Occurrence) -> str:
    if one.due_on is not None:
        return format_date(one.due_on)
    return "chờ hướng dẫn" if one.state == State.WAITING else "không ghi ngày"


def left_words(one: Occurrence, as_of: date) -> str:
    """ "quá 5 ngày", "còn 3 ngày"; nothing for what is done or has no day."""
    if one.due_on is None or one.state in (State.DONE, State.WITHDRAWN):
        return ""
    left = (one.due_on - as_of).days
    if left < 0:
        return f"quá {-left} ngày"
    return "hôm nay" if left == 0 else f"còn {left} ngày"


def status_of(one: Occurrence, as_of: date) -> Status:
    if one.is_late(as_of):
        return Status(tone="bad", word="Quá hạn")
    tones = {State.DONE: "good", State.WAITING: "look", State.UNDER_WAY: "plain"}
    return Status(tone=tones.get(State(one.state), "plain"), word=State(one.state).label)  # type: ignore[arg-type]


def shortened(text: str, most: int = 220) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _source(one: Occurrence) -> str:
    task = one.task
    if task.plan is not None:
        return task.plan.code or "Kế hoạch chưa có số"
    return task.origin_words or task.get_origin_display()


def task_export(request: HttpRequest) -> Export:
    """Return the whole part of the board, as filtered, in the same order."""
    scope = scope_of(request)
    accounts.require(scope=scope, path=None, permission=Permission.EXPORT, subject="Nhiệm vụ")
    asked = asked_of(request)
    rows = queries.board_part(rows=rows_of(request, asked), part=asked.part, as_of=today())
    return Export(
        title=f"Nhiệm vụ giảm nghèo: {asked.words.lower()}, ngày {format_date(today())}",
        columns=FILE_COLUMNS,
        count=rows.count(),
        rows=lambda: _streamed(rows.in_order()),
        file_name="nhiem-vu.xlsx",
        permission=Permission.EXPORT,
        unit_path="",
        action="tasks.export",
    )


def _streamed(rows: OccurrenceQuerySet) -> Iterator[Row]:
    as_of = today()
    for one in rows.iterator(chunk_size=CHUNK):
        task = one.task
        place = " ".join(
            filter(None, (task.section, f"dòng {task.line}" if task.line is not None else ""))
        )
        yield Row(
            cells={
                "due": one.due_on,
                "words": task.deadline_words,
                "period": one.period,
                "text": task.text,
                "lead": task.lead.name if task.lead else task.lead_words,
                "state": status_of(one, as_of),
                "done": one.done_on,
                "unit": task.unit.full_name,
                "plan": _source(one),
                "place": place,
            }
        )
