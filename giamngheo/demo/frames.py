"""The demonstration's year as frames: everything generated, nothing judged, nothing stored."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import groupby

import polars as pl

from giamngheo.demo.figures import CommuneFigures, commune_figures, service_targets
from giamngheo.demo.past import PAST_YEARS, draw_past
from giamngheo.demo.register import REGISTERED_FROM, Home, Lot, draw_register
from giamngheo.demo.scores import STANDARD, Points
from giamngheo.demo.start import draw_start_sheets
from giamngheo.demo.villages import Village
from giamngheo.demo.yearend import YearEnd
from giamngheo.law.standards import get_standard

SEED = "trieu-son-2020"


@dataclass(frozen=True)
class DemoFrames:
    """
    The year's tables. No column says poor or near-poor: that is the engine's to find.

    villages:   one row per village: commune_code, commune_name, village_code, village_name.
    households: one row per household: code, commune_code, commune_name, village_code, head_name,
                address, ethnicity, no_working_capacity, has_merit_person, registered_from.
    members:    one row per person: household_code, position (1 = head), full_name, sex (M, F),
                birth_date, relation, ethnicity, personal_id (null when unknown).
    past_scores: one row per household and earlier review: year, then the columns of start_scores.
    start_scores, end_scores: one row per household reviewed at the end of 2019 and of 2020:
                household_code, area_type, score_b1, score_b2, deprivations, children_out_of_school.
    """

    villages: pl.DataFrame
    households: pl.DataFrame
    members: pl.DataFrame
    past_scores: pl.DataFrame
    start_scores: pl.DataFrame
    end_scores: pl.DataFrame

    def digest(self) -> str:
        """Return a fingerprint of everything generated: equal seeds give equal prints."""
        print_ = hashlib.sha256()
        for part in fields(self):
            frame: pl.DataFrame = getattr(self, part.name)
            lists = [name for name, kind in frame.schema.items() if kind == pl.List]
            flat = frame.with_columns(pl.col(name).list.join(" ") for name in lists)
            print_.update(flat.write_csv().encode())
        return print_.hexdigest()


def make_frames(*, seed: str = SEED) -> DemoFrames:
    """Return the whole year; the same seed gives the same year on every machine."""
    villages, homes = draw_register(communes=commune_figures(), seed=seed)
    points = Points(get_standard(STANDARD))
    past = draw_past(homes=homes, points=points, seed=seed)
    eased = [index for index in sorted(past.managed_until_start) if homes[index].lot is Lot.EASED]
    start = draw_start_sheets(
        homes=homes, reviewed_eased=eased, targets=service_targets(), points=points, seed=seed
    )
    year_end = YearEnd(homes=homes, start=start, past=past, points=points)
    indexes = range(len(homes))
    for commune, own in groupby(indexes, key=lambda index: homes[index].commune.unit_code):
        rng = random.Random(f"{seed}/end/{commune}")
        year_end.draw_commune(indexes=list(own), rng=rng)
    frame = partial(points.frame, homes=homes)
    return DemoFrames(
        villages=_villages_frame(villages),
        households=_households_frame(homes),
        members=_members_frame(homes),
        past_scores=pl.concat(
            frame(sheets=past.sheets[year]).select(pl.lit(year).alias("year"), pl.all())
            for year in reversed(PAST_YEARS)
        ),
        start_scores=frame(sheets=start.values()),
        end_scores=frame(sheets=year_end.sheets.values()),
    )


def _villages_frame(villages: Sequence[tuple[CommuneFigures, Village]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "commune_code": [commune.unit_code for commune, _ in villages],
            "commune_name": [commune.unit_name for commune, _ in villages],
            "village_code": [village.code for _, village in villages],
            "village_name": [village.name for _, village in villages],
        }
    )


def _households_frame(homes: Sequence[Home]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "code": [home.code for home in homes],
            "commune_code": [home.commune.unit_code for home in homes],
            "commune_name": [home.commune.unit_name for home in homes],
            "village_code": [home.village.code for home in homes],
            "head_name": [home.people[0].full_name for home in homes],
            "address": [home.address for home in homes],
            "ethnicity": [home.ethnicity for home in homes],
            "no_working_capacity": [home.no_working_capacity for home in homes],
            "has_merit_person": [home.has_merit_person for home in homes],
        }
    ).with_columns(registered_from=pl.lit(REGISTERED_FROM))


def _members_frame(homes: Sequence[Home]) -> pl.DataFrame:
    people = [person for home in homes for person in home.people]
    return pl.DataFrame(
        {
            "household_code": [home.code for home in homes for _ in home.people],
            "position": [position for home in homes for position in range(1, len(home.people) + 1)],
            "full_name": [person.full_name for person in people],
            "sex": [person.sex for person in people],
            "birth_date": [person.birth_date for person in people],
            "relation": [person.relation for person in people],
            "ethnicity": [person.ethnicity for person in people],
            "personal_id": [person.personal_id for person in people],
        }
    )
