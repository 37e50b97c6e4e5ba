"""The poverty standards as a jurist wants them, side by side, and the point tables of Form B1."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.law.standard_types import Standard
from giamngheo.law.standards import SHIPPED_FOLDER, get_standard, load_standards
from giamngheo.rules import queries
from giamngheo.rules.enums import RuleKind, RuleState
from giamngheo.rules.models import RuleVersion
from giamngheo.rules.reading import point_table_of, standard_of
from giamngheo.web.access import scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.standards import comparison, words
from giamngheo.web.standards import table as layout
from giamngheo.web.standards.found import handled_paths, standard_of_page, standards_to_compare
from giamngheo.web.standards.parts import HOME, handling_context, list_step
from giamngheo.web.standards.point_rows import POINT_TABLE_COLUMNS, point_table_row
from giamngheo.web.standards.version_rows import VERSION_COLUMNS, version_rows
from giamngheo.web.tables import Table, build_table

ONLY_DIFFERENT = "khac"


@require_GET
def standard_list(request: HttpRequest) -> HttpResponse:
    rules = list(queries.versions_shown(paths=handled_paths(request)))
    own = [rule for rule in rules if rule.kind == RuleKind.STANDARD]
    local = [standard_of(rule) for rule in own if rule.state == RuleState.APPROVED]
    context = {
        "today": today(),
        "in_force": next((one for one in load_standards() if one.is_in_force(today())), None),
        "nation_years": layout.time_line(load_standards(), as_of=today()),
        "local_years": layout.time_line(local, as_of=today()),
        "table": _standards_table(request, own),
        "points": _points_table(request, rules),
        "versions": _versions_table(request, rules),
        "may_enter": scope_of(request).can(Permission.ENTER_RULES),
        "handles": bool(handled_paths(request)),
        "steps": [HOME, ("Chuẩn nghèo", "")],
    }
    return render(request, "standards/standard_list.html", context, block="results")


def _standards_table(request: HttpRequest, own: list[RuleVersion]) -> Table:
    rows = [
        layout.standard_row(one, place="Cả nước", as_of=today()) for one in load_standards()
    ] + [
        layout.standard_row(standard_of(rule), place=rule.unit.full_name, as_of=today())
        for rule in own
        if rule.state == RuleState.APPROVED
    ]
    return build_table(
        request,
        name="chuan-ngheo",
        caption="Các chuẩn nghèo",
        columns=layout.STANDARD_COLUMNS,
        rows=rows,
    )


def _points_table(request: HttpRequest, rules: list[RuleVersion]) -> Table:
    rows = [point_table_row(table, rule=None) for table in queries.shipped_points()] + [
        point_table_row(point_table_of(rule), rule=rule)
        for rule in rules
        if rule.kind == RuleKind.POINTS and rule.state == RuleState.APPROVED
    ]
    return build_table(
        request,
        name="bang-diem",
        caption="Bảng điểm B1",
        columns=POINT_TABLE_COLUMNS,
        rows=rows,
        empty="Chưa có bảng điểm nào.",
    )


def _versions_table(request: HttpRequest, rules: list[RuleVersion]) -> Table:
    return build_table(
        request,
        name="cac-ban",
        caption="Các bản đã nhập",
        columns=VERSION_COLUMNS,
        rows=version_rows(rules),
        empty="Chưa nhập bản nào.",
    )


@require_GET
def standard(request: HttpRequest, code: str) -> HttpResponse:
    found, rule = standard_of_page(request, code)
    return standard_page(request, found, rule)


def standard_page(
    request: HttpRequest,
    found: Standard,
    rule: RuleVersion | None,
    *,
    withdraw_form: forms.Form | None = None,
    return_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a standard's page; with forms that were not filled in well, those again."""
    context = {
        "standard": found,
        "place": rule.unit.full_name if rule else "cả nước",
        "period": words.period_words(found),
        "state": words.state_of(found, as_of=today()),
        "notices": words.notices_of(found),
        "sentences": words.rule_sentences(found),
        "values": build_table(
            request,
            name="gia-tri",
            caption="Các giá trị",
            columns=layout.VALUE_COLUMNS,
            rows=layout.value_rows(found),
        ),
        "indicators": build_table(
            request,
            name="chi-so",
            caption=f"{len(found.dimensions)} chiều, {len(found.indicators)} chỉ số",
            columns=layout.INDICATOR_COLUMNS,
            rows=layout.indicator_rows(found),
            empty="Chuẩn này chỉ xét thu nhập, không có chỉ số thiếu hụt.",
        ),
        "basis": build_table(
            request,
            name="can-cu",
            caption="Căn cứ pháp lý",
            columns=layout.BASIS_COLUMNS,
            rows=layout.basis_rows(found),
        ),
        "compare": _compare_links(found, rule),
        "steps": [HOME, list_step(), (found.code, "")],
        **handling_context(request, rule, withdraw_form=withdraw_form, return_form=return_form),
    }
    return render(request, "standards/standard.html", context, status=status)


def _compare_links(found: Standard, rule: RuleVersion | None) -> list[tuple[str, str]]:
    """Return the comparisons one wants here: with the neighbours in time, with the nation."""
    nation = list(load_standards())
    if rule is not None:
        others = [
            one
            for one in nation
            if one.valid_from.value < found.valid_to.value
            and found.valid_from.value < one.valid_to.value
        ]
    else:
        place = nation.index(found)
        others = nation[max(place - 1, 0) : place] + nation[place + 1 : place + 2]
    return [(f"So với {one.code}", compare_url(one, found)) for one in others]


def compare_url(one: Standard, other: Standard) -> str:
    first, second = sorted((one, other), key=lambda standard: standard.valid_from.value)
    return f"{reverse('standard_compare')}?tu={first.code}&den={second.code}"


@require_GET
def standard_compare(request: HttpRequest) -> HttpResponse:
    known = standards_to_compare(request)
    *_, before, latest = load_standards()
    first = get_standard(request.GET.get("tu") or before.code, standards=known)
    second = get_standard(request.GET.get("den") or latest.code, standards=known)
    only_different = request.GET.get("hien") == ONLY_DIFFERENT
    rows = comparison.compare_rows(first, second, only_different=False)
    shown = [row for row in rows if row.tone] if only_different else rows
    unclear = sum("Chưa rõ" in row.cell("mark").value.word for row in rows)
    context = {
        "first": first,
        "second": second,
        "options": [(one.code, f"{one.code}: {words.period_words(one)}") for one in known],
        "shown": ONLY_DIFFERENT if only_different else "",
        "different": sum(bool(row.tone) for row in rows),
        "unclear": unclear,
        "table": build_table(
            request,
            name="so-sanh",
            caption=f"{first.code} và {second.code}",
            columns=comparison.compare_columns(first, second),
            rows=shown,
            empty="Hai chuẩn không khác nhau ở giá trị nào đã biết.",
        ),
        "steps": [HOME, list_step(), ("So sánh", "")],
    }
    return render(request, "standards/compare.html", context, block="results")


@require_GET
def standard_file(request: HttpRequest, code: str) -> HttpResponse:
    """The text a standard is read from: a model for a province's own."""
    found, rule = standard_of_page(request, code)
    content = bytes(rule.content) if rule else _shipped_text(found)
    response = HttpResponse(content, content_type="text/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.yaml"'
    return response


def _shipped_text(found: Standard) -> bytes:
    file = SHIPPED_FOLDER / found.file
    if not file.is_file():
        raise Http404(f"no file of {found.code}")
    return file.read_bytes()
