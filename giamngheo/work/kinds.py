"""
The kinds of work: one explicit dictionary.

A new kind is one line here and a handler in the floor that owns the domain, named by its dotted
path because that floor stands above this one. See `jobs.Job` for what a handler looks like.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.module_loading import import_string

from giamngheo.audit.queries import verify_chain
from giamngheo.work.jobs import Job

Handler = Callable[..., Mapping[str, Any] | None]


@dataclass(frozen=True)
class Kind:
    """What people read, and where the handler is."""

    title: str
    handler: str

    def load(self) -> Handler:
        handler: Handler = import_string(self.handler)
        return handler


KINDS: Final[dict[str, Kind]] = {
    "verify_audit": Kind("Kiểm tra chuỗi nhật ký", "giamngheo.work.kinds.verify_audit"),
    "export": Kind("Xuất danh sách ra Excel", "giamngheo.web.export_work.run_export"),
    "import_read": Kind("Đọc danh sách hộ", "giamngheo.exchange.running.run_reading"),
    "import_commit": Kind("Ghi danh sách hộ vào sổ", "giamngheo.exchange.running.run_commit"),
    "import_undo": Kind("Hoàn tác lô nhập hộ", "giamngheo.exchange.running.run_undo"),
    "certificates": Kind(
        "Lập giấy chứng nhận hộ nghèo, cận nghèo", "giamngheo.papers.making.run_certificates"
    ),
    "carry_households": Kind(
        "Chuyển hộ sang đơn vị mới", "giamngheo.registry.carrying.run_carrying"
    ),
    "paper_pdf": Kind("Lập văn bản PDF", "giamngheo.papers.making.run_paper"),
    "quality_check": Kind("Kiểm tra dữ liệu hộ", "giamngheo.quality.running.run_check"),
    "plan_read": Kind("Đọc văn bản kế hoạch", "giamngheo.planning.uploads.run_reading"),
    "simulate": Kind("Mô phỏng chuẩn nghèo", "giamngheo.simulations.running.run_simulation"),
}


def verify_audit(*, job: Job) -> dict[str, Any]:
    """Walk the audit chain; the result says how many events, the head, and the break if any."""
    job.report(done=0, message="Đang đi hết chuỗi nhật ký")
    report = verify_chain()
    broken = report.broken.sentence if report.broken else ""
    return {"events": report.events, "head": str(report.head), "broken": broken}
