"""The completeness board as tables: communes of a campaign, villages of a commune."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from giamngheo.reviews.board import Board, BoardRow, Standing
from giamngheo.reviews.enums import CommuneState, VillageStage
from giamngheo.reviews.models import Campaign
from giamngheo.web.tables import Cell, Column, Row, Status

STANDINGS = {
    Standing.LATE: Status(tone="bad", word="Trễ hạn"),
    Standing.NOT_BEGUN: Status(tone="look", word="Chưa bắt đầu"),
    Standing.UNDER_WAY: Status(tone="plain", word="Đang làm"),
    Standing.DONE: Status(tone="good", word="Đã xong"),
}
STANDING_ORDER = {standing: place for place, standing in enumerate(STANDINGS)}
STANDING_WORDS = [(str(standing), status.word) for standing, status in STANDINGS.items()]

_FORMS = (
    Column(key="listed", head="Danh sách", group="Phiếu rà soát", kind="number", unit="hộ"),
    Column(key="recorded", head="Đã nhập", group="Phiếu rà soát", kind="number", unit="phiếu"),
    Column(key="judged", head="Đã chấm", group="Phiếu rà soát", kind="number", unit="phiếu"),
)
COMMUNE_COLUMNS = (
    Column(key="name", head="Đơn vị", row_head=True),
    Column(key="standing", head="Tình trạng", kind="status"),
    *_FORMS,
    Column(key="villages", head="Tất cả", group="Thôn", kind="number", wide_only=True),
    Column(key="begun", head="Đã bắt đầu", group="Thôn", kind="number", wide_only=True),
    Column(key="done", head="Đã xong", group="Thôn", kind="number"),
    Column(key="late", head="Trễ hạn", group="Thôn", kind="number"),
    Column(key="state", head="Bước của xã"),
    Column(key="due", head="Hạn", kind="date"),
    Column(key="differing", head="Phúc tra lệch", kind="rate", unit="%", wide_only=True),
    Column(key="signed", head="Giám sát", wide_only=True),
    Column(key="newest", head="Mới nhất", wide_only=True),
)
VILLAGE_COLUMNS = (
    Column(key="name", head="Thôn", row_head=True),
    Column(key="standing", head="Tình trạng", kind="status"),
    *_FORMS,
    Column(key="state", head="Đang ở bước"),
    Column(key="due", head="Hạn", kind="date"),
    Column(key="newest", head="Mới nhất", wide_only=True),
)


def commune_row(campaign: Campaign, row: BoardRow) -> Row:
    place = {"code": campaign.code, "unit_code": row.unit_code}
    return Row(
        cells={
            **_shared(row),
            "name": Cell(
                value=row.name,
                href=reverse("commune_board", kwargs=place) if row.unit_code else "",
                order=row.sort_key,
            ),
            "villages": row.villages,
            "begun": row.villages_begun,
            "done": row.villages_done,
            "late": row.villages_late,
            "state": _step(CommuneState(row.state)),
            "differing": 100 * row.differing / row.checked if row.checked else None,
            "signed": "Đã xác nhận" if row.signed_off else "",
        },
        tone="bad" if row.standing == Standing.LATE else "",
    )


def village_row(campaign: Campaign, row: BoardRow) -> Row:
    place = {"code": campaign.code, "unit_id": row.unit_id}
    return Row(
        cells={
            **_shared(row),
            "name": Cell(
                value=row.name,
                href=reverse("village_listing", kwargs=place),
                order=row.sort_key,
            ),
            "state": _step(VillageStage(row.state)),
        },
        tone="bad" if row.standing == Standing.LATE else "",
    )


def totals_of(found: Board) -> Row:
    checked, differing = found.total("checked"), found.total("differing")
    return Row(
        cells={
            "name": "Tổng cộng",
            "standing": None,
            "listed": found.total("listed"),
            "recorded": found.total("recorded"),
            "judged": found.total("judged"),
            "villages": found.total("villages"),
            "begun": found.total("villages_begun"),
            "done": found.total("villages_done"),
            "late": found.total("villages_late"),
            "differing": 100 * differing / checked if checked else None,
        }
    )


def _shared(row: BoardRow) -> dict[str, object]:
    return {
        "standing": Cell(value=STANDINGS[row.standing], order=STANDING_ORDER[row.standing]),
        "listed": row.listed,
        "recorded": row.recorded,
        "judged": row.judged,
        "due": row.due_date,
        "newest": Cell(
            value=f"{timezone.localtime(row.newest):%H:%M %d/%m/%Y}" if row.newest else "",
            order=row.newest.isoformat() if row.newest else "",
        ),
    }


def _step(step: CommuneState | VillageStage) -> Cell:
    """Steps sort by the order in which they are taken."""
    return Cell(value=step.label, order=list(type(step).values).index(step.value))
