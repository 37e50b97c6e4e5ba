"""A campaign of the whole procedure in the small district, in the autumn of 2019 under vn-2016."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from giamngheo.accounts.models import User
from giamngheo.areas.enums import UnitKind, UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.reviews import stages
from giamngheo.reviews.actions import judge_communes, record_scores
from giamngheo.reviews.enums import CampaignKind, CommuneState, VillageStage
from giamngheo.reviews.models import Campaign
from giamngheo.reviews.opening import CampaignPlan, Reviewer, open_full_campaign
from tests.factories.district import District, make_unit, scores_of

YEAR = 2019
OPENED = date(YEAR, 9, 3)
DAY = date(YEAR, 11, 15)
# The lists of the year before: rural lines are B1 120 and 150, urban 140 and 175.
BEFORE = {"A-001": (100, 0), "A-002": (130, 0), "A-003": (110, 0), "B-001": (120, 0)}


def add_village(district: District, key: str, name: str, *, urban: bool = False) -> Unit:
    """Add a village to one of the communes; its households' codes begin with `key`."""
    village = make_unit(
        name=name,
        kind=UnitKind.VILLAGE,
        level=UnitLevel.VILLAGE,
        code=None,
        parent=district.urban if urban else district.rural,
        rural=not urban,
    )
    district.villages[key] = village
    return village


def open_full(
    district: District,
    *,
    kind: str = CampaignKind.PERIODIC,
    year: int = YEAR,
    code: str = "",
    communes: Sequence[Unit] | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    teams: Mapping[int, Sequence[Reviewer]] | None = None,
    by: User | None = None,
    **changes: Any,
) -> Campaign:
    """Open the district's campaign; yearly 1 September to 14 December unless told otherwise."""
    as_of = changes.pop("as_of", date(year, 9, 3))
    unit = changes.pop("unit", district.unit)
    plan = CampaignPlan(
        starts_on=starts_on or date(year, 9, 1),
        ends_on=ends_on or date(year, 12, 14),
        teams=teams or {},
        deadlines=changes.pop("deadlines", None),
        whole_register=changes.pop("whole_register", False),
    )
    values: dict[str, Any] = {
        "name": f"Rà soát cuối năm {year}",
        "standard": "vn-2016",
        "judged_for": date(year, 11, 15),
        **changes,
    }
    return open_full_campaign(
        code=code or f"cuoi-nam-{year}",
        kind=kind,
        year=year,
        unit=unit,
        communes=district.communes if communes is None else communes,
        plan=plan,
        by=by,
        as_of=as_of,
        **values,
    )


def with_year_before(district: District, sheets: dict[str, tuple[int, int]] | None = None) -> None:
    """Register the households and decide the year before: A-001, A-003, B-001 poor, A-002 near."""
    known = sheets or BEFORE
    district.load(*known, since=date(YEAR - 2, 1, 1))
    district.review(YEAR - 1, known)


def score(campaign: Campaign, sheets: dict[str, tuple[int, int]], *units: Unit) -> None:
    """Record the scores and judge the communes `units`, the villages staying where they are."""
    record_scores(campaign=campaign, scores=scores_of(sheets), by=None)
    judge_communes(campaign=campaign, units=list(units), by=None)


@contextmanager
def no_guards() -> Iterator[None]:
    """Move without what the rooms above ask for: no meeting, no posting, no report on paper."""
    # The one dictionary, whatever a test puts in its place meanwhile.
    guards = stages._GUARDS
    kept = dict(guards)
    guards.clear()
    try:
        yield
    finally:
        guards.update(kept)


def walk_village(
    campaign: Campaign, village: Unit, *, to: VillageStage, by: User | None = None
) -> None:
    """Move a village forward, one stage after the other, up to `to`; nobody meets or posts."""
    with no_guards():
        for stage in list(VillageStage)[1:]:
            stages.move_village(campaign=campaign, village=village, to=stage, by=by, as_of=DAY)
            if stage == to:
                return


def walk_commune(
    campaign: Campaign,
    unit: Unit,
    *,
    to: CommuneState,
    maker: User | None = None,
    checker: User | None = None,
) -> None:
    """Move a judged commune forward up to `to`; `maker` submits, `checker` does the rest."""
    regular = campaign.kind == CampaignKind.REGULAR
    with no_guards():
        for state in (CommuneState.SUBMITTED, CommuneState.CHECKED, CommuneState.OPINION):
            if state == CommuneState.OPINION and regular:
                return
            by = maker if state == CommuneState.SUBMITTED else checker
            stages.move_commune(campaign=campaign, unit=unit, to=state, by=by, as_of=DAY)
            if state == to:
                return
