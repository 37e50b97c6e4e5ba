"""Tables of entered rules. An approved version is frozen by a trigger, not by manners."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.rules.enums import RuleKind, RuleState


class RuleVersion(models.Model):
    """
    One version of a rule, as the file it was entered from.

    `code` names this version alone and is what a campaign keeps: "tinh-38", then "tinh-38-v2".
    The days are those the rule holds by itself; a withdrawal may end it earlier.
    """

    kind = models.CharField("loại", max_length=8, choices=RuleKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    base_code = models.CharField("mã", max_length=16)
    version = models.PositiveSmallIntegerField("bản số")
    code = models.CharField("mã của bản", max_length=20, unique=True)
    # A point table belongs to a standard; a standard stands by itself.
    standard = models.CharField("thuộc chuẩn", max_length=20, blank=True)
    title = models.CharField("tên", max_length=300)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày")
    file_name = models.CharField("tệp", max_length=255)
    content = models.BinaryField("nội dung tệp")
    digest = models.CharField("mã băm của tệp", max_length=64)
    state = models.CharField(
        "tình trạng", max_length=9, choices=RuleState.choices, default=RuleState.DRAFT
    )
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("nhập lúc", auto_now_add=True)
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    returned_reason = models.CharField("lý do trả lại", max_length=500, blank=True)

    class Meta:
        verbose_name = "bản quy định"
        verbose_name_plural = "các bản quy định"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["base_code", "version"],
                name="rule_version_once",
                violation_error_message="Bản này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_to")),
                name="rule_period_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=~Q(state=RuleState.APPROVED)
                | (Q(approved_by__isnull=False) & Q(submitted_by__isnull=False)),
                name="rule_approved_by_somebody",
                violation_error_message="Bản đã duyệt phải ghi người trình và người duyệt.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("entered_by")) & ~Q(approved_by=F("submitted_by"))),
                name="rule_approved_by_a_second",
                violation_error_message="Người duyệt phải khác người nhập và người trình.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.code


class RuleWithdrawal(models.Model):
    """The end of an approved version: from `valid_to` on it no longer holds."""

    rule = models.OneToOneField(RuleVersion, on_delete=models.PROTECT, related_name="withdrawal")
    valid_to = models.DateField("hết áp dụng từ ngày")
    reason = models.CharField("lý do", max_length=500)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "việc bãi bỏ"
        verbose_name_plural = "các lần bãi bỏ"

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.rule_id} {self.valid_to}"
