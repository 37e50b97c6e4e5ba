"""What is known of a household when it is judged, and what is refused before judging."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from giamngheo.law.enums import AreaType, Evidence
from giamngheo.law.point_table import PointTable, Region, region_fits
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal

# ASSUMPTION: a technical bound against slips of the pen (1200 for 120), far above any total the
# forms can give; it is no rule of law.
B1_LIMIT = 500
INCOME_LIMIT_VND = 1_000_000_000


class FactRefused(Refusal):
    code = "LAW-003"
    sentence = (
        "Chưa phân loại được hộ: {fact} “{value}” {problem}. Kiểm tra lại phiếu rồi nhập lại."
    )
    english = "The household cannot be judged: {fact} “{value}” {problem}."


class AreaUnknown(Refusal):
    code = "LAW-004"
    sentence = (
        "Chưa phân loại được hộ: khu vực “{value}” chưa rõ. Ghi rural (nông thôn) hoặc urban "
        "(thành thị) theo xã, phường nơi hộ ở vào ngày rà soát."
    )
    english = "The household cannot be judged: area “{value}” is neither rural nor urban."


class EvidenceNotJudged(Refusal):
    code = "LAW-005"
    sentence = (
        "Chuẩn {standard} không phân loại được từ {evidence}: {problem}. Dùng thu nhập khảo sát "
        "hoặc bổ sung quy định còn thiếu kèm nguồn."
    )
    english = "Standard {standard} holds no cut-offs for this evidence."


@dataclass(frozen=True, kw_only=True)
class ScoredHousehold:
    """Scores as written on the paper form: B1 for income, B2 for deprivations."""

    evidence: ClassVar[Evidence] = Evidence.SCORES

    area_type: AreaType
    b1: int
    b2: int


@dataclass(frozen=True, kw_only=True)
class SurveyedHousehold:
    """
    Income as surveyed, đồng per person per month, and each indicator lacking or not.

    `deprivations` maps indicator codes of the standard to True (lacking), False, or None (not
    known); a code that is absent is not known either. An indicator of another standard does not
    count: the same answers can be judged under several.
    """

    evidence: ClassVar[Evidence] = Evidence.INCOME

    area_type: AreaType
    income_per_capita_vnd: int
    deprivations: Mapping[str, bool | None]


@dataclass(frozen=True, kw_only=True)
class AnsweredHousehold:
    """
    Answers to Form B1, scored by a point table, and each indicator lacking or not.

    `answers` by item code of the table; `has_able_member` False when no member can work, which
    leaves some items unscored. `region` is the table's column; None is right for urban only.
    """

    evidence: ClassVar[Evidence] = Evidence.ANSWERS

    area_type: AreaType
    answers: Mapping[str, Any]
    has_able_member: bool
    deprivations: Mapping[str, bool | None]
    region: Region | None = None


HouseholdFacts = ScoredHousehold | SurveyedHousehold | AnsweredHousehold


def known_area(value: object) -> AreaType:
    """
    Return the area type written as `value`.

    Raises: AreaUnknown [LAW-004].
    """
    if isinstance(value, str) and value in set(AreaType):
        return AreaType(value)
    raise AreaUnknown(value="" if value is None else value)


def checked_number(value: object, *, fact: str, most: int) -> int:
    """
    Return `value` as a whole number from 0 to `most`; 118.0 from a spreadsheet is 118.

    Raises: FactRefused [LAW-003] for what is missing, no number, broken or outside.
    """
    if value is None:
        raise FactRefused(fact=fact, value="", problem="còn thiếu")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise FactRefused(fact=fact, value=value, problem="không phải là số")
    if not math.isfinite(value) or value != int(value):
        raise FactRefused(fact=fact, value=value, problem="phải là số nguyên")
    if not 0 <= value <= most:
        raise FactRefused(fact=fact, value=value, problem=f"phải từ 0 đến {most}")
    return int(value)


def require_scores(standard: Standard) -> int:
    """
    Return the most points B2 can give under a standard that judges typed scores.

    Raises: EvidenceNotJudged [LAW-005] when the standard holds no cut-offs of B1 and B2.
    """
    most_b2 = standard.max_b2
    if not standard.judges_scores or most_b2 is None:
        raise EvidenceNotJudged(
            standard=standard.code,
            evidence="điểm B1, B2",
            problem="chưa có ngưỡng điểm nào được tìm thấy trong văn bản",
        )
    return most_b2


def require_table(points: PointTable | None, standard: Standard) -> PointTable:
    """
    Return the point table when it can score answers for `standard`.

    Raises: EvidenceNotJudged [LAW-005] without a table, with one of another standard, or for a
            standard without cut-offs.
    """
    require_scores(standard)
    if points is None:
        problem = "chưa chọn bảng điểm của phiếu B1"
    elif points.standard != standard.code:
        problem = f"bảng điểm “{points.title}” dùng cho chuẩn {points.standard}"
    else:
        return points
    raise EvidenceNotJudged(standard=standard.code, evidence="câu trả lời", problem=problem)


def checked_region(region: object, area: AreaType) -> Region:
    """
    Return the column of points for a household in `area`; urban has only one.

    Raises: FactRefused [LAW-003] when the region is unknown or is not for this area.
    """
    if region is None and area is AreaType.URBAN:
        return Region.TT
    if not isinstance(region, str) or region not in set(Region):
        value = "" if region is None else region
        raise FactRefused(
            fact="vùng", value=value, problem=f"phải là một trong {', '.join(Region)}"
        )
    if not region_fits(Region(region), area):
        raise FactRefused(fact="vùng", value=region, problem="không hợp với khu vực của hộ")
    return Region(region)
