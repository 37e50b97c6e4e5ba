"""Tables of the papers: confirmations given out with a code, and an office's own wording."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.registry.enums import Group, StatusCategory
from giamngheo.registry.models import Household


class Confirmation(models.Model):
    """
    A paper that says what a household was on a day; what it says never changes afterwards.

    Whoever holds the paper asks with its code whether it still stands. Withdrawn is not deleted.
    """

    # Twelve letters and digits, none that looks like another; printed in groups of four.
    code = models.CharField("mã kiểm tra", max_length=12, unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    head_name = models.CharField("chủ hộ", max_length=120)
    village = models.CharField("thôn, tổ dân phố", max_length=140, blank=True)
    as_of = models.DateField("nói về ngày")
    category = models.CharField("phân loại", max_length=10, choices=StatusCategory.choices)
    group = models.CharField("nhóm", max_length=2, choices=Group.choices, blank=True)
    since = models.DateField("từ ngày", null=True, blank=True)
    decision = models.CharField("theo quyết định", max_length=120, blank=True)
    marks = models.CharField("diện khác", max_length=200, blank=True)
    purpose = models.CharField("dùng để", max_length=200, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    by_deputy = models.BooleanField("phó chủ tịch ký thay", default=False)
    is_generated = models.BooleanField(default=False)
    issued_on = models.DateField("ngày cấp")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(db_default=Now())
    revoked_on = models.DateField("thu hồi ngày", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoke_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "giấy xác nhận"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_by__isnull=True, revoke_reason="")
                | Q(revoked_on__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason=""),
                name="confirmation_revoked_with_reason",
                violation_error_message="Thu hồi giấy xác nhận phải ghi ngày và lý do.",
            ),
            models.CheckConstraint(
                condition=Q(group="") | Q(category=StatusCategory.POOR),
                name="confirmation_group_only_when_poor",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["household", "-issued_at"], name="confirmation_of_household"),
        ]

    class DataScrubbing:
        personal = ("head_name", "signer", "code")
        sensitive = ("category", "group", "marks", "purpose", "revoke_reason")

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        """Return the code as it stands on the paper: "7K3M-9QXD-2HTP"."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))


class OfficeText(models.Model):
    """One block of wording as an office writes it; it holds for the unit and all below it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    key = models.CharField("đoạn", max_length=60)
    text = models.TextField("lời văn")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "lời văn của cơ quan"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "key"], name="office_text_once"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="office_text_not_empty",
                violation_error_message="Đoạn lời văn không được để trống.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_path"], name="office_text_unit")]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key}"
