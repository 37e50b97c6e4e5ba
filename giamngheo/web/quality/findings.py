"""The list of doubts of a unit, and the answer to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.quality import actions, queries
from giamngheo.quality.enums import Severity
from giamngheo.quality.models import Finding
from giamngheo.quality.rules import RULES
from giamngheo.registry.models import Household
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.cells import Cell, Column, Row, Status
from giamngheo.web.export_work import answer_export
from giamngheo.web.exporting import Export
from giamngheo.web.paging import page_by_key
from giamngheo.web.quality.place import TONES, steps_to, unit_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import Table, build_table

COLUMNS = (
    Column(key="household", head="Hộ", row_head=True, sortable=False),
    Column(key="sentence", head="Điểm cần xem", sortable=False),
    Column(key="severity", head="Mức", kind="status", sortable=False),
    Column(key="advice", head="Cách xử lý", sortable=False, wide_only=True),
    Column(key="answer", head="Trả lời", sortable=False, wide_only=True),
)
ANSWERED = {"": False, "roi": True, "ca-hai": None}
ANSWERS = (("roi", "Đã chấp nhận"), ("ca-hai", "Cả đã và chưa"))
CHUNK = 500


@require_GET
def finding_list(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(request, unit_id, Permission.VIEW_PERSONAL)
    page = page_by_key(request, rows=_asked(request, unit), order=("unit_path", "id"))
    rows = _rows(page.rows)
    context = {
        "unit": unit,
        "page": page,
        "table": _table(request, rows),
        "rule": request.GET.get("quy-tac", ""),
        "severity": request.GET.get("muc", ""),
        "answered": request.GET.get("tra-loi", ""),
        "rules": [(rule.code, rule.title) for rule in RULES.values()],
        "severities": Severity.choices,
        "answers": ANSWERS,
        "may_export": scope_of(request).can(Permission.EXPORT_PERSONAL, unit.path),
        "steps": steps_to(unit, ("Điểm cần xem", "")),
    }
    return render(request, "quality/findings.html", context, block="results")


@require_http_methods(["GET", "POST"])
def finding_list_xlsx(request: HttpRequest, unit_id: int) -> HttpResponse:
    return answer_export(request, name="quality_findings")


def finding_export(request: HttpRequest) -> Export:
    """Return every finding of the list, not only the page shown, in the same order."""
    unit_id = int(request.path.strip("/").split("/")[1])
    unit = unit_of(request, unit_id, Permission.EXPORT_PERSONAL)
    found = _asked(request, unit).order_by("unit_path", "id")
    return Export(
        title=f"Điểm cần xem của dữ liệu: {unit.full_name}",
        columns=COLUMNS,
        count=found.count(),
        rows=lambda: _streamed(found),
        file_name="diem-can-xem.xlsx",
        permission=Permission.EXPORT_PERSONAL,
        unit_path=unit.path,
        action="quality.export_findings",
    )


def _asked(request: HttpRequest, unit: Unit) -> QuerySet[Finding]:
    rule, severity = request.GET.get("quy-tac", ""), request.GET.get("muc", "")
    return queries.findings_matching(
        scope=scope_of(request),
        path=unit.path,
        rule=rule if rule in RULES else "",
        severity=severity if severity in Severity.values else "",
        answered=ANSWERED.get(request.GET.get("tra-loi", ""), False),
    )


def _streamed(found: QuerySet[Finding]) -> Iterator[Row]:
    batch: list[Finding] = []
    for one in found.iterator(chunk_size=CHUNK):
        batch.append(one)
        if len(batch) == CHUNK:
            yield from _rows(batch)
            batch = []
    yield from _rows(batch)


def _rows(found: Sequence[Finding]) -> list[Row]:
    households = Household.objects.in_bulk({one.household_id for one in found})
    return [_row(one, households.get(one.household_id)) for one in found]


def _row(one: Finding, household: Household | None) -> Row:
    rule = RULES[one.rule]
    place = one.unit.full_name
    who = Cell(value=f"Danh sách {place}")
    if household is not None:
        href = reverse("household", kwargs={"code": household.code}) + "#du-lieu"
        who = Cell(
            value=household.head_name or household.code,
            href=href,
            note=f"{household.code}, {place}",
        )
    answer = ""
    if one.accepted_at is not None:
        by = one.accepted_by.full_name if one.accepted_by else ""
        answer = f"Chấp nhận: {one.accepted_reason} ({by})"
    return Row(
        cells={
            "household": who,
            "sentence": Cell(value=rule.say(one.facts), note=rule.title),
            "severity": Status(tone=TONES[one.severity], word=Severity(one.severity).label),
            "advice": rule.advice,
            "answer": answer,
        }
    )


def _table(request: HttpRequest, rows: Iterable[Row]) -> Table:
    return build_table(
        request,
        name="diem-can-xem",
        caption="Điểm cần xem",
        # Nothing is answered yet in the list one opens first: no column for it.
        columns=COLUMNS if request.GET.get("tra-loi") else COLUMNS[:-1],
        rows=rows,
        presorted=True,
        empty="Không có điểm nào như vậy. Bỏ bớt điều kiện lọc, hoặc bấm Kiểm tra lại.",
    )


@require_POST
def accept(request: HttpRequest, finding_id: int) -> HttpResponse:
    found = _found(request, finding_id)
    actions.accept_finding(
        finding=found,
        reason=request.POST.get("reason", ""),
        expected_digest=request.POST.get("digest", ""),
        by=reader(request),
        scope=scope_of(request),
    )
    messages.success(request, f"Đã chấp nhận «{RULES[found.rule].title}», kèm lý do.")
    return _back(request, found)


@require_POST
def reopen(request: HttpRequest, finding_id: int) -> HttpResponse:
    found = _found(request, finding_id)
    actions.reopen_finding(
        finding=found,
        reason=request.POST.get("reason", ""),
        by=reader(request),
        scope=scope_of(request),
    )
    messages.success(request, f"Đã mở lại «{RULES[found.rule].title}».")
    return _back(request, found)


def _found(request: HttpRequest, finding_id: int) -> Finding:
    found = Finding.objects.select_related("unit").filter(pk=finding_id).first()
    if found is None:
        raise Http404(f"no finding {finding_id}")
    require(
        request,
        permission=Permission.EDIT_REGISTER,
        unit=found.unit,
        what="Trả lời điểm cần xem của dữ liệu",
        subject=f"Điểm cần xem {found.pk}",
    )
    return found


def _back(request: HttpRequest, found: Finding) -> HttpResponse:
    """Return to the page the answer came from, else to the unit's list."""
    wanted = request.POST.get("ve", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("finding_list", unit_id=found.unit_id)
