"""Whether a campaign's year begins where the last one ended, and who breaks it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.continuity import Break, breaks_of, opening_list, start_decisions
from giamngheo.web.access import require, scope_of
from giamngheo.web.rendering import render
from giamngheo.web.reviews.place import full_campaign_of, steps_to
from giamngheo.web.tables import Cell, Column, Row, build_table

MOST = 500
COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="closed", head="Cuối kỳ trước", sortable=False),
    Column(key="opened", head="Đầu kỳ này", sortable=False),
    Column(key="why", head="Vì sao lệch", sortable=False),
)


@require_GET
def campaign_start(request: HttpRequest, code: str) -> HttpResponse:
    """Show the reader's own part: households she may read, one path after the other."""
    campaign = full_campaign_of(request, code)
    mine = scope_of(request).paths_for(Permission.VIEW_PERSONAL)
    paths = sorted(
        {path if path.startswith(campaign.unit_path) else campaign.unit_path for path in mine
         if path.startswith(campaign.unit_path) or campaign.unit_path.startswith(path)}
    )  # fmt: skip
    if not paths:
        what = f"Xem hộ đầu kỳ của {campaign.name}"
        require(request, permission=Permission.VIEW_PERSONAL, unit=campaign.unit, what=what)
    own = [path for path in paths if not any(path != one and path.startswith(one) for one in paths)]
    breaks = [one for path in own for one in breaks_of(campaign=campaign, path=path)]
    context = {
        "campaign": campaign,
        "starts": any(start_decisions(campaign=campaign, path=path) for path in own),
        "opened": sum(opening_list(campaign=campaign, path=path).height for path in own),
        "count": len(breaks),
        "unexplained": sum(not one.explained for one in breaks),
        "most": MOST,
        "table": build_table(
            request,
            name="lech-dau-ky",
            caption="Hộ lệch giữa cuối kỳ trước và đầu kỳ này",
            columns=COLUMNS,
            rows=[_row(one) for one in breaks[:MOST]],
            presorted=True,
            empty="Không hộ nào lệch.",
        ),
        "steps": steps_to(campaign, ("Đầu kỳ = cuối kỳ trước", "")),
    }
    return render(
        request,
        "reviews/campaign_start.html",
        context,
        block="results",
        generated=campaign.is_generated,
    )


def _row(one: Break) -> Row:
    return Row(
        tone="" if one.explained else "look",
        cells={
            "head": Cell(
                value=one.head_name,
                href=reverse("household", kwargs={"code": one.household_code}),
                note=one.household_code,
            ),
            "closed": _words(one.closed_as),
            "opened": _words(one.opened_as),
            "why": "; ".join(one.explained) or "chưa rõ, cần xem lại",
        },
    )


def _words(category: str) -> str:
    return str(StatusCategory(category).label) if category else "không có tên"
