"""
Writing a household's plan of a year: measures a person chose, and who helps.

Each change in one transaction with its audit event; a row somebody else changed meanwhile is
refused, never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.audit import actions as audit
from giamngheo.registry.models import Household
from giamngheo.support.enums import MeasureSource
from giamngheo.support.measure_library import measure_library
from giamngheo.support.models import HouseholdMeasure, HouseholdPlan
from giamngheo.support.refusals import NobodyChosen, PlanRowStale, PlanRowWrong

MOST_MEASURES = 6
MOST_VND = 10_000_000_000
LONGEST_WORDS, LONGEST_HELPER = 300, 200


@dataclass(frozen=True, kw_only=True)
class PlannedMeasure:
    """One measure as given; words of the library are known by themselves. Money in đồng."""

    words: str
    answers: str = ""
    source: str = ""
    amount_vnd: int | None = None
    due: date | None = None

    @property
    def code(self) -> str:
        found = (one.code for one in measure_library().values() if one.words == self.words)
        return next(found, "")


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """All that stands in a household's row."""

    measures: tuple[PlannedMeasure, ...] = ()
    helper: str = ""
    note: str = ""


def fill_household(
    *, household: Household, year: int, content: PlanContent, version: int, by: User, scope: Scope
) -> HouseholdPlan:
    """
    Write the household's plan as given; `version` is the one the writer saw, 0 when there was none.

    What stands already is not written again, and keeps its version.
    Raises: AccessRefused [ACC-001], PlanRowStale [SUP-007], PlanRowWrong [SUP-008].
    Source: R076, R078.
    """
    _allowed(household, scope)
    _check(household, year, content)
    with transaction.atomic():
        Household.objects.select_for_update().get(pk=household.pk)
        plan = _standing(household, year)
        if (plan.version if plan else 0) != version:
            who = plan.changed_by.full_name if plan and plan.changed_by else "người khác"
            raise PlanRowStale(household=household.code, year=year, who=who)
        if plan is not None and content_of(plan) == content:
            return plan
        return _write(plan, household, year, content, by)


def fill_group(
    *,
    households: Sequence[Household],
    year: int,
    measures: Mapping[int, PlannedMeasure],
    helper: str,
    by: User,
    scope: Scope,
) -> int:
    """
    Add a measure, or name a helper where none is named, for each household; how many changed.

    `measures` by household id: the same words may answer another need in each. What a household
    already has is left alone: nothing is overwritten.
    Raises: AccessRefused [ACC-001], PlanRowWrong [SUP-008], NobodyChosen [SUP-009].
    """
    if not households:
        raise NobodyChosen(problem="chưa đánh dấu hộ nào")
    if not measures and not helper.strip():
        raise NobodyChosen(problem="chưa chọn giải pháp hoặc người giúp đỡ")
    for household in households:
        _allowed(household, scope)
    changed = 0
    with transaction.atomic():
        ids = [one.pk for one in households]
        locked = list(Household.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        found = HouseholdPlan.objects.filter(household__in=ids, year=year)
        plans = {one.household_id: one for one in found.prefetch_related("measures")}
        for household in locked:
            plan = plans.get(household.pk)
            before = content_of(plan) if plan else PlanContent()
            content = _added(before, measures.get(household.pk), helper.strip())
            if content != before:
                _check(household, year, content)
                _write(plan, household, year, content, by)
                changed += 1
    return changed


def content_of(plan: HouseholdPlan) -> PlanContent:
    """Return what stands in a plan, as it would be given."""
    return PlanContent(
        measures=tuple(
            PlannedMeasure(
                words=one.words,
                answers=one.answers,
                source=one.source,
                amount_vnd=one.amount_vnd,
                due=one.due,
            )
            for one in plan.measures.all()
        ),
        helper=plan.helper,
        note=plan.note,
    )


def _allowed(household: Household, scope: Scope) -> None:
    accounts.require(
        scope=scope,
        path=household.unit_path,
        permission=Permission.EDIT_REGISTER,
        subject=f"Hộ {household.code}: kế hoạch giúp hộ",
    )


def _standing(household: Household, year: int) -> HouseholdPlan | None:
    found = HouseholdPlan.objects.filter(household=household, year=year)
    return found.select_related("changed_by").prefetch_related("measures").first()


def _added(before: PlanContent, measure: PlannedMeasure | None, helper: str) -> PlanContent:
    words = {one.words for one in before.measures}
    new = (measure,) if measure is not None and measure.words not in words else ()
    return PlanContent(
        measures=(*before.measures, *new),
        helper=before.helper or helper,
        note=before.note,
    )


def _check(household: Household, year: int, content: PlanContent) -> None:
    problem = next(_problems(year, content), None)
    if problem is not None:
        raise PlanRowWrong(household=household.code, year=year, problem=problem)


def _problems(year: int, content: PlanContent) -> Iterator[str]:
    if len(content.measures) > MOST_MEASURES:
        yield f"nhiều hơn {MOST_MEASURES} giải pháp"
    if len(content.helper) > LONGEST_HELPER:
        yield f"tên người giúp đỡ dài hơn {LONGEST_HELPER} chữ"
    if len(content.note) > LONGEST_WORDS:
        yield f"ghi chú dài hơn {LONGEST_WORDS} chữ"
    for one in content.measures:
        if not one.words.strip():
            yield "có giải pháp chưa ghi lời"
        if len(one.words) > LONGEST_WORDS:
            yield f"giải pháp dài hơn {LONGEST_WORDS} chữ"
        if one.amount_vnd is not None and not 0 < one.amount_vnd <= MOST_VND:
            yield "kinh phí phải lớn hơn 0 và không quá 10 tỷ đồng cho một giải pháp"
        if one.source not in ("", *MeasureSource.values):
            yield "nguồn không có trong danh mục"
        if one.due is not None and not year <= one.due.year <= year + 1:
            yield f"hạn xong của giải pháp phải trong năm {year} hoặc năm sau"


def _write(
    plan: HouseholdPlan | None, household: Household, year: int, content: PlanContent, by: User
) -> HouseholdPlan:
    audit.record(
        action="support.fill_household_plan",
        by=by,
        subject=f"Hộ {household.code}, năm {year}",
        unit_path=household.unit_path,
    )
    if plan is None:
        plan = HouseholdPlan(household=household, year=year, version=0)
    plan.unit_path = household.unit_path
    plan.helper, plan.note = content.helper, content.note
    plan.changed_by = by
    plan.version += 1
    plan.save()
    standing = list(plan.measures.all())
    for position, given in enumerate(content.measures):
        row = standing[position] if position < len(standing) else HouseholdMeasure(plan=plan)
        row.position, row.code, row.words = position, given.code, given.words
        row.answers, row.source = given.answers, given.source
        row.amount_vnd, row.due = given.amount_vnd, given.due
        row.save()
    gone = [row.pk for row in standing[len(content.measures) :]]
    if gone:
        HouseholdMeasure.objects.filter(pk__in=gone).delete()
    return HouseholdPlan.objects.prefetch_related("measures").get(pk=plan.pk)
