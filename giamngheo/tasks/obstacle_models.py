"""Tables of obstacles: what hinders a unit, who has to decide, what was answered."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.tasks.enums import ObstacleState, StepKind
from giamngheo.tasks.task_models import Task

# Those who wait longer come before the leader (R172).
LONGEST_WAIT_DAYS = 15


class Obstacle(models.Model):
    """One difficulty raised by a unit; `owner` is the unit whose office has to answer now."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner_path = models.CharField(max_length=200, db_collation="C")
    task = models.ForeignKey(
        Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="obstacles"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("khó khăn, vướng mắc")
    proposal = models.TextField("đề xuất", blank=True)
    raised_on = models.DateField("ngày nêu")
    state = models.CharField(
        max_length=10, choices=ObstacleState.choices, default=ObstacleState.OPEN
    )
    answer = models.TextField("trả lời", blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    is_generated = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "khó khăn, vướng mắc"
        indexes: ClassVar = [
            models.Index(fields=["unit_path"], name="obstacle_by_path"),
            models.Index(fields=["owner_path", "state"], name="obstacle_by_owner"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="obstacle_has_words",
                violation_error_message="Ghi khó khăn, vướng mắc.",
            ),
            models.CheckConstraint(
                condition=Q(state=ObstacleState.OPEN, answered_on=None)
                | (Q(state=ObstacleState.ANSWERED, answered_on__isnull=False) & ~Q(answer="")),
                name="obstacle_answer_whole",
                violation_error_message="Trả lời phải có nội dung và ngày.",
            ),
        ]

    class DataScrubbing:
        personal = ("words", "proposal", "answer")

    def __str__(self) -> str:
        return self.words[:80]

    def days_waited(self, as_of: date) -> int:
        return ((self.answered_on or as_of) - self.raised_on).days

    def waits_too_long(self, as_of: date) -> bool:
        return self.state == ObstacleState.OPEN and self.days_waited(as_of) > LONGEST_WAIT_DAYS


class ObstacleStep(models.Model):
    """One move of an obstacle: raised, sent on, answered, asked again."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    made_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["obstacle", "id"]

    class DataScrubbing:
        personal = ("words", "made_by")

    def __str__(self) -> str:
        return f"{self.obstacle_id} {self.kind}"
