"""What a request comes to: the law's answer where it gives one, else a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giamngheo.law.enums import AreaType
from giamngheo.law.status_rules import (
    RuleNotFound,
    RuleResult,
    is_average_living,
    is_low_income_worker,
    screen_household,
)
from giamngheo.reviews.enums import RequestKind, RequestResult

# Asked on Form B like every listed household; the two others are judged by income alone.
LISTING_KINDS = (RequestKind.POVERTY, RequestKind.ESCAPE)
INCOME_KINDS = (RequestKind.AVERAGE_LIVING, RequestKind.LOW_INCOME_WORKER)


@dataclass(frozen=True)
class Answer:
    """What a request comes to, and the sentence that goes to the household."""

    result: RequestResult
    reason: str


def answer_of(
    *,
    kind: RequestKind,
    form_a: Sequence[bool | None],
    income: int | None,
    area_type: str,
    as_of: date,
    accepted: bool | None,
    reason: str,
) -> Answer:
    if kind == RequestKind.ESCAPE:
        return Answer(RequestResult.LISTED, "Đề nghị thoát nghèo được xét bằng phiếu B.")
    try:
        ruled = _ruling(kind, form_a, income, area_type, as_of)
    except RuleNotFound as missing:
        return _by_person(kind, accepted, reason, missing.message)
    if ruled is None or ruled.holds is None:
        said = "; ".join(one.sentence for one in ruled.reasons) if ruled else "Chưa khảo sát."
        return Answer(RequestResult.WAITING, said)
    return Answer(
        result_of(kind, accepted=ruled.holds),
        "; ".join(str(one) for one in ruled.reasons),
    )


def _ruling(
    kind: RequestKind,
    form_a: Sequence[bool | None],
    income: int | None,
    area_type: str,
    as_of: date,
) -> RuleResult | None:
    """Return what the law says; None while what it asks about is not known."""
    if kind == RequestKind.POVERTY:
        return screen_household(asked_for_review=True, criteria=form_a, as_of=as_of)
    if income is None:
        return None
    area = AreaType(area_type)
    if kind == RequestKind.AVERAGE_LIVING:
        return is_average_living(income_per_capita_vnd=income, area_type=area, as_of=as_of)
    return is_low_income_worker(household_income_per_capita_vnd=income, area_type=area, as_of=as_of)


def _by_person(kind: RequestKind, accepted: bool | None, reason: str, missing: str) -> Answer:
    if accepted is None or not reason.strip():
        return Answer(RequestResult.WAITING, missing)
    return Answer(result_of(kind, accepted=accepted), reason.strip())


def result_of(kind: RequestKind, *, accepted: bool) -> RequestResult:
    if not accepted:
        return RequestResult.REFUSED
    return RequestResult.LISTED if kind in LISTING_KINDS else RequestResult.RECOGNISED
