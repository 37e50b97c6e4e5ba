"""Lists of households behind every figure, and one household's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.registry import queries as registry
from giamngheo.registry.models import Household
from giamngheo.reviews import queries as reviews
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.export_work import answer_export
from giamngheo.web.households import asked as asking
from giamngheo.web.households import file as household_file
from giamngheo.web.households import listing
from giamngheo.web.households import table as layout
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table


@require_GET
def household_list(request: HttpRequest) -> HttpResponse:
    asked = listing.asked_of(request, Permission.VIEW_PERSONAL)
    found = listing.found_households(request, asked, Permission.VIEW_PERSONAL)
    shown = listing.shown_households(found, asked)
    page = page_by_key(request, rows=shown, order=listing.ORDER)
    title = listing.title_of(asked)
    return render(
        request,
        "households/household_list.html",
        {
            "title": title,
            "extra": asking.extra_words(asked),
            "asked": asked,
            "page": page,
            "table": listing.list_table(request, asked, page.rows, title),
            "fields": asking.fields_of(asked),
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


@require_http_methods(["GET", "POST"])
def household_list_xlsx(request: HttpRequest) -> HttpResponse:
    """The whole list as a file: a short one at once, a long one as work."""
    return answer_export(request, name="households")


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


def _steps(asked: asking.Asked) -> list[tuple[str, str]]:
    steps = [("Tổng quan", reverse("home"))]
    if asked.unit is not None and asked.unit.code:
        place = {"unit_code": asked.unit.code, "year": asked.year}
        steps.append(
            (f"Chỉ tiêu {asked.year}, {asked.unit.full_name}", reverse("unit_year", kwargs=place))
        )
    return [*steps, ("Danh sách hộ", "")]
