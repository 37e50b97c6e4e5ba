"""What the papers are filled with: plain values, so that a paper can be made and tested alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from giamngheo.documents.writer import Office
from giamngheo.lib.dates import format_date
from giamngheo.papers.wording import Wording


@dataclass(frozen=True, kw_only=True)
class CommuneOffice:
    """
    The commune that issues, on a day, in the words of a sentence: "xã Thọ Bình", "huyện Triệu Sơn".

    `upper` is the unit directly above the commune that day. `address` is where letters go.
    """

    commune: str
    upper: str
    place: str
    upper_chairman: str
    address: str = ""
    wording: Wording = field(default_factory=Wording)
    # Made-up households: every page says so.
    is_generated: bool = False

    @property
    def peoples_committee(self) -> Office:
        return Office(name=("ỦY BAN NHÂN DÂN", self.commune.upper()), place=self.place)

    @property
    def committee(self) -> Office:
        """The committee that leads the review, below the people's committee."""
        superior = f"ỦY BAN NHÂN DÂN {self.commune.upper()}"
        return Office(
            name=("BAN CHỈ ĐẠO RÀ SOÁT", "HỘ NGHÈO, HỘ CẬN NGHÈO"),
            place=self.place,
            superior=(superior,),
        )

    @property
    def committee_name(self) -> str:
        return self.wording.text("committee", commune=self.commune)

    @property
    def mark(self) -> str:
        return "Dữ liệu sinh ra để trình diễn, không có giá trị pháp lý" * self.is_generated


@dataclass(frozen=True, kw_only=True)
class Signing:
    """What the office gave after signing; a draft has none of it. A deputy signs "KT."."""

    number: str = ""
    date: dt.date | None = None
    signer: str = ""
    by_deputy: bool = False

    @property
    def parts(self) -> tuple[str, str]:
        """Return number and symbol of "125/QĐ-UBND"; "" for what is not written."""
        number, _, symbol = self.number.partition("/")
        return number.strip(), symbol.strip()


@dataclass(frozen=True, kw_only=True)
class Person:
    """One member of a household."""

    name: str
    relation: str
    birth: dt.date | None = None
    birth_year_only: bool = False
    sex: str = ""
    personal_id: str = ""
    ethnicity: str = ""

    @property
    def born(self) -> str:
        return birth_words(self.birth, year_only=self.birth_year_only)


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One household on a list, in words ready to print; None and "" are not known.

    category, before: "Hộ nghèo"; movement: "Thoát nghèo, vượt chuẩn cận nghèo".
    """

    head: str
    village: str
    code: str = ""
    address: str = ""
    sex: str = ""
    birth: dt.date | None = None
    birth_year_only: bool = False
    personal_id: str = ""
    ethnicity: str = ""
    member_count: int | None = None
    category: str = ""
    group: str = ""
    before: str = ""
    movement: str = ""
    score_b1: int | None = None
    score_b2: int | None = None
    income_vnd: int | None = None
    deprivations: int | None = None
    is_minority: bool = False
    no_working_capacity: bool = False
    has_merit_person: bool = False
    cause: str = ""
    note: str = ""
    members: tuple[Person, ...] = ()

    @property
    def born(self) -> str:
        return birth_words(self.birth, year_only=self.birth_year_only)


def birth_words(birth: dt.date | None, *, year_only: bool = False) -> str:
    """Return "09/01/1980", "1980" where only the year is known, "" where nothing is."""
    if birth is None:
        return ""
    return str(birth.year) if year_only else format_date(birth)


_COMMON_WORDS = (
    *("thôn", "tổ", "bản", "buôn", "làng", "khu", "xóm", "ấp", "khóm", "khối", "tiểu", "phố"),
    *("xã", "phường", "thị", "đặc", "huyện", "quận", "tỉnh", "thành"),
)


def in_sentence(name: str) -> str:
    """Return "thôn Làng Đăk Rơ Gia" of "Thôn Làng Đăk Rơ Gia", for the middle of a sentence."""
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if rest and first.lower() in _COMMON_WORDS else name
