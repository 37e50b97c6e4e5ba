"""The gallery: every design part, live, with the hard cases (long names, nothing, millions)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from giamngheo.web.access import NoRight, is_system
from giamngheo.web.gallery import entry_samples, samples
from giamngheo.web.rendering import render
from giamngheo.web.work.lines import work_line


def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or is_system(request)):
        raise NoRight(what="Xem bộ phần giao diện", who="người quản trị hệ thống")
    context = {
        "table": samples.commune_table(request),
        "empty_table": samples.empty_table(request),
        "one_row_table": samples.one_row_table(request),
        "warnings": samples.WARNINGS,
        "years": samples.YEARS,
        "tile_bar": samples.TILE_BAR,
        "page": samples.PAGE,
        "work": [work_line(item, now=samples.WORK_SEEN_AT) for item in samples.WORK],
        "entries": entry_samples.ENTRIES,
        "entry_result": entry_samples.RESULT,
        "entry_row": entry_samples.ROW,
        "form": samples.SampleForm(data={"name": "", "kind": "xa"}),
    }
    return render(request, "gallery/gallery.html", context, block="results", generated=True)
