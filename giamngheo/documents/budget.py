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
SUM = rf"(?P<sum>{_WHOLE}(?:(?:,\d{{1,3}})? (?:nghìn|triệu|tỷ))? đồng)"
SUM_RE = re.compile(SUM)
_TOTAL_RE = re.compile(
    rf"(?:[^:.;\d]{{0,60}}:\s*)?(?:(?:tổng|nhu cầu|kinh phí|dự toán|dự kiến|vốn)\b"
    rf"(?!.{{0,20}}cho vay)[^:;.]{{0,80}}?(?::|\blà)\s*"
    rf"|tổng (?:kinh phí|vốn|nhu cầu)[^:;.\d]{{0,60}}?\s)(?:khoảng )?{SUM}",
    re.IGNORECASE,
)
_STATED_RE = re.compile(
    rf"(?:kế hoạch vốn|tổng (?:kinh phí|vốn|nguồn vốn|nhu cầu))\b(?:[^:]*:|(?:[^:\d]|năm 20\d\d)*?)"
    rf"\s*(?P<about>khoảng )?{SUM}",
    re.IGNORECASE,
)
_SOURCES = (
    (
        "people",
        r"(?:đối ứng|đóng góp|huy động) (?:của|từ) (?:người |nhân )?dân|(?:người|nhân) dân "
        r"(?:đóng góp|đối ứng)",
    ),
    ("central", r"(?:vốn )?ngân sách (?:nhà nước )?trung ương|NSTW"),
    (
        "local",
        r"(?:vốn )?ngân sách (?:địa phương|tỉnh|thành phố|huyện|xã)|NSĐP|"
        r"(?:vốn )?đối ứng (?:của )?(?:ngân sách )?(?:địa phương|tỉnh|huyện|xã)",
    ),
)
SOURCE_RE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _SOURCES), re.IGNORECASE)
# "450 triệu đồng từ ngân sách thành phố.": one source gives all of it.
_ONLY_RE = re.compile(
    rf"\s*(?:từ|bằng|do) (?:nguồn )?(?:{SOURCE_RE.pattern})[^\d:;,]*$", re.IGNORECASE
)
_INVESTMENT_RE = re.compile(r"đầu tư|\b(?-i:ĐTPT|XDCB)\b", re.IGNORECASE)
_RECURRENT_RE = re.compile(r"sự nghiệp|\b(?-i:SN)\b", re.IGNORECASE)
_PROJECT_RE = re.compile(r"dự án (?:số )?(?P<number>\d+)\s*[:.]\s*(?P<name>.+)", re.IGNORECASE)
_SUBPROJECT_RE = re.compile(
    r"ti[êể]u dự án (?:số )?(?P<number>\d+)"
    r"(?:\s*[-–,(]?\s*(?:thuộc )?dự án (?:số )?(?P<of>\d+)\)?)?\s*[:.]\s*(?P<name>.+)",
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


Parts = Sequence[tuple[Block, tuple[Section, ...]]]


def find_budget_lines(parts: Parts) -> list[BudgetLine]:
    """Return a line per project: its total with the sources beside or below it."""
    found: dict[str, BudgetLine] = {}
    for place, (block, around) in enumerate(parts):
        total = _TOTAL_RE.match(block.text)
        component = _component(around)
        if total is None or component is None:
            continue
        sources = _sources(parts, place, total)
        line = _budget_line(block, around[-1].path, component, million(total["sum"]), sources)
        found.setdefault(line.id, line)
    return list(found.values())


def find_stated(parts: Parts) -> StatedBudget | None:
    """Return the plan's own total with its sources, if it states one."""
    for place, (block, around) in enumerate(parts):
        match = _STATED_RE.match(block.text)
        if match is None or _component(around) is not None:
            continue
        sources = _sources(parts, place, match)
        central, local = sources.get("central"), sources.get("local")
        return StatedBudget(
            line=block.line,
            state_budget_total=million(match["sum"]),
            central=central.whole if central else None,
            local=local.whole if local else None,
            approximate=match["about"] is not None,
            as_written=match.group(),
        )
    return None


@dataclass(frozen=True)
class _Component:
    """The project a paragraph stands under; `number` None when only a subproject is named."""

    number: str
    name: str | None
    sub_number: str | None = None
    sub_name: str | None = None


@dataclass(frozen=True)
class _Source:
    """What one source gives: in all, for investment, and whether the kind is written."""

    whole: Number
    investment: Number
    has_kinds: bool
    last_line: int


def _component(around: Sequence[Section]) -> _Component | None:
    project = _titled(around, _PROJECT_RE)
    sub = _titled(around, _SUBPROJECT_RE)
    number = (sub and sub["of"]) or (project and project["number"])
    if number is None:
        return None
    return _Component(
        number=number,
        name=project["name"] if project else None,
        sub_number=sub["number"] if sub else None,
        sub_name=sub["name"] if sub else None,
    )


def _titled(around: Sequence[Section], pattern: re.Pattern[str]) -> re.Match[str] | None:
    titles = [section.title or "" for section in around]
    return next(filter(None, (pattern.match(title) for title in titles)), None)


def _sources(parts: Parts, place: int, total: re.Match[str]) -> dict[str, _Source]:
    """Return the sources named after the total: in its own paragraph, then in those below."""
    block, around = parts[place]
    if only := _ONLY_RE.match(block.text, total.end()):
        whole = _Source(million(total["sum"]), 0, False, block.last_line)
        return {name: whole for name, words in only.groupdict().items() if words}
    found = _sources_in(block, total.end())
    for below, here in parts[place + 1 :]:
        source = SOURCE_RE.match(below.text)
        if here != around or source is None or not SUM_RE.search(below.text):
            break
        found |= _sources_in(below, 0)
    return found


def _sources_in(block: Block, after: int) -> dict[str, _Source]:
    found: dict[str, _Source] = {}
    matches = list(SOURCE_RE.finditer(block.text, after))
    ends = [match.start() for match in matches[1:]] + [len(block.text)] * bool(matches)
    for match, end in zip(matches, ends, strict=True):
        words = block.text[match.start() : end]
        sums = SUM_RE.search(words)
        if sums is None or match.lastgroup is None:
            continue
        whole = million(sums["sum"])
        has_kinds = bool(_INVESTMENT_RE.search(words) or _RECURRENT_RE.search(words))
        source = _Source(whole, _investment(words, whole), has_kinds, block.last_line)
        found.setdefault(match.lastgroup, source)
    return found


def _investment(text: str, whole: Number) -> Number:
    if not _INVESTMENT_RE.search(text):
        return 0
    if not _RECURRENT_RE.search(text):
        return whole
    after = re.search(rf"(?:vốn )?đầu tư[^:;,)]*?:?\s*(?:khoảng )?{SUM}", text, re.IGNORECASE)
    before = re.search(rf"{SUM} (?:vốn )?đầu tư", text, re.IGNORECASE)
    match = before or after
    return million(match["sum"]) if match else 0


def _budget_line(
    block: Block, section: str, component: _Component, total: Number, sources: dict[str, _Source]
) -> BudgetLine:
    nothing = _Source(0, 0, False, block.last_line)
    central, local = sources.get("central", nothing), sources.get("local", nothing)
    number, sub = component.number, component.sub_number
    return BudgetLine(
        id=f"DA{number}.TDA{sub}" if sub else f"DA{number}",
        project=f"Dự án {number}",
        project_name=component.name,
        subproject=f"Tiểu dự án {sub}" if sub else None,
        subproject_name=component.sub_name,
        section=section,
        line=block.line,
        lines=(block.line, max([block.last_line, *(one.last_line for one in sources.values())])),
        total=total,
        central=central.whole,
        central_investment=central.investment,
        central_recurrent=central.whole - central.investment,
        central_type_stated=central.has_kinds,
        local=local.whole,
        local_investment=local.investment,
        local_recurrent=local.whole - local.investment,
        local_type_stated=local.has_kinds,
        people=sources.get("people", nothing).whole,
    )


def million(text: str) -> Number:
    """Return a written sum in triệu đồng."""
    return to_million_vnd(parse_money(text))
