"""
Duplicates and doubts among the households of a whole province, in a register of their own.

    DATABASE_URL=postgresql://…/empty_database python -m benchmarks.duplicates --n 500000

Fills an empty database with made-up households of four people (names that repeat as Vietnamese
names do), of whom one in two hundred stands twice, then checks all of them as the page's button
does. Floor: what any program must do to find equals, group every present person once by number and
once by name, day of birth and sex. Prints seconds, the ratio, and how many planted ones were found.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

NAME = "duplicates"
FLOOR = "mỗi người nhóm một lần theo số định danh, một lần theo tên, ngày sinh, giới tính"
LIMIT = 12.0
AS_OF = date(2021, 11, 8)
CHUNK = 50_000
COMMUNES, VILLAGES = 166, 10
STATUS_COLUMNS = (
    *("household_code", "category", "group", "valid_from", "valid_to", "standard", "source"),
)
EVERY = 200  # one head in so many is written a second time, in the next household


def _words(text: str) -> list[str]:
    return text.split()


MIDDLES = _words(
    "Văn Thị Đức Minh Quốc Xuân Hữu Thanh Ngọc Kim Hồng Thu Bá Công Đình Duy Gia Hoàng"
)
GIVEN = _words(
    "An Anh Ánh Bình Bích Chi Cường Dung Dũng Đào Đạt Điệp Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa "
    "Hòa Hoài Hồng Hùng Hương Khánh Lan Liên Linh Loan Long Mai Mạnh Minh My Nam Nga Ngân Ngọc "
    "Nhung Oanh Phong Phúc Phương Quang Quân Quyên Sơn Tâm Thảo Thắng Thành Thủy Toàn Trang Tú Vân"
)
FAMILIES = (
    ["Nguyễn"] * 38 + ["Trần"] * 12 + ["Lê"] * 10 + ["Phạm"] * 7 + ["Hoàng"] * 5 + ["Vũ"] * 4
    + _words("Đặng Bùi Đỗ Hồ Ngô Dương Lý Lò Hà Cầm Quàng Vi Lương Trịnh Mai Cao Phan Tạ Đinh Lâm")
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description="tìm trùng trong sổ hộ của cả tỉnh")
    parser.add_argument("--n", type=int, default=20_000, help="số hộ")
    parser.add_argument("--seed", type=int, default=1, help="số gieo")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    figures = measure_duplicates(households=args.n, seed=args.seed)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return int(figures["ratio"] > LIMIT)


def measure_duplicates(*, households: int, seed: int) -> dict[str, Any]:
    """Return sizes, seconds, the ratio to the floor and the share of planted pairs found."""
    from django.core.management import call_command

    from giamngheo.quality.models import DuplicatePair

    call_command("migrate", verbosity=0)
    planted = fill(households=households, seed=seed)
    floor_seconds, people = _timed(_group_everybody)
    parts: dict[str, float] = {}
    check_seconds, done = _timed(lambda: _check(parts))
    again_seconds, _ = _timed(lambda: _check({}))
    one_ms = _one_save()
    found = DuplicatePair.objects.filter(is_current=True)
    return {
        "households": done.households,
        "people": people,
        "planted": planted,
        "planted_found": found.filter(rules__overlap=["SAME_ID", "SAME_BIRTH"]).count(),
        "pairs": done.pairs,
        "findings": done.findings,
        "floor_s": round(floor_seconds, 1),
        "check_s": round(check_seconds, 1),
        "duplicates_s": parts["pairs"],
        "again_s": round(again_seconds, 1),
        "ratio": round(check_seconds / floor_seconds, 2),
        "duplicates_ratio": round(parts["pairs"] / floor_seconds, 2),
        "one_save_ms": one_ms,
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _check(parts: dict[str, float]) -> Any:
    from django.db import transaction

    from giamngheo.quality.checking import check_inside

    marks: dict[int, float] = {}

    def report(done: int, total: int, words: str) -> None:
        marks[done] = time.perf_counter()

    with transaction.atomic():
        checked = check_inside(path="/", as_of=AS_OF, report=report)
    parts["pairs"] = round(marks[2] - marks[1], 1)
    return checked


def _one_save() -> float:
    """Return the median milliseconds that looking at one household adds to its save."""
    from django.db import transaction

    from giamngheo.quality.watching import look_now
    from giamngheo.registry.models import Household

    took = []
    for household in Household.objects.order_by("?")[:21]:
        start = time.perf_counter()
        with transaction.atomic():
            look_now(household_ids=[household.pk], as_of=AS_OF)
        took.append(1000 * (time.perf_counter() - start))
    return round(sorted(took)[len(took) // 2], 1)


def _group_everybody() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT personal_id FROM registry_member"
            " WHERE valid_to IS NULL GROUP BY personal_id HAVING count(*) > 1) AS same"
        )
        cursor.execute(
            "SELECT count(*) FROM (SELECT search_key FROM registry_member WHERE valid_to IS NULL"
            " GROUP BY search_key, birth_date, sex HAVING count(*) > 1) AS same"
        )
        cursor.execute("SELECT count(*) FROM registry_member WHERE valid_to IS NULL")
        return int(cursor.fetchone()[0])


# ── A province made up ────────────────────────────────────────────────────────────────────────


def fill(*, households: int, seed: int) -> int:
    """Fill the register and return how many heads stand in it twice."""
    import polars as pl

    from giamngheo.registry.actions import load_households

    villages = _villages()
    chance, planted = random.Random(seed), 0
    for start in range(0, households, CHUNK):
        rows, people, last = [], [], None
        for number in range(start, min(start + CHUNK, households)):
            unit = villages[number * len(villages) // households]
            code = f"H{number:07d}"
            family = _family(chance, number)
            if number % EVERY == 1 and last is not None:
                family[0] = {**last, "personal_id": None}
                planted += 1
            last = family[0]
            rows.append((code, unit, family[0]["full_name"]))
            people += [{"household_code": code, **one} for one in family]
        load_households(
            households=pl.DataFrame(
                rows, schema=["code", "unit_id", "head_name"], orient="row"
            ).with_columns(
                address=pl.lit(""),
                ethnicity=pl.lit("Kinh"),
                no_working_capacity=pl.lit(value=False),
                has_merit_person=pl.lit(value=False),
                registered_from=pl.lit(date(2019, 1, 1)),
                is_generated=pl.lit(value=True),
            ),
            members=pl.DataFrame(people, infer_schema_length=None).with_columns(
                ethnicity=pl.lit("Kinh")
            ),
            statuses=pl.DataFrame(schema=dict.fromkeys(STATUS_COLUMNS, pl.String)),
            by=None,
            reason="đo tốc độ",
        )
    return planted


def _family(chance: random.Random, number: int) -> list[dict[str, Any]]:
    surname = chance.choice(FAMILIES)
    born = chance.randrange(date(1945, 1, 1).toordinal(), date(1990, 1, 1).toordinal())
    shape = (("HEAD", "M", 0), ("SPOUSE", "F", 800), ("CHILD", "M", 9_000), ("CHILD", "F", 10_000))
    people = []
    for position, (relation, sex, later) in enumerate(shape, start=1):
        day = date.fromordinal(born + later + chance.randrange(360))
        family = chance.choice(FAMILIES) if relation == "SPOUSE" else surname
        mark = (day.year // 100 - 19) * 2 + (sex == "F")
        people.append(
            {
                "position": position,
                "full_name": f"{family} {chance.choice(MIDDLES)} {chance.choice(GIVEN)}",
                "sex": sex,
                "birth_date": day,
                "relation": relation,
                "personal_id": f"{1 + number % 96:03d}{mark}{day.year % 100:02d}"
                f"{(number * 4 + position) * 11 % 1_000_000:06d}",
            }
        )
    return people


def _villages() -> list[int]:
    from giamngheo.areas.enums import UnitKind, UnitLevel
    from giamngheo.areas.models import Unit

    def unit(name: str, kind: str, level: int, parent: Any, code: str | None) -> Any:
        made = Unit.objects.create(
            name=name, full_name=name, kind=kind, level=level, parent=parent, code=code,
            path=f"/{Unit.objects.count() + 900_000}/", valid_from=date(2004, 1, 1),
            area_type="rural", search_key=name, compare_key=name, sort_key=name, source="thử",
        )  # fmt: skip
        made.path = f"{parent.path if parent else '/'}{made.pk}/"
        made.save(update_fields=["path"])
        return made

    province = unit("Tỉnh thử", UnitKind.PROVINCE, UnitLevel.PROVINCE, None, "99")
    found = []
    for number in range(COMMUNES):
        commune = unit(
            f"Xã {number}", UnitKind.COMMUNE, UnitLevel.COMMUNE, province, f"{90_000 + number}"
        )
        found += [
            unit(f"Thôn {number}.{n}", UnitKind.VILLAGE, UnitLevel.VILLAGE, commune, None).pk
            for n in range(VILLAGES)
        ]
    return found


if __name__ == "__main__":
    sys.exit(main())
