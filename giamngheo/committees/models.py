"""Tables of steering committees: by decision, members with posts, the units each answers for."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.committees.enums import How, Post
from giamngheo.planning.models import Plan
from giamngheo.tasks.models import Task

WRONG_PERIOD = "Ngày kết thúc phải sau ngày bắt đầu."


class DatedQuerySet(models.QuerySet["models.Model"]):
    def in_force(self, as_of: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=as_of), valid_from__lte=as_of)


class Committee(models.Model):
    """One steering committee of one unit, made by a decision; one in force at a time."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    name = models.CharField("tên", max_length=200)
    decision = models.CharField("quyết định thành lập", max_length=200)
    rules = models.CharField("quy chế làm việc", max_length=300, blank=True)
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="committees"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    is_generated = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ban chỉ đạo"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_to=None),
                name="committee_one_in_force",
                violation_error_message="Đơn vị đã có ban chỉ đạo đang hoạt động.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="committee_period",
                violation_error_message=WRONG_PERIOD,
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.name


class CommitteeMember(models.Model):
    """One person in a committee for a period; `user` when she logs in."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField("thứ tự")
    full_name = models.CharField("họ và tên", max_length=120)
    job = models.CharField("chức vụ", max_length=200, blank=True)
    post = models.CharField("trong ban", max_length=10, choices=Post.choices, default=Post.MEMBER)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "thành viên ban chỉ đạo"
        ordering: ClassVar = ["committee", "position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="committee_member_period",
                violation_error_message=WRONG_PERIOD,
            )
        ]

    class DataScrubbing:
        personal = ("full_name", "user")

    def __str__(self) -> str:
        return self.full_name


class MemberUnit(models.Model):
    """
    A unit that a member answers for; `unit` None: the paper's name is no unit's on that day.
    """

    member = models.ForeignKey(CommitteeMember, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_path = models.CharField(max_length=200, db_collation="C", blank=True)
    as_written = models.CharField("như văn bản", max_length=120)
    how = models.CharField("cách khớp", max_length=8, choices=How.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "phân công địa bàn"
        ordering: ClassVar = ["member", "id"]
        indexes: ClassVar = [models.Index(fields=["unit_path"], name="member_unit_by_path")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "unit"],
                condition=Q(valid_to=None, unit__isnull=False),
                name="member_unit_once",
                violation_error_message="Thành viên đã được giao đơn vị này.",
            ),
            models.CheckConstraint(
                condition=Q(unit=None, how=How.UNKNOWN)
                | (Q(unit__isnull=False) & ~Q(how=How.UNKNOWN)),
                name="member_unit_known_or_not",
                violation_error_message="Tên không khớp thì chưa có đơn vị.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="member_unit_period",
                violation_error_message=WRONG_PERIOD,
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.as_written


class CommitteeMeeting(models.Model):
    """One meeting: when, who led it, what was said."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="meetings")
    held_on = models.DateField("ngày họp")
    chair = models.CharField("chủ trì", max_length=120)
    content = models.TextField("nội dung", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "cuộc họp ban chỉ đạo"
        ordering: ClassVar = ["committee", "-held_on", "-id"]

    class DataScrubbing:
        personal = ("chair", "content", "recorded_by")

    def __str__(self) -> str:
        return f"{self.held_on}"


class Conclusion(models.Model):
    """What a meeting concluded; `task` is what came of it on the board."""

    meeting = models.ForeignKey(
        CommitteeMeeting, on_delete=models.CASCADE, related_name="conclusions"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    words = models.TextField("kết luận")
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="conclusions"
    )

    class Meta:
        ordering: ClassVar = ["meeting", "position"]

    class DataScrubbing:
        personal = ("words",)

    def __str__(self) -> str:
        return self.words[:80]
