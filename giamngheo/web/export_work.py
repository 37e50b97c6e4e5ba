"""
Long lists to a file in the background: one line in EXPORTS, and `answer_export` in the view.

The file is made from the address of the list alone, by the same code that shows it, with the
rights its reader has when it is written.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.web.access import reader
from giamngheo.web.exporting import Export, export_as_response, write_export
from giamngheo.web.rendering import render
from giamngheo.work.actions import enqueue
from giamngheo.work.files import new_path
from giamngheo.work.jobs import Job

AT_ONCE: Final = 2_000  # rows written while the reader waits

# name: where `build(request) -> Export` is; it checks the reader's rights itself.
EXPORTS: Final[dict[str, str]] = {
    "households": "giamngheo.web.households.listing.household_export",
    "tasks": "giamngheo.web.tasks.board.task_export",
    "quality_findings": "giamngheo.web.quality.findings.finding_export",
    "simulation_households": "giamngheo.web.simulations.listing.changed_export",
}


class ExportNotAllowed(Refusal):
    code = "WEB-003"
    sentence = (
        "Chưa lập được tệp danh sách: tài khoản này không còn quyền xem, hoặc đơn vị của danh sách "
        "không còn. Mở lại danh sách để xem các phần được phép."
    )


def answer_export(request: HttpRequest, *, name: str) -> HttpResponse:
    """
    Return the file of a short list at once; for a longer one ask first, then queue it as work.

    The view allows GET and POST: a GET starts no work, its page has the button that does.
    """
    export = _builder(name)(request)
    by = reader(request)
    if export.count <= AT_ONCE:
        _note(export, by, request.GET.urlencode())
        return export_as_response(export=export, by=by)
    if request.method != "POST":
        context = {
            "title": export.title,
            "count": export.count,
            "action": request.get_full_path(),
            "back": request.headers.get("Referer", "") or "/",
        }
        return render(request, "exports/ask.html", context)
    enqueue(
        kind="export",
        by=by,
        unit_path=export.unit_path,
        title=f"Xuất Excel: {export.title}"[:200],
        parameters={"name": name, "path": request.path, "query": request.GET.urlencode()},
    )
    rows = format_number(export.count)
    messages.success(request, f"Đang lập tệp {rows} dòng. Xong thì tệp ở ngay dòng việc này.")
    return redirect("work_list")


def run_export(*, job: Job, name: str, path: str, query: str) -> dict[str, Any]:
    """
    Write the file of a queued list; the result says its rows and the file's name.

    Raises: ExportNotAllowed [WEB-003], ExportIncomplete [WEB-002].
    """
    if job.by is None:
        raise ExportNotAllowed
    try:
        export = _builder(name)(_request_of(job.by, path, query))
    except (PermissionDenied, Http404) as error:
        raise ExportNotAllowed from error
    job.report(done=0, total=export.count, message="Đang ghi các dòng")
    target = new_path(suffix=".xlsx")
    written = write_export(
        export=export,
        path=target,
        by=job.by,
        report=lambda done: job.report(done=done, total=export.count, message="Đang ghi các dòng"),
    )
    job.report(done=written, total=export.count, message="Đã ghi xong")
    _note(export, job.by, query)
    return {
        "file": target.name,
        "file_name": export.file_name,
        "asked": export.count,
        "written": written,
        "permission": export.permission.value,
    }


def exported_sentence(result: Mapping[str, Any]) -> str:
    written, asked = format_number(result["written"]), format_number(result["asked"])
    return f"Danh sách có {asked} dòng, tệp có {written} dòng."


def _builder(name: str) -> Callable[[HttpRequest], Export]:
    found: Callable[[HttpRequest], Export] = import_string(EXPORTS[name])
    return found


def _request_of(user: User, path: str, query: str) -> HttpRequest:
    """Return the list's request as its reader would make it now."""
    request = HttpRequest()
    request.method, request.path = "GET", path
    request.GET = QueryDict(query)
    request.user = user
    return request


def _note(export: Export, by: User, query: str) -> None:
    audit.read_event(
        action=export.action,
        by=by,
        subject=export.title[:200],
        unit_path=export.unit_path,
        details={"rows": export.count, "query": query},
    )
