"""Tables of tasks: what, who, each time it is due, what was reported with which proof."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.planning.models import LegalDocument, Plan
from giamngheo.tasks.enums import (
    OPEN,
    UNFINISHED,
    DeadlineKind,
    NoteKind,
    Origin,
    PartyRole,
    State,
)

# Where a task without a day stands in an order by day.
NO_DAY = date(9999, 12, 31)


class Task(models.Model):
    """
    One thing to do, of one unit. `lead` None: nobody, or a name that no agency is known by.

    `plan_key` is the key of the plan's task, which survives a re-reading; `origin_key` names the
    follow-up or conclusion it came from, so that it comes once.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    origin = models.CharField("nguồn", max_length=12, choices=Origin.choices)
    origin_key = models.CharField(max_length=80, blank=True)
    origin_words = models.CharField("theo", max_length=300, blank=True)
    plan = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="board_tasks"
    )
    plan_key = models.CharField(max_length=60, blank=True)
    section = models.CharField("mục", max_length=40, blank=True)
    line = models.PositiveIntegerField("dòng", null=True, blank=True)
    text = models.TextField("việc phải làm")
    requested = models.BooleanField("đề nghị", default=False)
    lead = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_tasks",
        verbose_name="chủ trì",
    )
    lead_words = models.CharField("chủ trì (như văn bản)", max_length=400, blank=True)
    reports_to = models.CharField("báo cáo", max_length=400, blank=True)
    deadline_kind = models.CharField("thời hạn", max_length=14, choices=DeadlineKind.choices)
    deadline_words = models.CharField("thời hạn (như văn bản)", max_length=300, blank=True)
    guidance = models.CharField("văn bản hướng dẫn", max_length=300, blank=True)
    guidance_on = models.DateField("ngày có hướng dẫn", null=True, blank=True)
    guidance_document = models.ForeignKey(
        LegalDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    first_day = models.DateField("từ ngày")
    last_day = models.DateField("đến ngày")
    withdrawn_on = models.DateField("rút ngày", null=True, blank=True)
    is_generated = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "nhiệm vụ"
        indexes: ClassVar = [models.Index(fields=["unit_path"], name="task_by_path")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "plan_key"],
                condition=~Q(plan_key=""),
                name="task_of_plan_once",
                violation_error_message="Nhiệm vụ này của kế hoạch đã được đưa vào bảng theo dõi.",
            ),
            models.UniqueConstraint(
                fields=["origin", "origin_key"],
                condition=~Q(origin_key=""),
                name="task_of_origin_once",
                violation_error_message="Việc này đã được giao.",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="task_days_in_order",
                violation_error_message="Ngày cuối phải từ ngày đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="task_has_text",
                violation_error_message="Ghi việc phải làm.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.text[:80]


class TaskParty(models.Model):
    """One agency of a task as its paper writes it; `agency` None: not in the directory."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField("vai trò", max_length=10, choices=PartyRole.choices)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="parties"
    )
    as_written = models.CharField("như văn bản", max_length=400)

    class Meta:
        ordering: ClassVar = ["task", "id"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.as_written


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def late(self, as_of: date) -> Self:
        return self.filter(state__in=OPEN, due_on__lt=as_of)

    def due_between(self, first: date, last: date) -> Self:
        return self.filter(state__in=OPEN, due_on__gte=first, due_on__lte=last)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def in_order(self) -> Self:
        return self.order_by("due_sort", "pk")


class Occurrence(models.Model):
    """One time a task is due; a task that recurs has one for each period."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="occurrences")
    period = models.CharField("kỳ", max_length=40, blank=True)
    opens_on = models.DateField("bắt đầu", null=True, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    due_sort = models.DateField(default=NO_DAY)
    reading = models.CharField("hiểu là", max_length=200, blank=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=State.choices, default=State.NOT_BEGUN
    )
    done_on = models.DateField("xong ngày", null=True, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kỳ hạn của nhiệm vụ"
        indexes: ClassVar = [
            models.Index(fields=["state", "due_sort"], name="occurrence_by_due"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "period"],
                name="occurrence_once",
                violation_error_message="Nhiệm vụ đã có kỳ này.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_on__isnull=False)
                | (~Q(state=State.DONE) & Q(done_on=None)),
                name="occurrence_done_has_day",
                violation_error_message="Việc đã xong phải có ngày xong.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.task_id} {self.period}".strip()

    def is_late(self, as_of: date) -> bool:
        return self.state in OPEN and self.due_on is not None and self.due_on < as_of


class TaskNote(models.Model):
    """What happened to a task: who said it, for which agency, what it was afterwards."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="notes")
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.CASCADE, null=True, blank=True, related_name="notes"
    )
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("nội dung", blank=True)
    state_after = models.CharField(max_length=10, choices=State.choices, blank=True)
    noted_on = models.DateField("ngày")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["task", "-noted_on", "-id"]

    class DataScrubbing:
        personal = ("words", "recorded_by")

    def __str__(self) -> str:
        return self.words[:80]


class TaskEvidence(models.Model):
    """A scan or photograph that proves what a note says; the file lies outside the database."""

    note = models.ForeignKey(TaskNote, on_delete=models.CASCADE, related_name="evidence")
    file = models.FileField("tệp", upload_to="nhiem-vu")
    file_name = models.CharField("tên tệp", max_length=120)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField("số byte")
    digest = models.CharField("dấu vân tay", max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["note", "digest"], name="task_evidence_once")
        ]

    class DataScrubbing:
        personal = ("file",)

    def __str__(self) -> str:
        return self.file_name


class TaskReminder(models.Model):
    """That an agency was reminded of something due in so many days (-1: it is late)."""

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="reminders")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    days_before = models.SmallIntegerField()
    sent_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occurrence", "agency", "days_before"],
                name="reminder_once",
                violation_error_message="Đã nhắc việc này.",
            )
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.days_before}"
