"""Tables of the way to the decision. What a signed paper says is frozen by a trigger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.decisions.enums import FurtherKind
from giamngheo.decisions.recognition_models import Recognition, RecognitionLine
from giamngheo.decisions.watch_models import FollowUp, HotSpotThreshold
from giamngheo.registry.enums import Group, StatusCategory
from giamngheo.registry.models import Household
from giamngheo.reviews.enums import Movement
from giamngheo.reviews.models import Campaign, Decision

__all__ = [
    "AcceptedFinding",
    "DecisionBasis",
    "DecisionLine",
    "FollowUp",
    "FurtherDecision",
    "HotSpotThreshold",
    "Opinion",
    "Recognition",
    "RecognitionLine",
    "Submission",
    "UpperReport",
]


class Submission(models.Model):
    """
    One commune's list as it was handed up: by whom, with what counts, and what became of it.

    A list that was sent back is handed up again as the next round; rounds never change places.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    round = models.PositiveSmallIntegerField("lần trình")
    note = models.TextField("ý kiến của người trình", blank=True)
    reviewed = models.PositiveIntegerField("hộ đã rà soát")
    poor = models.PositiveIntegerField("hộ nghèo")
    near_poor = models.PositiveIntegerField("hộ cận nghèo")
    # The fingerprint of the list that was handed up: what is decided must be what was checked.
    list_digest = models.CharField(max_length=64)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_on = models.DateField("ngày trình")
    submitted_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField("ngày thẩm tra", null=True)
    check_note = models.TextField("ý kiến thẩm tra", blank=True)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    returned_on = models.DateField("ngày trả lại", null=True)
    return_reason = models.TextField("lý do trả lại", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "lần trình danh sách"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "round"], name="submission_round_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("submitted_by")),
                name="submission_checked_by_another",
                violation_error_message="Người thẩm tra phải khác người trình.",
            ),
            models.CheckConstraint(
                condition=Q(returned_by__isnull=True) | ~Q(return_reason=""),
                name="submission_returned_with_reason",
                violation_error_message="Trả lại danh sách phải ghi lý do.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_path"], name="submission_unit")]

    class DataScrubbing:
        personal = ("note", "check_note", "return_reason")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id} lần {self.round}"


class AcceptedFinding(models.Model):
    """A warning about the data that the submitting officer let stand, with her reason."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="accepted_findings"
    )
    rule = models.CharField("quy tắc", max_length=40)
    household_code = models.CharField("mã hộ", max_length=40, blank=True)
    sentence = models.TextField("cảnh báo")
    reason = models.TextField("lý do chấp nhận")

    class Meta:
        verbose_name = verbose_name_plural = "cảnh báo đã chấp nhận"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="accepted_finding_with_reason",
                violation_error_message="Chấp nhận một cảnh báo phải ghi lý do.",
            )
        ]

    class DataScrubbing:
        personal = ("sentence", "reason", "household_code")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.rule} {self.household_code}"


class UpperReport(models.Model):
    """The chairman's written report to the level above, on the day it was sent."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="report")
    unit_path = models.CharField(max_length=200, db_collation="C")
    number = models.CharField("số, ký hiệu", max_length=40)
    sent_on = models.DateField("ngày gửi")
    addressee = models.CharField("gửi", max_length=200)
    opinion_due = models.DateField("hạn trả lời")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "báo cáo cấp trên"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opinion_due__gte=F("sent_on")),
                name="upper_report_due_after_sent",
                violation_error_message="Hạn trả lời không thể trước ngày gửi.",
            )
        ]

    class DataScrubbing:
        personal = ()
        not_personal = ("addressee",)

    def __str__(self) -> str:
        return self.number


class Opinion(models.Model):
    """The written opinion of the level above on one report; it agrees, or asks for changes."""

    report = models.OneToOneField(UpperReport, on_delete=models.PROTECT, related_name="opinion")
    unit_path = models.CharField(max_length=200, db_collation="C")
    number = models.CharField("số, ký hiệu", max_length=40)
    signed_date = models.DateField("ngày ký")
    signer = models.CharField("người ký", max_length=120)
    agrees = models.BooleanField("thống nhất")
    content = models.TextField("nội dung", blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "văn bản ý kiến"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(content=""),
                name="opinion_says_what_to_change",
                violation_error_message="Văn bản chưa thống nhất phải ghi nội dung cần xem lại.",
            )
        ]

    class DataScrubbing:
        personal = ("signer", "content")

    def __str__(self) -> str:
        return self.number


class DecisionBasis(models.Model):
    """
    What a decision rests on beside its list: the round that was checked, the opinion, and the
    meetings and postings as they stood, by their own ids and days.

    meetings, postings: lists of facts as `evidence.py` takes them, frozen with the decision.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="basis")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True)
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, null=True)
    meetings = models.JSONField(default=list)
    postings = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "căn cứ của quyết định"

    class DataScrubbing:
        personal = ("meetings", "postings")

    def __str__(self) -> str:
        return f"căn cứ {self.decision_id}"


class FurtherDecision(models.Model):
    """
    A decision beside the first (households that escaped) or after it (a correction).

    Version 1 of a commune's list is the first decision itself; corrections count on from 2. The
    first decision stays as it was signed.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="further")
    kind = models.CharField("loại", max_length=10, choices=FurtherKind.choices)
    unit_path = models.CharField(max_length=200, db_collation="C")
    version = models.PositiveSmallIntegerField("bản")
    number = models.CharField("số, ký hiệu", max_length=40)
    signed_date = models.DateField("ngày ký")
    effective_date = models.DateField("có hiệu lực từ ngày")
    signer = models.CharField("người ký", max_length=120)
    # "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH" stands above the name.
    by_deputy = models.BooleanField("Phó Chủ tịch ký thay", default=False, db_default=False)
    reason = models.TextField("lý do", blank=True)
    list_digest = models.CharField("dấu vân tay danh sách", max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "quyết định kèm theo, điều chỉnh"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "kind", "version"], name="further_version_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=FurtherKind.ESCAPE, version=1)
                | Q(kind=FurtherKind.CORRECTION, version__gte=2),
                name="further_version_of_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind=FurtherKind.ESCAPE) | ~Q(reason=""),
                name="correction_with_reason",
                violation_error_message="Quyết định điều chỉnh phải ghi lý do.",
            ),
        ]

    class DataScrubbing:
        personal = ("signer", "reason")

    def __str__(self) -> str:
        return self.number


class DecisionLine(models.Model):
    """One household on a further decision: what it was before, what it is from then on."""

    further = models.ForeignKey(FurtherDecision, on_delete=models.PROTECT, related_name="lines")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    before_category = models.CharField(max_length=10, choices=StatusCategory.choices)
    before_group = models.CharField(max_length=2, choices=Group.choices, blank=True)
    category = models.CharField("phân loại", max_length=10, choices=StatusCategory.choices)
    group = models.CharField("nhóm", max_length=2, choices=Group.choices, blank=True)
    # The movement of the whole review after this line, and the one it replaces.
    movement = models.CharField("biến động", max_length=20, choices=Movement.choices, blank=True)
    before_movement = models.CharField(max_length=20, choices=Movement.choices, blank=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "hộ trong quyết định"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["further", "household"], name="decision_line_once"),
            models.CheckConstraint(
                condition=Q(group="") | Q(category=StatusCategory.POOR),
                name="decision_line_group_only_when_poor",
            ),
        ]

    class DataScrubbing:
        sensitive = (
            *("before_category", "before_group", "category", "group", "movement"),
            *("before_movement", "reason"),
        )

    def __str__(self) -> str:
        return f"{self.further_id} {self.household_id}"
