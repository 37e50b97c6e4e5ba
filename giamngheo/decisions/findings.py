"""
What is odd about a list before it goes up: each warning is mended, or let stand with a reason.

A source is one function in `SOURCES`; rooms that know of more are asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from giamngheo.areas.models import Unit
from giamngheo.decisions.doubts import doubts_of_list
from giamngheo.planning.enums import Measure
from giamngheo.planning.models import AllocationFigure
from giamngheo.planning.queries import plan_naming
from giamngheo.quality.frames import target_finding
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.models import Campaign, ReviewResult

POOR = StatusCategory.POOR


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One warning about a list. must_explain: the list does not go up before it is let stand with a
    reason; otherwise the checker sees whether a reason was given.
    """

    rule: str
    household_code: str
    sentence: str
    must_explain: bool

    @property
    def key(self) -> str:
        return f"{self.rule}:{self.household_code}"


def open_findings(*, campaign: Campaign, unit: Unit) -> list[Finding]:
    """Return what is odd about the commune's list, what must be explained first."""
    found = [finding for source in SOURCES for finding in source(campaign, unit)]
    return sorted(found, key=lambda one: (not one.must_explain, one.rule, one.household_code))


def _fall_like_the_target(campaign: Campaign, unit: Unit) -> Sequence[Finding]:
    """A list that hits the plan's figure to the household may have been made to."""
    plan = plan_naming(unit=unit, year=campaign.year)
    if plan is None:
        return []
    figures = AllocationFigure.objects.filter(
        row__plan=plan, row__unit=unit, row__is_total=False, measure=Measure.POOR_REDUCED
    )
    target = figures.values_list("value", flat=True).first()
    results = _results(campaign, unit)
    fall = results.filter(previous_category=POOR).count() - results.filter(category=POOR).count()
    if target_finding(fall=fall, target=int(target or 0)) is None:
        return []
    sentence = (
        f"Số hộ nghèo giảm {fall} hộ, đúng bằng chỉ tiêu giao tại kế hoạch {plan.code}: xem lại có "
        "chạy theo chỉ tiêu không"
    )
    return [Finding(rule="CHI-TIEU", household_code="", sentence=sentence, must_explain=True)]


def _escapes_without_working_capacity(campaign: Campaign, unit: Unit) -> Sequence[Finding]:
    """Households of the allowance are not counted on to leave poverty."""
    results = _results(campaign, unit).filter(
        previous_category=POOR,
        category=StatusCategory.NON_POOR,
        household__no_working_capacity=True,
    )
    return [
        Finding(
            rule="KHONG-LAO-DONG",
            household_code=result.household.code,
            sentence=f"Hộ {result.household.head_name} không có khả năng lao động mà thoát nghèo",
            must_explain=False,
        )
        for result in results.select_related("household").order_by("household__sort_key", "pk")
    ]


def _doubts_about_the_data(campaign: Campaign, unit: Unit) -> Sequence[Finding]:
    """An error of the data that nobody let stand must be explained before the list goes up."""
    return [
        Finding(
            rule=one.rule,
            household_code=one.household_code,
            sentence=one.sentence,
            must_explain=one.is_error,
        )
        for one in doubts_of_list(campaign=campaign, unit=unit)
    ]


def _results(campaign: Campaign, unit: Unit) -> QuerySet[ReviewResult]:
    return ReviewResult.objects.filter(campaign=campaign, unit_path__startswith=unit.path)


SOURCES: Final[tuple[Callable[[Campaign, Unit], Sequence[Finding]], ...]] = (
    _fall_like_the_target,
    _escapes_without_working_capacity,
    _doubts_about_the_data,
)
