"""A plan read whole: from a file to its parts."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from giamngheo.documents.assignments import Task
from giamngheo.documents.blocks import Block, Marker, to_blocks
from giamngheo.documents.budget import (
    BudgetLine,
    StatedBudget,
    find_stated,
)
from giamngheo.documents.citations import Citation, find_citations, legal_bases
from giamngheo.documents.credit import CreditTarget, find_credit
from giamngheo.documents.heading import Head, read_head
from giamngheo.documents.layout import unfold
from giamngheo.documents.named import NamedSystem, find_campaigns, find_systems
from giamngheo.documents.notes import Annex, Footnote, find_annexes, find_footnotes
from giamngheo.documents.objectives import (
    FundingSource,
    Objectives,
    find_funding_sources,
    find_objectives,
)
from giamngheo.documents.outline import Section, outline_of
from giamngheo.documents.projects import (
    AbsentProject,
    EligibilityRule,
    Project,
    absent_projects,
    find_eligibility,
    find_projects,
)
from giamngheo.documents.recipients import Recipient, find_recipients, recipients_start
from giamngheo.documents.repairs import page_joins, table_breaks
from giamngheo.documents.reporting import Report, find_reporting
from giamngheo.documents.signature import Signer, read_signer
from giamngheo.documents.solutions import Solution, find_solutions
from giamngheo.documents.sources import Line, read_lines
from giamngheo.documents.table_items import (
    all_budget_lines,
    all_targets,
    all_tasks,
    project_ids,
)
from giamngheo.documents.tables import Table, find_tables
from giamngheo.documents.targets import Target

_KEPT_WITH_RE = re.compile(r"\((?:Ban hành k|K)èm theo", re.IGNORECASE)
_OPENING = (Marker.ROMAN, Marker.NUMBER, Marker.DECIMAL, Marker.ARTICLE, Marker.LETTER)
_ALLOCATION_RE = re.compile(r"nguyên tắc[^:]*(?:phân bổ|định mức)[^:]*:", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class PlanReading:
    """What was read of a plan; every part knows its lines, counted from 1 in `text`."""

    file_name: str
    text: str
    head: Head
    signer: Signer
    legal_bases: tuple[Citation, ...]
    references: tuple[Citation, ...]
    outline: tuple[Section, ...]
    targets: tuple[Target, ...]
    tables: tuple[Table, ...]
    stated_budget: StatedBudget | None
    budget_lines: tuple[BudgetLine, ...]
    credit_targets: tuple[CreditTarget, ...]
    tasks: tuple[Task, ...]
    solutions: tuple[Solution, ...]
    recipients: tuple[Recipient, ...]
    footnotes: tuple[Footnote, ...]
    annexes: tuple[Annex, ...]
    objectives: Objectives = field(default_factory=Objectives)
    reporting: tuple[Report, ...] = ()
    projects: tuple[Project, ...] = ()
    projects_absent: tuple[AbsentProject, ...] = ()
    eligibility_rules: tuple[EligibilityRule, ...] = ()
    funding_sources: tuple[FundingSource, ...] = ()
    named_systems: tuple[NamedSystem, ...] = ()
    named_campaigns: tuple[str, ...] = ()
    page_break_joins: tuple[tuple[int, int], ...] = ()
    table_breaks: tuple[int, ...] = ()
    blocks: tuple[Block, ...]

    def to_json(self) -> dict[str, Any]:
        """
        Return the reading as plain data, ready for `json.dumps`.

        Blocks: document, legal_bases, references, outline, objectives, targets, tables, budget,
        funding_sources, credit_targets, projects, projects_absent, eligibility_rules, tasks,
        solutions, deadlines, reporting, recipients, footnotes, annexes, named_systems,
        named_campaigns, page_break_joins, table_breaks, ocr_errors. Dates are ISO texts,
        fractions floats, `lines` pairs of first and last line.
        """
        from giamngheo.documents.as_json import reading_as_json

        return reading_as_json(self)


def read_plan(path: str | os.PathLike[str]) -> PlanReading:
    """
    Read the plan document at `path`: its head, legal bases, parts, targets, tables, recipients.

    Raises: PlanFileMissing [DOC-001], PlanFileUnreadable [DOC-002], PlanFileEmpty [DOC-003],
            PlanScanned [DOC-004], PlanFileTooBig [DOC-005].
    """
    path = Path(path)
    return read_text_lines(read_lines(path), file_name=path.name)


def read_text_lines(lines: Sequence[Line], *, file_name: str) -> PlanReading:
    """Read a plan from its numbered lines, at least one of which holds text."""
    written = "\n".join(_as_written(line) for line in lines)
    lines = unfold(lines)
    blocks = to_blocks(lines)
    head, start = read_head(lines, blocks)
    foot = recipients_start(blocks) or _signature(lines) or _last_tables(lines, blocks)
    foot = foot or max(line.number for line in lines) + 1
    body = [block for block in blocks if start <= block.line < foot]
    parts = outline_of(body)
    placed = _with_sections(body, parts)
    first_part = parts[0][0].line if parts else start
    tables = find_tables(lines, blocks)
    above = [block for block in body if block.line < first_part]
    grounds = [block for block in above if not _KEPT_WITH_RE.match(block.text)]
    after = [block for block in blocks if block.line >= first_part or block not in grounds]
    after = [block for block in after if block.line >= start]
    tasks = all_tasks(placed, tables, parts, head.last_year)
    money = all_budget_lines(placed, tables)
    projects = find_projects(placed)
    return PlanReading(
        file_name=file_name,
        text=written,
        head=head,
        signer=read_signer([line for line in lines if line.number >= foot]),
        legal_bases=tuple(legal_bases(grounds)),
        references=tuple(_references(after)),
        outline=(*(section for section, _ in parts), *_annexes(tables, blocks, foot)),
        targets=tuple(all_targets(placed, tables, parts, head.last_year)),
        tables=tuple(tables),
        stated_budget=find_stated(placed),
        budget_lines=tuple(money),
        credit_targets=tuple(find_credit(placed)),
        tasks=tuple(tasks),
        solutions=tuple(find_solutions(placed, tasks)),
        recipients=tuple(find_recipients(blocks)),
        footnotes=tuple(find_footnotes(blocks)),
        annexes=tuple(find_annexes(body, tables, foot)),
        objectives=find_objectives(placed),
        reporting=tuple(find_reporting(tasks, body)),
        projects=tuple(projects),
        projects_absent=tuple(absent_projects(project_ids(projects, money))),
        eligibility_rules=tuple(find_eligibility(projects)),
        funding_sources=tuple(find_funding_sources(placed)),
        named_systems=tuple(find_systems(body)),
        named_campaigns=tuple(find_campaigns(body)),
        page_break_joins=tuple(page_joins(body)),
        table_breaks=tuple(table_breaks(lines, tables)),
        blocks=tuple(blocks),
    )


def _as_written(line: Line) -> str:
    return "\t".join(line.cells) if line.cells else line.text


def _signature(lines: Sequence[Line]) -> int | None:
    signer = read_signer(lines[len(lines) // 4 :])
    return signer.lines[0] if signer.lines else None


def _last_tables(lines: Sequence[Line], blocks: Sequence[Block]) -> int | None:
    """Return where tables begin after which no part opens; None when there is none."""
    opened = max((one.line for one in blocks if one.marker in _OPENING), default=0)
    rows = (line.number for line in lines if len(line.cells) > 2 and line.number > opened)
    return next(rows, None)


def _references(blocks: Sequence[Block]) -> list[Citation]:
    found: dict[tuple[str, int], Citation] = {}
    for block in blocks:
        role = "mention"
        if block.marker is Marker.FOOTNOTE:
            role = "footnote"
        elif _KEPT_WITH_RE.match(block.text):
            role = "annex_parent"
        elif _ALLOCATION_RE.match(block.text):
            role = "allocation_rule"
        for citation in find_citations(block, role=role):
            found.setdefault((citation.code or "", citation.lines[0]), citation)
    # Footnotes come last, wherever the page had room for them: Word keeps them apart.
    return sorted(found.values(), key=lambda citation: citation.role == "footnote")


def _with_sections(
    body: Sequence[Block], parts: Sequence[tuple[Section, Block]]
) -> list[tuple[Block, tuple[Section, ...]]]:
    opening = {id(block): section for section, block in parts}
    around: tuple[Section, ...] = ()
    found = []
    for block in body:
        section = opening.get(id(block))
        if section is not None:
            around = (*(one for one in around if one.level < section.level), section)
        found.append((block, around))
    return found


def _annexes(tables: Sequence[Table], blocks: Sequence[Block], foot: int) -> list[Section]:
    opening = {block.line: block for block in blocks}
    return [
        Section(
            path=table.id,
            level=1,
            number=None,
            title=_first_lines(table.title, opening.get(table.title_line or 0)),
            line=table.title_line or table.lines[0],
            kind="annex",
        )
        for table in tables
        if table.title and table.lines[1] >= foot
    ]


def _first_lines(title: str, block: Block | None) -> str:
    """Return the title without what stands apart below it, such as the years it covers."""
    if block is None or block.text != title:
        return title
    for (_, above), (offset, line) in pairwise(block.starts):
        if line > above + 1:
            return title[:offset].strip()
    return title
