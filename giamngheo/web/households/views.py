"""Lists of households behind every figure, and one household's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.exchange.queries import imports_of
from giamngheo.law.standard_view import caution_of
from giamngheo.registry import queries as registry
from giamngheo.registry.enums import EventState
from giamngheo.registry.household_rows import rows_of_household
from giamngheo.registry.models import Household, Member
from giamngheo.reviews import queries as reviews
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.export_work import answer_export
from giamngheo.web.households import asked as asking
from giamngheo.web.households import file as household_file
from giamngheo.web.households import listing, timeline
from giamngheo.web.households import table as layout
from giamngheo.web.households.event_forms import PAGES
from giamngheo.web.paging import page_by_key
from giamngheo.web.quality.household import finding_views, pair_views
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table


@require_GET
def household_list(request: HttpRequest) -> HttpResponse:
    asked = listing.asked_of(request, Permission.VIEW_PERSONAL)
    found = listing.found_households(request, asked, Permission.VIEW_PERSONAL)
    shown = listing.shown_households(found, asked)
    page = page_by_key(request, rows=shown, order=listing.ORDER)
    standard = listing.standard_of(asked)
    title = asking.words_of(asked, standard=standard.code)
    return render(
        request,
        "households/household_list.html",
        {
            "title": title,
            "caution": caution_of(standard),
            "standard": standard.code,
            "extra": asking.extra_words(asked),
            "asked": asked,
            "page": page,
            "table": listing.list_table(request, asked, page.rows, title),
            "fields": asking.fields_of(asked),
            "steps": _steps(asked),
            "keep": layout.kept_filters(request),
            "clear": layout.without_filters(request),
            "waiting": registry.requests_waiting(scope=scope_of(request)).count(),
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
    scope, day = scope_of(request), today()
    may_edit = scope.can(Permission.EDIT_REGISTER, found.unit_path)
    rows = rows_of_household(household=found)
    history = timeline.History(
        household=found,
        statuses=rows.statuses,
        results=list(reviews.results_of_household(household_id=found.pk)),
        events=list(registry.events_of(household=found)),
        residences=list(registry.residences_of(household=found)),
        conditions=rows.conditions,
        marks=rows.marks,
        imports=imports_of(household_id=found.pk),
    )
    people = rows.members
    living = household_file.conditions_now(history.conditions, as_of=day)
    return {
        "household": found,
        "place": household_file.place(found),
        "now": household_file.status_line(history.statuses, as_of=day),
        "marks": household_file.mark_words(history, people, as_of=day),
        "years": household_file.years(history.statuses, history.results),
        "timeline": timeline.years_of(history, may_edit=may_edit),
        "waiting": [one for one in history.events if one.state == EventState.REQUESTED],
        "judgements": household_file.judgements(history.results),
        "facts": household_file.facts(found),
        "living": household_file.living_facts(living),
        "indicators": household_file.indicators(found, people, living, as_of=day),
        "pages": [page for page in PAGES.values() if page.slug != "nguoi"],
        "may_edit": may_edit,
        "may_change": found.registered_to is None
        and (may_edit or scope.can(Permission.REVIEW, found.unit_path)),
        "members": build_table(
            request,
            name="nhan-khau",
            caption="Nhân khẩu của hộ",
            columns=layout.MEMBER_COLUMNS,
            rows=[
                layout.member_row(
                    member, as_of=day, edit=_edit_address(found, member) if may_edit else ""
                )
                for member in people
            ],
            empty="Chưa ghi nhân khẩu nào.",
        ),
        "findings": finding_views(household_id=found.pk),
        "pairs": pair_views(household_id=found.pk),
        "here": request.path + "#du-lieu",
        "steps": household_file.steps(found),
    }


def _edit_address(found: Household, member: Member) -> str:
    address = reverse("household_event", kwargs={"code": found.code, "slug": "nguoi"})
    return f"{address}?ai={member.pk}"


def _steps(asked: asking.Asked) -> list[tuple[str, str]]:
    steps = [("Tổng quan", reverse("home"))]
    if asked.unit is not None and asked.unit.code:
        place = {"unit_code": asked.unit.code, "year": asked.year}
        steps.append(
            (f"Chỉ tiêu {asked.year}, {asked.unit.full_name}", reverse("unit_year", kwargs=place))
        )
    return [*steps, ("Danh sách hộ", "")]
