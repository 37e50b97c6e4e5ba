"""People's own entries in the register of legal documents."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.planning.enums import Confidence, RelationKind
from giamngheo.planning.legal import key_of_code, year_in_code
from giamngheo.planning.models import Guidance, LegalDocument, LegalRelation, PlanTask


class DocumentCodeMissing(Refusal):
    code = "PLA-028"
    sentence = "Chưa ghi được văn bản: thiếu số, ký hiệu. Ghi số, ký hiệu như trên văn bản."


class DocumentKnown(Refusal):
    code = "PLA-029"
    sentence = "Không ghi lại: {document} đã có trong danh mục. Mở văn bản đó để bổ sung."


class DocumentYearOff(Refusal):
    code = "PLA-030"
    sentence = (
        "Chưa ghi được {code}: năm trong số hiệu là {year}, ngày ban hành ghi {day}. Kiểm tra lại "
        "số hoặc ngày."
    )


class DocumentForceOff(Refusal):
    code = "PLA-031"
    sentence = (
        "Chưa ghi được {code}: ngày hết hiệu lực phải sau ngày có hiệu lực. Sửa một trong hai ngày."
    )


class RelationBad(Refusal):
    code = "PLA-032"
    sentence = (
        "Chưa ghi được quan hệ: chọn một văn bản khác {document} và quan hệ chưa được ghi trước đó."
    )


class GuidanceKnown(Refusal):
    code = "PLA-033"
    sentence = "Không ghi lại: {document} đã được gắn với nhiệm vụ này."


def record_document(
    *,
    kind: str,
    code: str,
    by: User,
    issued_date: date | None = None,
    issuer: str = "",
    subject: str = "",
    in_force_from: date | None = None,
    in_force_to: date | None = None,
    source: str = "",
    confidence: Confidence = Confidence.UNVERIFIED,
    guidance_for: str = "",
    document: LegalDocument | None = None,
) -> LegalDocument:
    """
    Enter a document a person holds, or, with `document`, correct what the register says of it.

    Raises: DocumentCodeMissing [PLA-028], DocumentYearOff [PLA-030], DocumentForceOff [PLA-031],
            DocumentKnown [PLA-029].
    """
    code = " ".join(code.split())[:60]
    _check(code, issued_date, in_force_from, in_force_to)
    fields = {
        "kind": kind.strip()[:60] or "Văn bản",
        "code": code,
        "code_key": key_of_code(code),
        "issued_date": issued_date,
        "issuer": issuer.strip()[:200],
        "subject": subject.strip(),
        "in_force_from": in_force_from,
        "in_force_to": in_force_to,
        "source": source.strip()[:300] or "Cán bộ nhập",
        "confidence": confidence,
        "guidance_for": guidance_for.strip()[:500],
        "recorded_by": by.get_username(),
    }
    with transaction.atomic():
        same = LegalDocument.objects.filter(
            code_key=fields["code_key"], issued_date=issued_date, issuer=fields["issuer"]
        )
        known = (same.exclude(pk=document.pk) if document else same).first()
        if known is not None:
            raise DocumentKnown(document=known)
        audit.record(
            action="planning.record_document", by=by, subject=f"{fields['kind']} {code}"[:200]
        )
        if document is None:
            return LegalDocument.objects.create(**fields)
        for name, value in fields.items():
            setattr(document, name, value)
        document.save()
        return document


def _check(code: str, day: date | None, start: date | None, end: date | None) -> None:
    if not code:
        raise DocumentCodeMissing
    year = year_in_code(code)
    if year and day and day.year != year:
        raise DocumentYearOff(code=code, year=year, day=f"{day:%d/%m/%Y}")
    if start and end and end <= start:
        raise DocumentForceOff(code=code)


def record_relation(
    *,
    from_document: LegalDocument,
    to_document: LegalDocument,
    kind: RelationKind,
    article: str,
    by: User,
) -> LegalRelation:
    """
    Say what one document does to another; one that replaces also ends it in the register.

    Raises: RelationBad [PLA-032].
    """
    article = article.strip()[:120]
    known = LegalRelation.objects.filter(
        from_document=from_document, to_document=to_document, kind=kind, article=article
    )
    if from_document.pk == to_document.pk or known.exists():
        raise RelationBad(document=from_document)
    with transaction.atomic():
        audit.record(
            action="planning.record_relation",
            by=by,
            subject=f"{from_document} {kind} {to_document}"[:200],
        )
        if kind == RelationKind.REPLACES and to_document.repealed_by_id is None:
            to_document.repealed_by = from_document
            to_document.in_force_to = to_document.in_force_to or from_document.in_force_from
            to_document.save(update_fields=["repealed_by", "in_force_to"])
        return LegalRelation.objects.create(
            from_document=from_document,
            to_document=to_document,
            kind=kind,
            article=article,
            source=f"Cán bộ nhập ({by.get_username()})"[:300],
        )


def register_guidance(*, document: LegalDocument, task: PlanTask, by: User) -> Guidance:
    """
    Say that the guidance a task waited for ("khi có hướng dẫn") has come.

    `queries.guidance_registered` answers it to the rooms that wait.
    Raises: GuidanceKnown [PLA-033].
    """
    with transaction.atomic():
        if Guidance.objects.filter(document=document, task=task).exists():
            raise GuidanceKnown(document=document)
        audit.record(
            action="planning.register_guidance",
            by=by,
            subject=str(document)[:200],
            unit_path=task.plan.unit_path,
            details={"task": task.pk},
        )
        return Guidance.objects.create(document=document, task=task, recorded_by=by.get_username())
