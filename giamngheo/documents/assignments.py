"""Who has to do what by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from giamngheo.documents.agencies import is_asked, names_agencies, split_agencies
from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.deadlines import deadline_in_cell, find_deadline
from giamngheo.documents.outline import Section, split_title
from giamngheo.documents.task_words import ACTS_RE, Task, acting, coordinating, make_task
from giamngheo.lib.text import fold

__all__ = ["Task", "find_tasks"]

Part = tuple[Block, tuple[Section, ...]]


@dataclass(frozen=True)
class _Owner:
    lead: tuple[str, ...]
    requested: bool
    path: str


_CLOSING_RE = re.compile(
    r"(?:trên đây là|căn cứ nội dung kế hoạch|căn cứ kế hoạch này|yêu cầu các|nhận được kế hoạch|"
    r"trong quá trình|quá trình|phụ lục|(?:phụ )?biểu(?: số)? \d|bảng \d)\b",
    re.IGNORECASE,
)
_ASSIGNED_RE = re.compile(
    r"\(?\s*(?:phân công thực hiện|đơn vị thực hiện|cơ quan (?:chủ trì|thực hiện)|phân công)\s*:",
    re.IGNORECASE,
)
# "Cơ quan phối hợp: …", "Thời gian thực hiện: …" under a task say more of it.
_FACET_RE = re.compile(
    r"(?:(?P<with>(?:(?:cơ quan|đơn vị) )?phối hợp)|"
    r"(?P<when>thời (?:gian|hạn)(?: thực hiện| hoàn thành)?|tiến độ|hoàn thành))"
    r"\s*:\s*(?P<words>.+)",
    re.IGNORECASE | re.DOTALL,
)
# "Các cơ quan, đơn vị … triển khai thực hiện./." gives nobody anything of his own.
_EVERYBODY_RE = re.compile(
    r"(?:các (?:cơ quan|đơn vị|sở|ngành)\b|yêu cầu|đề nghị).*\./\.$", re.IGNORECASE | re.DOTALL
)
# What a project's lettered items say beside its work.
_ASIDE_RE = re.compile(
    r"(?:tong )?(?:kinh phi|von|nguon von|muc tieu|doi tuong|phan cong|thoi gian)\b"
)
_CONTENT_RE = re.compile(r"nội dung(?: thực hiện| công việc)?\s*:\s*", re.IGNORECASE)
_ORGANISING = ("to chuc thuc hien", "phan cong", "trach nhiem")
_GIVEN_RE = re.compile(r"Giao\s+(?:cho\s+)?[^\W\d_a-z]")
_NAMED = r"(?:Phòng|Sở|Ban|Ngân hàng|Chi nhánh)"
_AMONG_RE = re.compile(
    rf"phối hợp[^.;]{{0,120}}?\bgiữa\s+(?P<one>{_NAMED}\b.+?)\s+và\s+(?P<other>{_NAMED}\b.+?)"
    r"(?=\s+(?:đảm bảo|bảo đảm|để|trong|nhằm)\b|[.;])"
)
# "Các Sở: Y tế, Tài chính theo nhiệm vụ …": the colon parts no heading from its text.
_LISTED_OFFICES_RE = re.compile(r"các\s+(?:sở|phòng|ban)\s*:\s*[A-ZĐ]", re.IGNORECASE)


def find_tasks(parts: Sequence[Part]) -> list[Task]:
    """Return the tasks in reading order; `parts` are paragraphs with the sections around them."""
    finder = _Finder(parts)
    for place in range(len(parts)):
        finder.read(place)
    found = sorted(finder.found, key=lambda task: task.lines)
    return [replace(task, id=f"K{number}") for number, task in enumerate(found, start=1)]


class _Finder:
    """Walks the paragraphs, knowing who owns them and which still wait for their owner."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.found: list[Task] = []
        self.waiting: list[Task] = []
        self.owner: _Owner | None = None
        self.section: Section | None = None
        self.is_open = False
        self.assigned: list[int] = []
        self.is_asking = False

    def read(self, place: int) -> None:
        block, around = self.parts[place]
        section = around[-1] if around else None
        is_opening = section is not None and section is not self.section
        self.section = section
        if assigned := _ASSIGNED_RE.match(block.text):
            self._assign(place, assigned.end())
        elif self.assigned and (facet := _FACET_RE.match(block.text)):
            self._say_more(facet, block)
        elif section is not None and is_opening:
            self._open(section, around, block)
        elif self.owner is not None:
            self._own(block, block.text)
        elif self.waiting and section is not None and self.waiting[-1].section == section.path:
            self.waiting[-1] = _longer(self.waiting[-1], block)
        elif _is_within_organising(around):
            self._unowned(block, around)
        else:
            self.found += _between(block, around)

    def _unowned(self, block: Block, around: Sequence[Section]) -> None:
        """Take what names its own office: "- Phòng Kinh tế: …", "Các thôn họp dân …"."""
        owner = _named_owner(block, around[-1].path)
        if owner is None:
            is_named = names_agencies(ACTS_RE.split(block.text, maxsplit=1)[0])
            lead = acting(block.text) if is_named else ()
            if lead and not (_CLOSING_RE.match(block.text) or _EVERYBODY_RE.match(block.text)):
                path, asked = around[-1].path, is_asked(block.text)
                self.found.append(make_task(block, path, lead, block.text, requested=asked))
            return
        title, rest = split_title(block.text)
        if rest:
            asked = owner.requested or self.is_asking
            self.found.append(make_task(block, owner.path, owner.lead, rest, requested=asked))
        else:
            self.is_asking = is_asked(title or "")

    def _assign(self, place: int, end: int) -> None:
        """Give what waits to the offices of the assignment at `place`."""
        block, around = self.parts[place]
        below = self.parts[place + 1][0].text if place + 1 < len(self.parts) else ""
        if not block.text[end:].strip() and _ASSIGNED_RE.match(below):
            return  # the next paragraph says "Cơ quan chủ trì: …"
        if not self.waiting and around:
            above = [one for one in around if one.title and one.line < block.line]
            text = above[-1].title if above else None
            if text:
                self.waiting = [make_task(block, above[-1].path, (), text, requested=False)]
        begin = len(self.found)
        self.found += _assign(self.waiting, self._assignment(place, end))
        self.assigned = list(range(begin, len(self.found)))
        self.waiting = []

    def _say_more(self, facet: re.Match[str], block: Block) -> None:
        for at in self.assigned:
            task = self.found[at]
            if facet["with"]:
                more = tuple(split_agencies(facet["words"]))
                task = replace(task, coordinate=(*task.coordinate, *more))
            else:
                due = deadline_in_cell(facet["words"].strip(" ."), None)
                task = replace(task, deadline=due or task.deadline)
            self.found[at] = replace(task, lines=(task.lines[0], block.last_line))

    def _open(self, section: Section, around: Sequence[Section], block: Block) -> None:
        self.is_open, self.is_asking, self.assigned = False, False, []
        self.owner = _owner_of(section, around, block, self.owner)
        if self.owner is not None:
            self._own(block, _own_words(block, section))
            return
        self.waiting = [one for one in self.waiting if _siblings(one.section, section.path)]
        is_aside = _ASIDE_RE.match(fold(section.title or "")) is not None
        if section.kind != "heading" and section.level > 1 and not is_aside:
            content = _CONTENT_RE.match(block.text)
            path = section.path.rpartition(".")[0] if content else section.path
            text = block.text[content.end() :] if content else block.text
            self.waiting.append(make_task(block, path, (), text, requested=False))

    def _own(self, block: Block, text: str) -> None:
        if not text or (block.marker is Marker.NONE and _CLOSING_RE.match(text)):
            return
        if self.is_open and _goes_on(block, self.found[-1]):
            self.found[-1] = _longer(self.found[-1], block)
        elif self.owner is not None:
            self.found.append(_ownedmake_task(block, self.owner, text))
            self.is_open = True

    def _assignment(self, place: int, end: int) -> str:
        """Return the words after "Phân công thực hiện:", which may stand in the next paragraph."""
        text = self.parts[place][0].text[end:].strip()
        if text or place + 1 == len(self.parts):
            return text
        return self.parts[place + 1][0].text


def _longer(task: Task, block: Block) -> Task:
    return replace(task, text=f"{task.text} {block.text}", lines=(task.lines[0], block.last_line))


def _siblings(path: str, other: str) -> bool:
    above = other.rpartition(".")[0]
    return above in (path.rpartition(".")[0], path)


def _goes_on(block: Block, last: Task) -> bool:
    """Tell whether a paragraph belongs to the task before it: "+" items, or after a semicolon."""
    if block.marker is Marker.BULLET:
        return block.number == "+"
    return block.marker is Marker.NONE and last.text.endswith((";", ","))


def _owner_of(
    section: Section, around: Sequence[Section], block: Block, before: _Owner | None
) -> _Owner | None:
    if _LISTED_OFFICES_RE.match(block.text):
        lead = acting(block.text) or tuple(split_agencies(block.text))
        return _Owner(lead, is_asked(block.text), section.path)
    if section.title is not None and names_agencies(section.title):
        lead = tuple(split_agencies(section.title))
        return _Owner(lead, is_asked(section.title), section.path)
    if before is not None and section.path.startswith(f"{before.path}."):
        return before
    if _is_organising(around) and section.kind in ("numbered_paragraph", "heading", "lettered"):
        lead = acting(section.text or block.text)
        if lead:
            return _Owner(lead, is_asked(block.text), section.path)
    return None


def _named_owner(block: Block, path: str) -> _Owner | None:
    """Return the office that a paragraph's first words name before a colon."""
    title, _ = split_title(block.text)
    is_run_in = title is not None and ":" in block.text[: len(title) + 2]
    if title is None or not is_run_in or _LISTED_OFFICES_RE.match(block.text):
        return None
    if not names_agencies(title):
        return None
    return _Owner(tuple(split_agencies(title)), is_asked(title), path)


def _is_within_organising(around: Sequence[Section]) -> bool:
    titles = [fold(section.title or "") for section in around]
    return any(word in title for title in titles for word in _ORGANISING)


def _is_organising(around: Sequence[Section]) -> bool:
    titles = [fold(section.title or "") for section in around[:-1]]
    if any(word in title for title in titles for word in _ORGANISING):
        return True
    return bool(around) and _GIVEN_RE.match(around[-1].title or around[-1].text or "") is not None


def _own_words(block: Block, section: Section) -> str:
    if _LISTED_OFFICES_RE.match(block.text):
        return block.text if acting(block.text) else ""
    if section.kind == "numbered_paragraph":
        return block.text
    return split_title(block.text)[1]


def _ownedmake_task(block: Block, owner: _Owner, text: str) -> Task:
    lead = owner.lead
    if re.match(r"đối với (?:các )?(?:phòng|sở|ban|ubnd|ủy ban)\b", text, re.IGNORECASE):
        lead = acting(text) or lead
    return make_task(block, owner.path, lead, text, requested=owner.requested)


def _between(block: Block, around: Sequence[Section]) -> Iterator[Task]:
    """Yield what two offices have to do together, named only inside the sentence."""
    titles = fold(" ".join(section.title or "" for section in around))
    if not around or any(word in titles for word in ("muc dich", "muc tieu", "giai phap")):
        return
    among = _AMONG_RE.search(block.text)
    if among and block.marker is Marker.BULLET:
        lead = (among["one"].strip(), _without_of(among["other"].strip()))
        yield make_task(block, around[-1].path, lead, block.text, requested=False)


def _without_of(name: str) -> str:
    return re.sub(r"\s+của\s+", " ", name, count=1)


# ── "Phân công thực hiện": one paragraph for the items above it ───────────────────────────────


def _assign(waiting: Sequence[Task], assignment: str) -> Iterator[Task]:
    lead = _assigned_lead(assignment)
    deadline = find_deadline(assignment, is_assignment=True)
    for task in waiting:
        others = tuple(one.section for one in waiting if one is not task)
        yield replace(
            task,
            lead=lead,
            coordinate=coordinating(assignment),
            deadline=deadline or task.deadline,
            shared_with=others,
        )


def _assigned_lead(assignment: str) -> tuple[str, ...]:
    lead: list[str] = []
    for part in re.split(r"\s*;\s*", assignment):
        head = ACTS_RE.split(part, maxsplit=1)[0]
        lead += split_agencies(head) if names_agencies(head) or not lead else []
    return tuple(lead)
