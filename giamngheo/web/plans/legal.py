"""The register of legal documents: the list, one document with who cites it, entering one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.queries import unit_at_code
from giamngheo.lib.dates import parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import parse_number
from giamngheo.planning import actions
from giamngheo.planning.enums import Confidence, RelationKind, TargetFamily
from giamngheo.planning.legal_queries import document_file, document_kinds, documents_found
from giamngheo.planning.models import AssignedTarget, LegalCitation, LegalDocument, LegalRelation
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.plans.handling import require_anywhere
from giamngheo.web.plans.words import number
from giamngheo.web.rendering import render
from giamngheo.web.tables import Cell, Column, Row, Status, Tone, build_table


class AssignedUnitUnknown(Refusal):
    code = "WEB-040"
    sentence = (
        "Chưa ghi được chỉ tiêu được giao: năm {year} không có đơn vị mã {unit_code}. Xem mã "
        "đơn vị ở Danh mục đơn vị hành chính."
    )


PAGE_SIZE = 60
UNPROCESSABLE = 422
CONFIDENCE_TONES: dict[str, Tone] = {
    Confidence.VERBATIM: "good",
    Confidence.SECONDARY: "plain",
    Confidence.UNVERIFIED: "look",
}
COLUMNS = (
    Column(key="code", head="Văn bản", row_head=True, sortable=False),
    Column(key="issued", head="Ngày", kind="date", sortable=False),
    Column(key="subject", head="Về việc", sortable=False, wide_only=True),
    Column(key="cited", head="Kế hoạch dẫn", kind="number", sortable=False),
    Column(key="confidence", head="Mức tin cậy", kind="status", sortable=False),
)
CITATION_COLUMNS = (
    Column(key="plan", head="Kế hoạch", row_head=True, sortable=False),
    Column(key="section", head="Mục", sortable=False),
    Column(key="written", head="Ghi trong kế hoạch", sortable=False, wide_only=True),
    Column(key="line", head="Dòng", kind="number", sortable=False),
)
# Read the other way round: "thực hiện X" on one page is "được thực hiện bởi" on the other.
INTO_WORDS = {
    RelationKind.IMPLEMENTS: "được thực hiện, hướng dẫn bởi",
    RelationKind.AMENDS: "được sửa đổi, bổ sung bởi",
    RelationKind.REPLACES: "bị thay thế bởi",
    RelationKind.CITES: "được dẫn bởi",
    RelationKind.APPROVES: "được phê duyệt bởi",
}


class _Day(forms.CharField):
    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, help_text="Dạng 31/01/2020.")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DocumentForm(forms.Form):
    kind = forms.CharField(label="Loại văn bản", max_length=60, initial="Quyết định")
    code = forms.CharField(label="Số, ký hiệu", max_length=60)
    issued_date = _Day("Ngày ban hành")
    issuer = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    subject = forms.CharField(label="Trích yếu", required=False)
    in_force_from = _Day("Có hiệu lực từ")
    in_force_to = _Day("Hết hiệu lực từ")
    guidance_for = forms.CharField(
        label="Hướng dẫn cho việc",
        max_length=500,
        required=False,
        help_text="Việc trong kế hoạch đang chờ hướng dẫn, nếu có.",
    )
    source = forms.CharField(label="Nguồn", max_length=300, required=False)
    confidence = forms.ChoiceField(
        label="Mức tin cậy", choices=Confidence.choices, initial=Confidence.UNVERIFIED
    )


@require_GET
def legal_list(request: HttpRequest) -> HttpResponse:
    """Every document that plans and standards cite or officers entered."""
    text, kind = request.GET.get("tim", ""), request.GET.get("loai", "")
    found = documents_found(text=text, kind=kind)
    page = page_by_key(request, rows=found, order=("-issued_date", "id"), size=PAGE_SIZE)
    table = build_table(
        request,
        name="van-ban",
        caption="Văn bản",
        columns=COLUMNS,
        rows=[_row(one) for one in page.rows],
        presorted=True,
        empty="Chưa có văn bản nào khớp. Văn bản vào danh mục khi ghi nhận kế hoạch dẫn tới nó.",
    )
    context = {
        "table": table,
        "page": page,
        "kinds": [(one, one) for one in document_kinds()],
        "text": text,
        "kind": kind,
        "may_enter": scope_of(request).can(Permission.IMPORT_PLAN),
        "steps": [("Tổng quan", reverse("home")), ("Danh mục văn bản", "")],
    }
    return render(request, "plans/legal_list.html", context, block="results")


def _row(one: LegalDocument) -> Row:
    href = reverse("legal_document", kwargs={"document_id": one.pk})
    over = f"bị thay thế bởi {one.repealed_by}" if one.repealed_by else ""
    return Row(
        cells={
            "code": Cell(value=str(one), href=href, note=over),
            "issued": one.issued_date,
            "subject": one.subject,
            "cited": getattr(one, "cited", 0),
            "confidence": _confidence(one),
        }
    )


def _confidence(one: LegalDocument) -> Status:
    return Status(tone=CONFIDENCE_TONES[one.confidence], word=one.get_confidence_display())


@require_GET
def legal_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document: force, relations, who cites it."""
    found = document_file(document_id=document_id, scope=scope_of(request))
    if found is None:
        raise Http404(f"no document {document_id}")
    citations = build_table(
        request,
        name="dan",
        caption="Kế hoạch dẫn văn bản này",
        columns=CITATION_COLUMNS,
        rows=[_citation_row(one) for one in found.citations],
        empty="Chưa có kế hoạch nào bạn được xem dẫn văn bản này.",
    )
    context = {
        "found": found,
        "document": found.document,
        "confidence": _confidence(found.document),
        "assigned": _assigned(request, found.document),
        "families": TargetFamily.choices,
        "relations": [*_out(found.out), *_into(found.into)],
        "citations": citations,
        "kinds": RelationKind.choices,
        "may_enter": scope_of(request).can(Permission.IMPORT_PLAN),
        "steps": [
            ("Tổng quan", reverse("home")),
            ("Danh mục văn bản", reverse("legal_list")),
            (str(found.document), ""),
        ],
    }
    return render(request, "plans/legal_document.html", context)


def _assigned(request: HttpRequest, document: LegalDocument) -> list[tuple[AssignedTarget, str]]:
    """Return the figures this decision assigned to units in the reader's scope."""
    found = scope_of(request).filter(document.assigned_targets.select_related("unit"))
    return [(one, number(one.value)) for one in found]


def _out(relations: tuple[LegalRelation, ...]) -> list[tuple[str, LegalDocument, str]]:
    return [(one.get_kind_display(), one.to_document, one.article) for one in relations]


def _into(relations: tuple[LegalRelation, ...]) -> list[tuple[str, LegalDocument, str]]:
    return [
        (INTO_WORDS[RelationKind(one.kind)], one.from_document, one.article) for one in relations
    ]


def _citation_row(one: LegalCitation) -> Row:
    href = reverse("plan", kwargs={"plan_id": one.plan_id})
    name = f"{one.plan.code or 'chưa có số'}, {one.plan.unit.full_name}"
    return Row(
        cells={
            "plan": Cell(value=name, href=f"{href}?phan=can-cu"),
            "section": one.section,
            "written": one.as_written,
            "line": Cell(value=one.line, href=f"{href}?phan=can-cu#dong-{one.line}"),
        }
    )


@require_http_methods(["GET", "POST"])
def legal_new(request: HttpRequest) -> HttpResponse:
    """Enter a document an officer holds."""
    require_anywhere(request, "Nhập văn bản vào danh mục")
    return _form_page(request, None)


@require_http_methods(["GET", "POST"])
def legal_edit(request: HttpRequest, document_id: int) -> HttpResponse:
    """Correct what the register says of a document."""
    require_anywhere(request, "Nhập văn bản vào danh mục")
    return _form_page(request, _document(document_id))


def _form_page(request: HttpRequest, document: LegalDocument | None) -> HttpResponse:
    status = 200
    if request.method == "POST":
        form = DocumentForm(request.POST)
        if form.is_valid():
            try:
                done = actions.record_document(
                    document=document, by=reader(request), **form.cleaned_data
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Đã ghi {done}.")
                return redirect("legal_document", document_id=done.pk)
        status = UNPROCESSABLE
    else:
        form = DocumentForm(initial=_initial(document))
    context = {
        "form": form,
        "document": document,
        "steps": [
            ("Tổng quan", reverse("home")),
            ("Danh mục văn bản", reverse("legal_list")),
            (str(document) if document else "Nhập văn bản", ""),
        ],
    }
    return render(request, "plans/legal_form.html", context, status=status)


def _initial(document: LegalDocument | None) -> dict[str, Any]:
    if document is None:
        return {}
    days = ("issued_date", "in_force_from", "in_force_to")
    found = {name: getattr(document, name) for name in DocumentForm.base_fields}
    return found | {name: f"{found[name]:%d/%m/%Y}" for name in days if found[name]}


@require_POST
def legal_relate(request: HttpRequest, document_id: int) -> HttpResponse:
    """Say what a document does to another."""
    require_anywhere(request, "Nhập văn bản vào danh mục")
    document = _document(document_id)
    kind, code = request.POST.get("quan-he", ""), request.POST.get("so", "")
    if kind not in RelationKind.values:
        raise Http404(f"no relation {kind!r}")
    other = documents_found(text=code).first() if code.strip() else None
    actions.record_relation(
        from_document=document,
        to_document=other or document,
        kind=RelationKind(kind),
        article=request.POST.get("dieu", ""),
        by=reader(request),
    )
    return redirect("legal_document", document_id=document_id)


@require_POST
def legal_assign(request: HttpRequest, document_id: int) -> HttpResponse:
    """Enter one figure of a target-assigning decision."""
    require_anywhere(request, "Ghi chỉ tiêu được giao")
    document = _document(document_id)
    code, year = request.POST.get("don-vi", "").strip(), request.POST.get("nam", "")
    family = request.POST.get("nhom", "")
    if family not in TargetFamily.values or not (year.isdecimal() and len(year) == 4):
        raise Http404("no such family or year")
    unit = unit_at_code(code=code, as_of=date(int(year), 1, 1)) if code else None
    if unit is None:
        raise AssignedUnitUnknown(unit_code=code or "trống", year=year)
    what = f"Ghi chỉ tiêu được giao của {unit.full_name}"
    require(request, permission=Permission.IMPORT_PLAN, unit=unit, what=what)
    actions.assign_target(
        document=document,
        unit=unit,
        year=int(year),
        family=TargetFamily(family),
        label=request.POST.get("ten", ""),
        value=Decimal(parse_number(request.POST.get("muc", ""))),
        measured_in=request.POST.get("tinh", ""),
        by=reader(request),
    )
    return redirect("legal_document", document_id=document_id)


def _document(document_id: int) -> LegalDocument:
    document = LegalDocument.objects.filter(pk=document_id).first()
    if document is None:
        raise Http404(f"no document {document_id}")
    return document
