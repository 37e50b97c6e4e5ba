"""The table of work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.work.enums import CLOSED_STATES, OPEN_STATES, State


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def open(self) -> WorkItemQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def latest_first(self) -> WorkItemQuerySet:
        return self.order_by("-created_at", "-id")


class WorkItem(models.Model):
    """One piece of longer work, from asking for it to its end; tried again, it is the same item."""

    kind = models.CharField("loại việc", max_length=60)
    title = models.CharField("tên công việc", max_length=200)
    parameters = models.JSONField("tham số", default=dict, blank=True)
    owner = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="work_items",
        verbose_name="người yêu cầu",
    )
    unit_path = models.CharField("đơn vị", max_length=200, blank=True, db_collation="C")
    state = models.CharField(
        "trạng thái", max_length=8, choices=State.choices, default=State.QUEUED
    )
    attempt = models.PositiveSmallIntegerField("lần chạy", default=1)
    task_id = models.CharField(max_length=64, blank=True, editable=False)
    done = models.PositiveBigIntegerField("đã làm", default=0)
    total = models.PositiveBigIntegerField("tổng số", null=True, blank=True)
    message = models.CharField("đang làm", max_length=300, blank=True)
    result = models.JSONField("kết quả", null=True, blank=True)
    error_code = models.CharField("mã lỗi", max_length=10, blank=True)
    error_sentence = models.TextField("lý do", blank=True)
    created_at = models.DateTimeField("yêu cầu lúc", db_default=Now())
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    heartbeat_at = models.DateTimeField("còn chạy lúc", null=True, blank=True)
    stop_asked_at = models.DateTimeField("yêu cầu dừng lúc", null=True, blank=True)
    finished_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = "công việc"
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="work_item_owner"),
            models.Index(fields=["unit_path", "-created_at"], name="work_item_unit"),
            models.Index(
                fields=["heartbeat_at"], name="work_item_open", condition=Q(state__in=OPEN_STATES)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="work_item_state_known",
                violation_error_message="Trạng thái này không có trong hệ thống.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED_STATES, finished_at__isnull=False)
                | Q(state__in=OPEN_STATES, finished_at__isnull=True),
                name="work_item_finished_when_closed",
                violation_error_message="Công việc đã kết thúc phải có giờ kết thúc.",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")),
                name="work_item_done_within_total",
                violation_error_message="Số đã làm không thể lớn hơn tổng số.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED) | ~Q(error_sentence=""),
                name="work_item_failed_with_reason",
                violation_error_message="Công việc không xong phải có lý do.",
            ),
        ]

    class DataScrubbing:
        personal = ("title", "parameters", "message", "result", "error_sentence")

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def can_be_stopped(self) -> bool:
        return self.is_open and self.stop_asked_at is None

    @property
    def can_be_retried(self) -> bool:
        return self.state in (State.FAILED, State.STOPPED)

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down; None while the total is not known."""
        return None if not self.total else self.done * 100 // self.total
