"""The papers of a commune or village in a review: which there are, each as Word, as PDF by work."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.documents.writer import write_paper
from giamngheo.papers import catalogue
from giamngheo.papers.actions import order_certificates, order_paper
from giamngheo.papers.names import file_name
from giamngheo.papers.queries import papers_ordered
from giamngheo.reviews.models import Campaign, CommuneReview, VillageReview
from giamngheo.reviews.queries import decision_of
from giamngheo.web.access import reader, require, scope_of, today
from giamngheo.web.papers import table as layout
from giamngheo.web.rendering import render
from giamngheo.web.tables import build_table
from giamngheo.web.work.lines import work_line

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOME = ("Tổng quan", "/")


@require_GET
def commune_papers(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, unit = _commune(request, code, unit_code, Permission.VIEW_PERSONAL, "Xem văn bản của")
    may_take = scope_of(request).can(Permission.TAKE_PAPERS, unit.path)
    entries = catalogue.commune_entries(campaign=campaign, unit=unit)
    address = {"code": code, "unit_code": unit_code}
    villages = layout.village_rows(campaign, _villages(campaign, unit), code)
    decision = decision_of(campaign=campaign, unit_id=unit.pk)
    context = {
        "campaign": campaign,
        "unit": unit,
        "table": build_table(
            request,
            name="van-ban",
            caption=f"Văn bản của {unit.full_name}",
            columns=layout.COLUMNS,
            rows=[
                layout.entry_row(entry, _word("commune_paper", entry, may_take, **address))
                for entry in entries
            ],
            presorted=True,
        ),
        "villages": build_table(
            request,
            name="van-ban-cac-thon",
            caption="Văn bản của từng thôn, tổ dân phố",
            columns=layout.VILLAGE_COLUMNS,
            rows=villages,
            presorted=True,
            empty="Đợt này không theo dõi từng thôn: văn bản lập cho cả xã.",
        ),
        "decision": decision,
        "may_take": may_take,
        "pdf_address": reverse("commune_paper_pdf", kwargs=address),
        **_made(request, campaign, unit, of_village=False),
        "may_word": scope_of(request).can(Permission.DECIDE, unit.path),
        "steps": _steps(campaign, unit),
    }
    generated = campaign.is_generated
    return render(request, "papers/commune.html", context, block="results", generated=generated)


@require_GET
def village_papers(request: HttpRequest, code: str, village: int) -> HttpResponse:
    campaign, unit = _village(request, code, village, Permission.VIEW_PERSONAL, "Xem văn bản của")
    may_take = scope_of(request).can(_village_right(request, unit), unit.path)
    entries = catalogue.village_entries(campaign=campaign, village=unit)
    address = {"code": code, "village": village}
    rows = [
        layout.entry_row(entry, _word("village_paper", entry, may_take, **address))
        for entry in entries
    ]
    context = {
        "campaign": campaign,
        "unit": unit,
        "table": build_table(
            request,
            name="van-ban",
            caption=f"Văn bản của {unit.full_name}",
            columns=layout.COLUMNS,
            rows=rows,
            presorted=True,
        ),
        "may_take": may_take,
        "pdf_address": reverse("village_paper_pdf", kwargs=address),
        **_made(request, campaign, unit, of_village=True),
        "steps": _steps(campaign, unit),
    }
    generated = campaign.is_generated
    return render(request, "papers/village.html", context, block="results", generated=generated)


@require_GET
def commune_file(
    request: HttpRequest, code: str, unit_code: str, paper: str, part: int, kind: str
) -> HttpResponse:
    what = "Tải văn bản của"
    campaign, unit = _commune(request, code, unit_code, Permission.TAKE_PAPERS, what)
    return _file(request, campaign, unit, catalogue.COMMUNE_PAPERS, paper, part, kind)


@require_GET
def village_file(
    request: HttpRequest, code: str, village: int, paper: str, part: int, kind: str
) -> HttpResponse:
    what = "Tải văn bản của"
    campaign, unit = _village(request, code, village, None, what)
    return _file(request, campaign, unit, catalogue.VILLAGE_PAPERS, paper, part, kind)


@require_POST
def commune_pdf(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    what = "Lập văn bản của"
    campaign, unit = _commune(request, code, unit_code, Permission.TAKE_PAPERS, what)
    entries = catalogue.commune_entries(campaign=campaign, unit=unit)
    _order(request, campaign, unit, entries, Permission.TAKE_PAPERS, of_village=False)
    return redirect("commune_papers", code=code, unit_code=unit_code)


@require_POST
def village_pdf(request: HttpRequest, code: str, village: int) -> HttpResponse:
    campaign, unit = _village(request, code, village, None, "Lập văn bản của")
    entries = catalogue.village_entries(campaign=campaign, village=unit)
    _order(request, campaign, unit, entries, _village_right(request, unit), of_village=True)
    return redirect("village_papers", code=code, village=village)


def _order(
    request: HttpRequest,
    campaign: Campaign,
    unit: Unit,
    entries: Sequence[catalogue.Entry],
    permission: Permission,
    *,
    of_village: bool,
) -> None:
    """Have the paper of the button that was pressed made as PDF; LibreOffice takes seconds."""
    pressed = request.POST.get(layout.PDF_FIELD, "")
    entry = next((one for one in entries if f"{one.slug}:{one.part}" == pressed), None)
    if entry is None:
        messages.warning(request, "Văn bản này không còn; chọn trong bảng dưới đây.")
        return
    order_paper(
        campaign=campaign,
        unit=unit,
        of_village=of_village,
        slug=entry.slug,
        part=entry.part,
        title=entry.title,
        permission=permission,
        by=reader(request),
        as_of=today(),
    )
    messages.success(request, f"Đang lập PDF: {entry.title}. Xong thì tệp ở đầu trang này.")


def _made(
    request: HttpRequest, campaign: Campaign, unit: Unit, *, of_village: bool
) -> dict[str, Any]:
    """Return the reader's last PDFs of these papers, and whether one is still being made."""
    items = papers_ordered(campaign=campaign, unit=unit, of_village=of_village, by=reader(request))
    now = timezone.now()
    return {
        "made": [work_line(item, now=now) for item in items],
        "making": any(item.is_open for item in items),
        "here": request.get_full_path(),
    }


@require_POST
def certificates(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    """Have the certificates made as work; the file waits at its line."""
    what = "Lập giấy chứng nhận của"
    campaign, unit = _commune(request, code, unit_code, Permission.TAKE_PAPERS, what)
    decision = decision_of(campaign=campaign, unit_id=unit.pk)
    if decision is None:
        raise Http404(f"no decision for {unit_code} in {code}")
    order_certificates(decision=decision, by=reader(request))
    count = decision.poor + decision.near_poor
    messages.success(
        request, f"Đang lập {count} giấy chứng nhận. Xong thì tệp PDF ở ngay dòng việc này."
    )
    return redirect("work_list")


def _file(
    request: HttpRequest,
    campaign: Campaign,
    unit: Unit,
    papers: Mapping[str, catalogue.Build],
    name: str,
    part: int,
    kind: str,
) -> HttpResponse:
    build = papers.get(name)
    if build is None or kind != "docx":
        raise Http404(f"no paper {name}.{kind}")
    paper = build(campaign, unit, part, today())
    if paper is None:
        raise Http404(f"no paper {name} {part}")
    title = file_name(f"{name} {part or ''}", unit, campaign.year, kind)
    content = write_paper(paper)
    audit.read_event(
        action="papers.take_paper",
        by=reader(request),
        subject=title,
        unit_path=unit.path,
        details={"campaign": campaign.code, "paper": name, "part": part},
    )
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{title}"'
    return response


def _word(view: str, entry: catalogue.Entry, may_take: bool, **address: Any) -> str:
    place = {**address, "paper": entry.slug, "part": entry.part, "kind": "docx"}
    return reverse(view, kwargs=place) if may_take else ""


def _village_right(request: HttpRequest, unit: Unit) -> Permission:
    """Who reviews a village takes its papers; so does who takes those of the commune."""
    if scope_of(request).can(Permission.TAKE_PAPERS, unit.path):
        return Permission.TAKE_PAPERS
    return Permission.REVIEW


def _villages(campaign: Campaign, unit: Unit) -> list[VillageReview]:
    found = VillageReview.objects.filter(campaign=campaign, unit_path__startswith=unit.path)
    return list(found.select_related("unit").order_by("unit__sort_key", "unit_id"))


def _steps(campaign: Campaign, unit: Unit) -> list[tuple[str, str]]:
    return [
        HOME,
        ("Rà soát", reverse("review_list")),
        (campaign.name, reverse("campaign", kwargs={"code": campaign.code})),
        (f"{unit.full_name}: văn bản", ""),
    ]


def _campaign(code: str) -> Campaign:
    found = Campaign.objects.select_related("unit").filter(code=code).first()
    if found is None:
        raise Http404(f"no campaign {code}")
    return found


def _commune(
    request: HttpRequest, code: str, unit_code: str, permission: Permission, what: str
) -> tuple[Campaign, Unit]:
    campaign = _campaign(code)
    review = (
        CommuneReview.objects.filter(campaign=campaign, unit__code=unit_code)
        .select_related("unit__parent")
        .first()
    )
    if review is None:
        raise Http404(f"no commune {unit_code} in campaign {code}")
    unit = review.unit
    require(request, permission=permission, unit=unit, what=f"{what} {unit.full_name}")
    return campaign, unit


def _village(
    request: HttpRequest, code: str, village: int, permission: Permission | None, what: str
) -> tuple[Campaign, Unit]:
    """Without `permission` the right to take a village's papers is asked."""
    campaign = _campaign(code)
    review = (
        VillageReview.objects.filter(campaign=campaign, unit=village)
        .select_related("unit__parent")
        .first()
    )
    if review is None:
        raise Http404(f"no village {village} in campaign {code}")
    unit = review.unit
    permission = permission or _village_right(request, unit)
    require(request, permission=permission, unit=unit, what=f"{what} {unit.full_name}")
    return campaign, unit
