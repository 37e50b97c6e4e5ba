"""The completeness board: counts, standing at and past the day, scope, number of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giamngheo.registry.models import Household
from giamngheo.reviews.board import Board, BoardRow, Standing, board, common_paths
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, CommuneReview, ReviewListing, VillageReview
from giamngheo.reviews.second_check import SecondAnswer, draw_sample, record_second
from tests.factories.district import District
from tests.factories.full_campaign import (
    add_village,
    open_full,
    score,
    walk_village,
    with_year_before,
)

SHEETS = {"A-001": (100, 0), "A-002": (130, 0), "C-001": (100, 0), "B-001": (120, 0)}


@pytest.fixture
def campaign(district: District) -> Campaign:
    """Three villages: Một with two households, Ba with one, Khu phố Hai of the town with one."""
    add_village(district, "C", "Thôn Ba")
    with_year_before(district, SHEETS)
    return open_full(district)


def on(campaign: Campaign, day: date = date(2019, 9, 10), **changes: object) -> Board:
    path = str(changes.pop("path", campaign.unit_path))
    return board(campaign=campaign, path=path, as_of=day, **changes)  # type: ignore[arg-type]


def village(found: Board, name: str) -> BoardRow:
    return next(row for row in found.villages if row.name.endswith(name))


def test_counts_of_lists_forms_and_judgements(district: District, campaign: Campaign) -> None:
    score(campaign, {"A-001": (200, 0)}, district.rural)
    ReviewListing.objects.filter(household__code="B-001").update(
        withdrawn_on=date(2019, 9, 9), withdrawn_reason="Chuyển đi"
    )

    found = on(campaign)

    rows = [(row.name, row.listed, row.recorded, row.judged) for row in found.communes]
    assert rows == [("Xã Đồng Mây", 3, 1, 1), ("Thị trấn Phố Núi", 0, 0, 0)]
    assert [(row.listed, row.judged) for row in found.villages] == [(0, 0), (1, 0), (2, 1)]
    assert (found.total("listed"), found.total("villages")) == (3, 3)
    assert village(found, "Một").newest is not None
    assert village(found, "Ba").newest is None


def test_standing_of_villages_and_communes(district: District, campaign: Campaign) -> None:
    score(campaign, {"A-001": (200, 0)}, district.rural)

    found = on(campaign)

    assert village(found, "Một").standing == Standing.UNDER_WAY
    assert village(found, "Ba").standing == Standing.NOT_BEGUN
    assert [row.standing for row in found.communes] == [Standing.UNDER_WAY, Standing.NOT_BEGUN]
    assert found.standing(Standing.NOT_BEGUN) == 1


@pytest.mark.parametrize(("days_after", "late"), [(0, False), (1, True)])
def test_a_step_is_late_from_the_day_after_its_last(
    campaign: Campaign, days_after: int, late: bool
) -> None:
    due = VillageReview.objects.filter(campaign=campaign).values_list("due_date", flat=True)[0]

    found = on(campaign, due + timedelta(days=days_after))

    assert [row.standing == Standing.LATE for row in found.villages] == [late] * 3
    assert [row.villages_late for row in found.communes] == ([2, 1] if late else [0, 0])
    assert [row.standing == Standing.LATE for row in found.communes] == [late] * 2


def test_a_closed_village_is_done_and_never_late(district: District, campaign: Campaign) -> None:
    score(campaign, {"B-001": (200, 0)}, district.urban)
    walk_village(campaign, district.villages["B"], to=VillageStage.CLOSED)

    found = on(campaign, date(2019, 12, 1))

    assert village(found, "Hai").standing == Standing.DONE
    town = found.communes[1]
    assert (town.villages_done, town.villages_late, town.state) == (1, 0, "JUDGED")
    # Its own list is still to be submitted, and late.
    assert town.standing == Standing.LATE


def test_only_what_lies_in_scope_is_counted(district: District, campaign: Campaign) -> None:
    own_village = district.villages["A"]

    found = on(campaign, within=[own_village.path])

    assert [row.unit_id for row in found.villages] == [own_village.pk]
    assert [(row.unit_id, row.listed, row.villages) for row in found.communes] == [
        (district.rural.pk, 2, 1)
    ]
    assert on(campaign, within=[district.neighbour.path]).communes == ()
    below = on(campaign, path=district.urban.path, within=[district.unit.path])
    assert [row.unit_id for row in below.communes] == [district.urban.pk]


def test_common_paths() -> None:
    assert common_paths("/1/2/", ["/1/"]) == ["/1/2/"]
    assert common_paths("/1/", ["/1/2/", "/1/3/", "/4/"]) == ["/1/2/", "/1/3/"]
    assert common_paths("/1/2/", ["/1/3/"]) == []


def test_second_check_shows_on_the_board(district: District, campaign: Campaign) -> None:
    score(campaign, SHEETS, *district.communes)
    drawn = draw_sample(
        campaign=campaign, unit=district.rural, percent=100, by=None, as_of=date(2019, 9, 9)
    )
    first, second = drawn.items.order_by("id")[:2]
    for item, b1 in ((first, 200), (second, item_b1(second.household))):
        record_second(
            item=item,
            answer=SecondAnswer(score_b1=b1, score_b2=0),
            team="Đội 2",
            by=None,
            as_of=date(2019, 9, 9),
        )

    commune = on(campaign).communes[0]

    assert (commune.checked, commune.differing) == (2, 1)


def item_b1(household: Household) -> int:
    return SHEETS[household.code][0]


def test_the_board_asks_twice_whatever_its_size(district: District, campaign: Campaign) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        on(campaign)

    assert len(asked) == 2
    assert CommuneReview.objects.filter(campaign=campaign).count() == 2
