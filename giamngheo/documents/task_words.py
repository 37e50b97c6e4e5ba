"""What a sentence that gives work says: who acts, with whom, by when, to whom it is reported."""

import re
from dataclasses import dataclass

from giamngheo.documents.agencies import names_agencies, split_agencies
from giamngheo.documents.blocks import Block
from giamngheo.documents.deadlines import Deadline, find_deadline


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


# Where the words on who acts end and those on what to do begin.
ACTS_RE = re.compile(
    r",?\s+(?=(?:theo\s+(?:chức năng|nhiệm vụ)|căn cứ|chủ động|chủ trì|khẩn trương|làm đầu mối|"
    r"có trách nhiệm|chịu trách nhiệm|tổ chức(?! chính| đoàn| thành)|triển khai|xây dựng|phối hợp|"
    r"thực hiện|chỉ đạo|hướng dẫn|tham mưu|bố trí|kịp thời|đẩy mạnh|tăng cường|thường xuyên|"
    r"đề xuất|tiếp tục|báo cáo|tuyên truyền|vận động|phát huy|giám sát|cân đối|lồng ghép|nhận|"
    r"lãnh đạo|theo dõi|đôn đốc|kiểm tra|ban hành|phê duyệt|tổng hợp|rà soát|lập|bảo đảm|đảm bảo|"
    r"quản lý|cấp (?:thẻ|phát)|định kỳ|niêm yết|hoàn thành|giúp|giúp đỡ|là cơ quan)\b)"
)
_PROPOSES_RE = re.compile(
    r"(?P<who>(?:các\s+)?(?:phòng|sở|đơn vị|cơ quan|ban)\b[^.]*?)\s+"
    r"(?:chủ động|kịp thời|đề xuất|phản ánh|báo cáo)\b",
    re.IGNORECASE,
)


def acting(text: str) -> tuple[str, ...]:
    """Return who acts in a sentence that begins with, or later names, the agencies."""
    head = ACTS_RE.split(text, maxsplit=1)[0]
    if names_agencies(head) and head != text:
        return tuple(split_agencies(head))
    found = _PROPOSES_RE.search(text)
    return tuple(split_agencies(found["who"])) if found else ()


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


def make_task(
    block: Block, section: str, lead: tuple[str, ...], text: str, *, requested: bool
) -> Task:
    """Return the task that `text`, words of `block`, gives to `lead`."""
    report = _REPORT_RE.search(text)
    is_reporting = re.search(r"báo cáo", text, re.IGNORECASE) is not None
    return Task(
        id="",
        section=section,
        lead=lead,
        coordinate=coordinating(text),
        text=text,
        lines=(block.line, block.last_line),
        deadline=find_deadline(text),
        frequency=tuple(dict.fromkeys(_OFTEN_RE.findall(text))) if is_reporting else (),
        requested=requested,
        reports_to=tuple(_LISTED_RE.split(report["who"].strip(" ,"))) if report else (),
    )


def coordinating(text: str) -> tuple[str, ...]:
    """Return the agencies that a sentence says to work with."""
    found = _WITH_RE.search(text)
    named = split_agencies(found["who"]) if found else []
    return tuple(name for name in named if names_agencies(name))
