"""Loans planned for groups of households."""

import re
from dataclasses import dataclass

from giamngheo.documents.budget import SUM, UNIT, Parts, million
from giamngheo.lib.numbers import Number

_CREDIT_RE = re.compile(
    r"(?:doanh số )?cho vay (?P<group>hộ [^\d:;]+?)(?: năm (?P<year>\d{4}))?(?: là)?"
    rf"\s*:\s*{SUM}",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class CreditTarget:
    """How much is to be lent to one group, in triệu đồng."""

    line: int
    group: str
    year: int | None
    amount: Number
    as_written: str
    unit: str = UNIT


def find_credit(parts: Parts) -> list[CreditTarget]:
    """Return the loans planned per group of households."""
    return [
        CreditTarget(
            line=block.line,
            group=match["group"].strip(),
            year=int(match["year"]) if match["year"] else None,
            amount=million(match["sum"]),
            as_written=block.text,
        )
        for block, _ in parts
        for match in _CREDIT_RE.finditer(block.text)
    ]
