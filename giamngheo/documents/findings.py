"""What a check of a plan found."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from giamngheo.documents.catalogue import CATALOGUE, SEVERITIES, Severity
from giamngheo.lib.numbers import format_number


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One thing a person should look at.

    `message` is a Vietnamese sentence; `line` counts from 1 in the reading's text, None for the
    plan as a whole. `values` are what the sentence rests on: "found" is what is written,
    "expected" what would agree with the rest, beside others named by the check. `proposal` says
    what to write instead; nothing is corrected by itself.
    """

    code: str
    severity: Severity
    message: str
    line: int | None
    values: Mapping[str, Any]
    proposal: str | None

    @property
    def found(self) -> str | None:
        return _written(self.values.get("found"))

    @property
    def expected(self) -> str | None:
        return _written(self.values.get("expected"))

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        """Return the order for a person: errors first, among them slips that change meaning."""
        changes = CATALOGUE[self.code].changes_meaning
        return SEVERITIES.index(self.severity), not changes, self.line is None, self.line or 0

    def to_json(self) -> dict[str, Any]:
        """Return the finding as plain data, numbers as numbers."""
        return {
            "code": self.code,
            "severity": self.severity,
            "line": self.line,
            "message": self.message,
            "values": {key: _plain(value) for key, value in self.values.items()},
            "proposal": self.proposal,
        }


def finding(
    code: str,
    message: str,
    *,
    line: int | None = None,
    proposal: str | None = None,
    severity: Severity | None = None,
    **values: Any,
) -> Finding:
    """Return a finding of the catalogue's `code`, as severe as it says unless told otherwise."""
    return Finding(
        code=code,
        severity=severity or CATALOGUE[code].severity,
        message=message,
        line=line,
        values=values,
        proposal=proposal,
    )


def _written(value: Any) -> str | None:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return format_number(value) if isinstance(value, int | Decimal) else value


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value
