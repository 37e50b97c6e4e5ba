"""Lines of look-ups and of confirmations given out."""

from dataclasses import dataclass

from django.urls import reverse

from giamngheo.papers.enums import Standing
from giamngheo.papers.models import Confirmation
from giamngheo.papers.queries import StatusLine
from giamngheo.registry.models import Household
from giamngheo.web.confirmations.public import STANDINGS
from giamngheo.web.households.table import category_status, place_of
from giamngheo.web.tables import Cell, Column, Row, Status

LOOKUP_COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="place", head="Nơi ở", sortable=False, wide_only=True),
    Column(key="category", head="Phân loại", kind="status", sortable=False),
    Column(key="since", head="Từ ngày", kind="date", sortable=False),
    Column(key="decision", head="Theo", sortable=False),
    Column(key="paper", head="Giấy xác nhận", sortable=False),
)


UNLISTED = Status(tone="plain", word="Không có trong danh sách nào")


@dataclass(frozen=True)
class GivenLine:
    """One confirmation as the household's page shows it."""

    confirmation: Confirmation
    status: Status
    is_open: bool
    pdf: str
    revoke: str


def lookup_row(household: Household, member: str, status: StatusLine | None) -> Row:
    address = {"code": household.code}
    return Row(
        cells={
            "head": Cell(
                value=household.head_name,
                href=reverse("household", kwargs=address),
                note=f"{household.code}, có thành viên {member}" if member else household.code,
            ),
            "place": place_of(household),
            "category": category_status(status.category, status.group) if status else UNLISTED,
            "since": status.since if status else None,
            "decision": status.decision if status else "",
            "paper": Cell(value="Cấp giấy", href=reverse("confirmations", kwargs=address)),
        }
    )


def given_line(confirmation: Confirmation, standing: Standing) -> GivenLine:
    address = {"code": confirmation.household.code, "number": confirmation.pk}
    return GivenLine(
        confirmation=confirmation,
        status=STANDINGS[standing],
        is_open=confirmation.revoked_on is None,
        pdf=reverse("confirmation_pdf", kwargs=address),
        revoke=reverse("confirmation_revoke", kwargs=address),
    )
