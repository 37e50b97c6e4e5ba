"""Certificates of a decision as work: one PDF, its progress on view, the file for its owner."""

from __future__ import annotations

from typing import Any

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.papers.certificates import certificates_pdf
from giamngheo.papers.filling_communes import certified_of
from giamngheo.papers.names import file_name
from giamngheo.reviews.models import Decision
from giamngheo.work.files import new_path
from giamngheo.work.jobs import Job


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
        "permission": Permission.EXPORT_PERSONAL.value,
        "households": total,
    }
