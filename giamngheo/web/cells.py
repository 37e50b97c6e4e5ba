"""What a table is made of: columns, rows, and cells that are values, doors, statuses or bars."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "number", "rate", "million", "date", "status", "bar"]
Tone = Literal["", "good", "look", "bad", "plain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """
    One column. Neighbours with the same `group` share an upper head line, as in official forms.

    kind: text | number (places) | rate (percent) | million (đồng shown as triệu) | date |
    status (a `Status`) | bar (a `Bar`). unit: the quiet word under the head ("hộ", "%").
    zero: how none is written; "0" where nought is a score and not an absence.
    """

    key: str
    head: str
    group: str = ""
    kind: Kind = "text"
    unit: str = ""
    places: int | None = None
    zero: str = "–"
    sortable: bool = True
    row_head: bool = False
    wide_only: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in ("number", "rate", "million")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A sign and a word; colour only goes with them. tone: good | look | bad | plain."""

    tone: Tone
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bullet bar: `value` of `maximum`, a mark at `target`; `label` says the same in words."""

    value: float
    maximum: float
    label: str
    target: float | None = None
    tone: Tone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """
    A value that is a door (`href`), or carries a short note under it, or sorts by `order`.

    submit: name and value of a button of the form around the table; its word is the value.
    """

    value: Any
    href: str = ""
    note: str = ""
    order: Any = None
    submit: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells by column key (a bare value or a `Cell`); `tone` marks a row that needs a look."""

    cells: Mapping[str, Any]
    tone: Tone = ""

    def cell(self, key: str) -> Cell:
        found = self.cells.get(key)
        return found if isinstance(found, Cell) else Cell(value=found)
