"""
A province's households brought in from a file, and a workbook previewed, each against its floor.

    DATABASE_URL=postgresql://…/empty_database python -m benchmarks.exchange --households 500000

Floors: a raw COPY of the very rows into the same indexed, audited tables; merely reading the
workbook with fastexcel. The database must be an empty one made for this: it is filled.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

T = TypeVar("T")
AS_OF = date(2026, 11, 15)
MEMBERS = 4
COMMUNES, VILLAGES = 160, 8
TABLES = ("registry_household", "registry_residence", "registry_member")
LIMITS = {"import_vs_copy": 2.5, "preview_vs_read": 4.0}
FAMILIES = ("Lê", "Nguyễn", "Trịnh", "Phạm", "Hoàng", "Trần", "Vũ", "Đỗ", "Bùi", "Hà", "Lò", "Vi")
MIDDLES = ("Văn", "Thị", "Đức", "Xuân", "Hữu", "Ngọc", "Minh", "Thanh", "Quang", "Thu")
GIVENS = ("Hùng", "Hoa", "Dũng", "Lan", "Sơn", "Hương", "Bình", "Tâm", "Thuý", "Quyết", "Ơn", "Yến")


def main() -> int:
    parser = argparse.ArgumentParser(description="nhập danh sách hộ: so với COPY và đọc thô")
    parser.add_argument("--households", type=int, default=20_000, help="số hộ của cả tỉnh")
    parser.add_argument("--sheet-rows", type=int, default=20_000, help="số dòng của tệp Excel")
    parser.add_argument("--suffix", choices=(".parquet", ".csv"), default=".parquet")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    logging.getLogger("fastexcel").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="giamngheo-exchange-") as folder:
        figures = measure_exchange(
            folder=Path(folder),
            households=args.households,
            sheet_rows=args.sheet_rows,
            suffix=args.suffix,
        )
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return 0


def measure_exchange(
    *, folder: Path, households: int, sheet_rows: int, suffix: str
) -> dict[str, Any]:
    """Return seconds and ratios; raises AssertionError when a count is not as made."""
    from django.core.management import call_command

    from giamngheo.registry.models import Household

    call_command("migrate", verbosity=0)
    assert not Household.objects.exists(), "the database must be an empty one"
    communes = make_units()
    path = folder / f"tinh{suffix}"
    _write(path, people(households, communes))
    plan_s, plan = timed(lambda: _plan(path))
    write_s, batch = timed(lambda: _import(path, plan))
    assert batch.added == households, batch.counts
    copy_s = _copy_again(folder)
    sheet = measure_sheet(folder=folder, rows=sheet_rows, commune=communes[-1])
    return {
        "households": households,
        "people": plan.rows,
        "read_and_check_s": round(plan_s, 1),
        "write_s": round(write_s, 1),
        "copy_s": round(copy_s, 1),
        "import_vs_copy": round((plan_s + write_s) / copy_s, 2),
        **sheet,
        "limits": LIMITS,
    }


def timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def make_units() -> list[Any]:
    """Make a province of communes with their villages; return the communes."""
    from giamngheo.areas.enums import UnitLevel
    from giamngheo.areas.models import Unit
    from giamngheo.areas.names import name_keys

    first = (Unit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    units: list[Unit] = []

    def make(name: str, kind: str, level: int, code: str | None, parent: Unit | None) -> Unit:
        keys = name_keys(name)
        unit = Unit(
            pk=first + len(units),
            name=name,
            full_name=name,
            kind=kind,
            level=level,
            code=code,
            parent=parent,
            path=f"{parent.path if parent else '/'}{first + len(units)}/",
            valid_from=date(2025, 7, 1),
            area_type="rural",
            search_key=keys.search,
            compare_key=keys.compare,
            sort_key=keys.sort,
            source="đo tốc độ",
        )
        units.append(unit)
        return unit

    province = make("Tỉnh Ví Dụ", "PROVINCE", UnitLevel.PROVINCE, "99", None)
    communes = []
    for number in range(COMMUNES + 1):
        name = f"Xã {number + 1}"
        commune = make(name, "COMMUNE", UnitLevel.COMMUNE, f"{50_000 + number}", province)
        communes.append(commune)
        for village in range(VILLAGES):
            make(f"Thôn {village + 1}", "VILLAGE", UnitLevel.VILLAGE, None, commune)
    Unit.objects.bulk_create(units)
    return communes


def people(households: int, communes: list[Any]) -> pl.DataFrame:
    """Return the rows of a list, made by formula: a head and three more in every household."""
    count = households * MEMBERS
    home = pl.int_range(count) // MEMBERS
    place = pl.int_range(count) % MEMBERS
    commune = home % (len(communes) - 1)
    is_head = place == 0

    def of_head(expr: pl.Expr) -> pl.Expr:
        return pl.when(is_head).then(expr)

    def word(words: tuple[str, ...], expr: pl.Expr) -> pl.Expr:
        return pl.lit(pl.Series(words)).gather(expr % len(words))

    sex = pl.when(place % 2 == 0).then(pl.lit("Nam")).otherwise(pl.lit("Nữ"))
    relation = pl.lit(pl.Series(["Chủ hộ", "Vợ/chồng", "Con", "Con"])).gather(place)
    born = pl.date(1950 + (home % 40) + 20 * (place // 2), 1 + home % 12, 1 + home % 28)
    number = pl.int_range(count)
    return pl.select(
        of_head(pl.format("VD{}", home.cast(pl.String).str.zfill(8))).alias("Mã hộ"),
        of_head(pl.format("{}", 50_000 + commune)).alias("Mã xã"),
        of_head(pl.format("Thôn {}", 1 + home % VILLAGES)).alias("Thôn"),
        pl.concat_str(
            word(FAMILIES, home),
            word(MIDDLES, number // 7),
            word(GIVENS, number // 11),
            word(MIDDLES, number // 13),
            word(GIVENS, number // 3),
            separator=" ",
        ).alias("Họ và tên"),
        relation.alias("Quan hệ với chủ hộ"),
        sex.alias("Giới tính"),
        born.dt.to_string("%d/%m/%Y").alias("Ngày sinh"),
        pl.lit("Kinh").alias("Dân tộc"),
        pl.format("038{}", number.cast(pl.String).str.zfill(9)).alias("Số CCCD"),
        of_head(pl.format("Số nhà {}", home % 300)).alias("Địa chỉ"),
    )


def _write(path: Path, frame: pl.DataFrame) -> None:
    frame.write_csv(path) if path.suffix == ".csv" else frame.write_parquet(path)


def _plan(path: Path) -> Any:
    from giamngheo.exchange.enums import Mode
    from giamngheo.exchange.plan import make_plan

    return make_plan(path=path, unit=None, mode=Mode.ADD, as_of=AS_OF)


def _import(path: Path, plan: Any) -> Any:
    from giamngheo.exchange.actions import import_households
    from giamngheo.exchange.enums import Mode

    return import_households(path=path, plan=plan, mode=Mode.ADD, by=None)


def _copy_again(folder: Path) -> float:
    """Take the rows out, empty the tables, and return the seconds of a bare COPY back in."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        columns = {table: _columns(cursor, table) for table in TABLES}
        for table, names in columns.items():
            with (
                (folder / table).open("wb") as file,
                cursor.copy(f"COPY {table} ({names}) TO STDOUT") as copy,
            ):
                for piece in copy:
                    file.write(piece)
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, names in columns.items():
            with (
                (folder / table).open("rb") as file,
                cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
            ):
                while piece := file.read(1 << 20):
                    copy.write(piece)
        # An autovacuum that met the emptied tables leaves the planner thinking that every index
        # costs the same: the key checks of COMMIT then read whole indexes.
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    return time.perf_counter() - start


def _columns(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = ''"
        " AND NOT attisdropped",
        [table],
    )
    return str(cursor.fetchone()[0])


def measure_sheet(*, folder: Path, rows: int, commune: Any) -> dict[str, Any]:
    """Preview a workbook of a commune, all households new and then all known."""
    import fastexcel

    from giamngheo.exchange.template import write_template

    listed = people(rows // MEMBERS, [commune, commune]).with_columns(
        pl.col("Mã hộ").str.replace("VD", "EX"),
        pl.lit(commune.code).alias("Mã xã"),
        pl.col("Số CCCD").str.replace("^038", "040"),
    )
    source = folder / "xa.parquet"
    listed.write_parquet(source)
    _import(source, _plan(source))
    path = folder / "xa.xlsx"
    write_s, _ = timed(
        lambda: write_template(
            path,
            unit=commune,
            as_of=AS_OF,
            made_at=datetime(2026, 11, 15, 8, tzinfo=UTC),
            filled=True,
        )
    )
    read_s = min(
        timed(lambda: fastexcel.read_excel(path).load_sheet(0, header_row=4).to_polars())[0]
        for _ in range(3)
    )
    known_s = min(timed(lambda: _preview(path, commune, "BOTH"))[0] for _ in range(2))
    _empty()
    new_s = min(timed(lambda: _preview(path, commune, "ADD"))[0] for _ in range(2))
    return {
        "sheet_rows": rows,
        "template_s": round(write_s, 1),
        "read_s": round(read_s, 2),
        "preview_known_s": round(known_s, 2),
        "preview_new_s": round(new_s, 2),
        "preview_vs_read": round(max(known_s, new_s) / read_s, 2),
    }


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")


def _preview(path: Path, commune: Any, mode: str) -> None:
    """Check and stage, as the work behind the page does."""
    from django.db import transaction

    from giamngheo.exchange.enums import BatchState, Mode
    from giamngheo.exchange.models import ImportBatch
    from giamngheo.exchange.plan import make_plan
    from giamngheo.exchange.staging import stage

    plan = make_plan(path=path, unit=commune, mode=Mode(mode), as_of=AS_OF)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            unit=commune,
            unit_path=commune.path,
            mode=mode,
            state=BatchState.PREVIEWED,
            file_name=path.name,
            file_size=path.stat().st_size,
            as_of=AS_OF,
        )
        stage(batch=batch, plan=plan)
        expected = "SAME" if mode == "BOTH" else "ADDED"
        assert plan.counts[expected] == plan.read, plan.counts


if __name__ == "__main__":
    sys.exit(main())
