"""Quantities in a sentence: percents, ranges, sums, counts of people and things, "không còn"."""

import re

from giamngheo.lib.money import parse_amount
from giamngheo.lib.numbers import Number, parse_number

_W = r"(?<![\d.,/])(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)"
_N = rf"(?:(?<![\d.,/])[1-9]\d{{0,2}}(?: \d{{3}})+|{_W}(?:,\d+)?)(?![.,]?\d)"
# A dot before one or two figures parts no thousands: "1.5%" is a slip for "1,5%".
_P = r"(?<![\d.,/])\d{1,3}(?:[.,]\d{1,2})?(?![.,]?\d)"
_PERCENT = r"\s?(?:%|(?:điểm )?phần trăm|điểm\s?%)"
COMPARATORS = {
    "dưới": "<",
    "thấp hơn": "<",
    "trên": ">",
    "hơn": ">",
    "cao hơn": ">",
    "khoảng": "~",
    "gần": "~",
    "xấp xỉ": "~",
    "ít nhất": ">=",
    "tối thiểu": ">=",
    "không dưới": ">=",
    "không quá": "<=",
    "không vượt quá": "<=",
    "tối đa": "<=",
}
_HOW = "|".join(sorted([*COMPARATORS, "từ"], key=len, reverse=True))
NOUNS = {
    "lượt hộ": "household",
    "hộ": "household",
    "trẻ em": "child",
    "trẻ": "child",
    "học sinh": "student",
    "lượt người lao động": "worker",
    "người lao động": "worker",
    "lượt lao động": "worker",
    "lao động": "worker",
    "lượt người": "person",
    "người": "person",
    "khẩu": "person",
    "hội viên": "person",
    "cán bộ": "person",
    "mô hình": "model",
    "căn nhà": "house",
    "ngôi nhà": "house",
    "nhà": "house",
    "công trình": "works",
    "xã": "commune",
    "phường": "commune",
    "huyện": "district",
    "thôn": "village",
    "bản": "village",
    "ấp": "village",
    "buôn": "village",
    "xóm": "village",
    "khu phố": "village",
    "tổ dân phố": "village",
}
PLACES = frozenset({"commune", "district", "village"})
_NOUN = "|".join(sorted(NOUNS, key=len, reverse=True))
# A footnote's mark may stand at the word: "1.297 hộ¹".
_WORD_END = r"(?![^\W\d_²³¹⁰-₉])"
QUANTITY_RE = re.compile(
    rf"(?:(?P<how>{_HOW})\s+)?(?:"
    rf"(?P<low>{_P})(?:{_PERCENT})?\s?(?:-|–|đến)\s?(?P<high>{_P}){_PERCENT}"
    rf"|(?P<few>{_N})\s?(?:-|–|đến)\s?(?P<many>{_N}) (?P<nouns>{_NOUN}){_WORD_END}"
    rf"|(?P<percent>{_P}){_PERCENT}"
    rf"|(?P<money>{_W}(?:(?:,\d{{1,3}})? (?:nghìn|triệu|tỷ))? đồng(?:/[^\W\d_]+)*)"
    rf"|(?P<times>{_N}) lần"
    rf"|(?P<part>(?<![\d.,/])\d{{1,4}})/\d{{1,4}} (?:số )?(?P<parted>{_NOUN}){_WORD_END}"
    rf"|(?P<count>{_N}) (?P<noun>{_NOUN}){_WORD_END}"
    rf"|không còn (?:tình trạng )?(?:có )?(?P<none>{_NOUN}){_WORD_END})",
    re.IGNORECASE,
)
_GROUPED_RE = re.compile(r"\d{1,3}(?:,\d{3})+")
KINDS = {
    "low": "percent",
    "few": "count",
    "percent": "percent",
    "money": "money",
    "times": "times",
    "part": "count",
    "count": "count",
    "none": "none",
}


def kind_of(match: re.Match[str]) -> str:
    """Return percent, money, times, count or none."""
    return next(kind for name, kind in KINDS.items() if match[name] is not None)


def noun_of(match: re.Match[str]) -> str:
    """Return the counted thing as written, in lower case; "" when nothing is counted."""
    return (match["noun"] or match["nouns"] or match["parted"] or match["none"] or "").lower()


def values_of(match: re.Match[str]) -> tuple[Number | None, Number | None, Number | None]:
    """Return the least, the most and the value; the value None in a range."""
    if match["low"]:
        return _percent(match["low"]), _percent(match["high"]), None
    if match["few"]:
        return _count(match["few"]), _count(match["many"]), None
    if match["money"]:
        return None, None, parse_amount(match["money"]).vnd
    if match["none"]:
        return None, None, 0
    if match["percent"]:
        return None, None, _percent(match["percent"])
    if match["times"]:
        return None, None, parse_number(match["times"])
    return None, None, _count(match["part"] or match["count"])


def per_of(match: re.Match[str]) -> tuple[str, ...]:
    """Return what a sum is counted per: ("người", "tháng")."""
    return parse_amount(match["money"]).per if match["money"] else ()


def comparator_word(match: re.Match[str]) -> str | None:
    """Return <, <=, >, >= or ~ for the word before the number, None where none stands."""
    return COMPARATORS.get((match["how"] or "").lower())


def _percent(written: str) -> Number:
    return parse_number(written.replace(".", ","))


def _count(written: str) -> Number:
    # Nobody counts thousandths of a household: "1,297 hộ" is written as machines do.
    return parse_number(written.replace(",", ".") if _GROUPED_RE.fullmatch(written) else written)
