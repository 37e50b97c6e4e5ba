"""The frames put into the system by its own actions, as an office's files would be."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.demo import start, yearend
from giamngheo.demo.figures import DISTRICT
from giamngheo.demo.frames import SEED, DemoFrames
from giamngheo.demo.judging import past_statuses
from giamngheo.demo.names import KINH, draw_family, draw_full_name
from giamngheo.demo.scores import STANDARD
from giamngheo.registry.actions import LoadedHouseholds, load_households
from giamngheo.reviews.actions import decide_commune, judge_communes, open_campaign, record_scores
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign


@dataclass(frozen=True)
class Review:
    """One yearly review of the district: its campaign and when the communes decided."""

    code: str
    year: int
    judged_for: date
    first_decision: date

    @property
    def name(self) -> str:
        place = f"{DISTRICT[0].lower()}{DISTRICT[1:]}"
        return f"Rà soát hộ nghèo, hộ cận nghèo cuối năm {self.year}, {place}"


START = Review("trieu-son-2019", 2019, start.REVIEW_DATE, date(2019, 12, 9))
END = Review("trieu-son-2020", 2020, yearend.REVIEW_DATE, date(2020, 12, 7))
DECIDING_DAYS = 10  # working days over which the communes sign one after another


def store_register(
    *, frames: DemoFrames, villages: Mapping[str, Unit], by: User
) -> LoadedHouseholds:
    """Load households, members and the history of 2016-2018; `villages` by generated code."""
    unit_ids = {code: unit.pk for code, unit in villages.items()}
    households = frames.households.select(
        "code",
        pl.col("village_code").replace_strict(unit_ids, return_dtype=pl.Int64).alias("unit_id"),
        "head_name",
        "address",
        "ethnicity",
        "no_working_capacity",
        "has_merit_person",
        "registered_from",
        is_generated=pl.lit(value=True),
    )
    return load_households(
        households=households,
        members=frames.members,
        statuses=past_statuses(past_scores=frames.past_scores),
        by=by,
        reason="Dữ liệu sinh ra để trình diễn",
    )


def store_review(
    *,
    review: Review,
    scores: pl.DataFrame,
    district: Unit,
    communes: Mapping[str, Unit],
    by: User,
) -> Campaign:
    """Open the review, record the scores, let the engine judge, and decide every commune."""
    units = list(communes.values())
    campaign = open_campaign(
        code=review.code,
        name=review.name,
        kind=CampaignKind.PERIODIC,
        year=review.year,
        unit=district,
        communes=units,
        standard=STANDARD,
        judged_for=review.judged_for,
        by=by,
        is_generated=True,
    )
    record_scores(campaign=campaign, scores=scores.drop("area_type"), by=by)
    judge_communes(campaign=campaign, units=units, by=by)
    for unit in units:
        _decide(review, campaign, unit, by)
    return campaign


def _decide(review: Review, campaign: Campaign, unit: Unit, by: User) -> None:
    rng = random.Random(f"{SEED}/decision/{review.year}/{unit.name}")
    signed = _working_day(review.first_decision, rng.randrange(DECIDING_DAYS))
    decide_commune(
        campaign=campaign,
        unit=unit,
        number=f"{rng.randint(112, 389)}/QĐ-UBND",
        signed_date=signed,
        effective_date=signed,
        signer=chairman_of(commune=unit.name),
        by=by,
    )


def _working_day(first: date, number: int) -> date:
    """Return the day `number` working days after `first`, a Monday."""
    weeks, days = divmod(number, 5)
    return first + timedelta(weeks=weeks, days=days)


def chairman_of(*, commune: str) -> str:
    """Return the invented chairman who signs for the commune; the same in both years."""
    rng = random.Random(f"{SEED}/chairman/{commune}")
    family = draw_family(rng=rng, ethnicity=KINH)
    return draw_full_name(rng=rng, family=family, sex="M", birth_year=1970)
