"""The point tables of Form B1: their points by region, and whether they may judge."""

import tempfile
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from giamngheo.law.point_files import write_point_template
from giamngheo.law.point_table import EXAMPLE_CAUTION, REGION_LABELS, PointTable
from giamngheo.rules import queries
from giamngheo.rules.enums import RuleKind
from giamngheo.rules.models import RuleVersion
from giamngheo.rules.reading import point_table_of
from giamngheo.web.exporting import XLSX
from giamngheo.web.parts import Notice
from giamngheo.web.rendering import render
from giamngheo.web.standards import point_rows as layout
from giamngheo.web.standards import words
from giamngheo.web.standards.found import version_of_page
from giamngheo.web.standards.parts import HOME, handling_context, list_step
from giamngheo.web.standards.table import standard_url
from giamngheo.web.tables import build_table


@require_GET
def point_table(request: HttpRequest, code: str) -> HttpResponse:
    table, rule = _point_table(request, code)
    return point_page(request, table, rule)


def point_page(
    request: HttpRequest,
    table: PointTable,
    rule: RuleVersion | None,
    *,
    withdraw_form: forms.Form | None = None,
    return_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "points": table,
        "place": rule.unit.full_name if rule else "cả nước",
        "state": layout.point_state(table, rule),
        "mark": words.confidence_mark(table.confidence),
        "notices": _point_notices(table),
        "standard_href": standard_url(table.standard),
        "regions": [(region.value, REGION_LABELS[region]) for region in table.regions],
        "table": build_table(
            request,
            name="diem",
            caption="Điểm theo vùng",
            columns=layout.point_columns(table),
            rows=layout.point_rows(table),
        ),
        "steps": [HOME, list_step(), (table.code, "")],
        **handling_context(request, rule, withdraw_form=withdraw_form, return_form=return_form),
    }
    return render(request, "standards/point_table.html", context, status=status)


def _point_table(request: HttpRequest, code: str) -> tuple[PointTable, RuleVersion | None]:
    for table in queries.shipped_points():
        if table.code == code:
            return table, None
    rule = version_of_page(request, code=code, kind=RuleKind.POINTS)
    return point_table_of(rule), rule


def _point_notices(table: PointTable) -> list[Notice]:
    found = []
    if table.is_example:
        found.append(Notice(text=f"{EXAMPLE_CAUTION}.", tone="bad"))
    if table.holes:
        found.append(
            Notice(
                text="Bảng chưa đủ nên không phân loại hộ nào cho tới khi bổ sung: "
                f"{'; '.join(table.holes)}.",
                tone="bad",
                code="LAW-011",
            )
        )
    return found


@require_GET
def point_template(request: HttpRequest) -> HttpResponse:
    """The Excel template of a point table, empty, or filled with the table named in `theo`."""
    code = request.GET.get("theo", "")
    filled = _point_table(request, code)[0] if code else None
    name = f"bang-diem-{code}.xlsx" if code else "mau-bang-diem.xlsx"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bang-diem.xlsx"
        write_point_template(path=path, table=filled)
        content = path.read_bytes()
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
