"""Small values the design parts draw: notices, points of a time line, steps of a path."""

from dataclasses import dataclass

from giamngheo.web.tables import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that needs a look, with the way to it. tone: good | look | bad | plain."""

    text: str
    tone: Tone = "look"
    href: str = ""
    link: str = "Xem"
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPoint:
    """One year of a time line: what it was, in words; `tone` only repeats them in colour."""

    year: int
    words: str
    tone: Tone = "plain"
    href: str = ""
    note: str = ""
