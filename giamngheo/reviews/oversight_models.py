"""Tables of those who look over a review's shoulder: the second check and the supervision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.registry.models import Household
from giamngheo.reviews.campaign_models import VillageReview
from giamngheo.reviews.enums import Settlement


class SecondCheck(models.Model):
    """A sample of one commune's reviewed households, drawn once, to be asked by another team."""

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="second_checks"
    )
    commune_review = models.OneToOneField(
        "reviews.CommuneReview", on_delete=models.PROTECT, related_name="second_check"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    percent = models.PositiveSmallIntegerField("tỷ lệ rút mẫu")
    # With the list of the day this draws the same households again: anyone can prove the draw.
    seed = models.BigIntegerField("số khởi tạo")
    population = models.PositiveIntegerField("số hộ được rút từ")
    drawn_on = models.DateField("ngày rút mẫu")
    drawn_at = models.DateTimeField(db_default=Now())
    drawn_by = models.CharField("người rút mẫu", max_length=150)

    class Meta:
        verbose_name = "phúc tra"
        verbose_name_plural = "phúc tra"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100),
                name="second_check_percent",
                violation_error_message="Tỷ lệ rút mẫu từ 1 đến 100 phần trăm.",
            ),
        ]

    class DataScrubbing:
        personal = ("drawn_by",)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id} {self.percent}%"


class SecondCheckItem(models.Model):
    """
    One household of the sample: what the first team found, what the second did, who was right.

    first, second: {"b1", "b2", "income", "deprivations", "category", "group"}; `first` is kept as
    it stood when the second answer came, for the form may be mended afterwards.
    """

    check_of = models.ForeignKey(SecondCheck, on_delete=models.PROTECT, related_name="items")
    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="second_check_items"
    )
    village = models.ForeignKey(VillageReview, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    sort_key = models.CharField(max_length=400, db_collation="C")
    first = models.JSONField("kết quả lần đầu", default=dict, blank=True)
    second = models.JSONField("kết quả phúc tra", default=dict, blank=True)
    team = models.CharField("đội phúc tra", max_length=200, blank=True)
    checked_on = models.DateField("ngày phúc tra", null=True, blank=True)
    checked_by = models.CharField("người ghi", max_length=150, blank=True)
    differs = models.BooleanField("lệch nhau", null=True)
    settlement = models.CharField("chọn", max_length=6, choices=Settlement.choices, blank=True)
    settled_reason = models.TextField("lý do", blank=True)
    settled_on = models.DateField("ngày xử lý", null=True, blank=True)
    settled_by = models.CharField("người xử lý", max_length=150, blank=True)

    class Meta:
        verbose_name = "hộ phúc tra"
        verbose_name_plural = "các hộ phúc tra"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_of", "household"], name="second_check_item_once"
            ),
            models.CheckConstraint(
                condition=Q(settlement="")
                | Q(differs=True) & ~Q(settled_reason="") & ~Q(settled_by=""),
                name="second_check_settled_with_reason",
                violation_error_message="Xử lý chênh lệch phải ghi lý do và người xử lý.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["check_of", "sort_key", "id"], name="second_check_list"),
            models.Index(fields=["campaign", "unit_path"], name="second_check_of_unit"),
        ]

    class DataScrubbing:
        personal = ("sort_key", "team", "checked_by", "settled_by")
        sensitive = ("first", "second", "differs", "settlement", "settled_reason")

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.household_id}"


class SupervisionVisit(models.Model):
    """A committee member went to see how a commune reviews, and what she remarked."""

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="visits"
    )
    commune_review = models.ForeignKey(
        "reviews.CommuneReview", on_delete=models.PROTECT, related_name="visits"
    )
    unit_path = models.CharField(max_length=200, db_collation="C")
    village = models.ForeignKey(
        VillageReview, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    visited_on = models.DateField("ngày kiểm tra")
    remarks = models.TextField("nhận xét")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    visited_by = models.CharField("người kiểm tra", max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "lần kiểm tra, giám sát"
        verbose_name_plural = "các lần kiểm tra, giám sát"

    class DataScrubbing:
        personal = ("visited_by",)
        sensitive = ("remarks",)

    def __str__(self) -> str:
        return f"{self.commune_review_id} {self.visited_on}"


class SupervisionQuestion(models.Model):
    """A question the commune must answer before the committee member signs."""

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="questions"
    )
    commune_review = models.ForeignKey(
        "reviews.CommuneReview", on_delete=models.PROTECT, related_name="questions"
    )
    unit_path = models.CharField(max_length=200, db_collation="C")
    question = models.TextField("câu hỏi")
    asked_on = models.DateField("ngày hỏi")
    asked_by = models.CharField("người hỏi", max_length=150)
    answer = models.TextField("trả lời", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answered_by = models.CharField("người trả lời", max_length=150, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)
    closed_by = models.CharField("người kết thúc", max_length=150, blank=True)

    class Meta:
        verbose_name = "câu hỏi giám sát"
        verbose_name_plural = "các câu hỏi giám sát"

    class DataScrubbing:
        personal = ("asked_by", "answered_by", "closed_by")
        sensitive = ("question", "answer")

    def __str__(self) -> str:
        return f"{self.commune_review_id} {self.question[:40]}"


class SupervisionSignOff(models.Model):
    """The committee member in charge of a commune has seen its review through."""

    campaign = models.ForeignKey(
        "reviews.Campaign", on_delete=models.PROTECT, related_name="sign_offs"
    )
    commune_review = models.OneToOneField(
        "reviews.CommuneReview", on_delete=models.PROTECT, related_name="sign_off"
    )
    unit_path = models.CharField(max_length=200, db_collation="C")
    remarks = models.TextField("ý kiến", blank=True)
    signed_on = models.DateField("ngày xác nhận")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField("người xác nhận", max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "xác nhận giám sát"
        verbose_name_plural = "các xác nhận giám sát"

    class DataScrubbing:
        personal = ("signed_by",)
        sensitive = ("remarks",)

    def __str__(self) -> str:
        return f"{self.commune_review_id} {self.signed_on}"
