"""
The second check of a sample (phúc tra): drawn once, asked by another team, differences settled.

The draw can be proved: the seed and the day's list give the same households again.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.enums import Evidence
from giamngheo.law.judge import classify_frame
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.reviews import stages
from giamngheo.reviews.enums import CommuneState, Settlement, VillageStage
from giamngheo.reviews.evidence import indicator_columns_exprs
from giamngheo.reviews.listing_actions import name_of
from giamngheo.reviews.models import (
    Campaign,
    ReviewListing,
    ReviewResult,
    SecondCheck,
    SecondCheckItem,
)
from giamngheo.rules.queries import standard_for


class SampleRefused(Refusal):
    code = "REV-035"
    sentence = "Chưa rút được mẫu phúc tra của {unit}: {problem}. {what_next}"


class SecondCheckRefused(Refusal):
    code = "REV-036"
    sentence = "Chưa ghi được kết quả phúc tra hộ {household}: {problem}. {what_next}"


@dataclass(frozen=True, kw_only=True)
class SecondAnswer:
    """What the second team found: scores, or income, as the first form has it."""

    score_b1: int | None = None
    score_b2: int | None = None
    income_per_capita_vnd: int | None = None
    deprivations: Sequence[str] = ()


@transaction.atomic
def draw_sample(
    *,
    campaign: Campaign,
    unit: Unit,
    percent: int,
    by: User | None,
    as_of: date,
    seed: int | None = None,
) -> SecondCheck:
    """
    Draw `percent` of a commune's judged households at random, at least one, once and for all.

    Raises: NotInCampaign [REV-021], SampleRefused [REV-035].
    """
    review = stages.lock_commune(campaign=campaign, unit=unit)
    before = SecondCheck.objects.filter(commune_review=review).first()
    if before is not None:
        problem = f"{before.drawn_by} đã rút mẫu ngày {format_date(before.drawn_on)}"
        raise _no_sample(unit, problem, "Xem mẫu đã rút; mẫu chỉ rút một lần.")
    if not 1 <= percent <= 100:
        raise _no_sample(unit, "tỷ lệ phải từ 1 đến 100", "Sửa tỷ lệ rồi rút lại.")
    if review.state == CommuneState.DECIDED:
        raise _no_sample(unit, "đã có quyết định", "Xem danh sách đã công nhận.")
    listings = judged_listings(campaign=campaign, path=unit.path)
    if not listings:
        problem = "chưa hộ nào trong danh sách được chấm"
        raise _no_sample(unit, problem, "Nhập và chấm phiếu rồi rút mẫu.")
    chosen_seed = secrets.randbelow(2**31) if seed is None else seed
    audit.record(
        action="reviews.draw_sample",
        by=by,
        subject=f"{percent}% của {len(listings)} hộ, {unit.full_name}",
        unit_path=unit.path,
        details={"seed": chosen_seed},
    )
    drawn = SecondCheck.objects.create(
        campaign=campaign,
        commune_review=review,
        unit=unit,
        unit_path=unit.path,
        percent=percent,
        seed=chosen_seed,
        population=len(listings),
        drawn_on=as_of,
        drawn_by=name_of(by),
    )
    SecondCheckItem.objects.bulk_create(
        SecondCheckItem(
            check_of=drawn,
            campaign=campaign,
            village_id=listing.village_id,
            household_id=listing.household_id,
            unit_path=listing.unit_path,
            sort_key=listing.sort_key,
        )
        for listing in sample_of(listings, percent=percent, seed=chosen_seed)
    )
    return drawn


def judged_listings(*, campaign: Campaign, path: str) -> list[ReviewListing]:
    """Return the listed households of a commune that are judged, in the order of their codes."""
    judged = ReviewResult.objects.filter(campaign=campaign).exclude(category="")
    found = ReviewListing.objects.filter(
        campaign=campaign,
        unit_path__startswith=path,
        withdrawn_on__isnull=True,
        household__in=judged.values("household"),
    )
    return list(found.order_by("household__code"))


def sample_of(listings: Sequence[ReviewListing], *, percent: int, seed: int) -> list[ReviewListing]:
    """Return the drawn part of `listings`, rounded up: the same for the same list and seed."""
    size = -(-len(listings) * percent // 100)
    return random.Random(seed).sample(list(listings), size)


@transaction.atomic
def record_second(
    *, item: SecondCheckItem, answer: SecondAnswer, team: str, by: User | None, as_of: date
) -> SecondCheckItem:
    """
    Keep what the second team found beside the first form, both judged by the same standard.

    Raises: SecondCheckRefused [REV-036].
    """
    item = _lock_item(item)
    household = item.household
    result = ReviewResult.objects.filter(campaign=item.campaign, household=household).first()
    if result is None or not result.category:
        raise _refused(item, "phiếu lần đầu chưa được chấm", "Chấm phiếu rồi ghi lại.")
    if item.settlement:
        problem = f"{item.settled_by} đã xử lý ngày {format_date(item.settled_on)}"
        raise _refused(item, problem, "Xem kết quả xử lý.")
    if not team.strip():
        raise _refused(item, "chưa ghi đội phúc tra", "Ghi tên người phúc tra rồi lưu lại.")
    audit.record(
        action="reviews.record_second",
        by=by,
        subject=household.code,
        unit_path=item.unit_path,
    )
    item.first = _kept(result)
    item.second = _judged(item, result, answer)
    item.differs = any(item.first[name] != item.second[name] for name in COMPARED)
    item.team, item.checked_on, item.checked_by = team.strip(), as_of, name_of(by)
    item.save()
    return item


# Scores may differ by a point without changing anything; what counts is what follows from them.
COMPARED = ("category", "group", "deprivations")


@transaction.atomic
def settle_difference(
    *, item: SecondCheckItem, settlement: Settlement, reason: str, by: User | None, as_of: date
) -> SecondCheckItem:
    """
    Say whose answer stands, with the reason. A form that must change is mended by its own page.

    Raises: SecondCheckRefused [REV-036], also while the village of a form that must change is past
            its survey.
    """
    item = _lock_item(item)
    if not item.differs:
        raise _refused(item, "hai lần không lệch nhau", "Chọn một hộ có kết quả lệch.")
    if item.settlement:
        problem = f"{item.settled_by} đã xử lý ngày {format_date(item.settled_on)}"
        raise _refused(item, problem, "Xem kết quả xử lý.")
    if not reason.strip():
        raise _refused(item, "chưa ghi lý do", "Ghi lý do chọn kết quả này rồi lưu lại.")
    village = item.village
    if settlement == Settlement.SECOND and village.stage != VillageStage.SURVEY:
        problem = f"{village.unit.full_name} đang ở «{VillageStage(village.stage).label}»"
        raise _refused(item, problem, "Trả thôn về bước thu thập phiếu để sửa phiếu, rồi xử lý.")
    audit.record(
        action="reviews.settle_difference",
        by=by,
        subject=f"{item.household.code}: {settlement.label}",
        unit_path=item.unit_path,
        reason=reason,
    )
    item.settlement, item.settled_reason = settlement, reason.strip()
    item.settled_on, item.settled_by = as_of, name_of(by)
    item.save()
    return item


def _lock_item(item: SecondCheckItem) -> SecondCheckItem:
    locked = SecondCheckItem.objects.select_for_update(of=("self",)).select_related(
        "household", "campaign", "village__unit"
    )
    return locked.get(pk=item.pk)


def _kept(result: ReviewResult) -> dict[str, Any]:
    return {
        "b1": result.score_b1,
        "b2": result.score_b2,
        "income": result.income_per_capita_vnd,
        "deprivations": sorted(result.deprivations),
        "category": result.category,
        "group": result.group,
    }


def _judged(item: SecondCheckItem, first: ReviewResult, answer: SecondAnswer) -> dict[str, Any]:
    by_income = first.evidence == Evidence.INCOME.value
    needed = (answer.income_per_capita_vnd,) if by_income else (answer.score_b1, answer.score_b2)
    if any(value is None for value in needed):
        asked = "thu nhập bình quân" if by_income else "điểm B1 và điểm B2"
        raise _refused(item, f"thiếu {asked}", f"Ghi {asked} rồi lưu lại.")
    standard = standard_for(item.campaign.standard)
    row = pl.DataFrame(
        {
            "area_type": [first.area_type],
            "deprivations": [sorted(answer.deprivations)],
            "unknown_deprivations": [[]],
            "b1": [answer.score_b1],
            "b2": [answer.score_b2],
            "income_per_capita_vnd": [answer.income_per_capita_vnd],
        },
        schema_overrides={
            "deprivations": pl.List(pl.String),
            "unknown_deprivations": pl.List(pl.String),
            "b1": pl.Int64,
            "b2": pl.Int64,
            "income_per_capita_vnd": pl.Int64,
        },
    )
    if by_income:
        codes = [indicator.code for indicator in standard.indicators]
        row = row.drop("b1", "b2").with_columns(indicator_columns_exprs(codes))
    else:
        row = row.drop("income_per_capita_vnd")
    judged = classify_frame(frame=row.lazy(), standard=standard).collect().row(0, named=True)
    if judged["category"] is None:
        raise _refused(item, "điểm ngoài phạm vi của chuẩn", "Xem lại điểm rồi ghi lại.")
    return {
        "b1": answer.score_b1,
        "b2": answer.score_b2,
        "income": answer.income_per_capita_vnd,
        "deprivations": sorted(answer.deprivations),
        "category": str(judged["category"]),
        "group": str(judged["group"] or ""),
    }


@dataclass(frozen=True, kw_only=True)
class CheckSummary:
    """How far the second check of a commune has come, and how often the teams disagree."""

    sample: int
    checked: int
    differing: int
    settled: int

    @property
    def disagreement_percent(self) -> float | None:
        """Of those asked twice; None while nobody was."""
        return 100 * self.differing / self.checked if self.checked else None


def summary_of(*, drawn: SecondCheck) -> CheckSummary:
    rows = list(drawn.items.values_list("differs", "settlement"))
    return CheckSummary(
        sample=len(rows),
        checked=sum(differs is not None for differs, _ in rows),
        differing=sum(differs is True for differs, _ in rows),
        settled=sum(bool(settlement) for _, settlement in rows),
    )


def check_of(*, campaign: Campaign, unit: Unit) -> SecondCheck | None:
    return SecondCheck.objects.filter(campaign=campaign, unit=unit).first()


def _no_sample(unit: Unit, problem: str, what_next: str) -> SampleRefused:
    return SampleRefused(unit=unit.full_name, problem=problem, what_next=what_next)


def _refused(item: SecondCheckItem, problem: str, what_next: str) -> SecondCheckRefused:
    return SecondCheckRefused(household=item.household.code, problem=problem, what_next=what_next)
