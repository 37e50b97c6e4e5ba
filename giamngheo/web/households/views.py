"""Lists of households behind every figure, and one household's page."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.registry import queries as registry
from giamngheo.registry.models import Household
from giamngheo.reviews import queries as reviews
from giamngheo.rules.queries import standard_in_force
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.exporting import workbook_response
from giamngheo.web.households import asked as asking
from giamngheo.web.households import file as household_file
from giamngheo.web.households import table as layout
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import Table, build_table

ORDER = ("sort_key", "id")
LONGEST_EXPORT = 100_000


class ListTooLongToExport(Refusal):
    code = "WEB-001"
    sentence = (
        "Chưa xuất được danh sách «{title}»: có hơn {most} hộ, nhiều hơn một tệp chứa được. Chọn "
        "từng huyện, từng xã hoặc lọc bớt rồi xuất lại."
    )


@require_GET
def household_list(request: HttpRequest) -> HttpResponse:
    asked = _asked(request, Permission.VIEW_PERSONAL)
    found = asking.asked_households(
        asked, scope=scope_of(request), permission=Permission.VIEW_PERSONAL
    )
    shown = registry.with_category(households=found, as_of=asked.shown_on)
    page = page_by_key(request, rows=shown.select_related("unit__parent"), order=ORDER)
    standard = _standard(asked)
    title = asking.words_of(asked, standard=standard)
    return render(
        request,
        "households/household_list.html",
        {
            "title": title,
            "asked": asked,
            "page": page,
            "table": _table(request, asked, page.rows, title),
            "movements": asking.MOVEMENT_CODES.items(),
            "categories": asking.CATEGORY_CODES.items(),
            "moments": asking.MOMENTS,
            "steps": _steps(asked),
            "keep": layout.kept_filters(request),
            "clear": layout.without_filters(request),
            "may_export": scope_of(request).can(
                Permission.EXPORT_PERSONAL, asked.unit.path if asked.unit else None
            ),
        },
        block="results",
        generated=any(row.is_generated for row in page.rows),
    )


@require_GET
def household_list_xlsx(request: HttpRequest) -> HttpResponse:
    """
    Every household of the list, not only the page shown, in the same order.

    Raises: ListTooLongToExport [WEB-001]: a part of a list is never taken for the whole.
    """
    asked = _asked(request, Permission.EXPORT_PERSONAL)
    scope = scope_of(request)
    found = asking.asked_households(asked, scope=scope, permission=Permission.EXPORT_PERSONAL)
    shown = registry.with_category(households=found, as_of=asked.shown_on)
    rows = list(shown.select_related("unit__parent").order_by(*ORDER)[: LONGEST_EXPORT + 1])
    title = asking.words_of(asked, standard=_standard(asked))
    if len(rows) > LONGEST_EXPORT:
        raise ListTooLongToExport(title=title, most=format_number(LONGEST_EXPORT))
    audit.read_event(
        action="registry.export_households",
        by=scope.user,
        subject=title,
        unit_path=asked.path,
        details={"rows": len(rows), "query": request.GET.urlencode()},
    )
    return workbook_response(
        table=_table(request, asked, rows, title),
        title_lines=[title],
        file_name="danh-sach-ho.xlsx",
        printed_by=scope.user,
    )


@require_GET
def household(request: HttpRequest, code: str) -> HttpResponse:
    scope = scope_of(request)
    found = registry.household_or_none(code=code)
    if found is None:
        raise Http404(f"no household {code}")
    require(
        request,
        permission=Permission.VIEW_PERSONAL,
        unit=found.unit,
        what=f"Xem hồ sơ hộ {found.code}",
        subject=f"Hộ {found.code}",
    )
    audit.read_event(
        action="registry.read_household",
        by=scope.user,
        subject=found.code,
        unit_path=found.unit_path,
    )
    return render(
        request,
        "households/household.html",
        _file(request, found),
        generated=found.is_generated,
    )


def _file(request: HttpRequest, found: Household) -> dict[str, object]:
    statuses = list(registry.status_history(household=found))
    results = list(reviews.results_of_household(household_id=found.pk))
    return {
        "household": found,
        "place": household_file.place(found),
        "now": household_file.status_line(statuses, as_of=today()),
        "years": household_file.years(statuses, results),
        "judgements": household_file.judgements(results),
        "facts": household_file.facts(found),
        "members": build_table(
            request,
            name="nhan-khau",
            caption="Nhân khẩu của hộ",
            columns=layout.MEMBER_COLUMNS,
            rows=[
                layout.member_row(member, as_of=today())
                for member in registry.members_of(household=found)
            ],
            empty="Chưa ghi nhân khẩu nào.",
        ),
        "steps": household_file.steps(found),
    }


def _asked(request: HttpRequest, permission: Permission) -> asking.Asked:
    scope = scope_of(request)
    asked = asking.read_asked(request, this_year=today().year, scope=scope)
    if request.GET.get("don-vi") and asked.unit is None:
        raise Http404("no such unit in that year")
    if asked.unit is None:
        accounts.require(scope=scope, path=None, permission=permission, subject="Danh sách hộ")
        return asked
    verb = "Xuất" if permission == Permission.EXPORT_PERSONAL else "Xem"
    require(
        request,
        permission=permission,
        unit=asked.unit,
        what=f"{verb} danh sách hộ của {asked.unit.full_name}",
        subject=f"Danh sách hộ, {asked.unit.full_name}",
    )
    return asked


def _standard(asked: asking.Asked) -> str:
    return standard_in_force(unit=asked.unit, as_of=asked.as_of).code


def _table(
    request: HttpRequest, asked: asking.Asked, rows: Iterable[Household], title: str
) -> Table:
    return build_table(
        request,
        name="danh-sach-ho",
        caption=title,
        columns=layout.columns(asking.CHILDREN_HEADS.get(asked.children, "")),
        rows=[layout.household_row(row) for row in rows],
        presorted=True,
        empty="Không có hộ nào như vậy. Bỏ bớt điều kiện lọc, hoặc chọn năm khác.",
    )


def _steps(asked: asking.Asked) -> list[tuple[str, str]]:
    steps = [("Tổng quan", reverse("home"))]
    if asked.unit is not None and asked.unit.code:
        place = {"unit_code": asked.unit.code, "year": asked.year}
        steps.append(
            (f"Chỉ tiêu {asked.year}, {asked.unit.full_name}", reverse("unit_year", kwargs=place))
        )
    return [*steps, ("Danh sách hộ", "")]
