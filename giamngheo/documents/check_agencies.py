"""Checks of offices: those that are no more on the plan's day."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from giamngheo.documents.citations import find_citations
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.reading import PlanReading
from giamngheo.law.enums import Confidence
from giamngheo.law.plan_rules import FormerAgency, former_agencies
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import fold

# To whom something goes: "báo cáo Sở …", "gửi về Phòng …".
_TO_RE = re.compile(
    r"\b(?:báo cáo|gửi|về|qua|trình|với|đề nghị|giao)\s+"
    r"(?P<name>(?:Sở|Phòng|Bộ|UBND|[ỦU][ỷy] ban nhân dân)\s[^.;,:()]{3,60})"
)


def check_agencies(reading: PlanReading, day: dt.date | None) -> Iterator[Finding]:
    """Yield offices that are given work or a copy, or issue the plan, and had ended by `day`."""
    if day is None:
        return
    places: defaultdict[FormerAgency, list[tuple[str, int]]] = defaultdict(list)
    for name, line in _named(reading):
        agency = _former(name, day)
        if agency is not None:
            places[agency].append((name, line))
    for agency, named in places.items():
        lines = sorted({line for _, line in named})
        mark = _MARKS[agency.until.confidence]
        yield finding(
            "DOC-F47",
            f"«{named[0][0]}» thôi từ {format_date(agency.until.value)} ({agency.until.source}"
            f"{mark}); kế hoạch còn nhắc ở dòng {', '.join(map(str, lines))}.",
            line=lines[0],
            proposal=f"Thay bằng {agency.after.value}.",
            found=named[0][0],
            expected=agency.after.value,
            lines=lines,
            confidence=str(agency.until.confidence),
        )


_MARKS = {
    Confidence.VERBATIM: "",
    Confidence.SECONDARY: ", theo nguồn thứ cấp",
    Confidence.UNVERIFIED: ", chưa đối chiếu",
}


def _named(reading: PlanReading) -> Iterator[tuple[str, int]]:
    if reading.head.issuer.name and reading.head.title_lines:
        yield reading.head.issuer.name, reading.head.title_lines[0]
    for task in reading.tasks:
        for name in (*task.lead, *task.coordinate, *task.reports_to):
            yield name, task.lines[0]
    for recipient in reading.recipients:
        if not recipient.is_archive:
            yield recipient.name, recipient.lines[0]
    for block in reading.blocks:
        if find_citations(block):
            continue
        for match in _TO_RE.finditer(block.text):
            yield match["name"], block.line_at(match.start("name"))


def _former(name: str, day: dt.date) -> FormerAgency | None:
    if re.search(r"\bcũ\b|trước đây", name):
        return None
    words = f"{fold(name)} "
    return next(
        (
            agency
            for agency in former_agencies()
            if agency.until.value <= day
            and any(words.startswith(f"{fold(one)} ") for one in agency.names)
        ),
        None,
    )
