"""A run: facts by COPY, judged by the law batch after batch, the counts kept once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.law.enums import Evidence
from giamngheo.law.simulate import Scenario as LawScenario
from giamngheo.law.simulate import Simulation, SuspiciousRule, simulate_frame
from giamngheo.law.simulation_merging import merged
from giamngheo.lib.copying import copy_frame
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.reviews.evidence import indicator_columns_exprs, judgeable_frames
from giamngheo.simulations.enums import Purpose
from giamngheo.simulations.facts import BATCH_ROWS, count_facts, fact_batches
from giamngheo.simulations.models import ChangedHousehold, Run, Scenario
from giamngheo.simulations.variants import law_scenarios, variants_of, version_of
from giamngheo.work.jobs import Job

Report = Callable[[int, int], None]


class NothingToSimulate(Refusal):
    code = "SIM-001"
    sentence = (
        "Chưa mô phỏng được “{scenario}”: {where} chưa có hộ nào được rà soát. Chọn đợt rà soát "
        "đã nhập phiếu, hoặc một ngày sau khi có quyết định."
    )
    english = "Scenario “{scenario}” speaks of no reviewed household."


class EvidenceNotEnough(Refusal):
    code = "SIM-003"
    sentence = (
        "Chưa mô phỏng được: {count} hộ chỉ có điểm B1, B2, mà {problem}. {remedy} Hoặc bỏ phương "
        "án {variant}, hoặc chọn đợt rà soát có thu nhập khảo sát."
    )
    english = "{count} households have scores only, which variant {variant} cannot judge."


class NeedsConfirmation(Refusal):
    code = "SIM-004"
    sentence = (
        "Phương án {scenario} xếp {share} số hộ là {category}, thường là do nhầm mức hoặc nhầm "
        "dữ liệu. Xem lại kịch bản; nếu đúng ý định, mở trang kịch bản và chọn xác nhận."
    )
    english = "Variant {scenario} makes {share} of the households {category}; confirm it first."


def run_simulation(*, job: Job, run_id: int) -> dict[str, Any]:
    """
    Calculate a run and keep what it found; the handler of the work kind "simulate".

    Raises: NothingToSimulate [SIM-001], EvidenceNotEnough [SIM-003], NeedsConfirmation [SIM-004].
    """
    run = Run.objects.select_related("scenario__unit", "scenario__campaign").get(pk=run_id)
    if run.made_at is not None:
        # Interrupted after its result was stored: there is nothing left to do.
        return {"households": run.households, "changed": run.changed_count}

    def report(done: int, total: int) -> None:
        job.report(done=done, total=total, message="Số hộ đã xét theo các phương án")

    simulation, changed = calculate(scenario=run.scenario, confirmed=run.confirmed, report=report)
    keep_result(run=run, simulation=simulation, changed=changed, by=job.by)
    return {"households": simulation.households, "changed": simulation.changed_count}


def calculate(
    *, scenario: Scenario, confirmed: bool, report: Report, batch_rows: int = BATCH_ROWS
) -> tuple[Simulation, pl.DataFrame]:
    """
    Return the simulation of a scenario's households and those that change; writes nothing.

    Shape: changed, one row per household: household_id, unit_path, categories, reasons (lists in
           the order of the variants).
    Raises: as `run_simulation`.
    """
    compared = law_scenarios(
        variants_of(scenario.variants), monthly_cost_vnd=scenario.monthly_cost_vnd
    )
    counted = count_facts(scenario=scenario)
    total = sum(counted.values())
    if not total:
        raise NothingToSimulate(scenario=scenario.name, where=_where(scenario))
    require_evidence(scenario=scenario, counted=counted)
    parts, changed, done = [], [], 0
    report(0, total)
    # Closed at once when somebody stops the work: the connection must be free for what follows.
    with closing(fact_batches(scenario=scenario, rows=batch_rows)) as batches:
        for batch in batches:
            for frame in _judgeable(batch, compared):
                part = _simulate(frame, compared, group_by=scenario.grouping or None)
                parts.append(part)
                changed.append(_changed_rows(part, frame))
            done += batch.height
            report(min(done, total), total)
    simulation = merged(parts)
    if not confirmed:
        _require_plausible(simulation)
    return simulation, pl.concat(changed)


def _where(scenario: Scenario) -> str:
    place = scenario.unit.full_name
    return f"{place} trong {scenario.campaign.name}" if scenario.campaign else place


def require_evidence(*, scenario: Scenario, counted: Mapping[str, int] | None = None) -> None:
    """
    Refuse a scenario, saved or not, whose households are scored where a variant needs more.

    `counted`: its households by kind of evidence, asked of the database when not given.
    Raises: EvidenceNotEnough [SIM-003].
    """
    counted = count_facts(scenario=scenario) if counted is None else counted
    scored = counted.get(Evidence.SCORES.value, 0)
    if not scored:
        return
    for variant in variants_of(scenario.variants):
        standard = variant.rule
        problem = remedy = ""
        if not standard.judges_scores or standard.max_b2 is None:
            problem = (
                f"chuẩn {standard.code} mới có mức thu nhập và chỉ số thiếu hụt: chưa tìm thấy "
                "phiếu B1, B2 và ngưỡng điểm của chuẩn này"
            )
            remedy = "Bổ sung thu nhập bình quân và các chỉ số thiếu hụt của các hộ đó."
        elif variant.trial and variant.trial.left_out:
            problem = "không tách được điểm B2 theo từng chỉ số để bỏ bớt chỉ số"
            remedy = "Bổ sung các chỉ số thiếu hụt của các hộ đó."
        if problem:
            raise EvidenceNotEnough(
                count=format_number(scored), problem=problem, remedy=remedy, variant=variant.name
            )


def _judgeable(batch: pl.DataFrame, compared: Sequence[LawScenario]) -> list[pl.DataFrame]:
    """Return the batch by kind of evidence, with a column for each indicator somebody asks."""
    codes = {i.code for one in compared for i in one.standard.indicators}
    frames = judgeable_frames(batch, codes=codes)
    return [
        # Scores are judged by B2; the indicators named on the form are only counted.
        frame.with_columns(indicator_columns_exprs(codes)) if "b1" in frame.columns else frame
        for frame in frames
    ]


def _simulate(
    frame: pl.DataFrame, compared: Sequence[LawScenario], *, group_by: str | None
) -> Simulation:
    return simulate_frame(
        frame=frame.lazy(), scenarios=compared, group_by=group_by, most_changed=frame.height
    )


def _changed_rows(part: Simulation, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the changed households of a batch as the table keeps them."""
    names = [scenario.name for scenario in part.scenarios]

    def lists(kind: str) -> pl.Expr:
        return pl.concat_list([pl.col(f"{kind} {name}").cast(pl.String) for name in names])

    ids = frame.select("household_code", "household_id", "unit_path")
    return (
        part.changed.select(
            "household_code",
            lists("category").alias("categories"),
            pl.concat_list(
                [pl.col(f"reason {name}").cast(pl.String).fill_null("") for name in names]
            ).alias("reasons"),
        )
        .join(ids, on="household_code", how="left", maintain_order="left")
        .drop("household_code")
    )


def _require_plausible(simulation: Simulation) -> None:
    try:
        simulation.require_plausible()
    except SuspiciousRule as refused:
        raise NeedsConfirmation(**refused.details) from refused


@transaction.atomic
def keep_result(
    *, run: Run, simulation: Simulation, changed: pl.DataFrame, by: User | None
) -> None:
    """Store what a run found, once: a trigger refuses a second time."""
    scenario = run.scenario
    audit.record(
        action="simulations.run",
        by=by,
        subject=scenario.name,
        unit_path=scenario.unit_path,
        details={"run": run.pk, "households": simulation.households},
    )
    with connection.cursor() as cursor:
        rows = changed.with_columns(run_id=pl.lit(run.pk)).with_columns(
            # A reason is a sentence: its element needs the quotes a code does without.
            reasons=pl.col("reasons").list.eval(_quoted(pl.element()))
        )
        copy_frame(cursor, ChangedHousehold._meta.db_table, rows)
    Run.objects.filter(pk=run.pk).update(
        made_at=Now(),
        households=simulation.households,
        changed_count=simulation.changed_count,
        standards=[version_of(one) for one in simulation.scenarios],
        cautions=_cautions(scenario, simulation),
        result=_result(simulation),
    )


def _quoted(text: pl.Expr) -> pl.Expr:
    escaped = text.str.replace_all("\\", "\\\\", literal=True).str.replace_all(
        '"', '\\"', literal=True
    )
    return pl.concat_str(pl.lit('"'), escaped, pl.lit('"'))


def _cautions(scenario: Scenario, simulation: Simulation) -> list[str]:
    found = list(simulation.cautions)
    for variant in variants_of(scenario.variants):
        if variant.trial:
            found.append(f"{variant.name}: có mức do người lập kịch bản nhập, không phải quy định")
        if variant.wards:
            found.append(f"{variant.name}: giả định {len(variant.wards)} xã thành phường")
    if scenario.purpose == Purpose.REJUDGEMENT:
        found.append("Xét lại chỉ để so sánh; quyết định công nhận vẫn giữ nguyên")
    return found


def _result(simulation: Simulation) -> dict[str, list[dict[str, Any]]]:
    tables = ("totals", "flows", "by_unit", "by_group", "by_indicator")
    return {
        name: getattr(simulation, name).with_columns(pl.col(pl.Enum).cast(pl.String)).to_dicts()
        for name in tables
    }
