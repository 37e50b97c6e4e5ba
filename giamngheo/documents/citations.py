"""Documents named in a text: type, number, date, who issued it and about what."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from giamngheo.documents.blocks import Block
from giamngheo.lib.dates import DateKind, find_dates

_TYPES = (
    "Thông tư liên tịch",
    "Chương trình hành động",
    "Kế hoạch hành động",
    "Kế hoạch",
    "Quyết định",
    "Nghị quyết",
    "Nghị định",
    "Thông tư",
    "Chỉ thị",
    "Công văn",
    "Công điện",
    "Tờ trình",
    "Văn bản",
    "Kết luận",
    "Chương trình",
    "Hướng dẫn",
    "Thông báo",
    "Báo cáo",
    "Luật",
    "Đề án",
)
_LETTERS = r"[A-ZĐÂĂÊÔƠƯ][A-ZĐÂĂÊÔƠƯa-z&]*(?:\d{1,2})?"
_SYMBOL = rf"{_LETTERS}(?:\s?-\s?{_LETTERS})*"
# 90/QĐ-TTg · 30a/2008/NQ-CP · 38/2023/NĐ-CP · 289-QĐ/TU (the Party's) · 269/LĐTBXH-VP
CODE = (
    rf"\d{{1,5}}[a-z]?\s?(?:/\s?\d{{4}}\s?/\s?{_SYMBOL}|/\s?{_SYMBOL}"
    rf"|-\s?{_LETTERS}\s?/\s?{_LETTERS})"
)
_CITATION_RE = re.compile(
    rf"(?:(?P<type>{'|'.join(_TYPES)})\s+(?:số\s?:?\s?)?|\bsố\s)(?P<code>(?-i:{CODE}))(?![\w/])",
    re.IGNORECASE,
)
# A law is known by its name; its number came into use later.
_LAW_RE = re.compile(
    r"(?<![\w] của )\b(?P<type>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>(?!số\b)[^;.]{3,160}?)"
    r"(?:\s+số\s+(?P<code>\d+/\d{4}/[A-Z]+\d*)|(?=,?\s+ngày\s+\d))"
)
# A symbol may be torn: "số 4524/UBND-KT TH ngày 21 tháng 12".
_DATE_GAP_RE = re.compile(r"(?:\s[A-ZĐ]{1,4}(?=\s+ngày))?,?\s*")
_TORN_RE = re.compile(r"\s([A-ZĐ]{1,4})(?=\s+ngày)")
_ISSUER_RE = re.compile(
    r",?\s*của\s+(?P<issuer>.+?)(?=\s+(?:về|v/v|quy định|sửa đổi|hướng dẫn|thực hiện|triển khai|"
    r"phê duyệt|ban hành|giao|đảm bảo|bảo đảm|để|báo cáo|trong)\b|\s*[“\"();.,]|\s+và\s+(?:Nghị|"
    r"Quyết|Kế|Thông|Chỉ|Kết|Công)|$)"
)
_ASKED_BY_RE = re.compile(r"đề nghị của (?P<issuer>.+?) tại\b", re.IGNORECASE)
_BY_SYMBOL = {
    "NĐ": "Nghị định",
    "QĐ": "Quyết định",
    "NQ": "Nghị quyết",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "KH": "Kế hoạch",
    "CT": "Chỉ thị",
    "KL": "Kết luận",
    "TTr": "Tờ trình",
}
_SHARED_RE = re.compile(
    rf"các (?:{'|'.join(_TYPES)}) của (?P<issuer>[^:;,]{{3,80}}):[^;]*$", re.IGNORECASE
)
_ASKED_AT_RE = re.compile(r"đề nghị của [^;]*? tại\s*$", re.IGNORECASE)
_NUMBER_RE = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class Citation:
    """
    A document named in the plan.

    `date` is None when none is written or the calendar has no such day; `written_year` is the year
    inside a number such as 38/2023/NĐ-CP. Roles: basis, implements, proposal, amended_document,
    annex_parent, footnote, mention.
    """

    role: str
    type: str
    number: int | None
    code: str | None
    date: dt.date | None
    issuer: str | None
    subject: str | None
    lines: tuple[int, int]
    as_written: str
    span: tuple[int, int]

    @property
    def written_year(self) -> int | None:
        parts = (self.code or "").split("/")
        return int(parts[1]) if len(parts) == 3 else None


def find_citations(block: Block, *, role: str = "mention") -> list[Citation]:
    """Return every document that `block` names, in order."""
    matches = list(_CITATION_RE.finditer(block.text))
    ends = [match.start() for match in matches[1:]] + [len(block.text)] * bool(matches)
    return [
        _citation(block, match, role, next_at) for match, next_at in zip(matches, ends, strict=True)
    ]


def _citation(block: Block, match: re.Match[str], role: str, next_at: int) -> Citation:
    text = block.text
    date, at = _date_after(text, match.end())
    issuer, at = _issuer_after(text, at)
    subject, end = _subject_after(text, at, next_at)
    torn = _TORN_RE.match(text, match.end())
    code = re.sub(r"\s", "", match["code"] + (torn[1] if torn else ""))
    written_type = match["type"] or _type_of(code)
    issuer = issuer or _shared_issuer(text[: match.start()])
    return Citation(
        role=role,
        type=written_type[0].upper() + written_type[1:].lower(),
        number=int(_NUMBER_RE.findall(code)[0]),
        code=code,
        date=date,
        issuer=issuer,
        subject=subject,
        lines=(block.line_at(match.start()), block.line_at(end - 1)),
        as_written=text[match.start() : end].strip(),
        span=(match.start(), end),
    )


def _type_of(code: str) -> str:
    """Return the type that the symbol names: "số 27/2022/NĐ-CP" is a Nghị định."""
    letters = re.findall(r"[^\W\d_]+", code)
    return next((_BY_SYMBOL[one] for one in letters[:2] if one in _BY_SYMBOL), "Văn bản")


def _shared_issuer(before: str) -> str | None:
    """Return whose documents a list is of: "các Nghị định của Chính phủ: số …, số …"."""
    match = _SHARED_RE.search(before.rpartition(";")[2])
    return match["issuer"].strip() if match else None


def _date_after(text: str, at: int) -> tuple[dt.date | None, int]:
    gap = _DATE_GAP_RE.match(text, at)
    start = gap.end() if gap else at
    window = text[start : start + 40]
    for found in find_dates(window):
        if found.start == 0 and found.kind is DateKind.DATE:
            return found.date, start + found.end
    return None, at


def _issuer_after(text: str, at: int) -> tuple[str | None, int]:
    match = _ISSUER_RE.match(text, at)
    return (match["issuer"].strip(), match.end()) if match else (None, at)


# Where the ground ends and the plan itself is announced: "…, UBND xã ban hành kế hoạch như sau".
_ANNOUNCED_RE = re.compile(
    r"[,;.]\s+(?:UBND|[ỦU][ỷy] ban nhân dân|Chủ tịch UBND|Ban Thường vụ|HĐND)\b[^;]*?"
    r"(?:ban hành|xây dựng|triển khai)\b.*",
    re.DOTALL,
)
_SUBJECT_RE = re.compile(
    r"\s+(?P<subject>(?:về|v/v|quy định|sửa đổi|hướng dẫn|phê duyệt|ban hành|giao)\b[^;]*)"
)
# "… về A, Quyết định số …": the next document stands beside this one, not inside its subject.
_JOINED_RE = re.compile(r"[,;]?\s+(?:và|cùng)\s*$|,\s*$")
_AMENDS_RE = re.compile(r"sửa đổi|bổ sung|thay thế|kèm theo")


def _subject_after(text: str, at: int, next_at: int) -> tuple[str | None, int]:
    match = _SUBJECT_RE.match(text, at)
    if match is None:
        return None, at
    end = match.end("subject")
    between = text[at:next_at]
    joined = _JOINED_RE.search(between)
    if joined and next_at < end and not _AMENDS_RE.search(between):
        end = at + joined.start()
    subject = _ANNOUNCED_RE.sub("", text[match.start("subject") : end]).strip().rstrip(".").strip()
    return subject or None, match.start("subject") + len(subject)


# ── Legal bases ───────────────────────────────────────────────────────────────────────────────


def legal_bases(blocks: list[Block]) -> list[Citation]:
    """Return the documents a plan rests on: those named between its title and its first part."""
    found: dict[str, Citation] = {}
    for block in blocks:
        for citation in _with_roles(block):
            found.setdefault(citation.code or citation.as_written, citation)
    return list(found.values())


def _in_grounds(block: Block, role: str) -> list[Citation]:
    """Return the documents of a ground, laws by their names among them."""
    laws = [_law(block, match, role) for match in _LAW_RE.finditer(block.text)]
    others = [
        citation
        for citation in find_citations(block, role=role)
        if not any(law.span[0] <= citation.span[0] < law.span[1] for law in laws)
    ]
    return sorted([*laws, *others], key=lambda citation: citation.span)


def _law(block: Block, match: re.Match[str], role: str) -> Citation:
    code = match["code"]
    date, end = _date_after(block.text, match.end())
    return Citation(
        role=role,
        type=match["type"],
        number=int(code.split("/")[0]) if code else None,
        code=code,
        date=date,
        issuer=None,
        subject=match["name"],
        lines=(block.line_at(match.start()), block.line_at(end - 1)),
        as_written=block.text[match.start() : end].strip(),
        span=(match.start(), end),
    )


def _with_roles(block: Block) -> Iterator[Citation]:
    role = "basis" if re.match(r"(?:-\s*)?căn cứ", block.text, re.IGNORECASE) else "implements"
    asked_by = _ASKED_BY_RE.search(block.text)
    outer_end = 0
    for citation in _in_grounds(block, role):
        is_asked = _ASKED_AT_RE.search(block.text[: citation.span[0]]) is not None
        if citation.type == "Tờ trình" or is_asked:
            issuer = citation.issuer or (asked_by["issuer"] if asked_by else None)
            yield replace(citation, role="proposal", issuer=issuer)
        elif citation.span[0] < outer_end:
            yield replace(citation, role="amended_document")
        else:
            yield citation
        outer_end = max(outer_end, citation.span[1])
