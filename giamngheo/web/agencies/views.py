"""The directory of agencies; names of offices are no secret, so every reader may look."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.agencies.enums import Certainty
from giamngheo.agencies.kinds import KindSuccession, kind_or_none, kind_successions
from giamngheo.agencies.models import Agency, AgencySuccession
from giamngheo.agencies.names import agency_key
from giamngheo.agencies.queries import agencies_near, place_of, successors
from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.tasks.enums import UNFINISHED
from giamngheo.tasks.queries import tasks_of_agency, tasks_visible
from giamngheo.web.access import scope_of, today
from giamngheo.web.agencies.forms import AgencyForm, AliasForm, EndForm, MailboxForm, StaffForm
from giamngheo.web.agencies.found import agency_of, may_change
from giamngheo.web.choice.current import current_choice
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table

SHOWN = 200
COLUMNS = (
    Column(key="name", head="Cơ quan", row_head=True, sortable=False),
    Column(key="short", head="Tên viết tắt", sortable=False, wide_only=True),
    Column(key="place", head="Thuộc", sortable=False),
    Column(key="life", head="Thời gian", kind="status", sortable=False, wide_only=True),
    Column(key="tasks", head="Việc chưa xong", kind="number", sortable=False),
)


@require_GET
def agency_list(request: HttpRequest) -> HttpResponse:
    return list_page(request)


def list_page(
    request: HttpRequest, *, form: AgencyForm | None = None, status: int = 200
) -> HttpResponse:
    unit = _unit(request)
    words = request.GET.get("ten", "").strip()[:100]
    ended = bool(request.GET.get("da-het"))
    rows = _with_tasks(request, list(_asked(unit, words, ended)[:SHOWN]))
    own = [one for one in rows if unit is not None and one.unit_id == unit.pk]
    context = {
        "unit": unit,
        "words": words,
        "ended": ended,
        "own": len(own),
        "table": _table(request, unit, words, rows),
        "shown": SHOWN,
        "may_add": unit is not None and scope_of(request).can(Permission.MANAGE_TASKS, unit.path),
        "form": form or AgencyForm(),
    }
    return render(request, "agencies/agency_list.html", context, block="results", status=status)


def _unit(request: HttpRequest) -> Unit | None:
    choice = current_choice(request)
    return None if choice is None else Unit.objects.filter(pk=choice.unit_id).first()


def _asked(unit: Unit | None, words: str, ended: bool) -> Any:
    key = agency_key(words)
    if key:
        found = Agency.objects.filter(Q(name_key__contains=key) | Q(aliases__key__contains=key))
        if not ended:
            found = found.in_force(today())
        return found.select_related("unit").distinct().in_order()
    if ended:
        above = [] if unit is None else [*unit.ancestor_ids, unit.pk]
        every = Agency.objects.filter(Q(unit=None) | Q(unit__in=above))
        return every.select_related("unit").in_order()
    return agencies_near(unit=unit, as_of=today())


def _with_tasks(request: HttpRequest, rows: list[Agency]) -> list[Agency]:
    """Put beside each agency how many tasks it leads that the reader sees unfinished."""
    visible = tasks_visible(scope=scope_of(request)).filter(
        occurrences__state__in=UNFINISHED, lead__in=rows
    )
    counted = dict(visible.order_by().values_list("lead").annotate(n=Count("pk", distinct=True)))
    for row in rows:
        row.open_tasks = counted.get(row.pk, 0)  # type: ignore[attr-defined]
    return rows


def _table(request: HttpRequest, unit: Unit | None, words: str, rows: list[Agency]) -> Table:
    place = unit.full_name if unit else "Trung ương"
    caption = f"Cơ quan có tên “{words}”" if words else f"Cơ quan của {place} và cấp trên"
    return build_table(
        request,
        name="co-quan",
        caption=caption,
        columns=COLUMNS,
        rows=[_row(one) for one in rows],
        presorted=True,
        empty="Không có cơ quan nào. Thử bỏ bớt chữ, hoặc thêm cơ quan ở dưới.",
    )


def _row(agency: Agency) -> Row:
    return Row(
        cells={
            "name": Cell(
                value=agency.name, href=reverse("agency", kwargs={"agency_id": agency.pk})
            ),
            "short": agency.short,
            "place": place_of(agency=agency),
            "life": _life(agency),
            "tasks": Cell(
                value=agency.open_tasks,  # type: ignore[attr-defined]
                href=_board(agency) if agency.open_tasks else "",  # type: ignore[attr-defined]
            ),
        }
    )


def _life(agency: Agency) -> Status:
    if agency.valid_to is not None and agency.valid_to <= today():
        return Status(tone="plain", word=f"Hết từ {format_date(agency.valid_to)}")
    if agency.valid_from is not None and agency.valid_from > today():
        return Status(tone="plain", word=f"Có từ {format_date(agency.valid_from)}")
    return Status(tone="good", word="Đang hoạt động")


def _board(agency: Agency) -> str:
    return f"{reverse('task_list')}?co-quan={agency.pk}&phan=tat-ca"


# ── One agency ────────────────────────────────────────────────────────────────────────────────


@require_GET
def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    return agency_page(request, agency_of(agency_id))


def agency_page(
    request: HttpRequest,
    found: Agency,
    *,
    alias_form: AliasForm | None = None,
    end_form: EndForm | None = None,
    staff_form: StaffForm | None = None,
    mailbox_form: MailboxForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may = may_change(request, found)
    is_over = found.valid_to is not None and found.valid_to <= today()
    heirs = successors(agency=found, as_of=today()) if is_over else []
    visible = tasks_visible(scope=scope_of(request)).values("pk")
    tasks = list(tasks_of_agency(agency=found).filter(pk__in=visible).select_related("plan"))
    context = {
        "agency": found,
        "place": place_of(agency=found),
        "life": _life(found),
        "kind": kind_or_none(found.kind),
        "aliases": list(found.aliases.order_by("is_shipped", "as_written")),
        "before": _lines(AgencySuccession.objects.filter(after=found).select_related("before")),
        "after": _lines(AgencySuccession.objects.filter(before=found).select_related("after")),
        "hints": _hints(found),
        "heirs": [heir for heir in heirs if heir.agency != found],
        "is_over": is_over,
        "tasks": tasks,
        "board": _board(found),
        "may_change": may,
        "staff": list(found.staff.filter(valid_to=None).select_related("user")) if may else [],
        "alias_form": alias_form or AliasForm(),
        "end_form": end_form or (EndForm(agency=found, as_of=today()) if may else None),
        "staff_form": staff_form or StaffForm(),
        "mailbox_form": mailbox_form or MailboxForm(initial={"email": found.email}),
        "certainty": dict(Certainty.choices),
    }
    return render(request, "agencies/agency.html", context, status=status)


def _lines(rows: Any) -> list[AgencySuccession]:
    return list(rows.order_by("-is_main", "starts_on"))


def _hints(found: Agency) -> list[tuple[str, KindSuccession]]:
    """Return what our sources say of who took over, where no day is known to apply it."""
    lines = kind_successions(before=found.kind) if found.kind else ()
    named = [(kind_or_none(line.after), line) for line in lines if line.day is None]
    return [(kind.name, line) for kind, line in named if kind is not None]
