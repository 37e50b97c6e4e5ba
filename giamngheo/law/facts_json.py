"""One household's facts from JSON, under the names of the columns of a file."""

import json
from collections.abc import Mapping
from typing import Any

from giamngheo.law.facts import (
    AnsweredHousehold,
    HouseholdFacts,
    ScoredHousehold,
    SurveyedHousehold,
)
from giamngheo.law.judge_frame import (
    AREA_COLUMN,
    B1_COLUMN,
    B2_COLUMN,
    DEPRIVATION_PREFIX,
    INCOME_COLUMN,
)
from giamngheo.law.point_frame import ABLE_COLUMN, ANSWER_PREFIX, REGION_COLUMN
from giamngheo.lib.errors import Refusal

_ALWAYS = {AREA_COLUMN, "household_code", "unit_code", "as_of"}


class FactsUnreadable(Refusal):
    code = "LAW-014"
    sentence = "Chưa đọc được thông tin của hộ: {problem}. Viết lại theo mẫu rồi chạy lại."
    english = "The household's facts cannot be read: {problem}."


def facts_from_json(text: str) -> HouseholdFacts:
    """
    Return the facts written as one JSON object.

    {"area_type": "rural", "b1": 118, "b2": 40}, or income_per_capita_vnd with d_<indicator>, or
    a_<item>, region and has_able_member with d_<indicator>.
    Raises: FactsUnreadable [LAW-014] for what is no JSON object, unknown names, or two kinds.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise FactsUnreadable(problem=f"không phải JSON, xem ký tự thứ {error.pos + 1}") from error
    if not isinstance(content, dict):
        raise FactsUnreadable(problem="cần một đối tượng JSON {…}")
    return facts_from_mapping(content)


def facts_from_mapping(content: Mapping[str, Any]) -> HouseholdFacts:
    """
    Return the facts of one household given by column name.

    Raises: FactsUnreadable [LAW-014].
    """
    answers = _stripped(content, ANSWER_PREFIX)
    deprivations = _stripped(content, DEPRIVATION_PREFIX)
    area = content.get(AREA_COLUMN)
    kinds = [B1_COLUMN in content or B2_COLUMN in content, INCOME_COLUMN in content, bool(answers)]
    if sum(kinds) != 1:
        problem = f"cần đúng một loại: {B1_COLUMN} và {B2_COLUMN}, hoặc {INCOME_COLUMN}, hoặc "
        raise FactsUnreadable(problem=f"{problem}{ANSWER_PREFIX}<mục>")
    if kinds[0]:
        _refuse_others(content, {B1_COLUMN, B2_COLUMN}, ())
        b1, b2 = content.get(B1_COLUMN), content.get(B2_COLUMN)
        return ScoredHousehold(area_type=area, b1=b1, b2=b2)  # type: ignore[arg-type]
    if kinds[1]:
        _refuse_others(content, {INCOME_COLUMN}, (DEPRIVATION_PREFIX,))
        income = content[INCOME_COLUMN]
        return SurveyedHousehold(
            area_type=area,  # type: ignore[arg-type]
            income_per_capita_vnd=income,
            deprivations=deprivations,
        )
    _refuse_others(content, {REGION_COLUMN, ABLE_COLUMN}, (ANSWER_PREFIX, DEPRIVATION_PREFIX))
    able = content.get(ABLE_COLUMN)
    if not isinstance(able, bool):
        raise FactsUnreadable(problem=f"thiếu {ABLE_COLUMN} (true hoặc false)")
    return AnsweredHousehold(
        area_type=area,  # type: ignore[arg-type]
        region=content.get(REGION_COLUMN),
        answers=answers,
        has_able_member=able,
        deprivations=deprivations,
    )


def _stripped(content: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {k.removeprefix(prefix): v for k, v in content.items() if k.startswith(prefix)}


def _refuse_others(content: Mapping[str, Any], names: set[str], prefixes: tuple[str, ...]) -> None:
    for name in content:
        if name not in _ALWAYS | names and not name.startswith(prefixes or ("\0",)):
            raise FactsUnreadable(problem=f"“{name}” không dùng ở đây")
