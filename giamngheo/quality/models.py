"""
Tables of doubts. Rows of the register are named by number, without a foreign key: what the machine
wondered about must not keep anybody from taking a list or an event back.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.quality.enums import UNDECIDED, PairRule, PairState, Severity
from giamngheo.work.models import WorkItem


class DuplicatePair(models.Model):
    """
    Two rows of members that may be one person, and what somebody decided of them.

    Running the rules again changes what they say, never what was decided; only a rule that was not
    there when two were called different asks again.
    """

    first_member_id = models.BigIntegerField()
    second_member_id = models.BigIntegerField()
    first_household_id = models.BigIntegerField()
    second_household_id = models.BigIntegerField()
    first_unit_id = models.BigIntegerField()
    second_unit_id = models.BigIntegerField()
    first_path = models.CharField(max_length=200, db_collation="C")
    second_path = models.CharField(max_length=200, db_collation="C")
    rules = ArrayField(models.CharField(max_length=12, choices=PairRule.choices))
    is_strong = models.BooleanField("dấu hiệu mạnh")
    # Both head a household: the whole household may stand twice.
    of_heads = models.BooleanField("hai chủ hộ")
    # The sides are of two communes: the level above both decides.
    crosses_communes = models.BooleanField("khác xã", default=False)
    # False once the rules find it no more: mended, moved away, taken out.
    is_current = models.BooleanField("còn nghi", default=True)
    found_at = models.DateTimeField("phát hiện lúc", db_default=Now())
    decision = models.CharField(
        "quyết định", max_length=9, choices=PairState.choices, default=PairState.OPEN
    )
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    decided_rules = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "cặp nghi trùng"
        verbose_name_plural = "cặp nghi trùng"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first_member_id", "second_member_id"], name="quality_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(first_member_id__lt=F("second_member_id")), name="quality_pair_ordered"
            ),
            models.CheckConstraint(
                condition=Q(decision=PairState.OPEN, decided_at__isnull=True)
                | ~Q(decision=PairState.OPEN) & Q(decided_at__isnull=False),
                name="quality_pair_decided_when",
                violation_error_message="Quyết định về cặp nghi trùng phải có thời gian.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["first_household_id"], name="quality_pair_first"),
            models.Index(fields=["second_household_id"], name="quality_pair_second"),
            models.Index(fields=["second_member_id"], name="quality_pair_member"),
            models.Index(
                fields=["first_path"], name="quality_pair_open", condition=Q(is_current=True)
            ),
            models.Index(
                fields=["second_path"], name="quality_pair_open_two", condition=Q(is_current=True)
            ),
        ]

    class DataScrubbing:
        personal = ("reason",)
        not_personal = ("decided_by",)

    def __str__(self) -> str:
        return f"{self.first_member_id} {self.second_member_id}"

    @property
    def is_undecided(self) -> bool:
        return self.decision in UNDECIDED

    @property
    def in_one_household(self) -> bool:
        return self.first_household_id == self.second_household_id


class PairDecision(models.Model):
    """One answer to a pair, kept for good: who, when, why, and what the rules said then."""

    pair = models.ForeignKey(DuplicatePair, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField("quyết định", max_length=9, choices=PairState.choices)
    rules = ArrayField(models.CharField(max_length=12))
    reason = models.CharField("lý do", max_length=300, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "quyết định về cặp nghi trùng"
        verbose_name_plural = "quyết định về cặp nghi trùng"

    class DataScrubbing:
        personal = ("reason",)
        not_personal = ("decided_by",)

    def __str__(self) -> str:
        return f"{self.pair_id} {self.decision}"


class Finding(models.Model):
    """
    What one rule found of a household, a person or a list, as the data now are.

    `digest` is of the facts the finding rests on: when they change, an acceptance falls away.
    """

    rule = models.CharField("quy tắc", max_length=24)
    # "" for the register; the campaign's code for what a review's answers say.
    context = models.CharField(max_length=60, blank=True, default="")
    household_id = models.BigIntegerField(default=0)
    member_id = models.BigIntegerField(default=0)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    severity = models.CharField("mức", max_length=7, choices=Severity.choices)
    facts = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    found_at = models.DateTimeField("phát hiện lúc", db_default=Now())
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, blank=True)
    accepted_reason = models.CharField("lý do chấp nhận", max_length=300, blank=True, default="")

    class Meta:
        verbose_name = "điểm cần xem của dữ liệu"
        verbose_name_plural = "điểm cần xem của dữ liệu"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household_id", "rule", "member_id", "context", "unit"],
                name="quality_finding_once",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_reason="")
                | Q(accepted_at__isnull=False) & ~Q(accepted_reason=""),
                name="quality_accepted_with_reason",
                violation_error_message="Chấp nhận một điểm cần xem phải có lý do.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "id"], name="quality_finding_list"),
        ]

    class DataScrubbing:
        personal = ("facts", "accepted_reason")
        not_personal = ("accepted_by",)

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id}"


class FindingAnswer(models.Model):
    """One acceptance of a finding, or its withdrawal, kept for good."""

    rule = models.CharField("quy tắc", max_length=24)
    context = models.CharField(max_length=60, blank=True, default="")
    household_id = models.BigIntegerField()
    member_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=32)
    sentence = models.CharField(max_length=400)
    is_accepted = models.BooleanField("chấp nhận", default=True)
    reason = models.CharField("lý do", max_length=300)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "trả lời về điểm cần xem"
        verbose_name_plural = "trả lời về điểm cần xem"
        indexes: ClassVar = [
            models.Index(fields=["household_id", "rule"], name="quality_answer_of"),
        ]

    class DataScrubbing:
        personal = ("sentence", "reason")
        not_personal = ("answered_by",)

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id}"


class QualityCount(models.Model):
    """How many doubts of one rule a village has; rebuilt with the doubts themselves."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    # A rule of the catalogue, or PAIRS.
    rule = models.CharField(max_length=24)
    open_count = models.PositiveIntegerField()
    answered_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "số điểm cần xem của thôn"
        verbose_name_plural = "số điểm cần xem của thôn"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "rule"], name="quality_count_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_path"], name="quality_count_inside")]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.rule}"


class CheckRun(models.Model):
    """One check of everything in a unit: when, by whom, how much was looked at and found."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    work_item = models.ForeignKey(
        WorkItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    as_of = models.DateField("ngày")
    finished_at = models.DateTimeField(db_default=Now())
    households = models.PositiveIntegerField("số hộ")
    findings = models.PositiveIntegerField("số điểm cần xem")
    pairs = models.PositiveIntegerField("số cặp nghi trùng")

    class Meta:
        verbose_name = "lần kiểm tra dữ liệu"
        verbose_name_plural = "các lần kiểm tra dữ liệu"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "-finished_at"], name="quality_run_latest")
        ]

    class DataScrubbing:
        not_personal = ("asked_by",)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.as_of}"


class PendingCheck(models.Model):
    """A village whose households changed in bulk, or too slowly to be checked while saving."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "thôn chờ kiểm tra dữ liệu"
        verbose_name_plural = "thôn chờ kiểm tra dữ liệu"
        indexes: ClassVar = [models.Index(fields=["unit_path"], name="quality_pending_inside")]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return str(self.unit_id)
