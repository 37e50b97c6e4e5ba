"""
The whole country judged: each stage in its own process, so that its memory is its own.

`python -m benchmarks.country STAGE FILE` runs one stage and prints seconds and peak MiB.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.example_table import example_table
from giamngheo.law.count_frame import count_frame
from giamngheo.law.enums import Evidence
from giamngheo.law.explain import explain_household
from giamngheo.law.facts_json import facts_from_mapping
from giamngheo.law.judge import classify_frame
from giamngheo.law.point_table import ItemKind, PointItem, PointTable, Region
from giamngheo.law.standards import get_standard
from giamngheo.law.synthesis import write_households

STANDARD = "vn-2022"
LOOP_ROWS, LOOP_BATCH, EXPLAINED = 1_000_000, 50_000, 2_000


def measure_country(*, folder: Path, rows: int, evidence: Evidence, repeats: int) -> dict[str, Any]:
    """
    Return the figures of `giamngheo bench classify`, best of `repeats`, taken in turn.

    rows_per_s: judged and counted. judge_vs_read: that time over merely reading the same columns.
    write_vs_read: judging and writing the whole file back over reading it. write_vs_copy: the
    same over reading and writing it without judging. vs_loop: how much faster than a loop over
    households as dictionaries. explain_ms: one household explained. peak_mib: the most memory of
    the judging and the writing process.
    """
    file = folder / f"country-{evidence}-{rows}.parquet"
    if not file.exists():
        points = example_table(STANDARD) if evidence is Evidence.ANSWERS else None
        write_households(path=file, households=rows, seed=1, evidence=evidence, points=points)
    best: dict[str, dict[str, float]] = {}
    for _ in range(repeats):
        for stage in ("read_judged", "judge", "read_all", "copy", "write"):
            _keep_best(best, stage, _in_own_process(stage, file))
    for stage in ("loop", "explain"):
        _keep_best(best, stage, _in_own_process(stage, file))
    per_row = best["judge"]["seconds"] / rows
    loop_per_row = best["loop"]["seconds"] / min(rows, LOOP_ROWS)
    return {
        "rows": rows,
        "evidence": evidence.value,
        "rows_per_s": round(1 / per_row),
        "judge_vs_read": round(best["judge"]["seconds"] / best["read_judged"]["seconds"], 2),
        "write_vs_read": round(best["write"]["seconds"] / best["read_all"]["seconds"], 2),
        "write_vs_copy": round(best["write"]["seconds"] / best["copy"]["seconds"], 2),
        "vs_loop": round(loop_per_row / per_row, 1),
        "explain_ms": round(best["explain"]["seconds"] * 1000 / EXPLAINED, 3),
        "peak_mib": round(max(best[stage]["peak_mib"] for stage in ("judge", "write"))),
        "seconds": {stage: round(figures["seconds"], 3) for stage, figures in best.items()},
        "file_mib": round(file.stat().st_size / 2**20),
    }


def _keep_best(best: dict[str, dict[str, float]], stage: str, found: dict[str, float]) -> None:
    old = best.get(stage, found)
    best[stage] = {
        "seconds": min(old["seconds"], found["seconds"]),
        "peak_mib": max(old["peak_mib"], found["peak_mib"]),
    }


def _in_own_process(stage: str, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.country", stage, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


# ── The stages ────────────────────────────────────────────────────────────────────────────────


def _columns_judged(frame: pl.LazyFrame) -> list[str]:
    standard = get_standard(STANDARD)
    wanted = {"area_type", "b1", "b2", "income_per_capita_vnd"}
    wanted |= {f"d_{indicator.code}" for indicator in standard.indicators}
    names = frame.collect_schema().names()
    if _points_of(frame):
        wanted |= {"region", "has_able_member", *(n for n in names if n.startswith("a_"))}
    return [name for name in names if name in wanted]


def _points_of(frame: pl.LazyFrame) -> PointTable | None:
    answers = any(name.startswith("a_") for name in frame.collect_schema())
    return example_table(STANDARD) if answers else None


def _drop(_batch: pl.DataFrame) -> None:
    """Take a batch and forget it: what reading costs without keeping anything."""


def read_judged(file: Path) -> float:
    frame = pl.scan_parquet(file)
    frame = frame.select(_columns_judged(frame))
    return _seconds(lambda: frame.sink_batches(_drop, engine="streaming"))


def read_all(file: Path) -> float:
    frame = pl.scan_parquet(file)
    return _seconds(lambda: frame.sink_batches(_drop, engine="streaming"))


def copy(file: Path) -> float:
    return _written(pl.scan_parquet(file), file)


def write(file: Path) -> float:
    return _written(_judged(file), file)


def _written(frame: pl.LazyFrame, file: Path) -> float:
    out = file.with_suffix(".out.parquet")
    try:
        return _seconds(lambda: frame.sink_parquet(out, engine="streaming"))
    finally:
        out.unlink(missing_ok=True)


def _judged(file: Path) -> pl.LazyFrame:
    frame = pl.scan_parquet(file)
    standard = get_standard(STANDARD)
    return classify_frame(frame=frame, standard=standard, points=_points_of(frame))


def judge(file: Path) -> float:
    frame = pl.scan_parquet(file)
    standard, points = get_standard(STANDARD), _points_of(frame)
    return _seconds(lambda: count_frame(frame=frame, standard=standard, points=points))


def loop(file: Path) -> float:
    """A plain loop over dictionaries, without reasons or checks: the way peer systems do it."""
    spent = 0.0
    rows = pl.scan_parquet(file).head(LOOP_ROWS).collect()
    codes = [f"d_{i.code}" for i in get_standard(STANDARD).indicators]
    rule = _bare_rule(rows.columns)
    for batch in rows.iter_slices(LOOP_BATCH):
        households = batch.to_dicts()
        start = time.perf_counter()
        for household in households:
            household["category"] = rule(household, codes)
        spent += time.perf_counter() - start
    return spent


def _bare_rule(columns: list[str]) -> Callable[[dict[str, Any], list[str]], str]:
    if "b1" in columns:
        return _bare_scores
    if "income_per_capita_vnd" in columns:
        return _bare_income
    items = [(f"a_{i.code}", _bare_points(i)) for i in example_table(STANDARD).items]

    def bare_answers(household: dict[str, Any], codes: list[str]) -> str:
        region, b1 = household["region"], 0
        for name, points in items:
            b1 += points[household[name]][region]
        lacking = 0
        for code in codes:
            if household[code]:
                lacking += 1
        if b1 > (140 if household["area_type"] == "rural" else 175):
            return "NON_POOR"
        return "POOR" if lacking >= 3 else "NEAR_POOR"

    return bare_answers


def _bare_points(item: PointItem) -> dict[Any, Any]:
    """Points by answer and region, as quick as a dictionary can be."""
    if item.kind is ItemKind.FLAG:
        return {True: item.options[0].points, False: dict.fromkeys(Region, 0)}
    if item.kind is ItemKind.CHOICE:
        return {option.code: option.points for option in item.options}
    return {int(option.lower or 0): option.points for option in item.options}


def _bare_income(household: dict[str, Any], codes: list[str]) -> str:
    line = 1_500_000 if household["area_type"] == "rural" else 2_000_000
    lacking = 0
    for code in codes:
        if household[code]:
            lacking += 1
    if household["income_per_capita_vnd"] > line:
        return "NON_POOR"
    return "POOR" if lacking >= 3 else "NEAR_POOR"


def _bare_scores(household: dict[str, Any], _codes: list[str]) -> str:
    if household["b1"] > (140 if household["area_type"] == "rural" else 175):
        return "NON_POOR"
    return "POOR" if household["b2"] >= 30 else "NEAR_POOR"


def explain(file: Path) -> float:
    """Explain some households one by one; the facts are made ready before."""
    frame = pl.scan_parquet(file)
    rows = frame.select(_columns_judged(frame)).head(EXPLAINED).collect().to_dicts()
    facts = [facts_from_mapping(row) for row in rows]
    standard, points = get_standard(STANDARD), _points_of(frame)

    def all_of_them() -> None:
        for one in facts:
            explain_household(facts=one, standard=standard, points=points)

    return _seconds(all_of_them) * EXPLAINED / len(facts)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


STAGES = {
    "read_judged": read_judged,
    "read_all": read_all,
    "judge": judge,
    "copy": copy,
    "write": write,
    "loop": loop,
    "explain": explain,
}


def main() -> None:
    seconds = STAGES[sys.argv[1]](Path(sys.argv[2]))
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mib": peak_mib}) + "\n")


if __name__ == "__main__":
    main()
