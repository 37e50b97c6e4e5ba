"""What a poverty standard is made of. Everything is frozen; every value names its source."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from giamngheo.law.enums import AreaType, Category, Confidence, PovertyGroup

T = TypeVar("T")
NATIONAL = "national"


@dataclass(frozen=True, kw_only=True)
class Cited(Generic[T]):
    """A value of the law with the text it comes from; `seen_in` is where we read it ourselves."""

    value: T
    source: str
    confidence: Confidence
    article: str = ""
    seen_in: str = ""
    note: str = ""
    line: int = field(default=0, compare=False, repr=False)

    @property
    def citation(self) -> str:
        return f"{self.article} {self.source}" if self.article else self.source


@dataclass(frozen=True, kw_only=True)
class ByArea(Generic[T]):
    """One value for rural and one for urban households."""

    rural: T
    urban: T

    def of(self, area_type: AreaType) -> T:
        return self.rural if area_type is AreaType.RURAL else self.urban


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What the standard says a household is; `group` only where the standard knows groups."""

    category: Category
    group: PovertyGroup | None = None


@dataclass(frozen=True, kw_only=True)
class Band:
    """
    A stretch of income, up to and including its upper line.

    Bands are in rising order: a household belongs to the first whose line it does not exceed.
    `b1_max` is the same line in points of Form B1; None where no such points were found.
    Where deprivations do not count, `if_deprived` and `otherwise` say the same.
    """

    code: str
    name: str
    income_max_vnd: ByArea[Cited[int]]
    b1_max: ByArea[Cited[int]] | None
    if_deprived: Cited[Ruling]
    otherwise: Cited[Ruling]

    @property
    def asks_deprivation(self) -> bool:
        return self.if_deprived.value != self.otherwise.value


@dataclass(frozen=True, kw_only=True)
class DeprivationRule:
    """From how many indicators on a household counts as deprived; the same in points of B2."""

    min_indicators: Cited[int]
    min_b2: Cited[int] | None
    b2_per_indicator: Cited[int] | None


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """
    One social service a household may lack.

    `deprived_when` is the wording of the law, None where it was not found. `rule` names the
    function of `indicators.py` that computes it from facts, None where we have no definition.
    """

    code: str
    name: str
    dimension: str
    deprived_when: Cited[str] | None
    reference_population: str
    rule: Cited[str] | None
    position: int
    line: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """A side of life, its indicators, and how surely this list of indicators is known."""

    code: str
    name: str
    indicators: tuple[Indicator, ...]
    source: str
    confidence: Confidence


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """A legal text the standard stands on, and what it does to it."""

    document: str
    about: str
    confidence: Confidence
    seen_in: str = ""


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A poverty standard: who is poor from `valid_from` up to, not including, `valid_to`."""

    code: str
    scope: str
    title: str
    valid_from: Cited[dt.date]
    valid_to: Cited[dt.date]
    legal_basis: tuple[LegalBasis, ...]
    bands: tuple[Band, ...]
    above: Cited[Ruling]
    deprivation: DeprivationRule | None
    dimensions: tuple[Dimension, ...]
    file: str = field(default="", compare=False)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(i for dimension in self.dimensions for i in dimension.indicators)

    @property
    def judges_scores(self) -> bool:
        """True when the cut-offs of Form B1 are known, so that typed scores can be judged."""
        return all(band.b1_max is not None for band in self.bands)

    @property
    def wording_confidence(self) -> Confidence:
        """How well the least attested wording of an indicator is known; not found is unverified."""
        found = [i.deprived_when.confidence if i.deprived_when else None for i in self.indicators]
        if None in found or Confidence.UNVERIFIED in found:
            return Confidence.UNVERIFIED
        return Confidence.SECONDARY if Confidence.SECONDARY in found else Confidence.VERBATIM

    @property
    def max_b2(self) -> int | None:
        """The most points Form B2 can give: every indicator lacking."""
        if self.deprivation is None or self.deprivation.b2_per_indicator is None:
            return None
        return self.deprivation.b2_per_indicator.value * len(self.indicators)

    def is_in_force(self, as_of: dt.date) -> bool:
        return self.valid_from.value <= as_of < self.valid_to.value
