"""What a check of a plan found."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One thing a person should look at.

    `message` is a Vietnamese sentence; `line` counts from 1 in the reading's text, None for the
    plan as a whole; `found` is what is written, `expected` what would agree with the rest.
    """

    code: str
    severity: Severity
    message: str
    line: int | None
    found: str | None
    expected: str | None
