"""Projects of a programme: goal, beneficiaries, contents, rule of allocation; who may take part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from giamngheo.documents.blocks import Block
from giamngheo.documents.objectives import Parts, Passage, passage
from giamngheo.documents.outline import Section, split_title
from giamngheo.lib.text import fold


@dataclass(frozen=True, kw_only=True)
class Project:
    """One project or subproject; `id` is "DA3.TDA1", `line` its heading's."""

    id: str
    section: str
    line: int
    name: str
    goal: tuple[Passage, ...]
    beneficiaries: tuple[Passage, ...]
    contents: tuple[Passage, ...]
    allocation_rule: Passage | None


@dataclass(frozen=True, kw_only=True)
class AbsentProject:
    """A number that the plan's projects leap over."""

    id: str
    note: str


@dataclass(frozen=True, kw_only=True)
class EligibilityRule:
    """Who of a group may take part; `months` since leaving poverty, ages in years."""

    line: int
    group: str
    rule: str
    months: int | None = None
    min_age: int | None = None
    max_age_exclusive: int | None = None


_PROJECT_RE = re.compile(r"Dự án (?:số )?(?P<number>\d+)\s*[:.]\s*(?P<name>.+)", re.IGNORECASE)
_SUBPROJECT_RE = re.compile(
    r"Ti[êể]u dự án (?:số )?(?P<number>\d+)"
    r"(?:\s*[-–,(]?\s*(?:thuộc )?dự án (?:số )?(?P<of>\d+)\)?)?\s*[:.]\s*(?P<name>.+)",
    re.IGNORECASE,
)
_FACETS = (
    ("allocation_rule", re.compile(r"nguyen tac|tieu chi|dinh muc|phan bo")),
    ("goal", re.compile(r"muc tieu")),
    ("beneficiaries", re.compile(r"doi tuong")),
    ("contents", re.compile(r"noi dung|hoat dong")),
)


def find_projects(parts: Parts) -> list[Project]:
    """Return the projects with facets of their own; subprojects instead of what they divide."""
    gathered: dict[str, tuple[Section, str, dict[str, list[Passage]]]] = {}
    for block, around in parts:
        found = _project(around)
        if found is None:
            continue
        section, name, number = found
        facets = gathered.setdefault(number, (section, name, {}))[2]
        facet = _facet(around, section)
        text = _own_words(block, around[-1])
        if facet and text:
            facets.setdefault(facet, []).append(passage(block, text))
    return [
        _made(number, section, name, facets)
        for number, (section, name, facets) in gathered.items()
        if facets
    ]


def _project(around: Sequence[Section]) -> tuple[Section, str, str] | None:
    number = found = None
    for section in around:
        title = section.title or ""
        if match := _SUBPROJECT_RE.match(title):
            number = match["of"] or number
            if number:
                found = (section, match["name"], f"DA{number}.TDA{match['number']}")
        elif match := _PROJECT_RE.match(title):
            number = match["number"]
            found = (section, match["name"], f"DA{number}")
    return found


def _facet(around: Sequence[Section], project: Section) -> str | None:
    inner = around[around.index(project) + 1 :]
    words = fold(inner[0].title or "") if inner else ""
    return next((name for name, pattern in _FACETS if words and pattern.search(words)), None)


def _own_words(block: Block, section: Section) -> str:
    if section.line != block.line:
        return block.text
    return split_title(block.text)[1] if section.title else block.text


def _made(number: str, section: Section, name: str, facets: dict[str, list[Passage]]) -> Project:
    rules = facets.get("allocation_rule", [])
    return Project(
        id=number,
        section=section.path,
        line=section.line,
        name=name,
        goal=tuple(facets.get("goal", ())),
        beneficiaries=tuple(facets.get("beneficiaries", ())),
        contents=tuple(facets.get("contents", ())),
        allocation_rule=rules[0] if rules else None,
    )


# ── Numbers leapt over ────────────────────────────────────────────────────────────────────────


def absent_projects(ids: Sequence[str]) -> list[AbsentProject]:
    """Return the numbers missing among `ids` ("DA2", "DA3.TDA1"), two projects or more."""
    numbers: dict[int, list[int]] = {}
    for one in ids:
        match = re.fullmatch(r"DA(\d+)(?:\.TDA(\d+))?", one)
        if match:
            numbers.setdefault(int(match[1]), []).extend([int(match[2])] if match[2] else [])
    if len(numbers) < 2:
        return []
    found = [
        AbsentProject(id=f"DA{number}", note=_note("Dự án", number))
        for number in range(1, max(numbers))
        if number not in numbers
    ]
    found += [
        AbsentProject(id=f"DA{number}.TDA{sub}", note=_note("Tiểu dự án", sub))
        for number, subs in numbers.items()
        for sub in range(1, max(subs, default=0))
        if sub not in subs
    ]
    return sorted(found, key=lambda one: [int(part) for part in re.findall(r"\d+", one.id)])


def _note(kind: str, number: int) -> str:
    if number == 1:
        return f"không có {kind} 1"
    return f"sau {kind} {number - 1} không có {kind} {number}"


# ── Who may take part ─────────────────────────────────────────────────────────────────────────

_ASIDE_RE = re.compile(
    r"(?P<group>(?:hộ|người|trẻ|lao động|phụ nữ|học sinh)\b[^,;.()]*?)\s*"
    r"\((?P<rule>(?:trong vòng|không có|chưa có|đang|từ|dưới|trên|có)\b[^)]*)\)",
    re.IGNORECASE,
)
_MONTHS_RE = re.compile(r"(\d+) tháng")
_AGED_RE = re.compile(
    r"(?P<group>(?:bà mẹ, )?trẻ(?: em| học đường)?)\s*\(?"
    r"(?P<rule>(?:trẻ )?(?:từ (?P<low>\d+) (?:tuổi )?đến )?dưới (?P<high>\d+) tuổi"
    r"(?: thuộc[^.;]*)?)",
    re.IGNORECASE,
)


def find_eligibility(projects: Sequence[Project]) -> list[EligibilityRule]:
    """Return the rules that the projects' beneficiaries and contents name."""
    found: list[EligibilityRule] = []
    for project in projects:
        for one in chain(project.beneficiaries, project.contents):
            found += _rules(one)
    return found


def _rules(one: Passage) -> Iterator[EligibilityRule]:
    for match in _ASIDE_RE.finditer(one.text):
        months = _MONTHS_RE.search(match["rule"])
        if "tuổi" not in match["rule"]:
            yield EligibilityRule(
                line=one.line,
                group=_first_lower(match["group"]),
                rule=match["rule"],
                months=int(months[1]) if months else None,
            )
    for match in _AGED_RE.finditer(one.text):
        yield EligibilityRule(
            line=one.line,
            group=_first_lower(match["group"]),
            rule=match["rule"].strip(),
            min_age=int(match["low"]) if match["low"] else None,
            max_age_exclusive=int(match["high"]),
        )


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]
