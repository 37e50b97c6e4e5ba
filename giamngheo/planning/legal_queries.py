"""Questions about the register of legal documents: what is in it, who cites one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from giamngheo.accounts.scope import Scope
from giamngheo.law.standards import load_standards
from giamngheo.planning.legal import key_of_code, named_documents
from giamngheo.planning.models import LegalCitation, LegalDocument, LegalRelation
from giamngheo.planning.queries import plans_visible


@dataclass(frozen=True)
class CitingStandard:
    """A poverty standard that rests on a document, and what the document does to it."""

    code: str
    title: str
    about: str
    confidence: str


@dataclass(frozen=True)
class DocumentFile:
    """All one document's page needs. Citations are of plans the reader may open."""

    document: LegalDocument
    out: tuple[LegalRelation, ...]
    into: tuple[LegalRelation, ...]
    citations: tuple[LegalCitation, ...]
    hidden_plans: int
    standards: tuple[CitingStandard, ...]

    @property
    def other_days(self) -> tuple[date, ...]:
        """Days that plans wrote beside the number and that are not its own."""
        own = self.document.issued_date
        written = {one.issued_date for one in self.citations if one.issued_date}
        return tuple(sorted(day for day in written if own is not None and day != own))

    @property
    def issuers(self) -> tuple[str, ...]:
        """Issuers as plans wrote them, when they wrote more than one."""
        written = {one.issuer for one in self.citations if one.issuer}
        return tuple(sorted(written)) if len(written) > 1 else ()


def documents_found(*, text: str = "", kind: str = "") -> QuerySet[LegalDocument]:
    """Return the documents whose number or subject holds what was typed, with citation counts."""
    found = LegalDocument.objects.select_related("repealed_by").annotate(
        cited=Count("citations__plan", distinct=True)
    )
    if kind:
        found = found.filter(kind__iexact=kind)
    if text.strip():
        found = found.filter(
            Q(code_key__contains=key_of_code(text)) | Q(subject__icontains=text.strip())
        )
    return found.order_by("-issued_date", "id")


def document_kinds() -> list[str]:
    """Return the kinds of documents there are, the most frequent first."""
    rows = LegalDocument.objects.values("kind").annotate(n=Count("id")).order_by("-n", "kind")
    return [row["kind"] for row in rows]


def document_file(*, document_id: int, scope: Scope) -> DocumentFile | None:
    """Return a document with relations and citations; None when there is none. Six queries."""
    document = (
        LegalDocument.objects.select_related("repealed_by", "plan").filter(pk=document_id).first()
    )
    if document is None:
        return None
    relations = LegalRelation.objects.select_related("from_document", "to_document")
    everything = LegalCitation.objects.filter(document=document)
    seen = everything.filter(plan__in=plans_visible(scope=scope).values("pk"))
    plans = everything.values("plan").distinct().count()
    citations = tuple(
        seen.select_related("plan__unit").defer("plan__text").order_by("plan", "line")
    )
    return DocumentFile(
        document=document,
        out=tuple(relations.filter(from_document=document).order_by("kind", "id")),
        into=tuple(relations.filter(to_document=document).order_by("kind", "id")),
        citations=citations,
        hidden_plans=plans - len({one.plan_id for one in citations}),
        standards=standards_on(document=document),
    )


def standards_on(*, document: LegalDocument) -> tuple[CitingStandard, ...]:
    """Return the shipped standards whose legal basis names the document; no query."""
    found = []
    for standard in load_standards():
        for basis in standard.legal_basis:
            codes = {key_of_code(one["code"]) for one in named_documents(basis.document)}
            if document.code_key in codes:
                found.append(
                    CitingStandard(
                        standard.code, standard.title, basis.about, str(basis.confidence)
                    )
                )
    return tuple(found)
