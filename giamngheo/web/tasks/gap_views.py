"""Where a plan promises without saying who does it, or asks without money."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.planning.queries import plan_or_none
from giamngheo.tasks.gaps import Gaps, TopicRow, gaps_of
from giamngheo.web.access import require, scope_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import Column, Row, Status, Table, build_table

COLUMNS = (
    Column(key="topic", head="Nội dung", row_head=True, sortable=False),
    Column(key="targets", head="Chỉ tiêu", kind="number", sortable=False),
    Column(key="lead", head="Cơ quan chủ trì", sortable=False),
    Column(key="tasks", head="Nhiệm vụ", kind="number", sortable=False, wide_only=True),
    Column(key="money", head="Kinh phí", kind="million", unit="triệu đồng", sortable=False),
    Column(key="state", head="Kết luận", kind="status", sortable=False),
)


@require_GET
def gaps(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_or_none(plan_id=plan_id)
    if plan is None:
        raise Http404(f"no plan {plan_id}")
    require(
        request,
        permission=Permission.VIEW_REGISTER,
        unit=plan.unit,
        what="Xem khoảng trống phân công của kế hoạch này",
    )
    found = gaps_of(plan=plan)
    context = {
        "plan": plan,
        "gaps": found,
        "table": _table(request, found),
        "may_manage": scope_of(request).can(Permission.MANAGE_TASKS, plan.unit_path),
    }
    return render(request, "tasks/gaps.html", context, generated=plan.is_generated)


def _table(request: HttpRequest, found: Gaps) -> Table:
    return build_table(
        request,
        name="khoang-trong",
        caption="Từng nội dung của kế hoạch: ai chủ trì, tiền đâu",
        columns=COLUMNS,
        rows=[_row(row, has_money=found.has_money) for row in found.rows],
        presorted=True,
        empty="Kế hoạch không nhắc tới nội dung nào trong danh sách theo dõi.",
    )


def _row(row: TopicRow, *, has_money: bool) -> Row:
    return Row(
        cells={
            "topic": row.topic,
            "targets": len(row.targets),
            "lead": "; ".join(row.leads) or "chưa có",
            "tasks": row.tasks,
            "money": row.money_vnd,
            "state": _state(row, has_money),
        }
    )


def _state(row: TopicRow, has_money: bool) -> Status:
    lacks_money = has_money and row.without_money and bool(row.targets)
    if row.without_lead and lacks_money:
        return Status(tone="bad", word="Không ai chủ trì, không có kinh phí")
    if row.without_lead:
        return Status(tone="bad", word="Không ai chủ trì")
    if lacks_money:
        return Status(tone="look", word="Có chỉ tiêu, không có kinh phí")
    return Status(tone="good", word="Đã phân công")
