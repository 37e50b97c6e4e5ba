"""Tables of complaints and re-checks: what was said, by when it must be looked into, the answer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.areas.models import Unit
from giamngheo.meetings.enums import (
    OPEN_STATES,
    Channel,
    ComplaintKind,
    ComplaintState,
    PostingProcedure,
)
from giamngheo.meetings.posting_models import Posting
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def still_open(self) -> ComplaintQuerySet:
        return self.filter(state__in=OPEN_STATES)


class Complaint(models.Model):
    """
    What a citizen says against a posted list. One sent from the public page waits for an officer's
    confirmation, but its clock runs from the day it came in.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="complaints")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    posting = models.ForeignKey(
        Posting, on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    procedure = models.CharField("thủ tục", max_length=17, choices=PostingProcedure.choices)
    kind = models.CharField(
        "về việc", max_length=6, choices=ComplaintKind.choices, default=ComplaintKind.RESULT
    )
    # About which household: as the citizen wrote it, and as the officer found it.
    about = models.CharField("về hộ", max_length=200, blank=True)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField("cách tiếp nhận", max_length=6, choices=Channel.choices)
    sender = models.CharField("người phản ánh", max_length=120)
    sender_contact = models.CharField("liên hệ", max_length=200, blank=True)
    text = models.TextField("nội dung")
    received_on = models.DateField("ngày nhận")
    received_at = models.DateTimeField(db_default=Now())
    due_day = models.DateField("hạn phúc tra")
    due_provisional = models.BooleanField("hạn tạm tính", default=False)
    state = models.CharField("tình trạng", max_length=11, choices=ComplaintState.choices)
    # Of the public form: who sends too often is told apart, nobody is known by it.
    sender_digest = models.CharField(max_length=64, blank=True, editable=False)
    received_by = models.CharField("người tiếp nhận", max_length=150, blank=True)
    confirmed_on = models.DateField("xác nhận ngày", null=True, blank=True)
    answer = models.TextField("trả lời", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answered_by = models.CharField("người trả lời", max_length=150, blank=True)
    set_aside_reason = models.CharField("lý do không tiếp nhận", max_length=300, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = "khiếu nại, phản ánh"
        verbose_name_plural = "khiếu nại, phản ánh"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.ANSWERED)
                | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="complaint_answered_with_words",
                violation_error_message="Trả lời phải có nội dung và ngày.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.SET_ASIDE) | ~Q(set_aside_reason=""),
                name="complaint_set_aside_with_reason",
                violation_error_message="Không tiếp nhận phải ghi lý do.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "due_day", "id"], name="complaint_queue"),
            models.Index(fields=["campaign", "unit", "state"], name="complaint_of_village"),
            models.Index(fields=["sender_digest", "received_at"], name="complaint_sender"),
        ]

    class DataScrubbing:
        personal = (
            *("about", "sender", "sender_contact", "text", "sender_digest"),
            *("answer", "received_by", "answered_by", "set_aside_reason"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.received_on} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Recheck(models.Model):
    """
    What a team found when it went back to a household. `before` and `after` hold the result as it
    was and as it became: {"category", "group", "score_b1", "score_b2", "income_per_capita_vnd",
    "deprivations", "reason"}; `after` is null until the village is posted again.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="recheck")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rechecks")
    unit_path = models.CharField(max_length=200, db_collation="C")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField("ngày phúc tra")
    team = models.CharField("tổ phúc tra", max_length=300)
    findings = models.TextField("kết quả phúc tra")
    changes_answers = models.BooleanField("phải sửa phiếu")
    before = models.JSONField("kết quả trước")
    after = models.JSONField("kết quả sau", null=True, blank=True)
    recorded_by = models.CharField("người ghi", max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "phúc tra"
        verbose_name_plural = "phúc tra"

    class DataScrubbing:
        personal = ("team", "recorded_by")
        sensitive = ("findings", "before", "after")

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.checked_on}"
