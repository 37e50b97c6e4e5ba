"""Tables of the review. A result whose decision is set is frozen by a trigger, not by manners."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.areas.models import Unit
from giamngheo.registry.enums import Group, StatusCategory
from giamngheo.registry.models import Household
from giamngheo.reviews.campaign_models import (
    ReviewListing,
    ReviewRequest,
    StageChange,
    VillageReview,
)
from giamngheo.reviews.enums import (
    CampaignKind,
    CommuneState,
    EvidenceChoice,
    Movement,
    Procedure,
)
from giamngheo.reviews.oversight_models import (
    SecondCheck,
    SecondCheckItem,
    SupervisionQuestion,
    SupervisionSignOff,
    SupervisionVisit,
)

__all__ = [
    "Campaign",
    "CommuneReview",
    "CommuneYear",
    "Decision",
    "ReviewListing",
    "ReviewRequest",
    "ReviewResult",
    "SecondCheck",
    "SecondCheckItem",
    "StageChange",
    "SupervisionQuestion",
    "SupervisionSignOff",
    "SupervisionVisit",
    "VillageReview",
]


class Campaign(models.Model):
    """One round of review in a unit and everything below it, under one standard."""

    code = models.SlugField("mã đợt", max_length=60, unique=True)
    name = models.CharField("tên đợt", max_length=200)
    kind = models.CharField("loại", max_length=10, choices=CampaignKind.choices)
    year = models.PositiveSmallIntegerField("năm")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    standard = models.CharField("chuẩn nghèo", max_length=20)
    judged_for = models.DateField("ngày xét")
    procedure = models.CharField(
        "quy trình", max_length=8, choices=Procedure.choices, default=Procedure.RECORDED
    )
    # Only a campaign of the whole procedure has days: when the work starts, by when it is decided.
    starts_on = models.DateField("bắt đầu ngày", null=True, blank=True)
    ends_on = models.DateField("xong trước hết ngày", null=True, blank=True)
    note = models.TextField("ghi chú", blank=True)
    is_generated = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "đợt rà soát"
        verbose_name_plural = "đợt rà soát"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(procedure=Procedure.RECORDED)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="campaign_full_has_days",
                violation_error_message="Đợt đủ quy trình phải có ngày bắt đầu và ngày kết thúc.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.name

    @property
    def is_full(self) -> bool:
        return self.procedure == Procedure.FULL


class Decision(models.Model):
    """The chairman's decision for one commune: what it recognised, and the digest of its list."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="decisions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    number = models.CharField("số, ký hiệu", max_length=40)
    signed_date = models.DateField("ngày ký")
    effective_date = models.DateField("có hiệu lực từ ngày")
    signer = models.CharField("người ký", max_length=120, blank=True)
    # "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH" stands above the name.
    by_deputy = models.BooleanField("Phó Chủ tịch ký thay", default=False, db_default=False)
    standard = models.CharField("chuẩn nghèo", max_length=20)
    poor = models.PositiveIntegerField("hộ nghèo")
    near_poor = models.PositiveIntegerField("hộ cận nghèo")
    non_poor = models.PositiveIntegerField("hộ không nghèo đã rà soát")
    list_digest = models.CharField("dấu vân tay danh sách", max_length=64)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "quyết định công nhận"
        verbose_name_plural = "quyết định công nhận"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                name="decision_once",
                violation_error_message="Đơn vị này đã có quyết định trong đợt rà soát.",
            ),
        ]

    class DataScrubbing:
        personal = ("signer", "recorded_by")

    def __str__(self) -> str:
        return self.number


class CommuneReview(models.Model):
    """Where one commune stands in a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="communes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    # Rural or urban on the day of the review: a commune may be a ward tomorrow.
    area_type = models.CharField("khu vực", max_length=5)
    state = models.CharField(
        "tình trạng", max_length=9, choices=CommuneState.choices, default=CommuneState.OPEN
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    # By state the last day to leave it, {"JUDGED": "2021-11-20", …}; `due_date` is the present's.
    deadlines = models.JSONField(default=dict, blank=True)
    due_date = models.DateField("hạn của bước này", null=True, blank=True)

    class Meta:
        verbose_name = "rà soát của xã"
        verbose_name_plural = "rà soát của các xã"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="commune_review_once"),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id}"


class ReviewResult(models.Model):
    """One household in a campaign: the evidence, and what the law made of it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="results")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="results")
    unit_path = models.CharField(max_length=200, db_collation="C")
    # The commune's on the day of the review, kept with the result it decided.
    area_type = models.CharField("khu vực", max_length=5)
    evidence = models.CharField("căn cứ xét", max_length=12, choices=EvidenceChoice.choices)
    # Typed scores, or income as surveyed with its indicators: what the evidence needs, no more.
    score_b1 = models.PositiveSmallIntegerField("điểm B1", null=True, blank=True)
    score_b2 = models.PositiveSmallIntegerField("điểm B2", null=True, blank=True)
    income_per_capita_vnd = models.PositiveIntegerField(
        "thu nhập bình quân đầu người một tháng", null=True, blank=True
    )
    deprivations = ArrayField(models.CharField(max_length=40), verbose_name="chỉ số thiếu hụt")
    # Indicators that were not asked or not answered; one in neither list is known not to lack.
    unknown_deprivations = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name="chỉ số chưa rõ"
    )
    # Form B1 as answered: item code to option code, number or yes/no; and the table that scored it.
    answers = models.JSONField("câu trả lời của phiếu B1", default=dict, db_default={}, blank=True)
    points_code = models.CharField(
        "bảng điểm", max_length=20, default="", db_default="", blank=True
    )
    points_version = models.PositiveSmallIntegerField("bản của bảng điểm", null=True, blank=True)
    # The region and members able to work that the points ask for, living conditions as answered.
    facts = models.JSONField(
        "tình trạng của hộ khi rà soát", default=dict, db_default={}, blank=True
    )
    children_out_of_school = models.PositiveSmallIntegerField("trẻ em không đi học", default=0)
    previous_category = models.CharField(max_length=10, choices=StatusCategory.choices)
    category = models.CharField(
        "phân loại", max_length=10, choices=StatusCategory.choices, blank=True
    )
    group = models.CharField("nhóm", max_length=2, choices=Group.choices, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    movement = models.CharField("biến động", max_length=20, choices=Movement.choices, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="results"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "kết quả rà soát"
        verbose_name_plural = "kết quả rà soát"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "household"], name="result_once"),
            models.CheckConstraint(
                condition=Q(group="") | Q(category=StatusCategory.POOR),
                name="result_group_only_when_poor",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | ~Q(category=""),
                name="result_decided_only_when_judged",
            ),
            models.CheckConstraint(
                condition=Q(
                    evidence=EvidenceChoice.SCORES,
                    score_b1__isnull=False,
                    score_b2__isnull=False,
                    income_per_capita_vnd__isnull=True,
                    unknown_deprivations=[],
                    answers={},
                    points_code="",
                )
                | Q(
                    evidence=EvidenceChoice.INCOME,
                    score_b1__isnull=True,
                    score_b2__isnull=True,
                    income_per_capita_vnd__isnull=False,
                    answers={},
                    points_code="",
                )
                # The table that scored them gives B1 when they are judged, not when recorded.
                | (
                    Q(
                        evidence=EvidenceChoice.ANSWERS,
                        income_per_capita_vnd__isnull=True,
                        points_version__isnull=False,
                    )
                    & ~Q(answers={})
                    & ~Q(points_code="")
                    & (Q(category="") | Q(score_b1__isnull=False))
                ),
                name="result_holds_its_evidence",
                violation_error_message="Kết quả phải có đúng những gì căn cứ xét của nó cần.",
            ),
            models.CheckConstraint(
                condition=~Q(deprivations__overlap=F("unknown_deprivations")),
                name="result_lacking_is_known",
                violation_error_message="Một chỉ số không thể vừa thiếu hụt vừa chưa rõ.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit_path", "category"], name="result_list"),
        ]

    class DataScrubbing:
        sensitive = (
            *("score_b1", "score_b2", "income_per_capita_vnd"),
            *("deprivations", "unknown_deprivations", "category", "group", "reason"),
            *("answers", "facts"),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.household_id}"


class CommuneYear(models.Model):
    """
    One commune's year in figures, rebuilt whole in the transaction of each decision.

    Deprivations are counts of poor households by indicator code: {"toilet": 31, …}.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField()
    households_start = models.PositiveIntegerField()
    households_end = models.PositiveIntegerField(null=True)
    poor_start = models.PositiveIntegerField()
    near_poor_start = models.PositiveIntegerField()
    # Null until the year's decision: not reported is not zero.
    poor_end = models.PositiveIntegerField(null=True)
    near_poor_end = models.PositiveIntegerField(null=True)
    poor_n1_end = models.PositiveIntegerField(null=True)
    poor_n2_end = models.PositiveIntegerField(null=True)
    movements = models.JSONField(default=dict)
    # What later corrections changed, the first first: [{"number": "130/QĐ-UBND", "effective_date":
    # "2021-12-28", "movements": {"ESCAPED_POOR": -1, …}}]. The decisions themselves stay as signed.
    revisions = models.JSONField(default=list)
    deprivations_start = models.JSONField(default=dict)
    deprivations_end = models.JSONField(default=dict)
    # Among those poor on 1 January: how many no longer lack the service on 31 December.
    deprivations_resolved = models.JSONField(default=dict)
    children_returned = models.PositiveIntegerField(null=True)
    children_out_of_school_start = models.PositiveIntegerField(default=0)
    children_out_of_school_end = models.PositiveIntegerField(null=True)
    start_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "số liệu năm của xã"
        verbose_name_plural = "số liệu năm của các xã"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year"], name="commune_year_once"),
            models.CheckConstraint(
                condition=Q(poor_end__isnull=True)
                | Q(poor_end=F("poor_n1_end") + F("poor_n2_end"))
                | Q(poor_n1_end=0, poor_n2_end=0),
                name="commune_year_groups_add_up",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["year", "unit_path"], name="commune_year_list")]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
