"""Tables of the audit trail. Written by SQL functions (migrations/0002_chain.sql) only."""

from __future__ import annotations

from django.db import models

from giamngheo.audit.enums import Op

RAW_ACTION = "raw"


class AuditEvent(models.Model):
    """One thing done by one person. Sealed at commit: from then on it has a `seq` and a `hash`."""

    seq = models.BigIntegerField("số thứ tự", null=True, unique=True)
    at = models.DateTimeField("lúc")
    # Not foreign keys: the trail outlives users and knows nothing of them.
    actor_id = models.BigIntegerField("mã người dùng", null=True)
    actor_name = models.CharField("người thực hiện", max_length=200)
    action = models.CharField("việc", max_length=80)
    subject = models.CharField("đối tượng", max_length=200, blank=True)
    unit_path = models.CharField("đơn vị", max_length=200, blank=True, db_collation="C")
    reason = models.TextField("lý do", blank=True)
    details = models.JSONField("chi tiết", default=dict, blank=True)
    tx = models.BigIntegerField("giao dịch")
    prev_hash = models.CharField(max_length=64, null=True)
    hash = models.CharField(max_length=64, null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "sự kiện"
        indexes = [
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["actor_id", "at"], name="audit_event_actor"),
            models.Index(fields=["action", "at"], name="audit_event_action"),
            models.Index(fields=["subject", "at"], name="audit_event_subject"),
            models.Index(fields=["unit_path", "at"], name="audit_event_unit"),
        ]

    class DataScrubbing:
        personal = ("actor_name", "subject", "reason", "details")

    def __str__(self) -> str:
        return f"{self.seq or '…'} {self.action} {self.subject}".strip()


class AuditChange(models.Model):
    """What one SQL statement changed in one table, kept with the event it belongs to."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="changes")
    table_name = models.CharField("bảng", max_length=63)
    op = models.CharField("thao tác", max_length=8, choices=Op.choices)
    row_count = models.BigIntegerField("số dòng")
    # A list of keys, or {"min": …, "max": …} when there are too many to list.
    row_ids = models.JSONField("các dòng", null=True)
    # Lists of rows in the order of `row_ids`; null when there are too many to keep.
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    rows_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        verbose_name = "thay đổi"

    class DataScrubbing:
        personal = ("row_ids", "before", "after")

    def __str__(self) -> str:
        return f"{self.op} {self.table_name} ×{self.row_count}"
