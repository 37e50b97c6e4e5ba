"""
The review of 2021 in the middle of its way: every commune somewhere else.

In one commune every village but the smallest has finished; there a newcomer walks the whole
procedure, from the first form to the decision.
"""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl
from django.db.models import Count, Q

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.demo.figures import DISTRICT
from giamngheo.demo.frames import SEED
from giamngheo.demo.names import KINH, draw_family, draw_full_name
from giamngheo.demo.scores import STANDARD, STEP
from giamngheo.law.standards import get_standard
from giamngheo.meetings.actions import record_meeting
from giamngheo.meetings.enums import ParticipantRole
from giamngheo.meetings.posting import close_village, post_list
from giamngheo.meetings.records import Attendance, MeetingRecord, PostingRecord, Votes
from giamngheo.reviews.actions import record_scores
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.listings import listed_frame
from giamngheo.reviews.models import Campaign, VillageReview
from giamngheo.reviews.opening import CampaignPlan, open_full_campaign
from giamngheo.reviews.scoring import score_village

CODE: Final = "trieu-son-2021"
YEAR: Final = 2021
STARTS_ON, ENDS_ON = date(2021, 9, 1), date(2021, 12, 14)
JUDGED_FOR: Final = date(2021, 10, 15)
# The day in the middle of the review on which the demonstration plays.
PLAYED_DAY: Final = date(2021, 11, 8)
WALKED: Final = "Xã Thọ Bình"
# Of four other communes: one has its forms done and judged, two are at it, one has hardly begun.
MEETING_DAY, POSTED_FROM, CLOSED_ON = date(2021, 10, 23), date(2021, 10, 25), date(2021, 10, 30)
SHARES_DONE: Final = (1.0, 0.75, 0.4, 0.1)
JUDGED_COMMUNES: Final = 3
DELIVERED: Final = 0.2


def open_autumn(
    *,
    end_scores: pl.DataFrame,
    district: Unit,
    communes: Mapping[str, Unit],
    by: User,
    commune_officer: User,
) -> Unit:
    """
    Open the review of 2021 in every commune and record the forms that are in by the played day.

    end_scores: the forms of the end of 2020, as `record_scores` takes them. Returns the village
    that is left to walk.
    """
    campaign = open_full_campaign(
        code=CODE,
        name=f"Rà soát hộ nghèo, hộ cận nghèo cuối năm {YEAR}, {DISTRICT[0].lower()}{DISTRICT[1:]}",
        kind=CampaignKind.PERIODIC,
        year=YEAR,
        unit=district,
        communes=list(communes.values()),
        standard=STANDARD,
        judged_for=JUDGED_FOR,
        plan=CampaignPlan(starts_on=STARTS_ON, ends_on=ENDS_ON),
        by=by,
        as_of=STARTS_ON,
        is_generated=True,
    )
    forms = _forms(campaign, end_scores)
    finished, left = _villages_to_walk(campaign, communes[WALKED])
    done = [_of(forms, village.path) for village in finished]
    done += [
        _of(forms, unit.path).head(_share(forms, unit, rank))
        for rank, unit in enumerate(_begun(communes))
    ]
    record_scores(campaign=campaign, scores=pl.concat(done).drop("unit_path"), by=by)
    _judge(campaign, _begun(communes)[: JUDGED_COMMUNES * len(SHARES_DONE) : len(SHARES_DONE)], by)
    for village in finished:
        _finish(campaign, village, commune_officer)
    return left


def _villages_to_walk(campaign: Campaign, commune: Unit) -> tuple[list[Unit], Unit]:
    """The villages of the walked commune, the smallest apart."""
    listed = Count("listings", filter=Q(listings__withdrawn_on__isnull=True))
    villages = (
        VillageReview.objects.filter(campaign=campaign, commune_review__unit=commune)
        .select_related("unit")
        .annotate(listed=listed)
        .order_by("listed", "unit__sort_key")
    )
    smallest, *others = [village.unit for village in villages]
    return others, smallest


def _finish(campaign: Campaign, village: Unit, officer: User) -> None:
    """Bring one village from its forms to the end of its posting, as the commune recorded it."""
    score_village(campaign=campaign, village=village, by=officer, as_of=MEETING_DAY)
    rng = random.Random(f"{SEED}/meeting/{village.name}")
    families = rng.randrange(28, 55)
    attended = (
        Attendance(role=ParticipantRole.COMMITTEE, count=2),
        Attendance(role=ParticipantRole.PARTY_CELL, count=1),
        Attendance(role=ParticipantRole.OTHER_HOUSEHOLD, count=families),
    )
    against = rng.randrange(4)
    record_meeting(
        campaign=campaign,
        village=village,
        record=MeetingRecord(
            held_on=MEETING_DAY,
            place=f"Nhà văn hóa {village.full_name}",
            chair=_somebody(rng),
            secretary=_somebody(rng),
            participants=attended,
            votes=Votes(agree=families + 3 - against, against=against),
        ),
        by=officer,
        as_of=MEETING_DAY,
    )
    post_list(
        campaign=campaign,
        village=village,
        record=PostingRecord(
            from_day=POSTED_FROM,
            places=f"Nhà văn hóa {village.full_name}; trụ sở Ủy ban nhân dân {WALKED.lower()}",
            phone="0237 000 000",
            contact=officer.full_name,
        ),
        by=officer,
        as_of=POSTED_FROM,
    )
    close_village(campaign=campaign, village=village, by=officer, as_of=CLOSED_ON)


def _somebody(rng: random.Random) -> str:
    family = draw_family(rng=rng, ethnicity=KINH)
    return draw_full_name(rng=rng, family=family, sex="M", birth_year=1968)


def _of(forms: pl.DataFrame, path: str) -> pl.DataFrame:
    return forms.filter(pl.col("unit_path").str.starts_with(path))


def _begun(communes: Mapping[str, Unit]) -> list[Unit]:
    return [unit for name, unit in communes.items() if name != WALKED]


def _share(forms: pl.DataFrame, unit: Unit, rank: int) -> int:
    return round(_of(forms, unit.path).height * SHARES_DONE[rank % len(SHARES_DONE)])


def _forms(campaign: Campaign, end_scores: pl.DataFrame) -> pl.DataFrame:
    """Last year's forms of the listed households, with what a year changes in them."""
    listed = listed_frame(campaign=campaign, path=campaign.unit_path)
    before = listed.select("household_code", "unit_path").join(
        end_scores.drop("area_type"), on="household_code", how="inner", maintain_order="left"
    )
    rule = get_standard(STANDARD).deprivation
    if rule is None or rule.b2_per_indicator is None:
        raise ValueError(f"{STANDARD} has no points for deprivations")
    rows = [
        _a_year_later(row, per_indicator=rule.b2_per_indicator.value)
        for row in before.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=before.schema)


def _a_year_later(row: dict[str, object], *, per_indicator: int) -> dict[str, object]:
    rng = random.Random(f"{SEED}/autumn/{row['household_code']}")
    lacking = [code for code in _texts(row["deprivations"]) if rng.random() >= DELIVERED]
    b1 = int(str(row["score_b1"])) + STEP * rng.choice((-1, 0, 0, 1, 2, 3))
    return row | {
        "score_b1": max(0, b1),
        "score_b2": per_indicator * len(lacking),
        "deprivations": lacking,
        "children_out_of_school": (
            row["children_out_of_school"] if "child_attendance" in lacking else 0
        ),
    }


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(one) for one in value]


def _judge(campaign: Campaign, communes: Sequence[Unit], by: User) -> None:
    villages = VillageReview.objects.filter(
        campaign=campaign, commune_review__unit__in=communes
    ).select_related("unit")
    for village in villages:
        score_village(campaign=campaign, village=village.unit, by=by, as_of=PLAYED_DAY)
