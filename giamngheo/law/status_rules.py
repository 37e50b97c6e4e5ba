"""Dated rules beside the poverty standard: screening by Form A, average living, low income."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Generic, TypeVar

from giamngheo.law.classification import Reason, cited_reason, weakest
from giamngheo.law.enums import AREA_LABELS, AreaType, Confidence
from giamngheo.law.facts import INCOME_LIMIT_VND, FactRefused, checked_number, known_area
from giamngheo.law.standard_types import ByArea, Cited
from giamngheo.law.standards import standard_in_force
from giamngheo.law.yaml_nodes import Entry, LawFileInvalid, by_area, read_document
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number

T = TypeVar("T")
FOLDER = Path(__file__).parent / "rules"


class RuleNotFound(Refusal):
    code = "LAW-015"
    sentence = (
        "Không có quy định nào về {what} áp dụng cho ngày {day} trong các văn bản đã tìm thấy. "
        "Bổ sung quy định kèm nguồn rồi thử lại."
    )
    english = "No rule on {what} was found for {day}."


@dataclass(frozen=True, kw_only=True)
class Dated(Generic[T]):
    """A rule and the days it holds: from `valid_from` up to, not including, `valid_to`."""

    valid_from: Cited[dt.date]
    valid_to: Cited[dt.date]
    rule: T


@dataclass(frozen=True, kw_only=True)
class Screening:
    """Form A: how many criteria it has, and below how many met a household goes on to Form B."""

    criteria_count: Cited[int]
    goes_on_below: Cited[int]


@dataclass(frozen=True, kw_only=True)
class RuleResult:
    """Whether a rule holds, None when the facts do not decide, and what it rests on."""

    holds: bool | None
    reasons: tuple[Reason, ...]

    @property
    def confidence(self) -> Confidence:
        return weakest(reason.confidence for reason in self.reasons)


def screen_household(
    *, asked_for_review: bool, criteria: Sequence[bool | None], as_of: dt.date
) -> RuleResult:
    """
    Return whether a household goes on from Form A to Form B.

    `criteria`: one answer for each column of the form, None when not known.
    Raises: RuleNotFound [LAW-015]; FactRefused [LAW-003] for another number of answers.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phụ lục II.
    """
    rule = screening_rule(as_of=as_of)
    if len(criteria) != rule.criteria_count.value:
        problem = f"phải đủ {rule.criteria_count.value} câu trả lời"
        raise FactRefused(fact="phiếu A", value=len(criteria), problem=problem)
    below = rule.goes_on_below
    if not asked_for_review:
        return RuleResult(
            holds=False, reasons=(cited_reason("Hộ không có giấy đề nghị rà soát", below),)
        )
    met, unknown = list(criteria).count(True), list(criteria).count(None)
    if met >= below.value:
        return RuleResult(
            holds=False, reasons=(cited_reason(f"Đạt {met} ≥ {below.value} tiêu chí", below),)
        )
    if met + unknown < below.value:
        most = f"nhiều nhất {met + unknown}" if unknown else str(met)
        sentence = f"Đạt {most} < {below.value} tiêu chí"
        return RuleResult(holds=True, reasons=(cited_reason(sentence, below),))
    sentence = f"Đã biết đạt {met} tiêu chí, còn {unknown} tiêu chí chưa rõ"
    return RuleResult(holds=None, reasons=(cited_reason(sentence, below),))


def screening_rule(*, as_of: dt.date) -> Screening:
    """
    Return how many criteria Form A has on the day, and below how many a household goes on.

    Raises: RuleNotFound [LAW-015].
    """
    return _in_force("screening", _read_screening, as_of, what="nhận dạng nhanh (phiếu A)")


def is_average_living(
    *, income_per_capita_vnd: int, area_type: AreaType, as_of: dt.date
) -> RuleResult:
    """
    Return whether a household has an average living standard: above every line, up to a ceiling.

    Raises: RuleNotFound [LAW-015] (from 2027 on no rule was found), FactRefused [LAW-003],
            AreaUnknown [LAW-004].
    """
    area = known_area(area_type)
    ceiling = _ceiling("average_living", area, as_of, what="hộ có mức sống trung bình")
    income = checked_number(income_per_capita_vnd, fact="thu nhập bình quân", most=INCOME_LIMIT_VND)
    top_line = standard_in_force(as_of=as_of).bands[-1].income_max_vnd.of(area)
    return RuleResult(
        holds=top_line.value < income <= ceiling.value,
        reasons=(
            _compared(income, top_line, area, above=income > top_line.value),
            _compared(income, ceiling, area, above=income > ceiling.value),
        ),
    )


def is_low_income_worker(
    *, household_income_per_capita_vnd: int, area_type: AreaType, as_of: dt.date
) -> RuleResult:
    """
    Return whether a worker has low income, which the income of the household decides.

    Raises: RuleNotFound [LAW-015], FactRefused [LAW-003], AreaUnknown [LAW-004].
    Source: Nghị định 30/2025/NĐ-CP.
    """
    area = known_area(area_type)
    ceiling = _ceiling("low_income_worker", area, as_of, what="người lao động có thu nhập thấp")
    income = checked_number(
        household_income_per_capita_vnd, fact="thu nhập bình quân", most=INCOME_LIMIT_VND
    )
    above = income > ceiling.value
    return RuleResult(holds=not above, reasons=(_compared(income, ceiling, area, above=above),))


def _compared(income: int, line: Cited[int], area: AreaType, *, above: bool) -> Reason:
    sign = ">" if above else "≤"
    sentence = (
        f"Thu nhập bình quân {format_number(income)} đồng/người/tháng {sign} "
        f"{format_number(line.value)} ({AREA_LABELS[area]})"
    )
    return cited_reason(sentence, line)


def _ceiling(name: str, area: AreaType, as_of: dt.date, *, what: str) -> Cited[int]:
    return _in_force(name, _read_ceiling, as_of, what=what).of(area)


def _in_force(name: str, read: Callable[[Entry], T], as_of: dt.date, *, what: str) -> T:
    versions: tuple[Dated[T], ...] = _load(name, read)
    for version in versions:
        if version.valid_from.value <= as_of < version.valid_to.value:
            return version.rule
    raise RuleNotFound(what=what, day=format_date(as_of))


@cache
def _load(name: str, read: Callable[[Entry], T]) -> tuple[Dated[T], ...]:
    file = FOLDER / f"{name}.yaml"
    return read_rule(text=file.read_text(encoding="utf-8"), file=file.name, read=read)


def read_rule(*, text: str, file: str, read: Callable[[Entry], T]) -> tuple[Dated[T], ...]:
    """
    Return the dated versions of a rule, in order of time.

    Raises: LawFileInvalid [LAW-002] naming the line, also for versions that overlap.
    """
    top = read_document(text=text, file=file)
    versions = []
    for entry in top.entries("versions"):
        start, end = entry.cited("valid_from", Entry.day), entry.cited("valid_to", Entry.day)
        versions.append(Dated(valid_from=start, valid_to=end, rule=read(entry)))
        entry.close()
    top.close()
    for before, after in pairwise(versions):
        if after.valid_from.value < before.valid_to.value:
            line = after.valid_from.line
            raise LawFileInvalid(file=file, line=line, problem="chồng lên thời gian trước đó")
    return tuple(versions)


def _read_ceiling(entry: Entry) -> ByArea[Cited[int]]:
    return by_area(entry.entry("ceiling_vnd"))


def _read_screening(entry: Entry) -> Screening:
    return Screening(
        criteria_count=entry.cited("criteria_count", Entry.whole_number),
        goes_on_below=entry.cited("goes_on_below", Entry.whole_number),
    )
