"""The reviews under way where the reader works: how far the forms are, and the door to them."""

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.lib.numbers import format_number
from giamngheo.reviews.board import Board, board
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.models import Campaign
from giamngheo.reviews.queries import campaigns_visible
from giamngheo.web.access import scope_of, today
from giamngheo.web.home.cards import Door

SHOWN = 2


def open_reviews(request: HttpRequest) -> list[Door]:
    """Return a line for each of the latest campaigns of the whole procedure not yet decided."""
    paths = scope_of(request).paths
    found = [campaign for campaign in campaigns_visible(paths=paths) if campaign.is_full]
    doors = [_door(campaign, paths) for campaign in found[:SHOWN]]
    return [door for door in doors if door is not None]


def _door(campaign: Campaign, paths: tuple[str, ...]) -> Door | None:
    rows = board(campaign=campaign, path=campaign.unit_path, as_of=today(), within=paths)
    open_communes = [row for row in rows.communes if row.state != CommuneState.DECIDED]
    if not rows.villages or (rows.communes and not open_communes):
        return None
    return Door(words=campaign.name, href=_href(campaign, rows), note=_note(rows))


def _href(campaign: Campaign, rows: Board) -> str:
    if len(rows.villages) == 1:
        return reverse(
            "village", kwargs={"code": campaign.code, "unit_id": rows.villages[0].unit_id}
        )
    return reverse("campaign_board", kwargs={"code": campaign.code})


def _note(rows: Board) -> str:
    listed = sum(row.listed for row in rows.villages)
    recorded = sum(row.recorded for row in rows.villages)
    late = sum(row.villages_late for row in rows.communes)
    note = f"đã có {format_number(recorded)} / {format_number(listed)} phiếu"
    return f"{note}, {late} thôn quá hạn" if late else note
