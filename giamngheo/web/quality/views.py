"""The board of doubts of a unit, its check, and the catalogue of rules."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.quality import queries
from giamngheo.quality.actions import request_check
from giamngheo.quality.enums import PairRule, Severity
from giamngheo.quality.queries import UnitCounts
from giamngheo.quality.rules import PAIRS, RULES
from giamngheo.web.access import reader, scope_of, today
from giamngheo.web.cells import Cell, Column, Row, Status
from giamngheo.web.choice.current import current_choice
from giamngheo.web.exporting import tables_response
from giamngheo.web.quality.place import TONES, steps_to, unit_of
from giamngheo.web.rendering import render
from giamngheo.web.tables import Table, build_table

UNIT_COLUMNS = (
    Column(key="unit", head="Đơn vị", row_head=True),
    Column(key="errors", head="Lỗi phải xử lý", kind="number"),
    Column(key="warnings", head="Cần xem lại", kind="number"),
    Column(key="pairs", head="Cặp nghi trùng", kind="number"),
    Column(key="answered", head="Đã trả lời", kind="number", wide_only=True),
    Column(key="state", head="Tình trạng", kind="status"),
)
RULE_COLUMNS = (
    Column(key="rule", head="Quy tắc", row_head=True),
    Column(key="severity", head="Mức", kind="status"),
    Column(key="open", head="Chưa xử lý", kind="number"),
    Column(key="answered", head="Đã trả lời", kind="number", wide_only=True),
)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the board of the chosen unit, or of the reader's own."""
    choice = current_choice(request)
    scope = scope_of(request)
    unit = Unit.objects.filter(pk=choice.unit_id).first() if choice else None
    if unit is None or not scope.can(Permission.VIEW_REGISTER, unit.path):
        return redirect("home")
    return redirect("quality_board", unit_id=unit.pk)


@require_GET
def board(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(request, unit_id, Permission.VIEW_REGISTER)
    scope = scope_of(request)
    counts = queries.unit_counts(unit=unit)
    by_rule = _summed(counts)
    pending, since = queries.pending_since(path=unit.path)
    context = {
        "unit": unit,
        "errors": _of_severity(by_rule, Severity.ERROR),
        "warnings": _of_severity(by_rule, Severity.WARNING),
        "pairs": by_rule.get(PAIRS, (0, 0))[0],
        "run": queries.last_run(path=unit.path),
        "pending": pending,
        "since": since,
        "table": _unit_table(request, unit, counts),
        "rules": _rule_table(request, unit, by_rule, by_name=_by_name(request, unit)),
        "by_name": _by_name(request, unit),
        "may_export": scope.can(Permission.EXPORT, unit.path),
        "steps": steps_to(unit),
    }
    return render(request, "quality/board.html", context, block="results")


@require_GET
def board_xlsx(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(request, unit_id, Permission.EXPORT)
    counts = queries.unit_counts(unit=unit)
    return tables_response(
        tables={
            "Theo đơn vị": _unit_table(request, unit, counts),
            "Theo quy tắc": _rule_table(request, unit, _summed(counts), by_name=False),
        },
        title_lines=[f"Chất lượng dữ liệu hộ: {unit.full_name}"],
        file_name="chat-luong-du-lieu.xlsx",
        printed_by=reader(request),
    )


@require_POST
def check(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = unit_of(request, unit_id, Permission.VIEW_PERSONAL)
    item = request_check(unit=unit, by=reader(request), as_of=today())
    messages.success(
        request, f"Đang kiểm tra dữ liệu của {unit.full_name} (công việc {item.pk}); mở lại sau."
    )
    return redirect("quality_board", unit_id=unit.pk)


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    context = {
        "rules": [(rule, TONES[rule.severity]) for rule in RULES.values()],
        "pair_rules": PairRule.choices,
        "steps": [("Tổng quan", reverse("home")), ("Quy tắc kiểm tra dữ liệu", "")],
    }
    return render(request, "quality/rules.html", context)


def _by_name(request: HttpRequest, unit: Unit) -> bool:
    """Whether the counts are doors: to whoever reads the files of the unit."""
    return scope_of(request).can(Permission.VIEW_PERSONAL, unit.path)


def _summed(counts: list[UnitCounts]) -> dict[str, tuple[int, int]]:
    total: dict[str, tuple[int, int]] = {}
    for one in counts:
        for rule, (still, done) in one.by_rule.items():
            before = total.get(rule, (0, 0))
            total[rule] = (before[0] + still, before[1] + done)
    return total


def _of_severity(by_rule: dict[str, tuple[int, int]], severity: Severity) -> int:
    return sum(
        still
        for rule, (still, _) in by_rule.items()
        if rule != PAIRS and RULES[rule].severity == severity
    )


def _unit_table(request: HttpRequest, unit: Unit, counts: list[UnitCounts]) -> Table:
    return build_table(
        request,
        name="chat-luong",
        caption="Theo đơn vị",
        columns=UNIT_COLUMNS,
        rows=[
            _unit_row(request, unit, one) for one in counts if one.unit.pk != unit.pk or one.by_rule
        ],
        default_sort="-errors",
        empty="Chưa có điểm nào cần xem.",
    )


def _unit_row(request: HttpRequest, unit: Unit, one: UnitCounts) -> Row:
    place = {"unit_id": one.unit.pk}
    named = _by_name(request, one.unit)
    errors = _of_severity(one.by_rule, Severity.ERROR)
    warnings = _of_severity(one.by_rule, Severity.WARNING)
    pairs = one.by_rule.get(PAIRS, (0, 0))[0]
    own = one.unit.pk == unit.pk
    state = Status(tone="good", word="Không còn lỗi")
    if one.is_pending:
        state = Status(tone="plain", word="Chờ kiểm tra")
    elif errors:
        state = Status(tone="bad", word="Còn lỗi")
    elif warnings or pairs:
        state = Status(tone="look", word="Cần xem")
    listed = reverse("finding_list", kwargs=place)
    return Row(
        cells={
            "unit": "Hộ chưa rõ thôn"
            if own and unit.level < 4
            else Cell(value=one.unit.full_name, href=reverse("quality_board", kwargs=place)),
            "errors": _door(errors, f"{listed}?muc=ERROR", named and not own),
            "warnings": _door(warnings, f"{listed}?muc=WARNING", named and not own),
            "pairs": _door(pairs, reverse("quality_pairs", kwargs=place), named and not own),
            "answered": sum(done for _, done in one.by_rule.values()),
            "state": state,
        }
    )


def _door(count: int, href: str, open_to_reader: bool) -> Cell:
    return Cell(value=count, href=href if count and open_to_reader else "")


def _rule_table(
    request: HttpRequest, unit: Unit, by_rule: dict[str, tuple[int, int]], *, by_name: bool
) -> Table:
    order = [PAIRS, *RULES]
    place = {"unit_id": unit.pk}
    rows = []
    for code in order:
        if code not in by_rule:
            continue
        still, done = by_rule[code]
        if code == PAIRS:
            words, status = "Cặp nghi trùng", Status(tone="look", word="Cần quyết định")
            href = reverse("quality_pairs", kwargs=place)
        else:
            rule = RULES[code]
            words = rule.title
            status = Status(tone=TONES[rule.severity], word=str(rule.severity.label))
            href = f"{reverse('finding_list', kwargs=place)}?quy-tac={code}"
        rows.append(
            Row(
                cells={
                    "rule": words,
                    "severity": status,
                    "open": _door(still, href, by_name),
                    "answered": done,
                }
            )
        )
    return build_table(
        request,
        name="quy-tac",
        caption="Theo quy tắc",
        columns=RULE_COLUMNS,
        rows=rows,
        presorted=True,
        empty="Không quy tắc nào nêu điểm cần xem.",
    )
