"""The register of legal documents: what each is, when in force, who cites it, how well known."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from giamngheo.planning.enums import Confidence, RelationKind


class LegalDocument(models.Model):
    """One document under its number and day; a number alone is no identity (54/QĐ-UBND)."""

    kind = models.CharField("loại văn bản", max_length=60)
    code = models.CharField("số, ký hiệu", max_length=60)
    # The number without blanks and marks: how people and slips write it differs.
    code_key = models.CharField(max_length=60, db_collation="C", editable=False)
    issued_date = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    subject = models.TextField("trích yếu", blank=True)
    in_force_from = models.DateField("hiệu lực từ", null=True, blank=True)
    in_force_to = models.DateField("hiệu lực trước ngày", null=True, blank=True)
    repealed_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeals",
        verbose_name="bị thay thế bởi",
    )
    source = models.CharField("nguồn", max_length=300)
    confidence = models.CharField(
        "mức tin cậy", max_length=10, choices=Confidence.choices, default=Confidence.UNVERIFIED
    )
    plan = models.OneToOneField(
        "planning.Plan",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="legal_document",
        verbose_name="kế hoạch đã nạp",
    )
    guidance_for = models.CharField("hướng dẫn cho", max_length=500, blank=True)
    recorded_by = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "văn bản"
        ordering: ClassVar = ["-issued_date", "code"]
        indexes: ClassVar = [models.Index(fields=["code_key"], name="legal_document_code")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code_key", "issued_date", "issuer"],
                nulls_distinct=False,
                name="legal_document_once",
                violation_error_message="Văn bản này đã có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_to__isnull=True)
                | Q(in_force_to__gt=F("in_force_from")),
                name="legal_document_force_in_order",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        ]

    class DataScrubbing:
        personal = ("recorded_by",)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}".strip()


class LegalRelation(models.Model):
    """One document implements, amends, replaces, cites or approves another."""

    from_document = models.ForeignKey(
        LegalDocument, on_delete=models.CASCADE, related_name="relations_out"
    )
    to_document = models.ForeignKey(
        LegalDocument, on_delete=models.CASCADE, related_name="relations_in"
    )
    kind = models.CharField("quan hệ", max_length=10, choices=RelationKind.choices)
    article = models.CharField("điều, khoản", max_length=120, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["from_document", "to_document", "kind", "article"],
                name="legal_relation_once",
                violation_error_message="Quan hệ này đã có.",
            ),
            models.CheckConstraint(
                condition=~Q(from_document=F("to_document")),
                name="legal_relation_of_two",
                violation_error_message="Một văn bản không thể có quan hệ với chính nó.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.from_document_id} {self.kind} {self.to_document_id}"


class LegalCitation(models.Model):
    """One place of a plan that cites a document, as written there."""

    document = models.ForeignKey(LegalDocument, on_delete=models.CASCADE, related_name="citations")
    plan = models.ForeignKey("planning.Plan", on_delete=models.CASCADE, related_name="citations")
    role = models.CharField(max_length=30)
    section = models.CharField("mục", max_length=40, blank=True)
    section_title = models.CharField("tên mục", max_length=300, blank=True)
    issued_date = models.DateField("ngày được ghi", null=True)
    issuer = models.CharField("cơ quan được ghi", max_length=200, blank=True)
    as_written = models.TextField()
    line = models.PositiveIntegerField("dòng")

    class Meta:
        ordering: ClassVar = ["plan", "line"]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.as_written


class Guidance(models.Model):
    """The document for which a task waited ("khi có hướng dẫn") has come."""

    document = models.ForeignKey(LegalDocument, on_delete=models.PROTECT, related_name="guides")
    task = models.ForeignKey(
        "planning.PlanTask", on_delete=models.CASCADE, related_name="guidances"
    )
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "task"],
                name="guidance_once",
                violation_error_message="Văn bản này đã gắn với nhiệm vụ.",
            )
        ]

    class DataScrubbing:
        personal = ("recorded_by",)

    def __str__(self) -> str:
        return f"{self.document_id} → {self.task_id}"
