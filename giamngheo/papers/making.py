"""Papers as work: certificates, PDFs of Word papers; progress on view, the file for its owner."""

from __future__ import annotations

from datetime import date
from typing import Any

from giamngheo.accounts.enums import Permission
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.documents.writer import word_to_pdf, write_paper
from giamngheo.lib.errors import Refusal
from giamngheo.papers import catalogue
from giamngheo.papers.certificates import certificates_pdf
from giamngheo.papers.filling_communes import certified_of
from giamngheo.papers.names import file_name
from giamngheo.reviews.models import Campaign, Decision
from giamngheo.work.files import new_path
from giamngheo.work.jobs import Job


class PaperGone(Refusal):
    code = "PAP-007"
    sentence = (
        "Chưa lập được tệp PDF của {unit}: văn bản này không còn trong đợt rà soát. Mở lại trang "
        "Văn bản để xem các văn bản hiện có."
    )
    english = "No PDF for {unit}: the review has no such paper any more."


def run_certificates(*, job: Job, decision_id: int) -> dict[str, Any]:
    """
    Make the PDF; the result says how many and names the file, kept a week.

    Raises: FormNotSet [DOC-008].
    """
    decision = Decision.objects.select_related("campaign", "unit__parent").get(pk=decision_id)
    office, certified, signing = certified_of(decision=decision)
    total = len(certified.lines)
    job.report(done=0, total=total, message="Đang lập giấy chứng nhận")
    made = certificates_pdf(
        office,
        certified,
        signing,
        report=lambda done, count: job.report(
            done=done, total=count, message="Đang lập giấy chứng nhận"
        ),
    )
    path = new_path(suffix=".pdf")
    path.write_bytes(made)
    audit.read_event(
        action="papers.make_certificates",
        by=job.by,
        subject=f"Giấy chứng nhận theo Quyết định {decision.number}",
        unit_path=decision.unit_path,
        details={"households": total},
    )
    return {
        "file": path.name,
        "file_name": file_name("giay-chung-nhan", decision.unit, certified.year, "pdf"),
        "permission": Permission.TAKE_PAPERS.value,
        "households": total,
    }


def run_paper(
    *,
    job: Job,
    campaign_id: int,
    unit_id: int,
    of_village: bool,
    slug: str,
    part: int,
    permission: str,
    as_of: str,
) -> dict[str, Any]:
    """
    Make one Word paper and turn it into PDF through LibreOffice.

    Raises: PaperGone [PAP-007], NoPdfHere [DOC-006], PdfNotMade [DOC-007].
    """
    job.report(done=0, total=2, message="Đang lập văn bản Word")
    campaign = Campaign.objects.select_related("unit").get(pk=campaign_id)
    unit = Unit.objects.select_related("parent").get(pk=unit_id)
    papers = catalogue.VILLAGE_PAPERS if of_village else catalogue.COMMUNE_PAPERS
    build = papers.get(slug)
    paper = build(campaign, unit, part, date.fromisoformat(as_of)) if build else None
    if paper is None:
        raise PaperGone(unit=unit.full_name)
    name = " ".join(filter(None, (paper.type_name.lower() or "công văn", paper.number)))
    word = write_paper(paper)
    job.report(done=1, total=2, message="Đang chuyển sang PDF")
    made = word_to_pdf(word=word, name=name)
    path = new_path(suffix=".pdf")
    path.write_bytes(made)
    audit.read_event(
        action="papers.make_pdf",
        by=job.by,
        subject=name,
        unit_path=unit.path,
        details={"campaign": campaign.code, "paper": slug, "part": part},
    )
    job.report(done=2, total=2, message="Đã lập xong")
    return {
        "file": path.name,
        "file_name": file_name(f"{slug} {part or ''}", unit, campaign.year, "pdf"),
        "permission": permission,
    }
