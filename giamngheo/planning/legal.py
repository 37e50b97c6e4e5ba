"""
The register of legal documents filled: from plans as they are committed, from the standards.

A number with its year (38/2023/NĐ-CP) is one document whatever day is written beside it; a number
without (90/QĐ-TTg) is one only with its day; that of a local office (54/QĐ-UBND) also only inside
its province.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from giamngheo.documents.citations import CODE
from giamngheo.law.standards import load_standards
from giamngheo.lib.dates import DateKind, find_dates
from giamngheo.lib.text import fold
from giamngheo.planning.enums import Confidence, RelationKind
from giamngheo.planning.models import LegalCitation, LegalDocument, LegalRelation, Plan

_YEAR_IN_CODE_RE = re.compile(r"\d+[a-z]?/(?P<year>\d{4})/")
_LOCAL_RE = re.compile(r"(ubnd|hdnd|tu|hu|thu|du)$")
_DOCUMENT_RE = re.compile(rf"(?P<kind>[^\d]+?)\s+(?:số\s+)?(?P<code>{CODE})")
_RELATION_OF_ROLE = {"implements": RelationKind.IMPLEMENTS}
_ARTICLE_RE = re.compile(r"((?:khoản|điểm|Điều)\s[^;.]{0,80}?)\s+(?:của\s+)?$", re.IGNORECASE)
STANDARD_SOURCE = "Chuẩn nghèo {code}"


def key_of_code(code: str) -> str:
    """Return a number as people compare it: 154/KH-UBND, 154 /KH – UBND are one."""
    return re.sub(r"\s", "", fold(code)).replace("–", "-")[:60]


def year_in_code(code: str) -> int | None:
    match = _YEAR_IN_CODE_RE.match(code)
    return int(match["year"]) if match else None


@dataclass
class _Register:
    """The documents a plan may mean, read once; new ones are added as they are met."""

    plan: Plan
    known: dict[str, list[LegalDocument]] = field(default_factory=dict)

    def load(self, codes: Iterable[str]) -> None:
        keys = {key_of_code(code) for code in codes}
        national = ~Q(code_key__regex=_LOCAL_RE.pattern)
        province = "/".join(self.plan.unit_path.split("/")[:2]) + "/"
        here = Q(citations__plan__unit_path__startswith=province)
        by_hand = Q(citations__isnull=True)
        found = LegalDocument.objects.filter(national | here | by_hand, code_key__in=keys)
        for document in found.distinct().order_by("id"):
            self.known.setdefault(document.code_key, []).append(document)

    def document(self, cited: Mapping[str, Any]) -> LegalDocument:
        code, day = cited["code"], _date(cited.get("date"))
        same = self.known.setdefault(key_of_code(code), [])
        chosen = _chosen(same, code, day)
        if chosen is None:
            chosen = self.new(cited)
            same.append(chosen)
        else:
            _complete(chosen, cited, day)
        return chosen

    def new(self, cited: Mapping[str, Any]) -> LegalDocument:
        return LegalDocument.objects.create(
            kind=(cited.get("type") or "Văn bản")[:60],
            code=cited["code"][:60],
            code_key=key_of_code(cited["code"]),
            issued_date=_date(cited.get("date")),
            issuer=(cited.get("issuer") or "")[:200],
            subject=cited.get("subject") or "",
            source=f"{self.plan}, dòng {cited.get('line')}"[:300],
            confidence=Confidence.SECONDARY,
        )


def _chosen(same: Sequence[LegalDocument], code: str, day: date | None) -> LegalDocument | None:
    if year_in_code(code):
        return same[0] if same else None
    if day is None:
        return same[0] if len(same) == 1 else None
    dated = [one for one in same if one.issued_date == day]
    undated = [one for one in same if one.issued_date is None]
    return next(iter(dated or undated), None)


def _complete(document: LegalDocument, cited: Mapping[str, Any], day: date | None) -> None:
    """Fill what was not known; what is known stays, and the citation keeps what it wrote."""
    changed = []
    year = year_in_code(document.code)
    if document.issued_date is None and day and (year is None or day.year == year):
        document.issued_date = day
        changed.append("issued_date")
    for name, key in (("issuer", "issuer"), ("subject", "subject")):
        if not getattr(document, name) and cited.get(key):
            setattr(document, name, cited[key][:200] if name == "issuer" else cited[key])
            changed.append(name)
    if changed:
        document.save(update_fields=changed)


def cite_documents(*, plan: Plan, values: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """
    Register what the taken bases and references of `plan` name, and the plan's own number.

    Inside the caller's transaction, which holds the audit event.
    """
    cited = [
        one
        for block in ("legal_bases", "references")
        for one in values.get(block, [])
        if one.get("code")
    ]
    inner = [found for one in cited for found in _inner_codes(one)]
    register = _Register(plan)
    register.load([*(one["code"] for one in cited), *(one["code"] for one in inner), plan.code])
    # Those with a day first: a bare number then finds its document.
    ordered = sorted(cited, key=lambda one: not one.get("date"))
    documents = {id(one): register.document(one) for one in ordered}
    LegalCitation.objects.bulk_create(_citation(plan, documents[id(one)], one) for one in cited)
    relations = [
        LegalRelation(
            from_document=documents[id(one)],
            to_document=register.document(found),
            kind=found["relation"],
            source=f"{plan}, dòng {one['line']}"[:300],
        )
        for one in cited
        for found in _inner_codes(one)
    ]
    relations += _own_relations(plan, register, [(one, documents[id(one)]) for one in cited])
    LegalRelation.objects.bulk_create(
        [one for one in relations if one.from_document_id != one.to_document_id],
        ignore_conflicts=True,
    )


def _inner_codes(one: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the documents that the subject of a citation names: what it amends, replaces."""
    subject = one.get("subject") or ""
    folded = fold(subject)
    if folded.startswith(("sua doi", "ve viec sua doi", "ve sua doi")):
        relation = RelationKind.AMENDS
    elif folded.startswith(("thay the", "bai bo")):
        relation = RelationKind.REPLACES
    elif folded.startswith(("huong dan", "quy dinh chi tiet", "ve thuc hien", "thuc hien")):
        relation = RelationKind.IMPLEMENTS
    else:
        return []
    return [
        {**found, "relation": relation, "line": one["line"]}
        for found in named_documents(subject)
        if key_of_code(found["code"]) != key_of_code(one["code"])
    ]


def named_documents(text: str) -> list[dict[str, Any]]:
    """Return kind, code and day (ISO or None) of the documents a line of ours names."""
    found = []
    for match in _DOCUMENT_RE.finditer(text):
        after = text[match.end() : match.end() + 40].lstrip(" ,")
        days = [one for one in find_dates(after) if one.kind is DateKind.DATE and one.start == 0]
        kind = match["kind"].strip(" ;,.").split("; ")[-1]
        words = [word for word in _KINDS if kind.casefold().endswith(word.casefold())]
        found.append(
            {
                "type": words[0] if words else "Văn bản",
                "code": re.sub(r"\s", "", match["code"]),
                "date": days[0].date.isoformat() if days and days[0].date else None,
                "issuer": "",
                "subject": "",
            }
        )
    return found


_KINDS = ("Nghị định", "Thông tư", "Quyết định", "Nghị quyết", "Kế hoạch", "Luật", "Chỉ thị")


def _own_relations(
    plan: Plan, register: _Register, cited: Sequence[tuple[Mapping[str, Any], LegalDocument]]
) -> list[LegalRelation]:
    """A plan with a number is itself a document that rests on what it cites."""
    if not plan.code:
        return []
    day = plan.issued_date.isoformat() if plan.issued_date else None
    words = {"type": "Kế hoạch", "code": plan.code, "date": day, "issuer": plan.issuer, "line": 1}
    words |= {"subject": plan.title}
    own = register.document(words)
    # A corrected copy takes the place of the one before it; another office's plan keeps its own.
    if own.plan_id not in (None, plan.pk, plan.supersedes_id):
        own = register.new(words)
    own.plan = plan
    own.save(update_fields=["plan"])
    return [
        LegalRelation(
            from_document=own,
            to_document=document,
            kind=_RELATION_OF_ROLE.get(one.get("role") or "", RelationKind.CITES),
            source=f"{plan}, dòng {one['line']}"[:300],
        )
        for one, document in cited
    ]


def _citation(plan: Plan, document: LegalDocument, one: Mapping[str, Any]) -> LegalCitation:
    return LegalCitation(
        document=document,
        plan=plan,
        role=(one.get("role") or "mention")[:30],
        section=(one.get("section") or "")[:40],
        section_title=(one.get("section_title") or "")[:300],
        issued_date=_date(one.get("date")),
        issuer=(one.get("issuer") or "")[:200],
        as_written=one.get("as_written") or f"{one.get('type') or ''} {one['code']}".strip(),
        line=one["line"],
    )


def register_standards() -> int:
    """
    Put the documents our poverty standards rest on into the register; return how many are new.

    Inside the caller's transaction. Running it again adds only what is new.
    """
    new = 0
    for standard in load_standards():
        for basis in standard.legal_basis:
            for found in named_documents(basis.document):
                key = key_of_code(found["code"])
                made = _standard_document(found, key, standard.code, basis)
                new += made
    return new


def _standard_document(found: Mapping[str, Any], key: str, standard: str, basis: Any) -> bool:
    document = LegalDocument.objects.filter(code_key=key).first()
    source = STANDARD_SOURCE.format(code=standard)
    if document is None:
        LegalDocument.objects.create(
            kind=found["type"],
            code=found["code"],
            code_key=key,
            issued_date=_date(found["date"]),
            subject=basis.about or "",
            source=f"{source}; {basis.seen_in or ''}".strip("; ")[:300],
            confidence=basis.confidence,
        )
        return True
    _complete(document, {"subject": basis.about}, _date(found["date"]))
    return False


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
