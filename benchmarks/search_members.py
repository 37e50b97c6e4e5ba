"""
One million made-up members in a register of its own, and how long each way of asking takes.

    DATABASE_URL=postgresql://…/empty_database python -m benchmarks.search_members --members 1000000

Prints seconds of loading and milliseconds of each question, the median of several: names with and
without marks, common and rare, by code, by personal ID, as the reader of a commune, of a district
and of the province; then the list of households, first page and deep in. The database must be an
empty one made for this: it is filled once, and asked again without loading.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

LIMIT_MS = 200
SINCE = date(2020, 1, 1)
AS_OF = date(2021, 11, 8)
DISTRICTS, COMMUNES, VILLAGES = 25, 20, 8  # of the province, of a district, of a commune
PER_HOUSEHOLD = 4
CHUNK = 50_000  # households
REPEATS = 7
QUESTIONS = (
    "nguyen thi hong",
    "nguyễn thị hồng",
    "hong thi nguyen",
    "nguyen",
    "nguyễn thị",
    "thi",
    "ng",
    "quach xuyen",
    "khong ai ten nay",
    "H-000123456",
    "H-00012",
    "038000123456",
    "0380001234",
)


def main() -> int:
    parser = argparse.ArgumentParser(description="tìm người trong sổ một triệu nhân khẩu")
    parser.add_argument("--members", type=int, default=1_000_000, help="số nhân khẩu")
    parser.add_argument("--seed", type=int, default=1, help="số gieo")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    figures = measure_search(members=args.members, seed=args.seed)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return 0 if figures["slowest_ms"] <= LIMIT_MS else 1


def measure_search(*, members: int, seed: int) -> dict[str, Any]:
    """Return what the register holds, the seconds of loading, each question in milliseconds."""
    from django.core.management import call_command

    from giamngheo.registry.models import Household, Member

    call_command("migrate", verbosity=0)
    seconds = 0.0
    if not Household.objects.exists():
        begun = time.perf_counter()
        load_members(members=members, seed=seed)
        seconds = time.perf_counter() - begun
    asked = {
        f"{place}: {text}": _milliseconds(lambda scope=scope, text=text: _search(text, scope))
        for place, scope in _scopes().items()
        for text in QUESTIONS
    }
    lists = {
        f"{place}: {name}": _milliseconds(question)
        for place, scope in _scopes().items()
        for name, question in _lists(scope).items()
    }
    return {
        "households": Household.objects.count(),
        "members": Member.objects.count(),
        "load_seconds": round(seconds, 1),
        "search_ms": asked,
        "list_ms": lists,
        "slowest_ms": max(asked.values()),
    }


def _milliseconds(question: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        question()
        times.append(time.perf_counter() - begun)
    return round(1000 * median(times), 1)


def _search(text: str, scope: Any) -> list[Any]:
    from giamngheo.registry.search import found_households

    return found_households(text=text, scope=scope, limit=21)


def _lists(scope: Any) -> dict[str, Callable[[], object]]:
    """Return the list's own queries: its first page, a page in the middle, and filters."""
    from giamngheo.registry.queries import HouseholdFilter, households_matching, with_category

    def page(after: Any = None, **filters: Any) -> list[Any]:
        wanted = HouseholdFilter(as_of=AS_OF, **filters)
        rows = with_category(
            households=households_matching(wanted=wanted, scope=scope), as_of=AS_OF
        )
        if after is not None:
            rows = rows.filter(sort_key__gte=after.sort_key)
        return list(rows.select_related("unit__parent").order_by("sort_key", "id")[:51])

    middle = page()[25]
    return {
        "first page": page,
        "a later page": lambda: page(after=middle),
        "women heads": lambda: page(head_sex="F"),
        "children under six": lambda: page(with_young_children=True),
        "poor": lambda: page(category="POOR"),
        "search in the list": lambda: page(search="nguyen hong"),
    }


def _scopes() -> dict[str, Any]:
    from giamngheo.accounts.enums import Role
    from giamngheo.accounts.scope import Grant, Scope
    from giamngheo.areas.models import Unit

    found = {}
    for name, level in (("province", 1), ("district", 2), ("commune", 3)):
        unit = Unit.objects.filter(level=level, source="dữ liệu thử").order_by("pk").first()
        assert unit is not None
        grant = Grant(Role.COMMUNE, unit.path)
        found[name] = Scope(user=None, as_of=AS_OF, grants=(grant,))
    return found


def load_members(*, members: int, seed: int) -> None:
    """Fill the register by its own action, chunk by chunk, each whole or not at all."""
    from giamngheo.registry.actions import load_households

    villages = _make_units()
    rng = random.Random(seed)
    names = _names(rng)
    total = members // PER_HOUSEHOLD
    for start in range(0, total, CHUNK):
        count = min(CHUNK, total - start)
        households, people, statuses = _frames(start, count, villages, names, rng)
        load_households(
            households=households, members=people, statuses=statuses, by=None, reason="phép đo"
        )


def _names(rng: random.Random) -> dict[str, list[str]]:
    from giamngheo.demo.names import KINH, draw_family, draw_full_name

    def name(sex: str) -> str:
        family = draw_family(rng=rng, ethnicity=KINH)
        return draw_full_name(rng=rng, family=family, sex=sex, birth_year=rng.choice((1960, 2005)))

    return {sex: [name(sex) for _ in range(60_000)] for sex in "MF"}


def _frames(
    start: int, count: int, villages: list[int], names: dict[str, list[str]], rng: random.Random
) -> tuple[Any, Any, Any]:
    import polars as pl

    numbers = range(start, start + count)
    codes = [f"H-{number:09d}" for number in numbers]
    sexes = [rng.choice("MF") for _ in range(count * PER_HOUSEHOLD)]
    people = pl.DataFrame(
        {
            "household_code": [code for code in codes for _ in range(PER_HOUSEHOLD)],
            "position": [place + 1 for _ in codes for place in range(PER_HOUSEHOLD)],
            "full_name": [rng.choice(names[sex]) for sex in sexes],
            "sex": sexes,
            "birth_date": [date(rng.randint(1940, 2021), 6, 1) for _ in sexes],
            "relation": ["HEAD", "SPOUSE", "CHILD", "CHILD"] * count,
            "personal_id": [
                f"038{number * PER_HOUSEHOLD + place:09d}"
                for number in numbers
                for place in range(PER_HOUSEHOLD)
            ],
        }
    ).with_columns(ethnicity=pl.lit("Kinh"))
    households = pl.DataFrame(
        {
            "code": codes,
            "unit_id": [villages[number % len(villages)] for number in numbers],
            "head_name": people.filter(position=1)["full_name"],
        }
    ).with_columns(
        address=pl.lit(""),
        ethnicity=pl.lit("Kinh"),
        no_working_capacity=pl.lit(value=False),
        has_merit_person=pl.lit(value=False),
        registered_from=pl.lit(SINCE),
        is_generated=pl.lit(value=True),
    )
    poor = [number % 12 == 0 for number in numbers]
    statuses = pl.DataFrame(
        {
            "household_code": codes,
            "category": ["POOR" if one else "NON_POOR" for one in poor],
            "group": ["N1" if one else "" for one in poor],
        }
    ).with_columns(
        valid_from=pl.lit(SINCE),
        valid_to=pl.lit(None, dtype=pl.Date),
        standard=pl.lit("vn-2016"),
        source=pl.lit("phép đo"),
    )
    return households, people, statuses


def _make_units() -> list[int]:
    """Make a province of districts, communes and villages; return the villages' ids."""
    from giamngheo.areas.models import Unit

    first = (Unit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    units: list[Unit] = []

    def add(kind: str, level: int, code: str | None, parent: Unit | None) -> Unit:
        unit = _unit(first + len(units), kind, level, code, parent)
        units.append(unit)
        return unit

    province = add("PROVINCE", 1, "99", None)
    villages: list[int] = []
    for district in range(DISTRICTS):
        above = add("DISTRICT", 2, f"{900 + district}", province)
        for number in range(COMMUNES):
            commune = add("COMMUNE", 3, f"{90_000 + district * COMMUNES + number}", above)
            villages += [add("VILLAGE", 4, None, commune).pk for _ in range(VILLAGES)]
    Unit.objects.bulk_create(units)
    return villages


def _unit(key: int, kind: str, level: int, code: str | None, parent: Any) -> Any:
    from giamngheo.areas.models import Unit
    from giamngheo.areas.names import name_keys
    from giamngheo.lib.text import sort_key

    name = f"Thử {key}"
    keys = name_keys(name)
    return Unit(
        pk=key,
        name=name,
        full_name=name,
        kind=kind,
        level=level,
        code=code,
        parent=parent,
        path=f"{parent.path if parent else '/'}{key}/",
        valid_from=SINCE,
        area_type="rural",
        search_key=keys.search,
        compare_key=keys.compare,
        sort_key=sort_key(name),
        source="dữ liệu thử",
    )


if __name__ == "__main__":
    sys.exit(main())
