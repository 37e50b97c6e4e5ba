"""Tables of public posting: where and how long, what was shown, what proves it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.meetings.enums import ListChange, PostingProcedure
from giamngheo.meetings.meeting_models import VillageMeeting
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign


class PostingQuerySet(models.QuerySet["Posting"]):
    def current(self) -> PostingQuerySet:
        return self.filter(is_current=True)

    def of_poverty(self) -> PostingQuerySet:
        """Return the postings of the poverty lists, those the village's stages wait for."""
        return self.filter(procedure__in=(PostingProcedure.YEARLY, PostingProcedure.REGULAR))


class Posting(models.Model):
    """
    One list of one village posted for its days. `number` counts postings (the second follows a
    re-check), `version` the records of one: a mistake is mended by a further one with a reason.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    procedure = models.CharField("thủ tục", max_length=17, choices=PostingProcedure.choices)
    number = models.PositiveSmallIntegerField("niêm yết lần")
    version = models.PositiveSmallIntegerField("bản ghi thứ", default=1)
    is_current = models.BooleanField(default=True)
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    meeting = models.ForeignKey(
        VillageMeeting, on_delete=models.PROTECT, null=True, related_name="postings"
    )
    # The public address: on paper, so short; the same for every posting of the list.
    token = models.CharField("mã trang công khai", max_length=12)
    from_day = models.DateField("niêm yết từ ngày")
    days = models.PositiveSmallIntegerField("số ngày làm việc")
    last_day = models.DateField("đến hết ngày")
    provisional = models.BooleanField("tạm tính", default=False)
    # Taken down early, because a re-check changed a result.
    ended_on = models.DateField("gỡ ngày", null=True, blank=True)
    ended_reason = models.CharField("lý do gỡ", max_length=300, blank=True)
    places = models.CharField("nơi niêm yết", max_length=300)
    loudspeaker = models.CharField("thông báo trên loa", max_length=200, blank=True)
    phone = models.CharField("điện thoại tiếp nhận", max_length=30)
    contact = models.CharField("nơi tiếp nhận", max_length=200)
    witness = models.CharField("người chứng kiến", max_length=200, blank=True)
    recorded_on = models.DateField("ngày ghi")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField("người ghi", max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = "niêm yết"
        verbose_name_plural = "niêm yết"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "procedure", "number", "version"],
                name="posting_version_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit", "procedure", "number"],
                condition=Q(is_current=True),
                name="posting_current_once",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="posting_mended_with_reason",
                violation_error_message="Sửa bản ghi niêm yết phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("from_day")),
                name="posting_period",
                violation_error_message="Ngày hết niêm yết phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_reason="")
                | Q(ended_on__isnull=False) & ~Q(ended_reason=""),
                name="posting_ended_with_reason",
                violation_error_message="Gỡ niêm yết sớm phải ghi lý do.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["token", "number"], name="posting_by_token"),
            models.Index(fields=["campaign", "unit_path"], name="posting_list"),
        ]

    class DataScrubbing:
        personal = ("witness", "phone", "recorded_by")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id} {self.number}.{self.version}"


class PostedHousehold(models.Model):
    """One line as it hung on the board: nothing is stored that may not be public."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="households")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("số thứ tự")
    head_name = models.CharField("chủ hộ", max_length=120)
    previous_category = models.CharField(
        "trước rà soát", max_length=10, choices=StatusCategory.choices
    )
    category = models.CharField("kết quả", max_length=10, choices=StatusCategory.choices)
    change = models.CharField("thay đổi", max_length=7, choices=ListChange.choices)

    class Meta:
        verbose_name = "hộ được niêm yết"
        verbose_name_plural = "danh sách niêm yết"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["posting", "household"], name="posted_once"),
        ]

    class DataScrubbing:
        personal = ("head_name",)
        sensitive = ("previous_category", "category", "change")

    def __str__(self) -> str:
        return f"{self.posting_id} {self.household_id}"


class PostingProof(models.Model):
    """A photograph or scan that shows the list hanging; the file lies outside the database."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="proofs")
    file = models.FileField("tệp", upload_to="niem-yet")
    file_name = models.CharField("tên tệp", max_length=120)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField("số byte")
    digest = models.CharField("dấu vân tay", max_length=64)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    recorded_by = models.CharField("người gửi", max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "minh chứng niêm yết"
        verbose_name_plural = "minh chứng niêm yết"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["posting", "digest"], name="proof_once"),
        ]

    class DataScrubbing:
        personal = ("file", "recorded_by")

    def __str__(self) -> str:
        return self.file_name
