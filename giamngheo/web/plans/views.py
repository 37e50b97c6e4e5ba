"""Plans read so far, and one plan: its facts, its promises, what is wrong in it, its own words."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.lib.numbers import format_number
from giamngheo.planning.enums import Severity
from giamngheo.planning.models import Finding, LegalBasis, Plan, Target
from giamngheo.planning.queries import plan_or_none, plans_visible
from giamngheo.web.access import require, scope_of
from giamngheo.web.parts import Notice
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Tone, build_table

TONES: dict[str, Tone] = {"error": "bad", "warning": "look", "note": "plain"}
MOST_LISTED = 200
SIGNS = {"<": "dưới", "<=": "không quá", ">": "trên", ">=": "từ", "~": "khoảng", "=": ""}
MEASURED_IN = {
    "household": "hộ",
    "child": "trẻ em",
    "person": "người",
    "percentage point": "điểm %",
    "VND/person/month": "đồng/người/tháng",
    "times": "lần",
}

PLAN_COLUMNS = (
    Column(key="title", head="Kế hoạch", row_head=True),
    Column(key="unit", head="Đơn vị"),
    Column(key="years", head="Năm"),
    Column(key="issued", head="Ngày ban hành", kind="date"),
)
TARGET_COLUMNS = (
    Column(key="label", head="Chỉ tiêu", row_head=True, sortable=False),
    Column(key="value", head="Mức", sortable=False),
    Column(key="line", head="Dòng", kind="number", sortable=False),
)
BASIS_COLUMNS = (
    Column(key="code", head="Văn bản", row_head=True, sortable=False),
    Column(key="issued", head="Ngày", kind="date", sortable=False),
    Column(key="issuer", head="Cơ quan ban hành", sortable=False),
    Column(key="subject", head="Về việc", sortable=False, wide_only=True),
    Column(key="line", head="Dòng", kind="number", sortable=False),
)


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = plans_visible(scope=scope_of(request)).select_related("unit")[:MOST_LISTED]
    table = build_table(
        request,
        name="ke-hoach",
        caption="Kế hoạch đã nạp",
        columns=PLAN_COLUMNS,
        rows=[_plan_row(found) for found in plans],
        empty="Chưa nạp kế hoạch nào. Nạp văn bản bằng lệnh: giamngheo plan import TỆP.",
    )
    steps = [("Tổng quan", reverse("home")), ("Kế hoạch", "")]
    return render(
        request, "plans/plan_list.html", {"table": table, "steps": steps}, block="results"
    )


@require_GET
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    found = plan_or_none(plan_id=plan_id)
    if found is None:
        raise Http404(f"no plan {plan_id}")
    require(
        request,
        permission=Permission.VIEW_REGISTER,
        unit=found.unit,
        what=f"Xem kế hoạch {found.code}",
    )
    return render(
        request, "plans/plan.html", _context(request, found), generated=found.is_generated
    )


def _context(request: HttpRequest, found: Plan) -> dict[str, object]:
    year = found.last_year
    place = {"unit_code": found.unit.code, "year": year}
    return {
        "plan": found,
        "years": _years(found),
        "notices": [_notice(finding) for finding in found.findings.all()],
        "targets": build_table(
            request,
            name="chi-tieu",
            caption="Chỉ tiêu đọc được",
            columns=TARGET_COLUMNS,
            rows=[_target_row(target) for target in found.targets.all()],
            empty="Không đọc được chỉ tiêu nào trong văn bản.",
        ),
        "bases": build_table(
            request,
            name="can-cu",
            caption="Căn cứ pháp lý",
            columns=BASIS_COLUMNS,
            rows=[_basis_row(basis) for basis in found.legal_bases.all()],
            empty="Không đọc được căn cứ nào trong văn bản.",
        ),
        "lines": list(enumerate(found.text.splitlines(), start=1)),
        "progress": reverse("unit_year", kwargs=place) if found.unit.code else "",
        "steps": [
            ("Tổng quan", reverse("home")),
            ("Kế hoạch", reverse("plan_list")),
            (found.code or "chưa có số", ""),
        ],
    }


def _plan_row(found: Plan) -> Row:
    title = f"{found.code or 'Chưa có số'}: {found.title}"
    href = reverse("plan", kwargs={"plan_id": found.pk})
    return Row(
        cells={
            "title": Cell(value=title, href=href),
            "unit": found.unit.full_name,
            "years": _years(found),
            "issued": found.issued_date,
        }
    )


def _years(found: Plan) -> str:
    if found.first_year == found.last_year:
        return str(found.first_year)
    return f"{found.first_year}-{found.last_year}"


def _notice(finding: Finding) -> Notice:
    return Notice(
        text=finding.message,
        tone=TONES[Severity(finding.severity).value],
        href=f"#dong-{finding.line}" if finding.line else "",
        link=f"Xem dòng {finding.line}",
        code=finding.code,
    )


def _target_row(target: Target) -> Row:
    label = f"{target.label[:1].upper()}{target.label[1:]}"
    return Row(
        cells={
            "label": label,
            "value": _target_words(target),
            "line": Cell(value=target.line, href=f"#dong-{target.line}"),
        }
    )


def _target_words(target: Target) -> str:
    measured = MEASURED_IN.get(target.measured_in, target.measured_in)
    if target.value_min is not None and target.value_max is not None:
        return f"{_number(target.value_min)} đến {_number(target.value_max)} {measured}"
    if target.value is None:
        return "định tính"
    return f"{SIGNS.get(target.comparator, '')} {_number(target.value)} {measured}".strip()


def _number(value: Decimal) -> str:
    plain = value.normalize()
    return format_number(plain, max(-int(plain.as_tuple().exponent), 0))


def _basis_row(basis: LegalBasis) -> Row:
    return Row(
        cells={
            "code": f"{basis.kind} {basis.code}".strip(),
            "issued": basis.issued_date,
            "issuer": basis.issuer,
            "subject": basis.subject,
            "line": Cell(value=basis.line, href=f"#dong-{basis.line}"),
        }
    )
