"""What must be settled on the forms before a village's list may be scored."""

from __future__ import annotations

from datetime import date

from giamngheo.areas.models import Unit
from giamngheo.forms.enums import FormState
from giamngheo.forms.models import ReviewForm
from giamngheo.lib.errors import Refusal
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, ReviewListing
from giamngheo.reviews.stages import add_guard

EXAMPLES = 3


class FormsStillOpen(Refusal):
    code = "FRM-012"
    sentence = (
        "Chưa chuyển được {unit} sang «Đã chấm»: {count} phiếu đang nhập dở hoặc chờ kiểm tra, ví "
        "dụ hộ {examples}. Hoàn thành các phiếu này trong bảng của thôn rồi chuyển lại."
    )


def require_forms_done(campaign: Campaign, unit: Unit, as_of: date) -> None:
    """
    Refuse while somebody is still changing a form of the village: its result is the older one.

    Raises: FormsStillOpen [FRM-012].
    """
    listed = ReviewListing.objects.filter(
        campaign=campaign, village__unit=unit, withdrawn_on__isnull=True
    )
    drafts = ReviewForm.objects.filter(
        campaign=campaign, household__in=listed.values("household"), state=FormState.DRAFT
    )
    codes = list(drafts.order_by("household__sort_key").values_list("household__code", flat=True))
    if codes:
        raise FormsStillOpen(
            unit=unit.full_name, count=len(codes), examples=", ".join(codes[:EXAMPLES])
        )


def register() -> None:
    add_guard(to=VillageStage.SCORED, guard=require_forms_done)
