"""
The words of each paper: text blocks with their source, in force on a day, an office's own first.

A block the office changed is hers; the shipped one stays where she changed nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

import yaml

from giamngheo.law.enums import Confidence

FILE: Final = Path(__file__).parent / "wording.yaml"


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """One text with the names of what is filled in, where it comes from and how sure that is."""

    key: str
    text: str
    source: str
    confidence: Confidence

    @property
    def names(self) -> frozenset[str]:
        return placeholders(self.text)


@dataclass(frozen=True, kw_only=True)
class Basis:
    """A legal basis and the days on which it is one; half-open, None is open."""

    text: str
    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    confidence: Confidence

    def is_in_force(self, as_of: dt.date) -> bool:
        return self.valid_from <= as_of and (self.valid_to is None or as_of < self.valid_to)


@dataclass(frozen=True)
class Wording:
    """What an office writes: the shipped texts, with `own` in place of those it changed."""

    own: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str, **values: object) -> str:
        """Return the text of `key` with its places filled in."""
        return self.own.get(key, shipped_texts()[key].text).format(**values)

    def bases(self, as_of: dt.date, *more: str) -> tuple[str, ...]:
        """Return the legal bases of a day: the office's own list, else the shipped one, and
        `more` at the end (the report, the opinion)."""
        own = [line.strip() for line in self.own.get(BASES, "").split("\n") if line.strip()]
        shipped = [basis.text for basis in shipped_bases() if basis.is_in_force(as_of)]
        return (*(own or shipped), *filter(None, more))


BASES: Final = "bases"


def placeholders(text: str) -> frozenset[str]:
    """
    Return the names a text wants filled in.

    Raises: ValueError for an open brace, an unnamed place, and anything but a plain name in it.
    """
    places = [place for place in Formatter().parse(text) if place[1] is not None]
    if any(
        not name.isidentifier() or spec or turn
        for _, name, spec, turn in places
        if name is not None
    ):
        raise ValueError(text)
    return frozenset(name for _, name, _, _ in places if name)


@cache
def shipped_texts() -> Mapping[str, TextBlock]:
    texts = _content()["texts"]
    return {
        key: TextBlock(
            key=key,
            text=block["text"].strip(),
            source=block["source"],
            confidence=Confidence(block["confidence"]),
        )
        for key, block in texts.items()
    }


@cache
def shipped_bases() -> tuple[Basis, ...]:
    return tuple(
        Basis(
            text=basis["text"].strip(),
            valid_from=basis["valid_from"],
            valid_to=basis.get("valid_to"),
            source=basis["source"],
            confidence=Confidence(basis["confidence"]),
        )
        for basis in _content()["bases"]
    )


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content
