"""The parts of a committed plan, one at a time: targets, tasks, money, legal bases, annexes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.planning.enums import Programme, Severity, UnitMatch
from giamngheo.planning.models import (
    AllocationRow,
    Finding,
    LegalCitation,
    LegalDocument,
    MoneyLine,
    Plan,
    PlanTask,
    Target,
)
from giamngheo.planning.queries import money_of, plans_in_force, tasks_of
from giamngheo.web.parts import Notice
from giamngheo.web.plans.words import deadline_words, number, target_words
from giamngheo.web.tables import Cell, Column, Row, Table, Tone, build_table

TONES: dict[str, Tone] = {"error": "bad", "warning": "look", "note": "plain"}
TABS = (
    ("chi-tieu", "Chỉ tiêu"),
    ("nhiem-vu", "Nhiệm vụ"),
    ("kinh-phi", "Kinh phí"),
    ("can-cu", "Căn cứ"),
    ("phu-luc", "Phụ lục, báo cáo"),
)
_LINE = Column(key="line", head="Dòng", kind="number", sortable=False)
TARGET_COLUMNS = (
    Column(key="label", head="Chỉ tiêu", row_head=True, sortable=False),
    Column(key="value", head="Mức", sortable=False),
    Column(key="source", head="Quyết định giao", sortable=False, wide_only=True),
    _LINE,
)
MONEY_COLUMNS = (
    Column(key="label", head="Nội dung", row_head=True, sortable=False),
    Column(key="source", head="Nguồn", sortable=False),
    Column(key="kind", head="Loại vốn", sortable=False, wide_only=True),
    Column(key="amount", head="Số tiền", kind="million", unit="triệu đồng", sortable=False),
    _LINE,
)
CREDIT_COLUMNS = (
    Column(key="group", head="Cho vay", row_head=True, sortable=False),
    Column(key="amount", head="Số tiền", kind="million", unit="triệu đồng", sortable=False),
    _LINE,
)
BASIS_COLUMNS = (
    Column(key="code", head="Văn bản", row_head=True, sortable=False),
    Column(key="issued", head="Ngày", kind="date", sortable=False),
    Column(key="issuer", head="Cơ quan ban hành", sortable=False, wide_only=True),
    Column(key="subject", head="Về việc", sortable=False, wide_only=True),
    _LINE,
)
ANNEX_COLUMNS = (
    Column(key="label", head="Phụ lục", row_head=True, sortable=False),
    Column(key="there", head="Trong tệp", sortable=False),
    _LINE,
)
REPORT_COLUMNS = (
    Column(key="who", head="Cơ quan báo cáo", row_head=True, sortable=False),
    Column(key="whom", head="Gửi", sortable=False),
    Column(key="when", head="Định kỳ", sortable=False),
    _LINE,
)


def part_asked(request: HttpRequest) -> str:
    asked = request.GET.get("phan", "")
    return asked if asked in dict(TABS) else TABS[0][0]


def context(request: HttpRequest, plan: Plan, part: str, handles: bool) -> dict[str, Any]:
    """Return what the open part shows, beside the findings every part shows."""
    findings = list(plan.findings.all())
    makers: dict[str, Callable[[HttpRequest, Plan, bool], dict[str, Any]]] = {
        "chi-tieu": _targets,
        "nhiem-vu": _tasks,
        "kinh-phi": _money,
        "can-cu": _bases,
        "phu-luc": _annexes,
    }
    return {
        "notices": [_notice(finding) for finding in findings],
        "handles": handles,
        "suggested": _suggested(plan) if handles else [],
        "parents": _parents(plan) if handles else [],
        **makers[part](request, plan, handles),
    }


def _notice(finding: Finding) -> Notice:
    text = finding.message
    return Notice(
        text=f"{text} Đề xuất: {finding.proposal}" if finding.proposal else text,
        tone=TONES[Severity(finding.severity).value],
        href=f"#dong-{finding.line}" if finding.line else "",
        link=f"Xem dòng {finding.line}",
        code=finding.code,
    )


def _suggested(plan: Plan) -> list[AllocationRow]:
    rows = plan.allocation_rows.filter(match=UnitMatch.SUGGESTED)
    return list(rows.select_related("unit").order_by("position"))


def _parents(plan: Plan) -> list[Plan]:
    """Return the committed plans this one may carry out, for a person to choose from."""
    parts = plan.unit_path.strip("/").split("/")
    above = [f"/{'/'.join(parts[:size])}/" for size in range(1, len(parts) + 1)]
    found = (
        plans_in_force()
        .filter(unit_path__in=above, first_year__lte=plan.last_year, last_year__gte=plan.first_year)
        .exclude(pk=plan.pk)
        .select_related("unit")
        .defer("text")
    )
    return list(found.order_by("-unit__level", "first_year"))


def _targets(request: HttpRequest, plan: Plan, handles: bool) -> dict[str, Any]:
    rows = list(plan.targets.select_related("source_document"))
    return {
        "table": _table(
            request,
            "chi-tieu",
            "Chỉ tiêu",
            TARGET_COLUMNS,
            [_target_row(target) for target in rows],
            "Không đọc được chỉ tiêu nào trong văn bản.",
        ),
        "targets": rows if handles else [],
        "decisions": _decisions(plan) if handles else [],
    }


def _decisions(plan: Plan) -> list[LegalDocument]:
    """Return the decisions the plan cites: one of them assigned its figures (R019)."""
    found = LegalDocument.objects.filter(citations__plan=plan, kind__istartswith="quyết định")
    return list(found.distinct().order_by("-issued_date"))


def _target_row(target: Target) -> Row:
    label = f"{target.label[:1].upper()}{target.label[1:]}"
    note = "" if target.original_value is None else f"ban đầu {number(target.original_value)}"
    source = target.source_document
    href = "" if source is None else reverse("legal_document", kwargs={"document_id": source.pk})
    return Row(
        cells={
            "label": label,
            "value": Cell(value=target_words(target), note=note),
            "source": Cell(value="" if source is None else str(source), href=href),
            "line": _line(target.line),
        }
    )


def _tasks(request: HttpRequest, plan: Plan, handles: bool) -> dict[str, Any]:
    tasks = tasks_of(plan=plan).prefetch_related("fundings", "guidances__document")
    return {
        "tasks": [_task_view(task) for task in tasks],
        "programmes": Programme.choices,
        "documents": _documents(plan) if handles else [],
    }


def _documents(plan: Plan) -> list[LegalDocument]:
    """Return documents that may be the awaited guidance: later than the plan, the latest first."""
    found = LegalDocument.objects.exclude(issued_date=None)
    if plan.issued_date:
        found = found.filter(issued_date__gte=plan.issued_date)
    return list(found.order_by("-issued_date")[:50])


def _task_view(task: PlanTask) -> dict[str, Any]:
    guidance = next((one.document for one in task.guidances.all()), None)
    return {
        "task": task,
        "lead": ", ".join(task.lead),
        "coordinate": ", ".join(task.coordinate),
        "deadline": deadline_words(task.deadline),
        "fundings": list(task.fundings.all()),
        "guidance": guidance,
        "waits": task.waits_for_guidance and guidance is None,
    }


def _money(request: HttpRequest, plan: Plan, handles: bool) -> dict[str, Any]:
    lines = list(money_of(plan=plan))
    credit = [
        Row(cells={"group": one.group, "amount": one.amount, "line": _line(one.line)})
        for one in plan.credit_targets.all()
    ]
    empty = "Văn bản không nêu kinh phí."
    return {
        "table": _table(
            request, "kinh-phi", "Kinh phí", MONEY_COLUMNS, [_money_row(o) for o in lines], empty
        ),
        "credit": _table(
            request,
            "tin-dung",
            "Chỉ tiêu tín dụng",
            CREDIT_COLUMNS,
            credit,
            "Văn bản không nêu chỉ tiêu tín dụng.",
        ),
    }


def _money_row(one: MoneyLine) -> Row:
    label = one.label if one.is_headline else f"{one.line_id}: {one.label}"
    about = "khoảng" if one.approximate else ""
    return Row(
        cells={
            "label": Cell(value=label, note=about),
            "source": one.get_source_display(),
            "kind": one.get_kind_display(),
            "amount": one.amount,
            "line": _line(one.line),
        }
    )


def _bases(request: HttpRequest, plan: Plan, handles: bool) -> dict[str, Any]:
    cited = LegalCitation.objects.filter(plan=plan).select_related("document").order_by("line")
    rows = [_citation_row(one) for one in cited]
    known = {(row.cells["key"], row.cells["line"].value) for row in rows}
    # A basis without a number (a law by its name) is in no register: shown as the plan has it.
    rows += [
        Row(
            cells={
                "code": f"{one.kind} {one.code}".strip(),
                "issued": one.issued_date,
                "issuer": one.issuer,
                "subject": one.subject,
                "line": _line(one.line),
            }
        )
        for one in plan.legal_bases.all()
        if (one.code, one.line) not in known
    ]
    empty = "Không đọc được căn cứ nào trong văn bản."
    return {"table": _table(request, "can-cu", "Căn cứ pháp lý", BASIS_COLUMNS, rows, empty)}


def _citation_row(one: LegalCitation) -> Row:
    href = reverse("legal_document", kwargs={"document_id": one.document_id})
    is_basis = one.role in ("basis", "implements", "proposal")
    return Row(
        cells={
            "key": one.document.code,
            "code": Cell(
                value=str(one.document), href=href, note="" if is_basis else "được dẫn trong bài"
            ),
            "issued": one.issued_date or one.document.issued_date,
            "issuer": one.issuer or one.document.issuer,
            "subject": one.document.subject,
            "line": _line(one.line),
        }
    )


def _annexes(request: HttpRequest, plan: Plan, handles: bool) -> dict[str, Any]:
    annexes = list(plan.annexes.all())
    rows = [
        Row(
            cells={
                "label": one.label,
                "there": "Có kèm theo" if one.is_supplied else "Không có trong tệp",
                "line": _line(one.announced_line),
            },
            tone="" if one.is_supplied else "look",
        )
        for one in annexes
    ]
    reports = [
        Row(
            cells={
                "who": one.reporter,
                "whom": one.recipient,
                "when": one.frequency or deadline_words(one.due),
                "line": _line(one.line),
            }
        )
        for one in plan.reporting.all()
    ]
    return {
        "table": _table(
            request, "phu-luc", "Phụ lục", ANNEX_COLUMNS, rows, "Văn bản không nhắc tới phụ lục."
        ),
        "reports": _table(
            request,
            "bao-cao",
            "Chế độ báo cáo",
            REPORT_COLUMNS,
            reports,
            "Không đọc được chế độ báo cáo nào.",
        ),
        "missing_annexes": sum(not one.is_supplied for one in annexes),
    }


def _line(number: int | None) -> Cell:
    return Cell(value=number, href=f"#dong-{number}" if number else "")


def _table(
    request: HttpRequest,
    name: str,
    caption: str,
    columns: tuple[Column, ...],
    rows: list[Row],
    empty: str,
) -> Table:
    return build_table(request, name=name, caption=caption, columns=columns, rows=rows, empty=empty)
