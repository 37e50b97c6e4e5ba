"""
What an official paper is made of, before any thought of Word.

Source: Nghị định 30/2020/NĐ-CP, Điều 7, 8 and Phụ lục I (sizes from secondary sources).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Run:
    """Some words of a text in one face; `note` is the mark of a footnote that hangs here."""

    text: str
    bold: bool = False
    italic: bool = False
    note: str = ""


Text = str | tuple[Run | str, ...]


class Align(StrEnum):
    JUSTIFY = "justify"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, kw_only=True)
class Office:
    """
    Who issues: `name` in the lines of the letterhead ("ỦY BAN NHÂN DÂN", "XÃ THỌ BÌNH"), `superior`
    the body above it, and the place that stands before the date.
    """

    name: tuple[str, ...]
    place: str
    superior: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text; `space_before` in points."""

    text: Text
    align: Align = Align.JUSTIFY
    indent: bool = True
    keep_next: bool = False
    space_before: int = 0


@dataclass(frozen=True, kw_only=True)
class Heading:
    """
    One line of an outline: "I. MỤC TIÊU" (level 1), "1. Mục tiêu chung" (2), "a) …" (3).

    `rest` are the words of a run-in heading's paragraph after its own.
    """

    number: str
    text: str
    level: int = 1
    rest: Text = ""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """An article: its label "Điều 1." bold, then what it says; more paragraphs follow as `more`."""

    label: str
    text: Text
    more: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a list: "- …" or "a) …"."""

    text: Text
    mark: str = "-"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Labels with their values, a line each; a value that is empty is left to be written in."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """`share` of the table's width; `group` heads neighbouring columns together."""

    head: str
    share: float = 1.0
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    A ruled table whose head is repeated on each page.

    A whole number is written the Vietnamese way, None is an empty cell. `totals` is a bold last
    row; a row of one cell runs over the whole width (a village among its households). `numbered`
    adds the row (1) (2) (3) under the head.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int | None, ...], ...]
    totals: tuple[str | int | None, ...] = ()
    size: float = 12
    numbered: bool = False
    empty: str = "Không có hộ nào."


@dataclass(frozen=True, kw_only=True)
class Grid:
    """
    A ruled table taken over cell by cell: `head` rows as they stand, then `rows`.

    An empty cell of the head belongs to the one above it, or to the wide one on its left. `bold`
    holds the places of total rows among `rows`.
    """

    head: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    bold: frozenset[int] = frozenset()
    size: float = 12


@dataclass(frozen=True, kw_only=True)
class SigningBlock:
    """
    Who signs, in capitals as it is printed.

    A chairman's own decision has no `on_behalf_of`; a deputy signs with `authority`
    "KT. CHỦ TỊCH" and `position` "PHÓ CHỦ TỊCH". An empty name is left to be signed.
    Source: Nghị định 30/2020/NĐ-CP, Điều 13.
    """

    position: str
    name: str = ""
    on_behalf_of: str = ""
    authority: str = ""
    note: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.on_behalf_of, self.authority, self.position)))


@dataclass(frozen=True, kw_only=True)
class Signers:
    """Several people who sign side by side, as minutes want it; two or three in a row."""

    blocks: tuple[SigningBlock, ...]


Block = Paragraph | Heading | Clause | Item | Facts | Table | Grid | Signers


@dataclass(frozen=True, kw_only=True)
class Annex:
    """
    A list or table on its own page, landscape when wide; numbered when there are several.

    One that brings its own heading among its blocks has an empty title.
    """

    title: str
    body: tuple[Block, ...]
    landscape: bool = True
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AsWritten:
    """What an issued paper says of itself, character by character; "" and () where it does not."""

    number: str = ""
    place_and_date: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Note:
    """A footnote: its mark as it stands in the text ("¹" or "[1]") and its words."""

    mark: str
    text: str


@dataclass(frozen=True, kw_only=True)
class OfficialPaper:
    """
    One paper. `number` and `date` are what the office gave after signing: empty and None before,
    and then the year alone is printed. `symbol` is "QĐ-UBND"; without one the paper bears no
    number (minutes of a village). A letter (công văn) has no `type_name`, its abstract stands
    under the number.
    """

    office: Office | None
    type_name: str
    abstract: str
    symbol: str = ""
    number: str = ""
    date: dt.date | None = None
    year: int | None = None
    addressees: tuple[str, ...] = ()
    competence: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    enacting: str = ""
    body: tuple[Block, ...] = ()
    signing: SigningBlock | None = None
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
    annexes: tuple[Annex, ...] = ()
    end_mark: bool = True
    landscape: bool = False
    size: float = 14
    as_written: AsWritten | None = None
    notes: tuple[Note, ...] = ()
    # Said in small letters at the foot of every page: "Dữ liệu trình diễn …".
    mark: str = ""

    @property
    def is_letter(self) -> bool:
        return not self.type_name

    @property
    def is_signed(self) -> bool:
        return bool(self.number) and self.date is not None

    @property
    def code(self) -> str:
        """Return "05/QĐ-UBND", or "      /QĐ-UBND" while the number is not given."""
        number = self.number.zfill(2) if self.number.isdecimal() else self.number
        return f"{number or ' ' * 6}/{self.symbol}"
