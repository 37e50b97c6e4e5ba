"""Money: whole đồng in storage, triệu and tỷ đồng in speech."""

import re
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import BadNumber, Number, format_number, parse_number
from giamngheo.lib.text import clean

THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9
_SCALES = {
    "đồng": 1,
    "nghìn": THOUSAND,
    "ngàn": THOUSAND,
    "triệu": MILLION,
    "tr": MILLION,
    "tỷ": BILLION,
    "tỉ": BILLION,
}
_COIN = r"(?:đồng|đ|vnđ|vnd)"
_PART_RE = re.compile(
    r"(?P<number>[-−–]?\d[\d.,]*(?: \d{3})*)\s?"
    rf"(?P<unit>(?:nghìn|ngàn|triệu|tr|tỷ|tỉ)?\.?\s?{_COIN}?)(?!\w)\s?",
    re.IGNORECASE,
)


class BadMoney(Refusal):
    code = "LIB-003"
    sentence = "Chưa đọc được số tiền “{text}”: {reason}. Số tiền viết như 44.934 triệu đồng."
    english = "“{text}” is no sum of whole đồng, written such as 44.934 triệu đồng."


@dataclass(frozen=True, kw_only=True)
class Amount:
    """Whole đồng, with what they are counted per: ("người", "tháng") for đồng/người/tháng."""

    vnd: int
    per: tuple[str, ...] = ()


def parse_money(text: str | float | Decimal, unit: str | None = None) -> int:
    """
    Return whole đồng: "44.934 triệu đồng" is 44934000000, "228.000 đồng/người/tháng" is 228000.

    `unit` ("đồng", "nghìn đồng", "triệu đồng", "tỷ đồng") is the heading's unit for bare numbers,
    which are refused without it.
    Raises: BadMoney [LIB-003], also for a fraction of a đồng.
    """
    return parse_amount(text, unit).vnd


def parse_amount(text: str | float | Decimal, unit: str | None = None) -> Amount:
    """
    Return whole đồng together with what they are counted per.

    Raises: BadMoney [LIB-003], as `parse_money`.
    """
    if not isinstance(text, str):
        return Amount(vnd=_to_vnd(text, unit, format_number(parse_number(text))))
    plain = clean(text)
    written, *per = (part.strip() for part in plain.split("/"))
    vnd, position = Decimal(0), 0
    for match in _PART_RE.finditer(written):
        if match.start() != position:
            break
        vnd += _to_vnd(match["number"], match["unit"].strip() or unit, plain)
        position = match.end()
    if position != len(written) or not written or not all(per):
        raise BadMoney(text=plain, reason="cách viết chưa rõ" if plain else "ô để trống")
    return Amount(vnd=int(vnd), per=tuple(per))


def _to_vnd(number: str | float | Decimal, unit: str | None, text: str) -> int:
    if not unit:
        raise BadMoney(text=text, reason="thiếu đơn vị (đồng, nghìn đồng, triệu đồng, tỷ đồng)")
    try:
        value = Decimal(parse_number(number)) * _scale(unit)
    except BadNumber as refusal:
        raise BadMoney(text=text, reason=refusal.details["reason"]) from None
    if value != value.to_integral_value():
        raise BadMoney(text=text, reason="có phần lẻ nhỏ hơn một đồng")
    return int(value)


def _scale(unit: str) -> int:
    word = clean(unit).lower()
    return next((scale for name, scale in _SCALES.items() if word.startswith(name)), 1)


def to_million_vnd(vnd: int) -> Number:
    """Return đồng as exact millions, the unit of plans: 44934000000 is 44934."""
    millions = Decimal(vnd) / MILLION
    return int(millions) if millions == millions.to_integral_value() else millions


def format_vnd(vnd: int | None) -> str:
    """Return "44.934.000.000 đồng"; "–" for None."""
    return "–" if vnd is None else f"{format_number(vnd)} đồng"


def format_million_vnd(vnd: int | None, places: int | None = None) -> str:
    """Return "44.934 triệu đồng"; "–" for None. Written in full unless `places` is given."""
    return "–" if vnd is None else f"{format_number(to_million_vnd(vnd), places)} triệu đồng"
