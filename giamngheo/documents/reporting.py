"""Who reports to whom, how often and through whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from giamngheo.documents.assignments import Task
from giamngheo.documents.blocks import Block
from giamngheo.documents.deadlines import Deadline


@dataclass(frozen=True, kw_only=True)
class Report:
    """
    One duty to report. `frequency` is as written: "quý", "6 tháng", "năm", "định kỳ", "đột xuất
    (khi cần)", "theo quy định", or None; `through` the office that gathers the reports.
    """

    reporter: str
    recipient: str | None
    frequency: str | None
    due: Deadline | None
    line: int
    through: str | None = None


_NAME = (
    r"(?:các cơ quan|các cấp có thẩm quyền|cơ quan|cấp trên|UBND|[ỦU][ỷy] ban|Chủ tịch|Sở|Sơ|Bộ|"
    r"Ban|Thường trực|Phòng|HĐND|Tỉnh ủy|Huyện ủy|Thành ủy|Đảng ủy)"
)
_TO_RE = re.compile(
    rf"(?:báo cáo(?: (?:bằng văn bản|chung|kết quả|tiến độ|tình hình)\b[^;.]*?)?"
    rf"|gửi|\bcho|\bvề|\bcủa(?= các cấp))\s+(?:về |cho |lên |đến )?"
    rf"(?P<who>{_NAME}\b(?:[^;.(]|;(?=\s+{_NAME}\b))*?)"
    r"(?=\s+(?:để|theo|xem xét|trong|trước|đúng|kết quả|tình hình|h[ằà]ng|định kỳ|vào|hướng dẫn|"
    r"khi|qua|tham mưu)\b|\s*\(|\.|$|"
    rf";(?!\s+{_NAME}\b))"
)
_AND_RE = re.compile(
    rf"\s*;\s*(?={_NAME})|,\s+(?=UBND|[ỦU][ỷy] ban|Sở|Bộ|Ban|Phòng)|\s+và\s+(?={_NAME})"
)
_THROUGH_RE = re.compile(r"\((?:thông )?qua\s+(?P<who>[^)]+)\)")
_OFTEN_RE = re.compile(
    r"(?P<quarter>\bquý\b)|(?P<half>\b0?6 tháng\b)|(?P<nine>\b0?9 tháng\b)|"
    r"(?P<month>(?:hằng|hàng) tháng)|(?P<year>(?:hằng|hàng|và|,|01|một)\s+năm\b)|"
    r"(?P<regular>\bđịnh kỳ(?! (?:h[ằà]ng|0?\d))(?: theo quy định)?)|"
    r"(?P<sudden>\bđột xuất(?:\s*\([^)]*\))?)",
    re.IGNORECASE,
)
_PLAIN = {"quarter": "quý", "half": "6 tháng", "nine": "9 tháng", "month": "tháng", "year": "năm"}
_REGULATED_RE = re.compile(r"theo quy định|đúng quy định|theo Thông tư số [\w/Đ-]+", re.IGNORECASE)
_REPORTING_RE = re.compile(
    r"báo cáo(?!\s+(?:viên|đề xuất))(?![^;.]*xem xét)|phản ánh", re.IGNORECASE
)
# "Định kỳ (trước ngày 15 tháng 11 hàng năm)": the day says when, not how often once more.
_DUE_RE = re.compile(r"\((?:trước|chậm nhất|muộn nhất)[^)]*\)")
_GATHERED_RE = re.compile(r"\bđể (?:tổng hợp|theo dõi)")
_PLANNING_RE = re.compile(r"(?:xây dựng|lập)\s+(?:và trình\s+)?(?:các\s+)?kế hoạch", re.IGNORECASE)
# A duty of nobody in particular: "Thực hiện chế độ thông tin, báo cáo … theo Thông tư số 10".
_REGIME_RE = re.compile(
    r"chế độ (?:thu thập )?(?:thông tin|báo cáo)[^.;]*báo cáo[^.;]*?"
    r"(?P<how>theo Thông tư số [\w/Đ-]+)",
    re.IGNORECASE,
)
_CLOSING_RE = re.compile(
    r"(?:trong )?quá trình (?:tổ chức |triển khai )*thực hiện|căn cứ nội dung", re.IGNORECASE
)
NOBODY: tuple[None, ...] = (None,)
_SOMEBODY = "các cơ quan thực hiện"


def find_reporting(tasks: Sequence[Task], blocks: Sequence[Block]) -> list[Report]:
    """Return the duties to report that tasks and the body name, in reading order."""
    found = [report for task in tasks for report in _of_task(task)]
    owned = {line for task in tasks for line in range(task.lines[0], task.lines[1] + 1)}
    for block in blocks:
        if block.line in owned:
            continue
        if regime := _REGIME_RE.search(block.text):
            found.append(_report(_SOMEBODY, None, regime["how"], None, block.line))
        elif _CLOSING_RE.search(block.text) and "vướng mắc" in block.text:
            found += _of_closing(block)
    return sorted(found, key=lambda report: report.line)


def _of_task(task: Task) -> Iterator[Report]:
    clause = _clause(task.text)
    if clause is None:
        return
    often = _frequencies(clause)
    recurring = task.deadline if task.deadline and task.deadline.type == "recurring" else None
    if not often and not recurring and _is_single(task, clause):
        return
    reporter = "; ".join(task.lead)
    through = _THROUGH_RE.search(clause)
    # "báo cáo X để tổng hợp, báo cáo Y": X reports on, unless the office between is named.
    who = _recipients(clause if through else _GATHERED_RE.split(clause)[0])
    for recipient in who[:1] if through else who or NOBODY:
        for frequency in often or NOBODY:
            due = None if frequency and frequency.startswith("đột xuất") else recurring
            yield _report(reporter, recipient, frequency, due, task.lines[0], through)
    if through:
        office, frequency = through["who"].strip(), (often or NOBODY)[0]
        for recipient in who[1:]:
            yield _report(office, recipient, frequency, None, task.lines[0])


def _clause(text: str) -> str | None:
    """Return the words from where a sentence speaks of reporting, or None."""
    match = _REPORTING_RE.search(text)
    if match is None:
        return None
    begin = max(text.rfind(sign, 0, match.start()) for sign in (". ", "; ")) + 1
    return text[begin:].strip()


def _is_single(task: Task, clause: str) -> bool:
    """Tell whether only one paper is handed in, such as a plan, and no regular report."""
    before = task.text[: task.text.find(clause)] + clause.split("báo cáo")[0]
    return _PLANNING_RE.search(before) is not None or "xem xét" in clause


def _frequencies(clause: str) -> list[str]:
    found = []
    for match in _OFTEN_RE.finditer(_DUE_RE.sub(" ", clause)):
        name = str(match.lastgroup)
        found.append(_PLAIN.get(name) or match.group().lower())
    if not found and (regulated := _REGULATED_RE.search(clause)):
        found.append(regulated.group().lower())
    return list(dict.fromkeys(found))


def _recipients(clause: str) -> list[str | None]:
    found: list[str | None] = []
    for match in _TO_RE.finditer(clause):
        found += [name.strip(" ,") for name in _AND_RE.split(match["who"])]
    return list(dict.fromkeys(found))


def _of_closing(block: Block) -> Iterator[Report]:
    who = _recipients(block.text)
    if who:
        yield _report("các cơ quan, đơn vị", who[0], "khi có vướng mắc", None, block.line)


def _report(
    reporter: str,
    recipient: str | None,
    frequency: str | None,
    due: Deadline | None,
    line: int,
    through: re.Match[str] | None = None,
) -> Report:
    return Report(
        reporter=reporter,
        recipient=recipient,
        frequency=frequency,
        due=due,
        line=line,
        through=through["who"].strip() if through else None,
    )
