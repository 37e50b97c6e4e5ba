"""A standard with values changed by hand: nobody's law, and marked so in every result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from giamngheo.law.enums import AreaType, Confidence
from giamngheo.law.standard_types import Band, ByArea, Cited, DeprivationRule, Standard
from giamngheo.lib.errors import Refusal

SOURCE = "mức thử của kịch bản, không phải quy định"
# (number of the band from the lowest, area) -> the line, in đồng or in points of B1.
Lines = Mapping[tuple[int, AreaType], int]


class TrialRefused(Refusal):
    code = "SIM-005"
    sentence = (
        "Chưa lập được phương án thử theo chuẩn {standard}: {problem}. Sửa mức thử rồi lưu lại."
    )
    english = "The trial of {standard} cannot be made: {problem}."


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What is changed by hand; what is left out stays as the standard has it."""

    income_max_vnd: Lines = field(default_factory=dict)
    b1_max: Lines = field(default_factory=dict)
    min_indicators: int | None = None
    left_out: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        changes = (self.income_max_vnd, self.b1_max, self.min_indicators, self.left_out)
        return not any(changes)

    def to_json(self) -> dict[str, Any]:
        return {
            "income_max_vnd": _lines_json(self.income_max_vnd),
            "b1_max": _lines_json(self.b1_max),
            "min_indicators": self.min_indicators,
            "left_out": sorted(self.left_out),
        }


def _lines_json(lines: Lines) -> list[list[Any]]:
    return [[band, area.value, value] for (band, area), value in sorted(lines.items())]


def trial_from_json(stored: Mapping[str, Any]) -> Trial:
    """Return the trial a scenario keeps."""

    def lines(name: str) -> Lines:
        return {(band, AreaType(area)): value for band, area, value in stored[name]}

    return Trial(
        income_max_vnd=lines("income_max_vnd"),
        b1_max=lines("b1_max"),
        min_indicators=stored["min_indicators"],
        left_out=frozenset(stored["left_out"]),
    )


def trial_standard(*, standard: Standard, trial: Trial) -> Standard:
    """
    Return the standard with the trial's values in it; each says that it is no law.

    Raises: TrialRefused [SIM-005] for lines that do not rise, a line or indicator the standard
            does not have, or more indicators asked for than there are.
    """
    _require_lines(standard, trial)
    bands = tuple(_band(band, number, trial) for number, band in enumerate(standard.bands))
    _require_rising(standard, bands)
    return replace(
        standard,
        title=f"{standard.title}, có mức thử",
        bands=bands,
        deprivation=_deprivation(standard, trial),
        dimensions=_dimensions(standard, trial),
    )


def _require_lines(standard: Standard, trial: Trial) -> None:
    for number, _ in (*trial.income_max_vnd, *trial.b1_max):
        if number >= len(standard.bands):
            problem = f"chuẩn chỉ có {len(standard.bands)} mức thu nhập"
            raise TrialRefused(standard=standard.code, problem=problem)
    if trial.b1_max and not standard.judges_scores:
        problem = "chuẩn chưa có ngưỡng điểm B1 nào để thay"
        raise TrialRefused(standard=standard.code, problem=problem)


def _cited(value: int) -> Cited[int]:
    return Cited(value=value, source=SOURCE, confidence=Confidence.UNVERIFIED)


def _band(band: Band, number: int, trial: Trial) -> Band:
    return replace(
        band,
        income_max_vnd=_line(band.income_max_vnd, number, trial.income_max_vnd),
        b1_max=None if band.b1_max is None else _line(band.b1_max, number, trial.b1_max),
    )


def _line(line: ByArea[Cited[int]], number: int, changed: Lines) -> ByArea[Cited[int]]:
    def value(area: AreaType) -> Cited[int]:
        new = changed.get((number, area))
        return line.of(area) if new is None else _cited(new)

    return ByArea(rural=value(AreaType.RURAL), urban=value(AreaType.URBAN))


def _require_rising(standard: Standard, bands: tuple[Band, ...]) -> None:
    for area in AreaType:
        incomes = [band.income_max_vnd.of(area).value for band in bands]
        points = [band.b1_max.of(area).value for band in bands if band.b1_max is not None]
        for lines in (incomes, points):
            if any(lower >= upper for lower, upper in pairwise(lines)):
                problem = "mức thứ hai phải cao hơn mức thứ nhất"
                raise TrialRefused(standard=standard.code, problem=problem)


def _deprivation(standard: Standard, trial: Trial) -> DeprivationRule | None:
    rule, wanted = standard.deprivation, trial.min_indicators
    if wanted is None:
        return rule
    left = len(standard.indicators) - len(trial.left_out)
    if rule is None or not 1 <= wanted <= left:
        problem = f"số chỉ số thiếu hụt phải từ 1 đến {left}" if rule else "chuẩn không xét chỉ số"
        raise TrialRefused(standard=standard.code, problem=problem)
    points = rule.b2_per_indicator
    return replace(
        rule,
        min_indicators=_cited(wanted),
        min_b2=None if points is None else _cited(wanted * points.value),
    )


def _dimensions(standard: Standard, trial: Trial) -> Any:
    if not trial.left_out:
        return standard.dimensions
    known = {indicator.code for indicator in standard.indicators}
    if not trial.left_out <= known or trial.left_out == known:
        problem = "các chỉ số bỏ ra phải thuộc chuẩn, và phải còn ít nhất một chỉ số"
        raise TrialRefused(standard=standard.code, problem=problem)
    if standard.deprivation and trial.min_indicators is None:
        least = standard.deprivation.min_indicators.value
        if least > len(known - trial.left_out):
            problem = f"còn ít hơn {least} chỉ số, hãy ghi cả số chỉ số thiếu hụt"
            raise TrialRefused(standard=standard.code, problem=problem)
    kept = (
        replace(
            dimension,
            indicators=tuple(i for i in dimension.indicators if i.code not in trial.left_out),
        )
        for dimension in standard.dimensions
    )
    return tuple(dimension for dimension in kept if dimension.indicators)
