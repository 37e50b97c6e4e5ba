"""Who issued a plan: the office and unit of its letterhead, or of the sentence that issues it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import is_caps
from giamngheo.documents.sources import Line
from giamngheo.lib.text import fold, place_tone

_NAME = r"[A-ZĐÀ-Ỹ][\w'’]*(?:[ -][A-ZĐÀ-Ỹ][\w'’]*){0,4}"
_OFFICE = r"(?:[ỦU][ỶY] ?BAN NHÂN DÂN|[ỦU]y ban nhân dân|UBND)"
_KIND = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)"
_COUNCIL = r"(?:HỘI ĐỒNG NHÂN DÂN|HĐND)"
_PARTY = r"(?:TỈNH|THÀNH|HUYỆN|THỊ|ĐẢNG) [ỦU][YỶ]"
_LETTERHEAD_RE = re.compile(
    rf"(?P<office>{_OFFICE}|{_COUNCIL})\s+(?P<kind>{_KIND})\s+(?P<name>.+)", re.IGNORECASE
)
_PARTY_RE = re.compile(
    rf"(?P<office>{_PARTY})\s+(?:(?P<kind>{_KIND})\s+)?(?P<name>.+)", re.IGNORECASE
)
_PARTY_KINDS = {"tinh": "tỉnh", "thanh": "thành phố", "huyen": "huyện", "thi": "thị xã"}
_ISSUES_RE = re.compile(
    rf"{_OFFICE}\s+(?P<kind>{_KIND})\s+(?:ban hành|xây dựng|triển khai)", re.IGNORECASE
)
_PROVINCE_RE = re.compile(
    r"\b(?:tỉnh|thành phố (?=Hà Nội|Hồ Chí Minh|Hải Phòng|Đà Nẵng|Cần Thơ|Huế))\s*"
    rf"(?P<name>{_NAME})"
)
_CENTRAL_CITIES = ("ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue")
_LEVELS = {"tỉnh": "province", "huyện": "district", "quận": "district", "thị xã": "district"}


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who issued the plan; `level` is province, district or commune."""

    name: str | None
    level: str | None
    province: str | None
    district: str | None
    stated_in_header: bool


def read_issuer(
    top: Sequence[Line], lines: Sequence[Line], place: str | None, title: str, until: int
) -> Issuer:
    """Return who issued the plan; `until` is the line of the type's name, 0 without one."""
    province = _province(lines, title)
    above = [line for line in top if line.number < (until or lines[-1].number)]
    issuer, kind, name = _letterhead(above)
    in_header = name is not None
    if name is None:
        words = " ".join(line.text for line in top)
        match = _ISSUES_RE.search(words)
        kind = match["kind"].lower() if match else None
        name = (province if kind == "tỉnh" else None) or place
        issuer = f"Ủy ban nhân dân {kind} {name}"
    if kind is None or name is None:
        return Issuer(
            name=None, level=None, province=province, district=None, stated_in_header=False
        )
    level = _level(kind, name)
    return Issuer(
        name=issuer,
        level=level,
        province=name if level == "province" else province,
        district=name if level == "district" else None,
        stated_in_header=in_header,
    )


def _letterhead(top: Sequence[Line]) -> tuple[str | None, str | None, str | None]:
    """Return who issues it, the kind of its unit and the unit's name; None when no such line."""
    for place, line in enumerate(top):
        words = line.text
        if place + 1 < len(top) and re.match(_KIND, top[place + 1].text, re.IGNORECASE):
            words = f"{words} {top[place + 1].text}"
        if match := _LETTERHEAD_RE.match(words):
            is_council = fold(match["office"]).startswith(("hoi dong", "hdnd"))
            office = "Hội đồng nhân dân" if is_council else "Ủy ban nhân dân"
            kind, name = match["kind"].lower(), _unit_name(match["name"])
            return f"{office} {kind} {name}", kind, name
        if match := _PARTY_RE.match(line.text):
            office, name = match["office"].capitalize(), _unit_name(match["name"])
            kind = match["kind"] or _PARTY_KINDS.get(fold(office).split()[0], "xã")
            return f"{office} {match['kind'] or ''} {name}".replace("  ", " "), kind.lower(), name
    return None, None, None


def _unit_name(written: str) -> str:
    name = written.strip(" -.*")
    return name.title() if is_caps(name) else name


def _level(kind: str, name: str) -> str:
    if kind == "thành phố":
        return "province" if fold(name) in _CENTRAL_CITIES else "district"
    return _LEVELS.get(kind, "commune")


def _province(lines: Sequence[Line], title: str) -> str | None:
    for text in (title, *(line.text for line in lines)):
        match = _PROVINCE_RE.search(text)
        if match:
            return _plain_name(match["name"])
    return None


def _plain_name(name: str) -> str:
    return place_tone(name, style="old")
