"""
The completeness board of a province's campaign: thousands of villages, and how long it takes.

    DATABASE_URL=postgresql://…/empty_database python -m benchmarks.board --listed 60000

Prints the seconds of opening the campaign and the milliseconds of the board, the median of several,
as seen from the province, a district and a commune. The database must be an empty one made for
this: it is filled once, and asked again without filling. Last year's campaign lies beside this one.
"""

import argparse
import json
import os
import sys
import time
from datetime import date
from itertools import count
from statistics import median
from typing import Any

LIMIT_MS = 300
SINCE = date(2018, 1, 1)
AS_OF = date(2021, 11, 8)
DISTRICTS, COMMUNES, VILLAGES = 25, 22, 10  # of the province, of a district, of a commune
DONE_SHARE = 7  # of ten listed households have a judged form
REPEATS = 7
CHUNK = 5_000
IDS = count(5_000_001)


def main() -> int:
    parser = argparse.ArgumentParser(description="bảng tiến độ rà soát của cả tỉnh")
    parser.add_argument("--listed", type=int, default=60_000, help="số hộ trong danh sách")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    figures = measure_board(listed=args.listed)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return 0 if max(figures["board_ms"].values()) <= LIMIT_MS else 1


def measure_board(*, listed: int) -> dict[str, Any]:
    """Return how many villages and listed households there are, and what each board costs."""
    from django.core.management import call_command

    from giamngheo.reviews.models import Campaign

    call_command("migrate", verbosity=0)
    seconds = 0.0
    if not Campaign.objects.exists():
        seconds = fill(listed=listed)
    campaign = Campaign.objects.get(code="tinh-2021")
    district = campaign.communes.select_related("unit__parent")[0].unit.parent
    commune = campaign.communes.select_related("unit")[0].unit
    paths = {
        "province": campaign.unit_path,
        "district": district.path if district else campaign.unit_path,
        "commune": commune.path,
    }
    return {
        "villages": campaign.villages.count(),
        "listed": campaign.listings.count(),
        "results": campaign.results.count(),
        "open_seconds": round(seconds, 1),
        "board_ms": {name: _milliseconds(campaign, path) for name, path in paths.items()},
    }


def _milliseconds(campaign: Any, path: str) -> float:
    from giamngheo.reviews.board import board

    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        board(campaign=campaign, path=path, as_of=AS_OF, with_villages=path != campaign.unit_path)
        times.append(time.perf_counter() - begun)
    return round(1000 * median(times), 1)


def fill(*, listed: int) -> float:
    """Make the province and two years of campaigns; return the seconds of opening one."""
    from django.db import connection

    villages = _make_units()
    _make_households(villages, listed)
    seconds = 0.0
    for year in (2020, 2021):
        begun = time.perf_counter()
        campaign = _open(year)
        seconds = time.perf_counter() - begun
        _judge(campaign)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return seconds


def _make_units() -> list[Any]:
    from giamngheo.areas.enums import UnitKind, UnitLevel

    province = _unit("Tỉnh Đo", UnitKind.PROVINCE, 1, "99", None)
    villages = []
    for d in range(DISTRICTS):
        district = _unit(f"Huyện {d}", UnitKind.DISTRICT, 2, f"{900 + d}", province)
        for c in range(COMMUNES):
            code = f"{90_000 + d * COMMUNES + c}"
            commune = _unit(f"Xã {d}-{c}", UnitKind.COMMUNE, 3, code, district)
            villages += [
                _unit(f"Thôn {v}", UnitKind.VILLAGE, UnitLevel.VILLAGE, None, commune)
                for v in range(VILLAGES)
            ]
    return villages


def _unit(name: str, kind: str, level: int, code: str | None, parent: Any) -> Any:
    from giamngheo.areas.models import Unit
    from giamngheo.areas.names import name_keys
    from giamngheo.lib.text import sort_key

    keys = name_keys(name)
    unit = Unit(
        name=name,
        full_name=name,
        kind=kind,
        level=level,
        code=code,
        parent=parent,
        valid_from=date(2016, 1, 1),
        area_type="rural",
        search_key=keys.search,
        compare_key=keys.compare,
        sort_key=sort_key(name),
        source="đo",
    )
    unit.pk = next(IDS)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(force_insert=True)
    return unit


def _make_households(villages: list[Any], wanted: int) -> None:
    from giamngheo.lib.text import person_sort_key
    from giamngheo.registry.models import Household, HouseholdStatus

    for start in range(0, wanted, CHUNK):
        made = Household.objects.bulk_create(
            Household(
                code=f"D-{number:06}",
                unit=(village := villages[number % len(villages)]),
                unit_path=village.path,
                head_name=f"Nguyễn Văn {number}",
                sort_key=person_sort_key(f"Nguyễn Văn {number}"),
                search_key=f"nguyen van {number}",
                registered_from=SINCE,
                is_generated=True,
            )
            for number in range(start, min(start + CHUNK, wanted))
        )
        HouseholdStatus.objects.bulk_create(
            HouseholdStatus(
                household=household,
                category="POOR",
                valid_from=SINCE,
                standard="vn-2016",
                source="đo",
            )
            for household in made
        )


def _open(year: int) -> Any:
    from giamngheo.areas.models import Unit
    from giamngheo.reviews.enums import CampaignKind
    from giamngheo.reviews.opening import CampaignPlan, open_full_campaign

    province = Unit.objects.get(code="99", level=1)
    return open_full_campaign(
        code=f"tinh-{year}",
        name=f"Rà soát cả tỉnh {year}",
        kind=CampaignKind.PERIODIC,
        year=year,
        unit=province,
        communes=list(Unit.objects.inside(province.path).filter(level=3)),
        standard="vn-2016",
        judged_for=date(year, 9, 1),
        plan=CampaignPlan(starts_on=date(year, 9, 1), ends_on=date(year, 12, 14)),
        by=None,
        as_of=date(year, 9, 1),
        is_generated=True,
    )


def _judge(campaign: Any) -> None:
    """Put a judged form beside most of the list, as typing and judging would have."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO reviews_reviewresult
                (campaign_id, household_id, unit_path, area_type, evidence, score_b1, score_b2,
                 deprivations, unknown_deprivations, children_out_of_school, previous_category,
                 category, "group", reason, movement, answers, facts, points_code)
            SELECT campaign_id, household_id, unit_path, 'rural', 'scores', 100, 20, '{toilet}',
                   '{}', 0, previous_category, 'POOR', 'N1', 'Điểm B1 100 ≤ 120', '', '{}', '{}', ''
            FROM reviews_reviewlisting
            WHERE campaign_id = %s AND household_id %% 10 < %s
            """,
            [campaign.pk, DONE_SHARE],
        )


if __name__ == "__main__":
    sys.exit(main())
