"""Dated facts that plans are held against: documents they cite, counterpart money, agencies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from giamngheo.law.enums import Confidence
from giamngheo.law.standard_types import Cited

if TYPE_CHECKING:
    from giamngheo.law.yaml_nodes import Entry

FOLDER = Path(__file__).parent / "rules"


@dataclass(frozen=True, kw_only=True)
class LegalText:
    """
    A document that plans cite. None where we have not read it: the day it was issued, from when
    and up to when (not including) it is in force; `applies_to` ends what it rules, not its force.
    """

    kind: str
    code: str
    issuer: str
    subject: str
    issued: dt.date | None
    in_force: dt.date | None
    out_of_force: dt.date | None
    applies_to: dt.date | None
    source: str
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class CounterpartRule:
    """What a province gives beside central recurrent money, in percent of it."""

    province: str
    valid_from: Cited[dt.date]
    valid_to: Cited[dt.date]
    percent: Cited[int]


@dataclass(frozen=True, kw_only=True)
class FormerAgency:
    """An office that is no more: its names, the first day without it, who came after."""

    names: tuple[str, ...]
    until: Cited[dt.date]
    after: Cited[str]


@cache
def legal_texts() -> tuple[LegalText, ...]:
    """Return the register of documents; a document that is not in it is unknown, not wrong."""
    return tuple(_legal_text(entry) for entry in _entries("legal_documents.yaml", "documents"))


@cache
def counterpart_rules() -> tuple[CounterpartRule, ...]:
    """Return the counterpart rules we have; most provinces' were not found."""
    return tuple(_counterpart(entry) for entry in _entries("counterpart.yaml", "rules"))


@cache
def former_agencies() -> tuple[FormerAgency, ...]:
    """Return the offices that are no more."""
    return tuple(_former(entry) for entry in _entries("former_agencies.yaml", "agencies"))


def _entries(name: str, key: str) -> list[Entry]:
    # The reader of law files brings the tables' engine along: whoever only reads a plan waits less.
    from giamngheo.law.yaml_nodes import read_document

    file = FOLDER / name
    document = read_document(text=file.read_text(encoding="utf-8"), file=name)
    entries = document.entries(key)
    document.close()
    return entries


def _day(entry: Entry, key: str) -> dt.date | None:
    return entry.day(key) if entry.has(key) else None


def _legal_text(entry: Entry) -> LegalText:
    text = LegalText(
        kind=entry.text("kind"),
        code=entry.text("value"),
        issuer=entry.text("issuer"),
        subject=entry.text("subject"),
        issued=_day(entry, "issued"),
        in_force=_day(entry, "in_force"),
        out_of_force=_day(entry, "out_of_force"),
        applies_to=_day(entry, "applies_to"),
        source=entry.text("source"),
        confidence=entry.choice("confidence", Confidence),
    )
    entry.close()
    return text


def _counterpart(entry: Entry) -> CounterpartRule:
    rule = CounterpartRule(
        province=entry.text("province"),
        valid_from=entry.cited("valid_from", type(entry).day),
        valid_to=entry.cited("valid_to", type(entry).day),
        percent=entry.cited("percent_of_central_recurrent", type(entry).whole_number),
    )
    entry.close()
    return rule


def _former(entry: Entry) -> FormerAgency:
    names = entry.node("names")
    agency = FormerAgency(
        names=tuple(str(node.value) for node in names.value),
        until=entry.cited("until", type(entry).day),
        after=entry.cited("after", type(entry).text),
    )
    entry.close()
    return agency
