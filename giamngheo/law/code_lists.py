"""The official lists officers choose from: causes of poverty, needs for support. Each is dated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from giamngheo.law.standard_types import Cited
from giamngheo.law.yaml_nodes import Entry, LawFileInvalid, read_document
from giamngheo.lib.dates import format_date

FOLDER = Path(__file__).parent / "rules"


class ListKind(StrEnum):
    """The lists we know; the value is the name of the file."""

    CAUSES = "causes"
    NEEDS = "needs"


LIST_LABELS: dict[ListKind, str] = {
    ListKind.CAUSES: "nguyên nhân nghèo",
    ListKind.NEEDS: "nhu cầu hỗ trợ",
}


@dataclass(frozen=True, kw_only=True)
class CodeItem:
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CodeList:
    """One official list as it holds from `valid_from` up to, not including, `valid_to`."""

    kind: ListKind
    title: Cited[str]
    valid_from: Cited[dt.date]
    valid_to: Cited[dt.date]
    items: tuple[CodeItem, ...]

    @property
    def names(self) -> dict[str, str]:
        """Return each code with its name, in the order of the form."""
        return {item.code: item.name for item in self.items}

    def is_in_force(self, as_of: dt.date) -> bool:
        return self.valid_from.value <= as_of < self.valid_to.value

    def distance(self, as_of: dt.date) -> int:
        """Return how many days lie between `as_of` and the list's own; 0 while it is in force."""
        if as_of < self.valid_from.value:
            return (self.valid_from.value - as_of).days
        return max((as_of - self.valid_to.value).days + 1, 0)


@dataclass(frozen=True, kw_only=True)
class FoundList:
    """The list to use on a day; `caution` says that the day's own was not found, else empty."""

    list: CodeList
    caution: str

    @property
    def names(self) -> dict[str, str]:
        return self.list.names


def list_for(*, kind: ListKind, as_of: dt.date) -> FoundList:
    """
    Return the list in force on `as_of`, else the nearest one with a sentence that says so.

    31/12/2026 has the list of the 2022-2026 forms; 01/01/2027 uses it with a caution.
    """
    found = min(load_lists(kind=kind), key=lambda one: one.distance(as_of))
    if found.is_in_force(as_of):
        return FoundList(list=found, caution="")
    last = found.valid_to.value - dt.timedelta(days=1)
    return FoundList(
        list=found,
        caution=(
            f"Chưa tìm thấy danh mục {LIST_LABELS[kind]} áp dụng cho ngày {format_date(as_of)}; "
            f"đang dùng danh mục của giai đoạn {format_date(found.valid_from.value)} đến "
            f"{format_date(last)}."
        ),
    )


@cache
def load_lists(*, kind: ListKind) -> tuple[CodeList, ...]:
    """Return every dated version of a list, as shipped."""
    file = FOLDER / f"{kind.value}.yaml"
    return read_lists(text=file.read_text(encoding="utf-8"), file=file.name, kind=kind)


def read_lists(*, text: str, file: str, kind: ListKind) -> tuple[CodeList, ...]:
    """
    Return the lists written in `text`.

    Raises: LawFileInvalid [LAW-002] naming the line.
    """
    top = read_document(text=text, file=file)
    found = tuple(_list(entry, kind) for entry in top.entries("lists"))
    top.close()
    return found


def _list(entry: Entry, kind: ListKind) -> CodeList:
    found = CodeList(
        kind=kind,
        title=entry.cited("title", Entry.text),
        valid_from=entry.cited("valid_from", Entry.day),
        valid_to=entry.cited("valid_to", Entry.day),
        items=_items(entry.entries("items")),
    )
    if found.valid_to.value <= found.valid_from.value:
        entry.refuse("ngày kết thúc phải sau ngày bắt đầu")
    entry.close()
    return found


def _items(entries: Sequence[Entry]) -> tuple[CodeItem, ...]:
    items: dict[str, CodeItem] = {}
    for entry in entries:
        item = CodeItem(code=entry.text("code"), name=entry.text("name"))
        if item.code in items:
            raise LawFileInvalid(
                file=entry.file, line=entry.line, problem=f"mã “{item.code}” viết hai lần"
            )
        entry.close()
        items[item.code] = item
    return tuple(items.values())
