"""A standard as it might be, for scenarios only: other lines, threshold or indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from giamngheo.law.enums import AreaType, Confidence
from giamngheo.law.standard_types import Band, ByArea, Cited, DeprivationRule, Standard
from giamngheo.law.standards_checks import check_standards
from giamngheo.lib.errors import Refusal

ASSUMED = "Giả định của kịch bản"


class ChangeRefused(Refusal):
    code = "LAW-018"
    sentence = "Chưa dựng được chuẩn giả định “{name}”: {problem}. Sửa giả định rồi chạy lại."
    english = "The assumed standard “{name}” cannot be made: {problem}."


def assumed_standard(
    *,
    standard: Standard,
    name: str,
    income_max_vnd: Mapping[AreaType, Sequence[int]] | None = None,
    min_indicators: int | None = None,
    without_indicators: Sequence[str] = (),
) -> Standard:
    """
    Return `standard` with other upper lines of its bands, another threshold or fewer indicators.

    Cut-offs of B1 and B2 go: they say the same lines in points, and nobody knows what those would
    become. Changed values are unverified, so every result says that it is no law.
    Raises: ChangeRefused [LAW-018]; LawFileInvalid [LAW-002] when a category could not be reached.
    """
    lines = income_max_vnd or {}
    known = {indicator.code for indicator in standard.indicators}
    for code in without_indicators:
        if code not in known:
            raise ChangeRefused(name=name, problem=f"chuẩn {standard.code} không có chỉ số {code}")
    for area, values in lines.items():
        if len(values) != len(standard.bands):
            problem = f"cần {len(standard.bands)} mức thu nhập cho khu vực {area}"
            raise ChangeRefused(name=name, problem=problem)
    changed = replace(
        standard,
        code=name,
        title=f"Giả định từ {standard.code}",
        file=name,
        bands=tuple(_band(band, lines, number) for number, band in enumerate(standard.bands)),
        deprivation=_rule(standard, min_indicators, name),
        dimensions=tuple(
            replace(
                dimension,
                indicators=tuple(
                    i for i in dimension.indicators if i.code not in without_indicators
                ),
            )
            for dimension in standard.dimensions
        ),
    )
    check_standards([replace(changed, scope=f"scenario/{name}")])
    return changed


def _band(band: Band, lines: Mapping[AreaType, Sequence[int]], number: int) -> Band:
    def line_of(area: AreaType) -> Cited[int]:
        return _assumed(lines[area][number]) if area in lines else band.income_max_vnd.of(area)

    limits = ByArea(rural=line_of(AreaType.RURAL), urban=line_of(AreaType.URBAN))
    return replace(band, income_max_vnd=limits, b1_max=None)


def _rule(standard: Standard, min_indicators: int | None, name: str) -> DeprivationRule | None:
    rule = standard.deprivation
    if rule is None:
        if min_indicators is not None:
            raise ChangeRefused(name=name, problem=f"chuẩn {standard.code} không xét thiếu hụt")
        return None
    threshold = rule.min_indicators if min_indicators is None else _assumed(min_indicators)
    return DeprivationRule(min_indicators=threshold, min_b2=None, b2_per_indicator=None)


def _assumed(value: int) -> Cited[int]:
    return Cited(value=value, source=ASSUMED, confidence=Confidence.UNVERIFIED)
