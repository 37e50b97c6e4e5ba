"""Information systems and campaigns that a plan names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import Block


@dataclass(frozen=True, kw_only=True)
class NamedSystem:
    """A system, database or site with every line that names it."""

    name: str
    lines: tuple[int, ...]


_QUOTED = r"[“\"](?P<quoted>[^”\"]{4,160})[”\"]"
_SYSTEM_RE = re.compile(
    rf"(?:cơ sở dữ liệu|hệ thống|phần mềm|ứng dụng|nền tảng)[^.;,“\"]{{0,40}}{_QUOTED}"
    r"|(?P<name>(?:các )?cơ sở dữ liệu(?: quốc gia)?(?: về)?(?! hộ nghèo)[^.;,()“]{0,60}?"
    r"(?=\s+(?:và|để|nhằm|gắn|khác|của)\b|[.;,)]|$)"
    r"|hệ thống (?:thông tin(?! cơ sở)(?=\s+[^\W\d_])|đài truyền thanh|đánh giá)[^.;,()]{0,60}?"
    r"(?=\s+(?:và|để|nhằm|hoạt động|phục vụ|của)\b|[.;,)]|$)"
    r"|phần mềm [^.;,()]{4,60}?(?=\s+(?:và|để|nhằm|của)\b|[.;,)]|$)"
    r"|(?:trang|cổng) thông tin điện tử[^.;,()]{0,60}?(?=\s+(?:và|để|nhằm)\b|[.;,)]|$)"
    r"|sàn giao dịch [^.;,()]{4,40}?(?=\s+(?:và|để|nhằm)\b|[.;,)]|$)"
    r"|(?:cụm|điểm cung cấp) thông tin[^.;,()]{0,20}? công cộng"
    r"|nền tảng (?:số|cung cấp)[^.;,()]{4,60}?(?=\s+(?:và|để|nhằm)\b|[.;,)]|$))",
    re.IGNORECASE,
)
_NEXT = r",\s*[“\"][^”\"]{4,160}[”\"]"
_CAMPAIGN_RE = re.compile(
    rf"(?:phong trào|cuộc vận động)(?: thi đua)?[^.;“\"]{{0,60}}{_QUOTED}(?P<more>(?:{_NEXT})*)",
    re.IGNORECASE,
)
_NEXT_RE = re.compile(_QUOTED)


def find_systems(blocks: Sequence[Block]) -> list[NamedSystem]:
    """Return the systems in the order they are first named."""
    lines: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for block in blocks:
        for match in _SYSTEM_RE.finditer(block.text):
            name = (match["quoted"] or match["name"]).strip(" *")
            names.setdefault(name.lower(), name)
            lines.setdefault(name.lower(), []).append(block.line_at(match.start()))
    return [
        NamedSystem(name=name, lines=tuple(dict.fromkeys(lines[key])))
        for key, name in names.items()
    ]


def find_campaigns(blocks: Sequence[Block]) -> list[str]:
    """Return the movements and campaigns by their names, each once."""
    found: dict[str, str] = {}
    for block in blocks:
        for match in _CAMPAIGN_RE.finditer(block.text):
            for name in (match["quoted"], *_NEXT_RE.findall(match["more"])):
                found.setdefault(name.strip(" *").lower(), name.strip(" *"))
    return list(found.values())
