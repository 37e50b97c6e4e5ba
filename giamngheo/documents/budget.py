"""Money in a plan: what each project costs and who pays, the plan's own totals, credit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import Block
from giamngheo.documents.outline import Section
from giamngheo.lib.money import parse_money, to_million_vnd
from giamngheo.lib.numbers import Number

UNIT = "triệu đồng"
_WHOLE = r"(?<![\d.,])(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)"
# No sum has a part of a đồng: a fraction stands only before thousands, millions or more.
_SUM = rf"(?P<sum>{_WHOLE}(?:(?:,\d{{1,3}})? (?:nghìn|triệu|tỷ))? đồng)"
_SUM_RE = re.compile(_SUM)
_TOTAL_RE = re.compile(
    rf"(?:tổng|nhu cầu|kinh phí|dự toán)\b[^:]*:\s*(?:khoảng )?{_SUM}", re.IGNORECASE
)
_STATED_RE = re.compile(
    rf"(?:kế hoạch vốn|tổng (?:kinh phí|vốn|nguồn vốn))\b[^:]*:\s*(?P<about>khoảng )?{_SUM}",
    re.IGNORECASE,
)
_SOURCES = (
    ("central", re.compile(r"(?:vốn )?ngân sách trung ương", re.IGNORECASE)),
    ("local", re.compile(r"(?:vốn )?ngân sách (?:địa phương|tỉnh|huyện|xã)", re.IGNORECASE)),
    (
        "people",
        re.compile(r"(?:đối ứng|đóng góp|huy động) (?:của|từ) (?:người )?dân", re.IGNORECASE),
    ),
)
_INVESTMENT_RE = re.compile(r"đầu tư", re.IGNORECASE)
_RECURRENT_RE = re.compile(r"sự nghiệp", re.IGNORECASE)
_PROJECT_RE = re.compile(r"dự án (?:số )?(?P<number>\d+)\s*:\s*(?P<name>.+)", re.IGNORECASE)
_SUBPROJECT_RE = re.compile(
    r"ti[êể]u dự án (?:số )?(?P<number>\d+)\s*:\s*(?P<name>.+)", re.IGNORECASE
)
_CREDIT_RE = re.compile(
    r"(?:doanh số )?cho vay (?P<group>hộ [^\d:;]+?)(?: năm (?P<year>\d{4}))?(?: là)?"
    rf"\s*:\s*{_SUM}",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """
    The money of one project, in triệu đồng.

    A source whose kind (đầu tư, sự nghiệp) is not written counts as sự nghiệp and says so in
    `central_type_stated` or `local_type_stated`. `state_budget` leaves out what people give.
    """

    id: str
    project: str | None
    project_name: str | None
    subproject: str | None
    subproject_name: str | None
    section: str
    line: int
    lines: tuple[int, int]
    total: Number
    central: Number
    central_investment: Number
    central_recurrent: Number
    central_type_stated: bool
    local: Number
    local_investment: Number
    local_recurrent: Number
    local_type_stated: bool
    people: Number
    unit: str = UNIT

    @property
    def state_budget(self) -> Number:
        return self.central + self.local

    @property
    def is_complete(self) -> bool:
        """Say whether the sources add up to the total."""
        return self.central + self.local + self.people == self.total


@dataclass(frozen=True, kw_only=True)
class StatedBudget:
    """What the plan says all of it costs, in triệu đồng; None where it does not say."""

    line: int
    state_budget_total: Number
    central: Number | None
    local: Number | None
    approximate: bool
    as_written: str


@dataclass(frozen=True, kw_only=True)
class CreditTarget:
    """How much is to be lent to one group, in triệu đồng."""

    line: int
    group: str
    year: int | None
    amount: Number
    as_written: str
    unit: str = UNIT


Parts = Sequence[tuple[Block, tuple[Section, ...]]]


def find_budget_lines(parts: Parts) -> list[BudgetLine]:
    """Return a line per project: "Tổng nhu cầu …: n triệu đồng" with the sources below it."""
    found = []
    for place, (block, around) in enumerate(parts):
        total = _TOTAL_RE.match(block.text)
        if total is None or _project(around, _PROJECT_RE) is None:
            continue
        sources = _sources_below(parts, place + 1, around)
        found.append(_budget_line(block, around, _million(total["sum"]), sources))
    return found


def find_stated(parts: Parts) -> StatedBudget | None:
    """Return the plan's own total with its sources, if it states one."""
    for place, (block, around) in enumerate(parts):
        match = _STATED_RE.match(block.text)
        if match is None or _project(around, _PROJECT_RE) is not None:
            continue
        money = {name: _million(sums[0]) for name, sums, _ in _read(parts, place + 1, around)}
        return StatedBudget(
            line=block.line,
            state_budget_total=_million(match["sum"]),
            central=money.get("central"),
            local=money.get("local"),
            approximate=match["about"] is not None,
            as_written=match.group(),
        )
    return None


def find_credit(parts: Parts) -> list[CreditTarget]:
    """Return the loans planned per group of households."""
    return [
        CreditTarget(
            line=block.line,
            group=match["group"].strip(),
            year=int(match["year"]) if match["year"] else None,
            amount=_million(match["sum"]),
            as_written=block.text,
        )
        for block, _ in parts
        for match in _CREDIT_RE.finditer(block.text)
    ]


def _project(around: Sequence[Section], pattern: re.Pattern[str]) -> re.Match[str] | None:
    titles = [section.title or "" for section in around]
    return next(filter(None, (pattern.match(title) for title in titles)), None)


def _read(
    parts: Parts, start: int, around: tuple[Section, ...]
) -> list[tuple[str, list[str], Block]]:
    """Return (source, sums written, paragraph) of the paragraphs that follow in the same part."""
    found = []
    for block, here in parts[start:]:
        name = next((name for name, pattern in _SOURCES if pattern.match(block.text)), None)
        sums = _SUM_RE.findall(block.text)
        if here != around or name is None or not sums:
            break
        found.append((name, sums, block))
    return found


def _sources_below(
    parts: Parts, start: int, around: tuple[Section, ...]
) -> dict[str, tuple[Number, Number, bool, Block]]:
    """Return per source: its sum, the part for investment, whether the kind is written."""
    found = {}
    for name, sums, block in _read(parts, start, around):
        whole = _million(sums[0])
        has_kinds = bool(_INVESTMENT_RE.search(block.text) or _RECURRENT_RE.search(block.text))
        found[name] = (whole, _investment(block.text, whole), has_kinds, block)
    return found


def _investment(text: str, whole: Number) -> Number:
    if not _INVESTMENT_RE.search(text):
        return 0
    if not _RECURRENT_RE.search(text):
        return whole
    after = re.search(rf"(?:vốn )?đầu tư[^:;,)]*?:?\s*(?:khoảng )?{_SUM}", text, re.IGNORECASE)
    before = re.search(rf"{_SUM} (?:vốn )?đầu tư", text, re.IGNORECASE)
    match = before or after
    return _million(match["sum"]) if match else 0


def _budget_line(
    block: Block,
    around: tuple[Section, ...],
    total: Number,
    sources: dict[str, tuple[Number, Number, bool, Block]],
) -> BudgetLine:
    project, sub = _project(around, _PROJECT_RE), _project(around, _SUBPROJECT_RE)
    nothing = (0, 0, False, block)
    central, local = sources.get("central", nothing), sources.get("local", nothing)
    last = max([block.last_line, *(source[3].last_line for source in sources.values())])
    number = f"DA{project['number']}" if project else around[-1].path
    return BudgetLine(
        id=f"{number}.TDA{sub['number']}" if sub else number,
        project=f"Dự án {project['number']}" if project else None,
        project_name=project["name"] if project else None,
        subproject=f"Tiểu dự án {sub['number']}" if sub else None,
        subproject_name=sub["name"] if sub else None,
        section=around[-1].path,
        line=block.line,
        lines=(block.line, last),
        total=total,
        central=central[0],
        central_investment=central[1],
        central_recurrent=central[0] - central[1],
        central_type_stated=central[2],
        local=local[0],
        local_investment=local[1],
        local_recurrent=local[0] - local[1],
        local_type_stated=local[2],
        people=sources.get("people", nothing)[0],
    )


def _million(text: str) -> Number:
    return to_million_vnd(parse_money(text))
