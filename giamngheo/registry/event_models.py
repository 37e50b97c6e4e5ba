"""What was said to have happened to a household: requested, done, undone. Never deleted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.registry.enums import EventKind, EventState


class HouseholdEvent(models.Model):
    """
    One typed request on a household and what became of it.

    `request` holds the fields of the kind's class in `requests.py`; `effects` the rows it changed,
    before and after, from which a counter-event brings back what was.
    """

    household = models.ForeignKey(
        "registry.Household", on_delete=models.PROTECT, related_name="events"
    )
    # The other household of a split or a merger: its time line tells of it too.
    other = models.ForeignKey(
        "registry.Household",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events_beside",
    )
    unit_path = models.CharField(max_length=200, db_collation="C")
    kind = models.CharField("việc", max_length=10, choices=EventKind.choices)
    event_date = models.DateField("ngày xảy ra")
    reason = models.CharField("lý do, căn cứ", max_length=300)
    request = models.JSONField(default=dict)
    summary = models.CharField("nội dung", max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=9, choices=EventState.choices)
    effects = models.JSONField(default=list)
    # Indicators whose computed answer changed: [{"code", "before", "after"}].
    indicators = models.JSONField(default=list)
    requested_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="người quyết"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField("lý do không chấp nhận", max_length=300, blank=True)
    # Many households at once, because their unit became another one.
    carrying = models.ForeignKey(
        "registry.Carrying", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        verbose_name = "thay đổi của hộ"
        verbose_name_plural = "thay đổi của hộ"
        indexes: ClassVar = [
            models.Index(fields=["household", "-requested_at"], name="event_of_household"),
            models.Index(fields=["unit_path", "event_date"], name="event_inside"),
            models.Index(
                fields=["unit_path", "requested_at"],
                name="event_waiting",
                condition=Q(state=EventState.REQUESTED),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=EventState.REQUESTED, settled_at__isnull=True)
                | ~Q(state=EventState.REQUESTED) & Q(settled_at__isnull=False),
                name="event_settled_or_waiting",
                violation_error_message="Đề nghị đã giải quyết phải có thời gian giải quyết.",
            ),
            models.CheckConstraint(
                condition=Q(undoes__isnull=True) | Q(kind=EventKind.UNDO),
                name="event_undo_names_what",
                violation_error_message="Chỉ việc hủy mới nêu thay đổi bị hủy.",
            ),
        ]

    class DataScrubbing:
        personal = ("reason", "request", "summary", "effects", "refusal")
        sensitive = ("indicators",)
        not_personal = ("requested_by", "settled_by")

    def __str__(self) -> str:
        return f"{self.household_id} {self.kind} {self.event_date}"
