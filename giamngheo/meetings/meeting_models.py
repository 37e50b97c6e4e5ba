"""Tables of a village meeting: who came, the list as it was proposed, the votes, what was said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.meetings.enums import ListChange, Outcome, ParticipantRole, VoteMode
from giamngheo.registry.enums import StatusCategory
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign


class VillageMeetingQuerySet(models.QuerySet["VillageMeeting"]):
    def current(self) -> VillageMeetingQuerySet:
        """Return the meetings as they stand: of each only its latest record."""
        return self.filter(is_current=True)


class VillageMeeting(models.Model):
    """
    The record of one meeting. A mistake in it is mended by a further `version` with a reason; the
    earlier one stays readable.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="meetings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    number = models.PositiveSmallIntegerField("cuộc họp lần")
    version = models.PositiveSmallIntegerField("bản ghi thứ", default=1)
    is_current = models.BooleanField(default=True)
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    held_on = models.DateField("ngày họp")
    started = models.TimeField("bắt đầu lúc", null=True, blank=True)
    ended = models.TimeField("kết thúc lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200)
    chair = models.CharField("chủ trì", max_length=120)
    chair_position = models.CharField("chức vụ người chủ trì", max_length=120, blank=True)
    secretary = models.CharField("thư ký", max_length=120)
    # Of the households, who sign the minutes beside chair and secretary.
    representatives = models.TextField("đại diện hộ ký biên bản", blank=True)
    attended = models.PositiveSmallIntegerField("số người tham dự")
    mode = models.CharField("cách biểu quyết", max_length=9, choices=VoteMode.choices)
    # On the list as a whole; null where each household was voted on.
    agree = models.PositiveSmallIntegerField("đồng ý", null=True, blank=True)
    against = models.PositiveSmallIntegerField("không đồng ý", null=True, blank=True)
    least_percent = models.PositiveSmallIntegerField("tỷ lệ tối thiểu")
    outcome = models.CharField("kết quả", max_length=6, choices=Outcome.choices)
    list_digest = models.CharField("dấu vân tay danh sách", max_length=64)
    recorded_on = models.DateField("ngày ghi")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField("người ghi", max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = VillageMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "họp dân"
        verbose_name_plural = "họp dân"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "number", "version"], name="meeting_version_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit", "number"],
                condition=Q(is_current=True),
                name="meeting_current_once",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="meeting_mended_with_reason",
                violation_error_message="Sửa bản ghi cuộc họp phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(
                    mode=VoteMode.LIST,
                    agree__isnull=False,
                    against__isnull=False,
                    attended__gte=F("agree") + F("against"),
                )
                | Q(mode=VoteMode.HOUSEHOLD, agree__isnull=True, against__isnull=True),
                name="meeting_votes_of_those_present",
                violation_error_message="Số phiếu không được nhiều hơn số người tham dự.",
            ),
        ]

    class DataScrubbing:
        personal = ("chair", "secretary", "representatives", "recorded_by")

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id} {self.number}.{self.version}"

    @property
    def passed(self) -> bool:
        return self.outcome == Outcome.PASSED


class MeetingParticipants(models.Model):
    """How many of one kind came, and their names as written down."""

    meeting = models.ForeignKey(
        VillageMeeting, on_delete=models.PROTECT, related_name="participants"
    )
    role = models.CharField("thành phần", max_length=18, choices=ParticipantRole.choices)
    count = models.PositiveSmallIntegerField("số người")
    names = models.TextField("họ tên", blank=True)

    class Meta:
        verbose_name = "thành phần dự họp"
        verbose_name_plural = "thành phần dự họp"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "role"], name="participants_role_once"),
        ]

    class DataScrubbing:
        personal = ("names",)

    def __str__(self) -> str:
        return f"{self.role} {self.count}"


class ProposedHousehold(models.Model):
    """One household of the list as the meeting saw it, and its votes where each was voted on."""

    meeting = models.ForeignKey(VillageMeeting, on_delete=models.PROTECT, related_name="proposed")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    head_name = models.CharField("chủ hộ", max_length=120)
    previous_category = models.CharField(
        "trước rà soát", max_length=10, choices=StatusCategory.choices
    )
    category = models.CharField("kết quả", max_length=10, choices=StatusCategory.choices)
    change = models.CharField("thay đổi", max_length=7, choices=ListChange.choices)
    agree = models.PositiveSmallIntegerField("đồng ý", null=True, blank=True)
    against = models.PositiveSmallIntegerField("không đồng ý", null=True, blank=True)

    class Meta:
        verbose_name = "hộ đưa ra họp dân"
        verbose_name_plural = "danh sách đưa ra họp dân"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "household"], name="proposed_once"),
        ]

    class DataScrubbing:
        personal = ("head_name",)
        sensitive = ("previous_category", "category", "change", "agree", "against")

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.household_id}"


class MeetingOpinion(models.Model):
    """What somebody said, and what was answered."""

    meeting = models.ForeignKey(VillageMeeting, on_delete=models.PROTECT, related_name="opinions")
    position = models.PositiveSmallIntegerField()
    speaker = models.CharField("người nói", max_length=120)
    text = models.TextField("ý kiến")
    answer = models.TextField("giải trình", blank=True)

    class Meta:
        verbose_name = "ý kiến tại họp dân"
        verbose_name_plural = "ý kiến tại họp dân"

    class DataScrubbing:
        personal = ("speaker", "text", "answer")

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.position}"
