"""The indicators of one household: computed from facts, ticked on paper, and where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from giamngheo.law.indicators import RULES
from giamngheo.law.standard_types import Indicator, Standard
from giamngheo.law.survey_facts import Survey


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One indicator of one household: what the facts give and what the paper says."""

    indicator: Indicator
    computed: bool | None
    ticked: bool | None

    @property
    def value(self) -> bool | None:
        """The paper's word where there is one: it was read out and signed; else the facts'."""
        return self.computed if self.ticked is None else self.ticked

    @property
    def differs(self) -> bool:
        return None not in (self.ticked, self.computed) and self.ticked != self.computed

    @property
    def difference(self) -> str | None:
        """A sentence for the screen when paper and facts do not agree."""
        if not self.differs:
            return None
        words = {True: "thiếu hụt", False: "không thiếu hụt"}
        return (
            f"{self.indicator.name}: phiếu ghi {words[bool(self.ticked)]}, thông tin của hộ cho "
            f"thấy {words[bool(self.computed)]}"
        )


def assess_indicators(
    *, standard: Standard, survey: Survey | None, ticked: Mapping[str, bool | None] | None = None
) -> tuple[Finding, ...]:
    """
    Return one finding for each indicator of `standard`, in its order.

    `ticked` holds what the paper form says by indicator code. An indicator whose definition was
    not found is never computed.
    """
    marks = ticked or {}
    return tuple(
        Finding(
            indicator=indicator,
            computed=_computed(indicator, survey),
            ticked=marks.get(indicator.code),
        )
        for indicator in standard.indicators
    )


def deprivations_of(findings: tuple[Finding, ...]) -> dict[str, bool | None]:
    """Return the findings as the answers a judgement takes, by indicator code."""
    return {finding.indicator.code: finding.value for finding in findings}


def _computed(indicator: Indicator, survey: Survey | None) -> bool | None:
    if survey is None or indicator.rule is None:
        return None
    return RULES[indicator.rule.value](survey)
