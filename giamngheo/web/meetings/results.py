"""A result before and after a re-check, side by side, in words."""

from typing import Any

from giamngheo.law.enums import PovertyGroup
from giamngheo.lib.numbers import format_number
from giamngheo.meetings.models import Recheck
from giamngheo.registry.enums import StatusCategory

_TERMS = (
    ("category", "Kết quả"),
    ("group", "Nhóm"),
    ("score_b1", "Điểm B1"),
    ("score_b2", "Điểm B2"),
    ("income_per_capita_vnd", "Thu nhập bình quân (đồng/người/tháng)"),
    ("deprivations", "Số chỉ số thiếu hụt"),
)


def before_after(recheck: Recheck) -> list[tuple[str, str, str]]:
    """Return (term, before, after) for what is known of either; after is empty until re-judged."""
    after: dict[str, Any] = recheck.after or {}
    rows = []
    for key, term in _TERMS:
        pair = _words(key, recheck.before.get(key)), _words(key, after.get(key))
        if any(pair):
            rows.append((term, *pair))
    return rows


def _words(key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if key == "category":
        return str(StatusCategory(value).label)
    if key == "group":
        return str(PovertyGroup(value))
    if key == "deprivations":
        return str(len(value))
    return format_number(value)
