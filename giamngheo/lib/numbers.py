"""Numbers in Vietnamese notation: a dot groups thousands, a comma starts the fraction."""

import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean

Number = int | Decimal
T = TypeVar("T")

NOTHING = frozenset({"", "-", "–", "—", "−", "…", "..."})
_NUMBER_RE = re.compile(
    r"(?P<sign>[-+−–]?)\s?"
    r"(?P<whole>[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d+)"
    r"(?:,(?P<fraction>\d+))?\s?%?"
)


class BadNumber(Refusal):
    code = "LIB-001"
    sentence = "Chưa đọc được số “{text}”: {reason}. Số viết như 59.360 hoặc 2,18."
    english = "“{text}” is no number in Vietnamese notation, such as 59.360 or 2,18."


def parse_number(text: str | float | Decimal) -> Number:
    """
    Return the number written in `text`: int when it has no fraction part, else Decimal.

    "59.360" is 59360, "2,18" and "2,18%" are Decimal("2.18") (percent stay percent). A dot that
    is not followed by exactly three digits is refused: it may be a foreign decimal point. A
    number from Excel (int or float) passes through, cleaned of binary noise.
    Raises: BadNumber [LIB-001].
    """
    if not isinstance(text, str):
        return _from_machine_number(text)
    plain = clean(text)
    match = _NUMBER_RE.fullmatch(plain)
    if match is None:
        raise BadNumber(text=plain, reason=_why_unreadable(plain))
    sign = "-" if match["sign"] in ("-", "−", "–") else ""
    whole = sign + match["whole"].replace(".", "").replace(" ", "")
    if match["fraction"] is None:
        return int(whole)
    return Decimal(f"{whole}.{match['fraction']}")


def _from_machine_number(value: float | Decimal) -> Number:
    if isinstance(value, bool):
        raise BadNumber(text="đúng" if value else "sai", reason="đây là giá trị đúng/sai")
    if isinstance(value, int | Decimal):
        return value
    if not math.isfinite(value):
        raise BadNumber(text=str(value), reason="không phải số hữu hạn")
    # Excel keeps fifteen digits; what lies beyond is the binary shadow of the decimal.
    return int(value) if value.is_integer() else Decimal(format(value, ".15g"))


def _why_unreadable(text: str) -> str:
    if not re.search(r"\d", text):
        return "không có chữ số nào" if text else "ô để trống"
    if re.fullmatch(r"[-+−–]?[\d., ]+%?", text) is None:
        return "có ký tự không thuộc một số"
    if text.count(",") > 1:
        return "có hơn một dấu phẩy, dấu phẩy chỉ dùng trước phần thập phân"
    if re.search(r"\.\d*$", text.rstrip("%")) or "." in text:
        return "sau dấu chấm phải đúng ba chữ số, phần thập phân viết sau dấu phẩy"
    return "cách viết chưa rõ"


def parse_int(text: str | float | Decimal) -> int:
    """
    Return the whole number written in `text`.

    "59,000" is refused although its fraction is zero: it may be 59000 in foreign notation.
    Raises: BadNumber [LIB-001].
    """
    value = parse_number(text)
    if isinstance(value, int):
        return value
    if isinstance(text, str) and re.search(r",\d{3}\D*$", text):
        raise BadNumber(
            text=clean(text), reason="dấu phẩy ở chỗ phân nghìn, hàng nghìn viết sau dấu chấm"
        )
    if value != value.to_integral_value():
        raise BadNumber(text=format_number(value), reason="phải là số nguyên")
    return int(value)


def parse_optional(
    text: str | float | Decimal | None, parse: Callable[[str | float | Decimal], T]
) -> T | None:
    """Return None for an empty cell or a dash ("-", "–"), else what `parse` makes of it."""
    if text is None or (isinstance(text, str) and clean(text) in NOTHING):
        return None
    return parse(text)


def round_half_up(value: float | Decimal, places: int = 0) -> Decimal:
    """Return `value` with `places` decimals, a half rounded away from zero as offices do."""
    return _exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent_of(part: float | Decimal, whole: float | Decimal, places: int = 2) -> Decimal | None:
    """Return `part` as percent of `whole`, rounded half up; None when `whole` is zero."""
    if whole == 0:
        return None
    return round_half_up(_exact(part) * 100 / _exact(whole), places)


def _exact(value: float | Decimal) -> Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def format_number(value: float | Decimal | None, places: int | None = None) -> str:
    """
    Return `value` in Vietnamese notation: 59.360, 2,18; "–" for None.

    With `places` it is rounded half up to that many decimals; without, it is written in full.
    """
    if value is None:
        return "–"
    exact = _exact(value)
    if places is not None:
        exact = round_half_up(exact, places)
    plain = f"{abs(exact):,f}".translate(str.maketrans(",.", ".,"))
    if places is None and isinstance(value, float):
        plain = plain.removesuffix(",0")
    return f"-{plain}" if exact < 0 else plain


def format_percent(value: float | Decimal | None, places: int | None = 2) -> str:
    """Return a number of percent as "2,18 %"; "–" for None. A ratio goes through `percent_of`."""
    return "–" if value is None else f"{format_number(value, places)} %"
