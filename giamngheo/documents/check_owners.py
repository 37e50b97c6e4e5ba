"""Checks of what stands behind targets: somebody who does it, money, the plan's own year."""

import re
from collections.abc import Iterator, Sequence

from giamngheo.documents.assignments import Task
from giamngheo.documents.blocks import Block
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.heading import Head
from giamngheo.documents.tables import Table
from giamngheo.documents.targets import Target
from giamngheo.lib.periods import find_year_periods
from giamngheo.lib.text import fold

# (words of the target, words of a task or an office that takes care of it); search keys.
_CARED = (
    (r"bao hiem y te|bhyt", r"bao hiem|bhyt|y te"),
    (r"ho xi|nha tieu|nguon nuoc|nuoc sach", r"nuoc|ve sinh|nha tieu|ho xi|dich vu xa hoi"),
    (r"nha o|dien tich|kien co", r"nha o|dich vu xa hoi|xay dung nha"),
    (r"thong tin", r"thong tin|truyen thong|dich vu xa hoi"),
    (r"dao tao|hoc nghe|viec lam|lao dong", r"nghe|viec lam|lao dong"),
    (r"vay|tin dung", r"vay|tin dung|ngan hang"),
    (r"tre em|hoc sinh|hoc phi|hoc tap|di hoc", r"giao duc|hoc|tre em"),
    (r"tap huan|boi duong", r"tap huan|boi duong|nang cao nang luc|dao tao"),
    (r"thu nhap", r"thu nhap|san xuat|sinh ke|kinh te|viec lam"),
)
FEWEST_SERVICES = 2
_ORGANISING_RE = re.compile(r"(?:to chuc thuc hien|phan cong|trach nhiem)\b")
_MONEY_RE = re.compile(
    r"kinh phí|ngân sách|\bvốn\b|nguồn lực|dự toán|triệu đồng|tỷ đồng|\bquỹ\b|\btiền\b|đóng góp",
    re.IGNORECASE,
)
_AIM_YEAR_RE = re.compile(
    r"(?P<lead>\b(?:đến )?(?:hết |cuối )năm|\b(?:trong|phấn đấu|chỉ tiêu|mục tiêu|kế hoạch) năm)"
    r" (?P<year>20\d\d)\b(?!\s*[-–]\s*\d)",
    re.IGNORECASE,
)
# The sentence that brings the plan, the one that ends it, and the sum of its money.
_OWN_RE = re.compile(
    r"(?:(?:Ủy ban nhân dân|UBND|Chủ tịch UBND) (?:tỉnh|huyện|thành phố|thị xã|xã|phường)"
    r"[^.;]{0,40}? (?:ban hành|xây dựng) [Kk]ế hoạch\b(?! số)[^.;]{0,160}?|"
    r"Trên đây là [Kk]ế hoạch[^.;]{0,160}?|Tổng (?:kinh phí|nhu cầu vốn|vốn)[^.;:\d]{0,80}?)"
    r"\bnăm (?P<year>20\d\d)\b(?!\s*[-–])"
)
_CARRIED_RE = re.compile(r"chuyển sang|chuyển nguồn|kéo dài|\bđã\b|giải ngân", re.IGNORECASE)
_BEFORE_RE = re.compile(
    r"(?:so với|từ|kết quả|thực hiện|đạt được|theo|tính đến|số liệu)\s[^;.]{0,40}$", re.IGNORECASE
)
_STATE_RE = re.compile(r"ket qua|hien trang|thuc trang|ra soat|cuoi nam|dau nam|giai doan")
_YEAR_RE = re.compile(r"\bnăm (20\d\d)\b", re.IGNORECASE)


def check_owners(
    targets: Sequence[Target], tasks: Sequence[Task], blocks: Sequence[Block]
) -> Iterator[Finding]:
    """Yield services nobody is given where others are, and services with no word on money."""
    given = [task for task in tasks if task.lead]
    said = [f"{' '.join(task.lead)} {task.text}" for task in given]
    words = fold(" ; ".join((*said, *_organising(blocks))))
    services = {target.line: target for target in targets if _cares(target)}
    left = {line: one for line, one in services.items() if not _is_cared(one, words)}
    # A plan that gives most of its services to somebody forgot these; others give none by name.
    if left and len(left) * 2 < len(services):
        names = [(one.label or one.as_written)[:80] for one in left.values()]
        yield finding(
            "DOC-F42",
            f"Chưa thấy cơ quan nào được giao {len(left)} chỉ tiêu: {'; '.join(names)}.",
            line=min(left),
            proposal="Giao mỗi chỉ tiêu cho một cơ quan ở phần tổ chức thực hiện.",
            found=names,
            lines=sorted(left),
        )
    text = " ".join(block.text for block in blocks)
    if len(services) >= FEWEST_SERVICES and not _MONEY_RE.search(text):
        yield finding(
            "DOC-F43",
            "Kế hoạch có chỉ tiêu nhưng không nói đến kinh phí hay nguồn vốn nào.",
            line=min(services),
            proposal="Thêm mục kinh phí thực hiện.",
        )


def _cares(target: Target) -> list[str]:
    text = fold(f"{target.label} {target.population or ''} {target.text}")
    return [care for subject, care in _CARED if re.search(subject, text)]


def _is_cared(target: Target, words: str) -> bool:
    return any(re.search(care, words) for care in _cares(target))


def _organising(blocks: Sequence[Block]) -> list[str]:
    """Return the words of the part that says who does what, read as tasks or not."""
    starts = [block.line for block in blocks if _ORGANISING_RE.match(fold(block.text))]
    return [block.text for block in blocks if starts and block.line > starts[0]]


def check_years(
    head: Head, targets: Sequence[Target], tables: Sequence[Table], blocks: Sequence[Block]
) -> Iterator[Finding]:
    """Yield years in targets, titles and heads of tables that the plan is not about."""
    first, last = head.first_year, head.last_year
    if first is None or last is None:
        return
    for block in blocks:
        match = _OWN_RE.match(block.text) if first == last else None
        if match is None or _CARRIED_RE.search(block.text):
            continue
        if not _within([int(match["year"])], first, last):
            yield _other_year(block.line, match.group()[-60:], int(match["year"]), first, last)
    for line, text in {target.line: target.text for target in targets}.items():
        for match in _AIM_YEAR_RE.finditer(text):
            year = int(match["year"])
            if year < first and not _BEFORE_RE.search(text[: match.start()]):
                yield _other_year(line, match.group(), year, first, last)
    for table in tables:
        yield from _title_year(table, first, last)
        heads = {
            column: [int(year) for year in _YEAR_RE.findall(" ".join(column.path))]
            for column in table.columns
        }
        # A column of the year before may stand beside this year's.
        has_own = any(_within(years, first, last) for years in heads.values())
        for column, years in heads.items():
            if column.key.endswith("_reduced") and years and not has_own:
                words = " · ".join(column.path)
                yield _other_year(table.lines[0], words, years[-1], first, last)


def _title_year(table: Table, first: int, last: int) -> Iterator[Finding]:
    title = table.title or ""
    years = [int(year) for year in _YEAR_RE.findall(title)]
    if not years or find_year_periods(title) or _STATE_RE.search(fold(title)):
        return
    if not _within(years, first, last):
        yield _other_year(table.title_line or table.lines[0], title, years[-1], first, last)


def _within(years: Sequence[int], first: int, last: int) -> bool:
    return any(first <= year <= last for year in years)


def _other_year(line: int, words: str, year: int, first: int, last: int) -> Finding:
    plan = str(first) if first == last else f"{first} - {last}"
    return finding(
        "DOC-F46",
        f"«{words}» nói năm {year}, kế hoạch là của {plan}.",
        line=line,
        proposal=f"Xem lại năm: {plan}?",
        found=year,
        expected=plan,
    )
