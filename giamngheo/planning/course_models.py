"""What happens to a plan during its year: amendments, sending out, who pays, assigned targets."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.areas.models import Unit
from giamngheo.planning.enums import AmendmentState, Programme, TargetFamily


class Amendment(models.Model):
    """
    A wish to change one value of a committed plan: a target's, or one cell of the allocation.

    `before` is what stood when it was asked; the changed row keeps its first value besides.
    """

    plan = models.ForeignKey("planning.Plan", on_delete=models.PROTECT, related_name="amendments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    target = models.ForeignKey(
        "planning.Target", on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    figure = models.ForeignKey(
        "planning.AllocationFigure", on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    before = models.DecimalField("trước", max_digits=20, decimal_places=4)
    proposed = models.DecimalField("đề nghị", max_digits=20, decimal_places=4)
    reason = models.CharField("lý do", max_length=1000)
    state = models.CharField(
        "trạng thái",
        max_length=12,
        choices=AmendmentState.choices,
        default=AmendmentState.PROPOSED,
    )
    proposed_by = models.CharField("người đề nghị", max_length=150)
    proposed_at = models.DateTimeField(db_default=Now())
    opinion = models.CharField("ý kiến tổng hợp", max_length=1000, blank=True)
    consolidated_by = models.CharField("người tổng hợp", max_length=150, blank=True)
    consolidated_at = models.DateTimeField(null=True)
    decision_code = models.CharField("quyết định số", max_length=60, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True)
    decided = models.DecimalField("quyết định", max_digits=20, decimal_places=4, null=True)
    decided_by = models.CharField("người ghi quyết định", max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target__isnull=False, figure__isnull=True)
                | Q(target__isnull=True, figure__isnull=False),
                name="amendment_of_one_value",
                violation_error_message="Đề nghị phải nêu đúng một chỉ tiêu.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.DECIDED)
                | Q(decided__isnull=False, decision_date__isnull=False) & ~Q(decision_code=""),
                name="amendment_decided_with_number",
                violation_error_message="Điều chỉnh phải có số và ngày quyết định.",
            ),
        ]

    class DataScrubbing:
        personal = ("reason", "opinion", "proposed_by", "consolidated_by", "decided_by")

    def __str__(self) -> str:
        return f"{self.pk} {self.before} → {self.proposed}"


class Dispatch(models.Model):
    """The plan sent to one receiver of one line of "Nơi nhận", and the receiver's word for it."""

    recipient = models.ForeignKey(
        "planning.PlanRecipient", on_delete=models.PROTECT, related_name="dispatches"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    unit_path = models.CharField(max_length=200, blank=True, db_collation="C")
    name = models.CharField("nơi nhận", max_length=300)
    sent_date = models.DateField("ngày gửi")
    sent_how = models.CharField("cách gửi", max_length=120, blank=True)
    sent_by = models.CharField("người gửi", max_length=150)
    acknowledged_date = models.DateField("ngày nhận", null=True)
    acknowledged_by = models.CharField("người xác nhận", max_length=150, blank=True)

    class Meta:
        ordering: ClassVar = ["recipient", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recipient", "name"],
                name="dispatch_once",
                violation_error_message="Đã gửi tới nơi nhận này.",
            )
        ]

    class DataScrubbing:
        personal = ("sent_by", "acknowledged_by")

    def __str__(self) -> str:
        return self.name


class TaskFunding(models.Model):
    """A programme that pays for a measure (lồng ghép): the measure counts once, money is split."""

    task = models.ForeignKey("planning.PlanTask", on_delete=models.CASCADE, related_name="fundings")
    programme = models.CharField("chương trình", max_length=14, choices=Programme.choices)
    amount = models.BigIntegerField("số tiền (đồng)", null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    recorded_by = models.CharField(max_length=150)

    class Meta:
        ordering: ClassVar = ["task", "programme"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "programme"],
                name="task_funding_once",
                violation_error_message="Chương trình này đã ghi cho nhiệm vụ.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="task_funding_not_negative",
                violation_error_message="Số tiền không được âm.",
            ),
        ]

    class DataScrubbing:
        personal = ("recorded_by",)

    def __str__(self) -> str:
        return f"{self.task_id} {self.programme}"


class AssignedTarget(models.Model):
    """One figure that a target-assigning decision sets for a unit and year."""

    document = models.ForeignKey(
        "planning.LegalDocument", on_delete=models.PROTECT, related_name="assigned_targets"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    family = models.CharField("nhóm chỉ tiêu", max_length=14, choices=TargetFamily.choices)
    label = models.CharField("chỉ tiêu", max_length=200)
    value = models.DecimalField("mức giao", max_digits=20, decimal_places=4)
    measured_in = models.CharField("đơn vị tính", max_length=40)
    recorded_by = models.CharField(max_length=150)

    class Meta:
        ordering: ClassVar = ["year", "family", "label"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "unit", "year", "family", "label"],
                name="assigned_target_once",
                violation_error_message="Chỉ tiêu này đã ghi theo quyết định.",
            )
        ]

    class DataScrubbing:
        personal = ("recorded_by",)

    def __str__(self) -> str:
        return self.label
