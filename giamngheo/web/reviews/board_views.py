"""The completeness board: who has not begun, is late, is through; by commune, then by village."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.reviews.board import Board, Standing, board
from giamngheo.reviews.models import Campaign, CommuneReview
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.exporting import workbook_response
from giamngheo.web.rendering import render
from giamngheo.web.reviews import board_table as layout
from giamngheo.web.reviews.place import WHAT, full_campaign_of, steps_to
from giamngheo.web.tables import Table, build_table

WANTED = "tinh-trang"


@require_GET
def campaign_board(request: HttpRequest, code: str) -> HttpResponse:
    campaign = full_campaign_of(request, code)
    found = _board(request, campaign, campaign.unit_path, with_villages=False)
    if len(found.communes) == 1:
        return _commune_page(request, campaign, _board(request, campaign, campaign.unit_path))
    context = {
        "campaign": campaign,
        "board": found,
        "day": today(),
        "standings": _standings(found),
        "table": _commune_table(request, campaign, found),
        "choices": layout.STANDING_WORDS,
        "wanted": request.GET.get(WANTED, ""),
        "may_export": scope_of(request).can(Permission.EXPORT, campaign.unit_path),
        "steps": steps_to(campaign, ("Tiến độ", "")),
    }
    return render(
        request, "reviews/board.html", context, block="results", generated=campaign.is_generated
    )


@require_GET
def commune_board(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign = full_campaign_of(request, code)
    review = _commune(request, campaign, unit_code)
    return _commune_page(request, campaign, _board(request, campaign, review.unit_path))


@require_GET
def campaign_board_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    campaign = full_campaign_of(request, code)
    what = f"{WHAT[Permission.EXPORT]} {campaign.unit.full_name}"
    require(request, permission=Permission.EXPORT, unit=campaign.unit, what=what)
    found = _board(request, campaign, campaign.unit_path, with_villages=False)
    return _workbook(request, campaign, _commune_table(request, campaign, found), campaign.code)


@require_GET
def commune_board_xlsx(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign = full_campaign_of(request, code)
    review = _commune(request, campaign, unit_code, Permission.EXPORT)
    found = _board(request, campaign, review.unit_path)
    table = _village_table(request, campaign, found)
    return _workbook(request, campaign, table, f"{campaign.code}-{unit_code}")


def _board(
    request: HttpRequest, campaign: Campaign, path: str, *, with_villages: bool = True
) -> Board:
    return board(
        campaign=campaign,
        path=path,
        as_of=today(),
        within=scope_of(request).paths,
        with_villages=with_villages,
    )


def _commune(
    request: HttpRequest,
    campaign: Campaign,
    unit_code: str,
    permission: Permission = Permission.VIEW_REGISTER,
) -> CommuneReview:
    """Return the commune; a village's own people see its board too, with their village alone."""
    found = campaign.communes.select_related("unit").filter(unit__code=unit_code).first()
    if found is None:
        raise Http404(f"no commune {unit_code} in campaign {campaign.code}")
    reading = permission == Permission.VIEW_REGISTER
    if not (reading and scope_of(request).touches(found.unit_path)):
        what = f"{WHAT.get(permission, 'Xem tiến độ rà soát của')} {found.unit.full_name}"
        require(request, permission=permission, unit=found.unit, what=what)
    return found


def _commune_page(request: HttpRequest, campaign: Campaign, found: Board) -> HttpResponse:
    commune = found.communes[0]
    place = {"code": campaign.code, "unit_code": commune.unit_code}
    scope = scope_of(request)
    context = {
        "campaign": campaign,
        "board": found,
        "commune": commune,
        "place": place,
        "day": today(),
        "standing": layout.STANDINGS[commune.standing],
        "table": _village_table(request, campaign, found),
        "may_export": scope.can(Permission.EXPORT, commune.unit_path),
        "may_see_people": scope.can(Permission.VIEW_PERSONAL, commune.unit_path),
        "steps": steps_to(
            campaign,
            ("Tiến độ", reverse("campaign_board", kwargs={"code": campaign.code})),
            (commune.name, ""),
        ),
    }
    return render(
        request,
        "reviews/commune_board.html",
        context,
        block="results",
        generated=campaign.is_generated,
    )


def _commune_table(request: HttpRequest, campaign: Campaign, found: Board) -> Table:
    wanted = request.GET.get(WANTED, "")
    rows = [row for row in found.communes if not wanted or row.standing == wanted]
    return build_table(
        request,
        name="tien-do",
        caption=f"Tiến độ các xã, {campaign.name}",
        columns=layout.COMMUNE_COLUMNS,
        rows=[layout.commune_row(campaign, row) for row in rows],
        totals=None if wanted else layout.totals_of(found),
        default_sort="standing",
        empty="Không có xã nào ở tình trạng này.",
    )


def _village_table(request: HttpRequest, campaign: Campaign, found: Board) -> Table:
    return build_table(
        request,
        name="tien-do-thon",
        caption=f"Tiến độ các thôn, {found.communes[0].name}" if found.communes else "Tiến độ",
        columns=layout.VILLAGE_COLUMNS,
        rows=[layout.village_row(campaign, row) for row in found.villages],
        totals=layout.totals_of(found),
        default_sort="standing",
        empty="Xã chưa có thôn nào trong đợt.",
    )


def _standings(found: Board) -> list[tuple[str, str, int]]:
    """Return value, words and number of communes of each standing, the worst first."""
    return [
        (str(standing), status.word, found.standing(Standing(standing)))
        for standing, status in layout.STANDINGS.items()
    ]


def _workbook(request: HttpRequest, campaign: Campaign, table: Table, name: str) -> HttpResponse:
    return workbook_response(
        table=table,
        title_lines=[table.caption, f"Theo chuẩn {campaign.standard}"],
        file_name=f"tien-do-{name}.xlsx",
        printed_by=scope_of(request).user,
    )
