"""
A reading cut into things a person can say yes or no to. Plain data, no query.

An item knows its block, its lines and its words. Its key is made of the words alone: the same words
further down in a corrected file are the same item.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Data = dict[str, Any]

# In the order of the page; PROSE is what is read but decides nothing.
BLOCKS: Final[dict[str, str]] = {
    "document": "Văn bản",
    "targets": "Chỉ tiêu",
    "tables": "Bảng, phụ lục",
    "tasks": "Nhiệm vụ",
    "budget": "Kinh phí",
    "credit_targets": "Chỉ tiêu tín dụng",
    "projects": "Dự án",
    "reporting": "Chế độ báo cáo",
    "legal_bases": "Căn cứ pháp lý",
    "references": "Văn bản được dẫn",
    "recipients": "Nơi nhận",
    "annexes": "Phụ lục được nhắc tới",
    "footnotes": "Chú thích",
}
PROSE: Final = "prose"
_PROSE_BLOCKS = ("outline", "solutions", "funding_sources")
# Where a thing stands and how it is numbered is not what it says.
_PLACES = frozenset(
    {"id", "line", "lines", "section", "anchor_line", "also_lines", "title_line", "title_lines"}
    | {"task", "cells", "stt", "shared_with", "header_lines", "announced_line", "page", "paragraph"}
)
# There the id is a name of the plan's own (DA3.TDA1), elsewhere our count (T3).
_NAMED_BLOCKS = ("budget", "projects")
_DOCUMENT_FIELDS = ("type", "code", "date", "place", "title")


@dataclass(frozen=True, kw_only=True)
class ReadItem:
    """One thing read: its block, the words, the first and last line, the key."""

    block: str
    data: Data
    line: int | None
    last_line: int | None
    key: str


def items_of(*, data: Mapping[str, Any]) -> list[ReadItem]:
    """
    Return the items of a reading (`PlanReading.to_json`) in the order of BLOCKS, prose last.

    Shape: keys are unique; the second of two equal items gets a number of its own.
    """
    seen: Counter[str] = Counter()
    found = []
    for block, one in _parts(data):
        key = key_of(block=block, data=one)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key[:36]}-{seen[key]}"
        first, last = _lines(one)
        found.append(ReadItem(block=block, data=one, line=first, last_line=last, key=key))
    return found


def key_of(*, block: str, data: Mapping[str, Any]) -> str:
    """Return the key of the words of an item, without the number of a repetition."""
    named = {"of": data.get("id")} if block in _NAMED_BLOCKS else {}
    words = json.dumps({**_words(data), **named}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{block}\n{words}".encode()).hexdigest()[:32]


def _words(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _words(one) for key, one in value.items() if key not in _PLACES}
    if isinstance(value, list | tuple):
        return [_words(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _parts(data: Mapping[str, Any]) -> Iterator[tuple[str, Data]]:
    for block in BLOCKS:
        if block == "document":
            parts = _document(data.get("document") or {})
        elif block == "tables":
            parts = _tables(data)
        elif block == "budget":
            parts = _budget(data.get("budget") or {})
        else:
            parts = (dict(one) for one in data.get(block) or [])
        yield from ((block, one) for one in parts)
    yield from ((PROSE, one) for one in _prose(data))


def _document(document: Mapping[str, Any]) -> Iterator[Data]:
    lines = {"title": document.get("title_lines"), **(document.get("field_lines") or {})}
    for name in _DOCUMENT_FIELDS:
        found = lines.get(name)
        yield {"field": name, "value": document.get(name), "lines": found}
    issuer = document.get("issuer") or {}
    yield {"field": "issuer", "value": issuer.get("name"), "lines": lines.get("issuer")}
    period = document.get("period") or {}
    yield {"field": "first_year", "value": period.get("start"), "lines": lines["title"]}
    yield {"field": "last_year", "value": period.get("end"), "lines": lines["title"]}
    signer = document.get("signer") or {}
    yield {"field": "signer", "value": signer.get("name"), "lines": signer.get("lines")}


def _tables(data: Mapping[str, Any]) -> Iterator[Data]:
    for table in data.get("tables") or []:
        head = {
            "table": table["id"],
            "part": "head",
            "title": table.get("title"),
            "caption": table.get("caption"),
            "columns": table["columns"],
            "lines": [table["lines"][0], _before_rows(table)],
        }
        yield head
        for part, rows in (("row", table["rows"]), ("group", table.get("group_rows") or [])):
            yield from ({"table": table["id"], "part": part, **row} for row in rows)
        if table.get("total_row"):
            yield {"table": table["id"], "part": "total", **table["total_row"]}


def _before_rows(table: Mapping[str, Any]) -> int:
    first, last = table["lines"]
    rows = [row["line"] for row in table["rows"]]
    return max(first, min(rows) - 1) if rows else last


def _budget(budget: Mapping[str, Any]) -> Iterator[Data]:
    if budget.get("stated"):
        yield {"part": "headline", **budget["stated"]}
    for one in budget.get("lines") or []:
        yield {"part": "line", **one}


def _prose(data: Mapping[str, Any]) -> Iterator[Data]:
    for block in _PROSE_BLOCKS:
        for one in data.get(block) or []:
            text = one.get("title") or one.get("text") or ""
            yield {"what": block, "text": text, "lines": list(_lines(one))}
    objectives = data.get("objectives") or {}
    groups = objectives.values() if isinstance(objectives, Mapping) else [objectives]
    for group in groups:
        for one in group if isinstance(group, list) else []:
            if isinstance(one, Mapping) and one.get("line"):
                text = one.get("text") or ""
                yield {"what": "objectives", "text": text, "lines": list(_lines(one))}


def _lines(data: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return the first and last line of an item; of a project those of all its parts."""
    pair = data.get("lines")
    if pair and pair[0] is not None:
        return pair[0], pair[-1]
    line = data.get("line") or data.get("announced_line")
    if line:
        return line, line
    inner = [
        found
        for group in data.values()
        if isinstance(group, list)
        for one in group
        if isinstance(one, Mapping) and (found := one.get("line"))
    ]
    return (min(inner), max(inner)) if inner else (None, None)
