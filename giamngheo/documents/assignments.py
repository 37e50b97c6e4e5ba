"""Who has to do what by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from giamngheo.documents.agencies import is_asked, names_agencies, split_agencies
from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.deadlines import Deadline, find_deadline
from giamngheo.documents.outline import Section, split_title
from giamngheo.lib.text import fold

Part = tuple[Block, tuple[Section, ...]]


@dataclass(frozen=True, kw_only=True)
class Task:
    """
    One thing to do. `lead` and `coordinate` are agencies as written; `requested` when asked of
    someone the issuer cannot order; `shared_with` the sections under the same "Phân công".
    """

    id: str
    section: str
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    text: str
    lines: tuple[int, int]
    deadline: Deadline | None
    frequency: tuple[str, ...]
    requested: bool
    reports_to: tuple[str, ...]
    shared_with: tuple[str, ...] = ()


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
# Where the words on who acts end and those on what to do begin.
_ACTS_RE = re.compile(
    r",?\s+(?=(?:theo\s+(?:chức năng|nhiệm vụ)|căn cứ|chủ động|chủ trì|khẩn trương|làm đầu mối|"
    r"có trách nhiệm|chịu trách nhiệm|tổ chức(?! chính| đoàn| thành)|triển khai|xây dựng|phối hợp|"
    r"thực hiện|chỉ đạo|hướng dẫn|tham mưu|bố trí|kịp thời|đẩy mạnh|tăng cường|thường xuyên|"
    r"đề xuất|tiếp tục|báo cáo|tuyên truyền|vận động|phát huy|giám sát|cân đối|lồng ghép|nhận|"
    r"lãnh đạo|theo dõi|đôn đốc|kiểm tra|ban hành|phê duyệt|tổng hợp|rà soát|lập|bảo đảm|đảm bảo|"
    r"quản lý|cấp (?:thẻ|phát)|định kỳ|niêm yết|hoàn thành|giúp|giúp đỡ|là cơ quan)\b)"
)
_ORGANISING = ("to chuc thuc hien", "phan cong", "trach nhiem")
_GIVEN_RE = re.compile(r"Giao\s+(?:cho\s+)?[^\W\d_a-z]")
_NAMED = r"(?:Phòng|Sở|Ban|Ngân hàng|Chi nhánh)"
_AMONG_RE = re.compile(
    rf"phối hợp[^.;]{{0,120}}?\bgiữa\s+(?P<one>{_NAMED}\b.+?)\s+và\s+(?P<other>{_NAMED}\b.+?)"
    r"(?=\s+(?:đảm bảo|bảo đảm|để|trong|nhằm)\b|[.;])"
)
# "Các Sở: Y tế, Tài chính theo nhiệm vụ …": the colon parts no heading from its text.
_LISTED_OFFICES_RE = re.compile(r"các\s+(?:sở|phòng|ban)\s*:\s*[A-ZĐ]", re.IGNORECASE)
_PROPOSES_RE = re.compile(
    r"(?P<who>(?:các\s+)?(?:phòng|sở|đơn vị|cơ quan|ban)\b[^.]*?)\s+"
    r"(?:chủ động|kịp thời|đề xuất|phản ánh|báo cáo)\b",
    re.IGNORECASE,
)


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

    def read(self, place: int) -> None:
        block, around = self.parts[place]
        section = around[-1] if around else None
        is_opening = section is not None and section is not self.section
        self.section = section
        if assigned := _ASSIGNED_RE.match(block.text):
            self.found += _assign(self.waiting, self._assignment(place, assigned.end()))
            self.waiting = []
        elif section is not None and is_opening:
            self._open(section, around, block)
        elif self.owner is not None:
            self._own(block, block.text)
        elif self.waiting and section is not None and self.waiting[-1].section == section.path:
            self.waiting[-1] = _longer(self.waiting[-1], block)
        else:
            self.found += _between(block, around)

    def _open(self, section: Section, around: Sequence[Section], block: Block) -> None:
        self.is_open = False
        self.owner = _owner_of(section, around, block, self.owner)
        if self.owner is not None:
            self._own(block, _own_words(block, section))
            return
        self.waiting = [one for one in self.waiting if _siblings(one.section, section.path)]
        if section.kind != "heading" and section.level > 1:
            self.waiting.append(_task(block, section.path, (), block.text, requested=False))

    def _own(self, block: Block, text: str) -> None:
        if not text or (block.marker is Marker.NONE and _CLOSING_RE.match(text)):
            return
        if self.is_open and _goes_on(block, self.found[-1]):
            self.found[-1] = _longer(self.found[-1], block)
        elif self.owner is not None:
            self.found.append(_owned_task(block, self.owner, text))
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
    return path.rpartition(".")[0] == other.rpartition(".")[0]


def _goes_on(block: Block, last: Task) -> bool:
    """Tell whether a paragraph belongs to the task before it: "+" items, or after a semicolon."""
    if block.marker is Marker.BULLET:
        return block.number == "+"
    return block.marker is Marker.NONE and last.text.endswith((";", ","))


def _owner_of(
    section: Section, around: Sequence[Section], block: Block, before: _Owner | None
) -> _Owner | None:
    if _LISTED_OFFICES_RE.match(block.text):
        return _Owner(_acting(block.text), is_asked(block.text), section.path)
    if section.title is not None and names_agencies(section.title):
        lead = tuple(split_agencies(section.title))
        return _Owner(lead, is_asked(section.title), section.path)
    if before is not None and section.path.startswith(f"{before.path}."):
        return before
    if _is_organising(around) and section.kind in ("numbered_paragraph", "heading", "lettered"):
        lead = _acting(section.text or block.text)
        if lead:
            return _Owner(lead, is_asked(block.text), section.path)
    return None


def _is_organising(around: Sequence[Section]) -> bool:
    titles = [fold(section.title or "") for section in around[:-1]]
    if any(word in title for title in titles for word in _ORGANISING):
        return True
    return bool(around) and _GIVEN_RE.match(around[-1].title or around[-1].text or "") is not None


def _acting(text: str) -> tuple[str, ...]:
    """Return who acts in a sentence that begins with, or later names, the agencies."""
    head = _ACTS_RE.split(text, maxsplit=1)[0]
    if names_agencies(head) and head != text:
        return tuple(split_agencies(head))
    found = _PROPOSES_RE.search(text)
    return tuple(split_agencies(found["who"])) if found else ()


def _own_words(block: Block, section: Section) -> str:
    if section.kind == "numbered_paragraph" or _LISTED_OFFICES_RE.match(block.text):
        return block.text
    return split_title(block.text)[1]


def _owned_task(block: Block, owner: _Owner, text: str) -> Task:
    lead = owner.lead
    if re.match(r"đối với (?:các )?(?:phòng|sở|ban|ubnd|ủy ban)\b", text, re.IGNORECASE):
        lead = _acting(text) or lead
    return _task(block, owner.path, lead, text, requested=owner.requested)


def _between(block: Block, around: Sequence[Section]) -> Iterator[Task]:
    """Yield what two offices have to do together, named only inside the sentence."""
    titles = fold(" ".join(section.title or "" for section in around))
    if not around or any(word in titles for word in ("muc dich", "muc tieu", "giai phap")):
        return
    among = _AMONG_RE.search(block.text)
    if among and block.marker is Marker.BULLET:
        lead = (among["one"].strip(), _without_of(among["other"].strip()))
        yield _task(block, around[-1].path, lead, block.text, requested=False)


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
            coordinate=_coordinating(assignment),
            deadline=deadline or task.deadline,
            shared_with=others,
        )


def _assigned_lead(assignment: str) -> tuple[str, ...]:
    lead: list[str] = []
    for part in re.split(r"\s*;\s*", assignment):
        head = _ACTS_RE.split(part, maxsplit=1)[0]
        lead += split_agencies(head) if names_agencies(head) or not lead else []
    return tuple(lead)


# ── Details inside the words ──────────────────────────────────────────────────────────────────

_WITH_RE = re.compile(
    r"phối hợp\s+(?:chặt chẽ\s+)?(?:với\s+)?(?P<who>(?:các\s+)?[^.;:(]+?)(?=,?\s+(?:trong việc|để|"
    r"tổ chức|thực hiện|triển khai|tham mưu|trình|hướng dẫn|giám sát|đánh giá|báo cáo|theo dõi|"
    r"kiểm tra|nâng cao|tuyên truyền|tăng cường|thường xuyên|đẩy mạnh|xây dựng|rà soát|lập|"
    r"cấp (?:thẻ|phát)|vận động|bố trí|quản lý|lồng ghép|tổng hợp|bảo đảm|đảm bảo|hỗ trợ|phân bổ|"
    r"cân đối)\b|"
    r"[.;:(]|$)",
    re.IGNORECASE,
)
_REPORT_RE = re.compile(
    r"báo cáo(?: (?:kết quả|tiến độ|chung)[^;.,]*?)?\s+(?:về |cho |lên )?(?P<who>(?:các cơ quan|"
    r"UBND|Ủy ban|Sở|Bộ|Ban|Thường trực|Phòng|cơ quan)\b[^;.]*?)(?=\s+(?:để|theo|xem xét|trong|"
    r"trước|đúng|kết quả|tình hình|h[ằà]ng|định kỳ|vào)\b|[;.]|$)"
)
_OFTEN_RE = re.compile(
    r"(?:hằng|hàng) (?:tháng|quý|năm)|\b0?6 tháng|\bđịnh kỳ(?! (?:hằng|hàng|\())|"
    r"\bđột xuất(?: \([^)]*\))?",
    re.IGNORECASE,
)
_LISTED_RE = re.compile(r",\s+(?=UBND|[ỦU][ỷy] ban|Sở|Bộ|Ban|Phòng|Thường trực|bộ,)")


def _task(block: Block, section: str, lead: tuple[str, ...], text: str, *, requested: bool) -> Task:
    report = _REPORT_RE.search(text)
    is_reporting = re.search(r"báo cáo", text, re.IGNORECASE) is not None
    return Task(
        id="",
        section=section,
        lead=lead,
        coordinate=_coordinating(text),
        text=text,
        lines=(block.line, block.last_line),
        deadline=find_deadline(text),
        frequency=tuple(dict.fromkeys(_OFTEN_RE.findall(text))) if is_reporting else (),
        requested=requested,
        reports_to=tuple(_LISTED_RE.split(report["who"].strip(" ,"))) if report else (),
    )


def _coordinating(text: str) -> tuple[str, ...]:
    found = _WITH_RE.search(text)
    named = split_agencies(found["who"]) if found else []
    return tuple(name for name in named if names_agencies(name))
