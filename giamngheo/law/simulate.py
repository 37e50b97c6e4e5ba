"""The same households under two or more scenarios: who is what, who moves, and what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from giamngheo.law.classification import ruling_label
from giamngheo.law.enums import Category, Confidence
from giamngheo.law.household_files import CODE_COLUMN, MEMBERS_COLUMN, UNIT_COLUMN
from giamngheo.law.judge_frame import (
    AREA_COLUMN,
    DEPRIVATION_PREFIX,
    classify_frame,
    evidence_of_columns,
)
from giamngheo.law.outcomes import possible_outcomes
from giamngheo.law.point_table import EXAMPLE_CAUTION, PointTable
from giamngheo.law.simulation_tables import (
    Scenario,
    by_indicator,
    category_column,
    flows,
    per_scenario,
)
from giamngheo.law.standard_types import Ruling
from giamngheo.lib.errors import Refusal

__all__ = [
    "NOT_JUDGED",
    "OUTCOMES",
    "Scenario",
    "ScenariosRefused",
    "Simulation",
    "SuspiciousRule",
    "simulate_frame",
]

NOT_JUDGED = "UNKNOWN"
# The categories of a scenario, and those it could not judge, in the order of every table.
OUTCOMES = (*(category.value for category in Category), NOT_JUDGED)
_OUTCOME_TYPE = pl.Enum(OUTCOMES)


class ScenariosRefused(Refusal):
    code = "LAW-016"
    sentence = "Chưa mô phỏng được: {problem}. Sửa kịch bản rồi chạy lại."
    english = "The simulation cannot run: {problem}."


class SuspiciousRule(Refusal):
    code = "LAW-017"
    sentence = (
        "Kịch bản {scenario} xếp {share} số hộ là {category}, thường là do nhầm mức hoặc nhầm dữ "
        "liệu. Kiểm tra lại, hoặc xác nhận (--yes) nếu đúng ý định."
    )
    english = "Scenario {scenario} makes {share} of the households {category}; confirm with --yes."


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """
    What the scenarios make of the same households. Counts: households, persons (when known).

    `totals`: scenario, category. `flows`: for each neighbouring pair from, to, category_from,
    category_to. `by_unit`: unit_code, scenario, category. `by_group`: group, scenario, category.
    `by_indicator`: scenario, indicator, poor and near-poor households that lack it, null when the
    frame does not say.
    `changed`: households whose result differs, with the reason under each scenario.
    """

    scenarios: tuple[Scenario, ...]
    households: int
    totals: pl.DataFrame
    flows: pl.DataFrame
    by_unit: pl.DataFrame
    by_group: pl.DataFrame
    by_indicator: pl.DataFrame
    changed: pl.DataFrame
    changed_count: int
    cautions: tuple[str, ...]

    def count(self, scenario: str, category: str) -> int:
        """Return the households of one category in one scenario."""
        rows = self.totals.filter(scenario=scenario, category=category)
        return int(rows["households"].sum())

    def monthly_cost_vnd(self, scenario: Scenario) -> int | None:
        """Return what a scenario's known benefits cost a month; None when none is known."""
        if not scenario.monthly_cost_vnd:
            return None
        return sum(
            amount * self.count(scenario.name, category)
            for category, amount in scenario.monthly_cost_vnd.items()
        )

    def require_plausible(self) -> None:
        """
        Refuse a rule that makes nobody or everybody poor, unless a person has confirmed it.

        Raises: SuspiciousRule [LAW-017].
        """
        for scenario in self.scenarios:
            poor = self.count(scenario.name, Category.POOR)
            judged = self.households - self.count(scenario.name, NOT_JUDGED)
            if poor in (0, judged):
                share = "0 %" if poor == 0 else "100 %"
                label = ruling_label(Ruling(category=Category.POOR)).lower()
                raise SuspiciousRule(scenario=scenario.name, share=share, category=label)


def simulate_frame(
    *,
    frame: pl.LazyFrame,
    scenarios: Sequence[Scenario],
    points: PointTable | None = None,
    group_by: str | None = None,
    most_changed: int = 50_000,
) -> Simulation:
    """
    Return the cross tables of `frame` judged under each of `scenarios`, in their order.

    Needs:  what `classify_frame` needs, and household_code; unit_code, member_count and the
            column `group_by` are used when present.
    A household that a scenario cannot judge is counted as UNKNOWN there, never left out.
    The frame is read twice: once for the counts, once for the households that change.
    Raises: ScenariosRefused [LAW-016], and what `classify_frame` raises.
    """
    _check(frame, scenarios, group_by)
    judged = _judge_all(frame, scenarios, points)
    cells = _cells(judged, frame, scenarios, group_by)
    differs = pl.any_horizontal(
        [
            pl.col(category_column(n)) != pl.col(category_column(n + 1))
            for n in range(len(scenarios) - 1)
        ]
    )
    changed = judged.filter(differs).select(_changed_columns(frame, scenarios))
    return Simulation(
        scenarios=tuple(scenarios),
        households=int(cells["households"].sum()),
        totals=per_scenario(cells, scenarios, []),
        flows=flows(cells, scenarios),
        by_unit=per_scenario(cells, scenarios, [UNIT_COLUMN]),
        by_group=per_scenario(cells, scenarios, ["group"]),
        by_indicator=by_indicator(cells, scenarios),
        changed=changed.head(most_changed).collect(engine="streaming"),
        changed_count=int(cells.filter(differs)["households"].sum()),
        cautions=_cautions(frame, scenarios, points),
    )


def _check(frame: pl.LazyFrame, scenarios: Sequence[Scenario], group_by: str | None) -> None:
    if len(scenarios) < 2:
        raise ScenariosRefused(problem="cần ít nhất hai kịch bản")
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) < len(names):
        raise ScenariosRefused(problem="hai kịch bản mang cùng tên")
    schema = frame.collect_schema()
    needed = [CODE_COLUMN] + ([group_by] if group_by else [])
    if any(scenario.area_types for scenario in scenarios):
        needed.append(UNIT_COLUMN)
    for name in needed:
        if name not in schema:
            raise ScenariosRefused(problem=f"tệp thiếu cột {name}")


def _reason_column(number: int) -> str:
    return f"__reason_{number}"


def _judge_all(
    frame: pl.LazyFrame, scenarios: Sequence[Scenario], points: PointTable | None
) -> pl.LazyFrame:
    """Add category, group and reason of each scenario; the reason stays out when not asked for."""
    own = frame.collect_schema().names()
    judged = frame
    for number, scenario in enumerate(scenarios):
        seen = judged.with_columns(pl.col(AREA_COLUMN).alias("__area"))
        if scenario.area_types:
            codes = {code: area.value for code, area in scenario.area_types.items()}
            moved = pl.col(UNIT_COLUMN).cast(pl.String).replace_strict(codes, default=None)
            kept = pl.col(AREA_COLUMN).cast(pl.String)
            seen = seen.with_columns(pl.coalesce(moved, kept).alias(AREA_COLUMN))
        answered = classify_frame(frame=seen, standard=scenario.standard, points=points)
        category = (
            pl.col("category").cast(_OUTCOME_TYPE).fill_null(pl.lit(NOT_JUDGED, _OUTCOME_TYPE))
        )
        judged = answered.select(
            *(pl.col("__area").alias(n) if n == AREA_COLUMN else pl.col(n) for n in own),
            *(pl.col(category_column(n)) for n in range(number)),
            *(pl.col(_reason_column(n)) for n in range(number)),
            category.alias(category_column(number)),
            pl.col("reason").alias(_reason_column(number)),
        )
    return judged


def _cells(
    judged: pl.LazyFrame,
    frame: pl.LazyFrame,
    scenarios: Sequence[Scenario],
    group_by: str | None,
) -> pl.DataFrame:
    """One row per unit, group and combination of categories: every count derives from these."""
    schema = frame.collect_schema()
    unit = pl.col(UNIT_COLUMN).cast(pl.String) if UNIT_COLUMN in schema else pl.lit("")
    group = pl.col(group_by).cast(pl.String) if group_by else pl.lit("")
    persons = pl.col(MEMBERS_COLUMN).sum() if MEMBERS_COLUMN in schema else pl.lit(None, pl.Int64)
    lacking = [n for n in schema if n.startswith(DEPRIVATION_PREFIX) and schema[n] == pl.Boolean]
    keys = [category_column(number) for number in range(len(scenarios))]
    return (
        judged.group_by(unit.alias(UNIT_COLUMN), group.alias("group"), *keys)
        .agg(
            pl.len().cast(pl.Int64).alias("households"),
            persons.cast(pl.Int64).alias("persons"),
            *(pl.col(name).sum().cast(pl.Int64) for name in lacking),
        )
        .collect(engine="streaming")
    )


def _cautions(
    frame: pl.LazyFrame, scenarios: Sequence[Scenario], points: PointTable | None
) -> tuple[str, ...]:
    found = []
    if points is not None and points.is_example:
        found.append(EXAMPLE_CAUTION)
    for scenario in scenarios:
        standard = scenario.standard
        evidence = evidence_of_columns(frame=frame, standard=standard, points=points)
        ends = possible_outcomes(standard, evidence, points)
        if any(end.confidence is Confidence.UNVERIFIED for end in ends):
            found.append(f"{scenario.name}: có kết quả dựa trên giá trị chưa kiểm chứng")
    return tuple(found)


def _changed_columns(frame: pl.LazyFrame, scenarios: Sequence[Scenario]) -> list[pl.Expr]:
    schema = frame.collect_schema()
    known = [n for n in (CODE_COLUMN, UNIT_COLUMN, AREA_COLUMN, MEMBERS_COLUMN) if n in schema]
    columns = [pl.col(name) for name in known]
    for number, scenario in enumerate(scenarios):
        columns.append(pl.col(category_column(number)).alias(f"category {scenario.name}"))
        columns.append(
            pl.col(_reason_column(number)).cast(pl.String).alias(f"reason {scenario.name}")
        )
    return columns
