"""
A made-up province in a register of its own: simulated by the page's action and by command.

    DATABASE_URL=postgresql://…/empty_database python -m benchmarks.province --n 1000000 --seed 1

Fails when the two differ, or when the communes do not add up to the province. The database must
be an empty one made for this: it is filled, and left for a look.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
STANDARDS = ("vn-2022", "vn-2027")
SINCE = date(2025, 7, 1)
CHUNK = 100_000


def main() -> int:
    parser = argparse.ArgumentParser(description="mô phỏng cả tỉnh: sổ hộ và tệp cho cùng kết quả")
    parser.add_argument("--n", type=int, default=20_000, help="số hộ")
    parser.add_argument("--seed", type=int, default=1, help="số gieo")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    with tempfile.TemporaryDirectory(prefix="giamngheo-province-") as folder:
        figures = measure_province(folder=Path(folder), households=args.n, seed=args.seed)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return 0


def measure_province(*, folder: Path, households: int, seed: int) -> dict[str, Any]:
    """
    Return the seconds of each step and the ratio of a run to merely reading the same facts.

    Raises: AssertionError when register and file, or communes and province, do not agree.
    """
    path, out = folder / "province.parquet", folder / "out.xlsx"
    _command("synth", "households", "--n", str(households), "--seed", str(seed), "-o", str(path))
    load_seconds, campaign = _timed(lambda: load_province(path))
    command_seconds, by_command = _timed(
        lambda: _command("simulate", str(path), "--standards", *STANDARDS, "-o", str(out), "--json")
    )
    run_seconds, run = _timed(lambda: simulate_register(campaign))
    read_seconds, _ = _timed(lambda: read_facts(run.scenario))
    _require_same(run, json.loads(by_command), path)
    return {
        "households": run.households,
        "communes": len({row["unit_code"] for row in run.result["by_unit"]}),
        "changed": run.changed_count,
        "totals": json.loads(by_command)["totals"],
        "load_s": round(load_seconds, 1),
        "command_s": round(command_seconds, 1),
        "register_run_s": round(run_seconds, 1),
        "register_read_s": round(read_seconds, 1),
        "run_vs_read": round(run_seconds / read_seconds, 2),
        "workbook_kib": out.stat().st_size // 1024,
    }


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _command(*words: str) -> str:
    """Run `giamngheo` in a process of its own, as an officer would."""
    statement = [sys.executable, "-m", "giamngheo.cli.main", *words]
    done = subprocess.run(statement, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def load_province(path: Path) -> Any:
    """Put the file's households into the register with their survey; return the campaign."""
    import polars as pl
    from django.core.management import call_command

    from giamngheo.law.household_files import UNIT_COLUMN
    from giamngheo.registry.models import Household
    from giamngheo.reviews.actions import open_campaign, record_survey
    from giamngheo.reviews.enums import CampaignKind

    call_command("migrate", verbosity=0)
    assert not Household.objects.exists(), "the database must be an empty one"
    frame = pl.read_parquet(path)
    province, communes = _make_units(frame)
    _copy_households(frame, communes)
    campaign = open_campaign(
        code="tinh-vi-du",
        name="Khảo sát tỉnh ví dụ",
        kind=CampaignKind.PERIODIC,
        year=2026,
        unit=province,
        communes=list(communes.values()),
        standard=STANDARDS[0],
        judged_for=date(2026, 11, 15),
        by=None,
        is_generated=True,
    )
    answers = frame.select(
        "household_code",
        "income_per_capita_vnd",
        pl.col("^d_.*$"),
        children_out_of_school=pl.lit(0),
        unit=UNIT_COLUMN,
    ).drop("unit")
    for chunk in answers.iter_slices(CHUNK):
        record_survey(campaign=campaign, answers=chunk, by=None)
    return campaign


def _make_units(frame: Any) -> tuple[Any, dict[str, Any]]:
    """Make a province with a commune or ward for each unit of the file, named by its code."""
    from giamngheo.areas.models import Unit
    from giamngheo.law.household_files import UNIT_COLUMN

    first = (Unit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    province = _unit(first, "Tỉnh Ví Dụ", "PROVINCE", 1, "99", None, "rural")
    province.save(force_insert=True)
    kinds = frame.select(UNIT_COLUMN, "area_type").unique().sort(UNIT_COLUMN)
    communes = {
        code: _unit(
            first + number,
            code,
            "WARD" if area == "urban" else "COMMUNE",
            3,
            str(10_000 + number),
            province,
            area,
        )
        for number, (code, area) in enumerate(kinds.iter_rows(), start=1)
    }
    Unit.objects.bulk_create(communes.values())
    return province, communes


def _unit(key: int, name: str, kind: str, level: int, code: str, parent: Any, area: str) -> Any:
    from giamngheo.areas.models import Unit
    from giamngheo.areas.names import name_keys
    from giamngheo.lib.text import sort_key

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
        area_type=area,
        search_key=keys.search,
        compare_key=keys.compare,
        sort_key=sort_key(name),
        source="dữ liệu thử",
    )


def _copy_households(frame: Any, communes: dict[str, Any]) -> None:
    """Register the households with their number of members, without the members themselves."""
    import polars as pl
    from django.db import connection

    from giamngheo.law.household_files import UNIT_COLUMN
    from giamngheo.lib.copying import copy_frame

    ids = {code: unit.pk for code, unit in communes.items()}
    paths = {code: unit.path for code, unit in communes.items()}
    empty, code = pl.lit(""), pl.col("household_code")
    rows = frame.select(
        code=code,
        unit_id=pl.col(UNIT_COLUMN).cast(pl.String).replace_strict(ids),
        unit_path=pl.col(UNIT_COLUMN).cast(pl.String).replace_strict(paths),
        head_name=code,
        sort_key=code,
        search_key=code.str.to_lowercase(),
        address=empty,
        ethnicity="ethnicity",
        member_count="member_count",
        no_working_capacity=pl.lit(value=False),
        has_merit_person=pl.lit(value=False),
        registered_from=pl.lit(SINCE),
        is_generated=pl.lit(value=True),
        row_version=pl.lit(1),
        recorded_at=pl.lit("2026-11-01T00:00:00+07"),
    )
    for chunk in rows.iter_slices(CHUNK):
        with connection.cursor() as cursor:
            copy_frame(cursor, "registry_household", chunk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_household")


def simulate_register(campaign: Any) -> Any:
    """Save the scenario and run it as the page does: through the queue and its worker."""
    from giamngheo.accounts.models import User
    from giamngheo.simulations import actions, queries
    from giamngheo.simulations.enums import Grouping
    from giamngheo.simulations.variants import Variant
    from giamngheo.work.worker import run_worker

    user, _ = User.objects.get_or_create(username="vi-du", defaults={"full_name": "Ví Dụ"})
    scenario = actions.save_scenario(
        name="Chuẩn mới của cả tỉnh",
        unit=campaign.unit,
        campaign=campaign,
        grouping=Grouping.ETHNICITY,
        variants=[Variant(name=code, standard=code) for code in STANDARDS],
        by=user,
    )
    actions.start_run(scenario=scenario, by=user)
    run_worker(once=True)
    run = queries.latest_result(scenario=scenario)
    assert run is not None, "the run did not end; see the work item"
    return run


def read_facts(scenario: Any) -> int:
    """Read the facts of a scenario and do nothing with them: the floor of a run."""
    from giamngheo.simulations.facts import fact_batches

    return sum(batch.height for batch in fact_batches(scenario=scenario))


def _require_same(run: Any, by_command: dict[str, Any], path: Path) -> None:
    """Register and file agree in totals, persons, flows and every commune; communes add up."""
    from giamngheo.areas.models import Unit
    from giamngheo.law.simulate import Scenario
    from giamngheo.law.simulate_file import simulate_file
    from giamngheo.law.standards import get_standard

    stored = run.result
    totals = {(r["scenario"], r["category"]): r["households"] for r in stored["totals"]}
    for scenario, counts in by_command["totals"].items():
        for category, households in counts.items():
            assert totals.get((scenario, category), 0) == households, (scenario, category)
    persons = {r["scenario"]: r["persons"] for r in stored["totals"] if r["category"] == "POOR"}
    assert persons == by_command["poor_persons"]
    assert stored["flows"] == by_command["flows"]
    assert run.changed_count == by_command["changed"]
    names = dict(Unit.objects.filter(level=3).values_list("pk", "name"))
    by_unit = {
        (names[int(r["unit_code"])], r["scenario"], r["category"]): (r["households"], r["persons"])
        for r in stored["by_unit"]
    }
    scenarios = [Scenario(name=code, standard=get_standard(code)) for code in STANDARDS]
    out = path.with_name("mo-phong.csv")
    of_file = simulate_file(path=path, scenarios=scenarios, out=out).simulation.by_unit
    assert by_unit == {
        (unit, scenario, category): (households, members)
        for unit, scenario, category, households, members in of_file.iter_rows()
    }
    for key, households in totals.items():
        assert sum(n for (_, *rest), (n, _) in by_unit.items() if tuple(rest) == key) == households


if __name__ == "__main__":
    sys.exit(main())
