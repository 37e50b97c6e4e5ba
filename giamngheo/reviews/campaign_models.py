"""Tables of a campaign led the whole way: villages, their stages, the list to review, requests."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household
from giamngheo.reviews.enums import (
    CommuneState,
    ListingSource,
    RequestKind,
    RequestResult,
    VillageStage,
)


class VillageReview(models.Model):
    """
    Where one village stands in a campaign; the commune itself where the register knows no villages.

    team: the reviewers, [{"name": "Lò Thị B", "user": "ra-soat-vien" or ""}, …].
    deadlines: by stage the last day to leave it, {"SURVEY": "2021-10-15", …}; `due_date` is the
    present stage's, null once the village is through.
    """

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="villages"
    )
    commune_review = models.ForeignKey(
        "reviews.CommuneReview", on_delete=models.PROTECT, related_name="villages"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    stage = models.CharField(
        "bước", max_length=8, choices=VillageStage.choices, default=VillageStage.SURVEY
    )
    stage_since = models.DateField("ở bước này từ ngày")
    deadlines = models.JSONField(default=dict, blank=True)
    due_date = models.DateField("hạn của bước này", null=True, blank=True)
    team = models.JSONField("rà soát viên", default=list, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "rà soát của thôn"
        verbose_name_plural = "rà soát của các thôn"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="village_review_once"),
            models.CheckConstraint(
                condition=Q(stage__in=VillageStage.values),
                name="village_review_stage",
                violation_error_message="Bước này không có trong quy trình rà soát.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit_path"], name="village_review_list"),
        ]

    class DataScrubbing:
        personal = ("team",)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id}"


class StageChange(models.Model):
    """One step of a village or a commune, forward or back: who, when, why. Only ever added."""

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="stage_changes"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    # False for the commune's own list: the commune may also stand for its one village.
    of_village = models.BooleanField()
    from_state = models.CharField("từ", max_length=9)
    to_state = models.CharField("đến", max_length=9)
    reason = models.TextField("lý do", blank=True)
    changed_on = models.DateField("ngày")
    changed_at = models.DateTimeField("lúc", db_default=Now())
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_by = models.CharField("người chuyển", max_length=150)

    class Meta:
        verbose_name = "lần chuyển bước"
        verbose_name_plural = "các lần chuyển bước"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(of_village=True, to_state__in=VillageStage.values)
                | Q(of_village=False, to_state__in=CommuneState.values),
                name="stage_change_known",
                violation_error_message="Bước này không có trong quy trình rà soát.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit", "id"], name="stage_change_of_unit"),
        ]

    class DataScrubbing:
        personal = ("changed_by",)
        sensitive = ("reason",)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.from_state} → {self.to_state}"


class ReviewRequest(models.Model):
    """
    What a household asked for in writing (Mẫu 01, Mẫu 04), the answer it got and why.

    form_a: one true, false or null for each criterion of Form A, in the form's order; empty where
    the law asks for none.
    """

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="requests"
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    kind = models.CharField("loại đề nghị", max_length=17, choices=RequestKind.choices)
    received_on = models.DateField("ngày nhận")
    due_date = models.DateField("hạn trả lời", null=True, blank=True)
    form_a = models.JSONField("phiếu A", default=list, blank=True)
    income_per_capita_vnd = models.PositiveIntegerField(
        "thu nhập bình quân đầu người một tháng", null=True, blank=True
    )
    result = models.CharField(
        "kết quả", max_length=10, choices=RequestResult.choices, default=RequestResult.WAITING
    )
    reason = models.TextField("lý do", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    # A refusal goes out on paper: its number, when it has one.
    answer_number = models.CharField("số văn bản trả lời", max_length=40, blank=True)
    received_by = models.CharField("người nhận", max_length=150)
    answered_by = models.CharField("người trả lời", max_length=150, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "giấy đề nghị"
        verbose_name_plural = "giấy đề nghị"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "household", "kind"],
                name="request_once",
                violation_error_message="Hộ này đã có giấy đề nghị cùng loại trong đợt.",
            ),
            models.CheckConstraint(
                condition=~Q(result=RequestResult.REFUSED) | ~Q(reason=""),
                name="request_refused_with_reason",
                violation_error_message="Từ chối giấy đề nghị phải ghi lý do.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit_path"], name="request_list"),
        ]

    class DataScrubbing:
        personal = ("received_by", "answered_by")
        sensitive = ("form_a", "income_per_capita_vnd", "reason")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.household_id} {self.kind}"


class ReviewListing(models.Model):
    """One household on the list to review (Phụ lục I), from the day it came on it."""

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="listings"
    )
    village = models.ForeignKey(VillageReview, on_delete=models.PROTECT, related_name="listings")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="listings")
    unit_path = models.CharField(max_length=200, db_collation="C")
    # The household's name as it sorts, copied so that the list pages by key without a join.
    sort_key = models.CharField(max_length=400, db_collation="C")
    source = models.CharField("vì sao có tên", max_length=13, choices=ListingSource.choices)
    previous_category = models.CharField(
        "phân loại trước rà soát", max_length=10, choices=StatusCategory.choices
    )
    request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="listings"
    )
    screened = models.PositiveSmallIntegerField("tiêu chí đạt ở phiếu A", null=True, blank=True)
    listed_on = models.DateField("vào danh sách ngày")
    withdrawn_on = models.DateField("rút khỏi danh sách ngày", null=True, blank=True)
    withdrawn_reason = models.CharField("lý do rút", max_length=300, blank=True)
    withdrawn_by = models.CharField("người rút", max_length=150, blank=True)

    class Meta:
        verbose_name = "hộ cần rà soát"
        verbose_name_plural = "danh sách hộ cần rà soát"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "household"], name="listing_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | Q(withdrawn_on__gte=F("listed_on")) & ~Q(withdrawn_reason=""),
                name="listing_withdrawn_with_reason",
                violation_error_message="Rút một hộ khỏi danh sách phải ghi ngày và lý do.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["village", "sort_key", "id"], name="listing_of_village"),
            models.Index(fields=["campaign", "unit_path"], name="listing_of_unit"),
        ]

    class DataScrubbing:
        personal = ("sort_key", "withdrawn_by")
        sensitive = ("previous_category", "screened", "withdrawn_reason")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.household_id}"
