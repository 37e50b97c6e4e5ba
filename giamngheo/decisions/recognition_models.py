"""Households recognised on their own request: average living standard, low income."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.registry.enums import DECIDED_MARKS
from giamngheo.reviews.models import Campaign, ReviewRequest

MARKS = [(mark.value, mark.label) for mark in DECIDED_MARKS]


class Recognition(models.Model):
    """
    The chairman's decision on the requests of one kind in a commune.

    valid_to: the day after the last one the decision names; null where it names none. How long a
    recognition holds by itself: no text was found.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="recognitions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    mark = models.CharField("công nhận", max_length=20, choices=MARKS)
    number = models.CharField("số, ký hiệu", max_length=40)
    signed_date = models.DateField("ngày ký")
    effective_date = models.DateField("có hiệu lực từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True)
    signer = models.CharField("người ký", max_length=120)
    by_deputy = models.BooleanField("Phó Chủ tịch ký thay", default=False, db_default=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "quyết định công nhận theo đề nghị"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("effective_date")),
                name="recognition_period",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=Q(mark__in=DECIDED_MARKS), name="recognition_of_a_decided_mark"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit_path"], name="recognition_unit"),
        ]

    class DataScrubbing:
        personal = ("signer",)

    def __str__(self) -> str:
        return self.number


class RecognitionLine(models.Model):
    """One request that a recognition answers."""

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="lines")
    request = models.OneToOneField(
        ReviewRequest, on_delete=models.PROTECT, related_name="recognition_line"
    )

    class Meta:
        verbose_name = verbose_name_plural = "hộ được công nhận theo đề nghị"

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.recognition_id} {self.request_id}"
