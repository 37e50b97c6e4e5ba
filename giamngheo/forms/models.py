"""Tables of forms being filled. What was typed is kept as typed, right or wrong, until done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.forms.enums import FormSource, FormState
from giamngheo.registry.models import Household
from giamngheo.reviews.enums import EvidenceChoice
from giamngheo.reviews.models import Campaign


class ReviewForm(models.Model):
    """
    The form of one household in one campaign.

    values: field name → text as typed ({"b1": "118", "i-toilet": "yes"}); names as in `fields`.
    touched: field name → [row version, user id, name, time]: who wrote it last.
    pending: field name → [before, after] of autosaves the audit trail has not been told yet.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="forms")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="forms")
    unit_path = models.CharField(max_length=200, db_collation="C")
    evidence = models.CharField("căn cứ xét", max_length=12, choices=EvidenceChoice.choices)
    state = models.CharField(
        "tình trạng", max_length=5, choices=FormState.choices, default=FormState.DRAFT
    )
    values = models.JSONField("câu trả lời", default=dict)
    touched = models.JSONField(default=dict)
    pending = models.JSONField(default=dict)
    # Came from a file filled without network: nobody has looked at it here yet.
    is_provisional = models.BooleanField("tạm, chờ kiểm tra", default=False)
    row_version = models.PositiveIntegerField(default=0)
    saved_from = models.CharField(max_length=4, choices=FormSource.choices)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField("lưu lúc")
    told_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField("xong lúc", null=True)

    class Meta:
        verbose_name = "phiếu rà soát"
        verbose_name_plural = "phiếu rà soát"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "household"],
                name="form_once",
                violation_error_message="Hộ này đã có phiếu trong đợt rà soát.",
            ),
            models.CheckConstraint(
                condition=Q(state=FormState.DRAFT)
                | Q(state=FormState.DONE, done_at__isnull=False, is_provisional=False),
                name="form_done_by_somebody",
                violation_error_message="Phiếu đã xong phải có thời gian xong và đã được kiểm tra.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit_path"], name="form_list"),
        ]

    class DataScrubbing:
        sensitive = ("values", "touched", "pending")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.household_id}"


class FormConflict(models.Model):
    """
    What somebody typed into fields another person had changed meanwhile: kept until one chooses.

    offered: field name → text typed second. standing: field name → [text, who, when] typed first.
    """

    form = models.ForeignKey(ReviewForm, on_delete=models.CASCADE, related_name="conflicts")
    unit_path = models.CharField(max_length=200, db_collation="C")
    offered = models.JSONField()
    standing = models.JSONField()
    offered_from = models.CharField(max_length=4, choices=FormSource.choices)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    taken = models.BooleanField("lấy bản gửi sau", null=True)

    class Meta:
        verbose_name = "chỗ ghi khác nhau"
        verbose_name_plural = "chỗ ghi khác nhau"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, taken__isnull=True)
                | Q(settled_at__isnull=False, taken__isnull=False),
                name="conflict_settled_one_way",
                violation_error_message="Chỗ ghi khác nhau đã giải quyết phải ghi lấy bản nào.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["form"], name="conflict_open", condition=Q(settled_at__isnull=True)
            ),
        ]

    class DataScrubbing:
        sensitive = ("offered", "standing")

    def __str__(self) -> str:
        return f"{self.form_id} {self.offered_at}"


class FormFile(models.Model):
    """One workbook of a village taken back in, and what became of its rows."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    file_name = models.CharField("tệp", max_length=255)
    digest = models.CharField("mã băm của tệp", max_length=64)
    # Households: read = changed + same + conflicting + refused.
    read = models.PositiveIntegerField("số phiếu đã đọc")
    changed = models.PositiveIntegerField("ghi vào")
    same = models.PositiveIntegerField("không đổi")
    conflicting = models.PositiveIntegerField("có chỗ khác nhau")
    refused = models.PositiveIntegerField("không nhận")
    problems = models.JSONField(default=list)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField("nhập lúc")

    class Meta:
        verbose_name = "tệp phiếu đã nhập"
        verbose_name_plural = "tệp phiếu đã nhập"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    read=models.F("changed")
                    + models.F("same")
                    + models.F("conflicting")
                    + models.F("refused")
                ),
                name="form_file_adds_up",
                violation_error_message="Số phiếu đã đọc phải bằng tổng các phần.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit", "-id"], name="form_file_of_village"),
        ]

    class DataScrubbing:
        sensitive = ("problems",)

    def __str__(self) -> str:
        return self.file_name
