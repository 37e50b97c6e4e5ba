"""A file of households in, a workbook of the simulation out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from giamngheo.law.enums import CATEGORY_LABELS, Category
from giamngheo.law.household_files import CODE_COLUMN, read_households
from giamngheo.law.judge_frame import evidence_of_columns
from giamngheo.law.parquet_households import Doubts, scan_households, value_problem_expr
from giamngheo.law.point_table import PointTable
from giamngheo.law.refused_rows import require_own_files, require_some, write_refused
from giamngheo.law.simulate import NOT_JUDGED, OUTCOMES, Scenario, Simulation, simulate_frame
from giamngheo.law.standard_types import Standard
from giamngheo.law.standard_view import period_text
from giamngheo.lib.sheets import Sheet, SheetColumn, write_workbook

OUTCOME_LABELS = {category.value: label for category, label in CATEGORY_LABELS.items()} | {
    NOT_JUDGED: "Chưa xác định"
}


@dataclass(frozen=True, kw_only=True)
class SimulatedFile:
    """A simulation, and how many rows of its file were read and refused; None: no refused file."""

    simulation: Simulation
    read: int
    refused: int
    refused_file: str | None = None

    def __post_init__(self) -> None:
        if self.read != self.simulation.households + self.refused:
            raise AssertionError("rows were lost or doubled while simulating")


def simulate_file(
    *,
    path: Path,
    scenarios: Sequence[Scenario],
    out: Path,
    points: PointTable | None = None,
    group_by: str | None = None,
    refused_out: Path | None = None,
) -> SimulatedFile:
    """
    Return the simulation of the households in `path` under each of `scenarios`.

    A Parquet file under our column names, or a folder of them, is scanned and never loaded whole.
    Rows that cannot be used go with their reasons into `refused_out`, or beside `out`, which is
    left to `write_simulation`.
    Raises: NothingJudged [LAW-008] when no row can be used, and what `read_households`,
            `scan_households` and `simulate_frame` raise.
    """
    require_own_files(path=path, out=out, chosen=refused_out)
    standards = [scenario.standard for scenario in scenarios]
    scanned = scan_households(path=path, points=points)
    if scanned is None:
        households = read_households(path=path, standards=standards, points=points)
        frame, refused, read = households.frame.lazy(), households.refused, households.read
    else:
        numbered = scanned.frame.with_row_index("row_number", offset=1)
        frame, unusable = usable_rows(
            frame=numbered, doubts=scanned.doubts, standards=standards, points=points
        )
        refused, read = unusable.collect(engine="streaming"), scanned.rows
        frame = scanned.frame if refused.is_empty() else frame
    file = write_refused(refused=refused, out=out, chosen=refused_out)
    require_some(name=path.name, used=read - len(refused), refused=refused, file=file)
    simulation = simulate_frame(frame=frame, scenarios=scenarios, points=points, group_by=group_by)
    return SimulatedFile(
        simulation=simulation,
        read=read,
        refused=len(refused),
        refused_file=None if file is None else str(file),
    )


def usable_rows(
    *,
    frame: pl.LazyFrame,
    doubts: Doubts,
    standards: Sequence[Standard],
    points: PointTable | None,
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """
    Return the rows that a simulation can use, and the others by REFUSED_SCHEMA.

    Needs:  row_number beside what `classify_frame` needs.
    Raises: as `evidence_of_columns`.
    """
    for standard in standards:
        evidence_of_columns(frame=frame, standard=standard, points=points)
    values = value_problem_expr(frame=frame, standards=standards, points=points)
    reason = pl.coalesce(doubts.reason_expr(), values).alias("reason")
    looked_at = frame.with_columns(reason)
    refused = looked_at.filter(pl.col("reason").is_not_null()).select(
        pl.col("row_number").cast(pl.Int64), pl.col(CODE_COLUMN).cast(pl.String), "reason"
    )
    return looked_at.filter(pl.col("reason").is_null()).drop("reason", "row_number"), refused


def write_simulation(*, simulation: Simulation, path: Path) -> None:
    """
    Write a simulation as a workbook: totals, flows, units, groups, indicators, changed households.

    Raises: CannotWrite [LIB-020].
    """
    heading = [
        "Mô phỏng, không phải kết quả công nhận",
        *(
            f"{s.name}: {s.standard.title} ({period_text(s.standard)})"
            for s in simulation.scenarios
        ),
        *(f"Lưu ý: {caution}" for caution in simulation.cautions),
    ]
    sheets = [
        _outcome_sheet("Tổng hợp", heading, simulation, simulation.totals, ()),
        _flow_sheet(heading, simulation),
        _outcome_sheet("Theo đơn vị", heading, simulation, simulation.by_unit, ("unit_code",)),
        _outcome_sheet("Theo nhóm", heading, simulation, simulation.by_group, ("group",)),
        _indicator_sheet(heading, simulation),
        _changed_sheet(heading, simulation),
    ]
    write_workbook(path, sheets)


_KEY_TITLES = {"unit_code": "Mã đơn vị", "group": "Nhóm", "scenario": "Kịch bản"}


def _outcome_sheet(
    name: str,
    heading: list[str],
    simulation: Simulation,
    counts: pl.DataFrame,
    keys: tuple[str, ...],
) -> Sheet:
    """One row per unit or group and scenario; a column of households and persons per category."""
    wide: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in counts.to_dicts():
        key = (*(row[k] or "" for k in keys), row["scenario"])
        cells = wide.setdefault(key, dict(zip((*keys, "scenario"), key, strict=True)))
        cells[f"households {row['category']}"] = row["households"]
        cells[f"persons {row['category']}"] = row["persons"]
    columns = [SheetColumn(key=k, title=_KEY_TITLES[k]) for k in (*keys, "scenario")]
    for measure, title in (("households", "Số hộ"), ("persons", "Số người")):
        if measure == "households" or counts["persons"].null_count() < len(counts):
            columns += [
                SheetColumn(key=f"{measure} {o}", title=OUTCOME_LABELS[o], kind="int", group=title)
                for o in OUTCOMES
            ]
    names = [column.key for column in columns if column.kind == "int"]
    rows = [dict.fromkeys(names, 0) | cells for cells in wide.values()]
    return Sheet(name=name, columns=columns, rows=rows, title_lines=heading)


def _flow_sheet(heading: list[str], simulation: Simulation) -> Sheet:
    rows = [
        row | {key: OUTCOME_LABELS[str(row[key])] for key in ("category_from", "category_to")}
        for row in simulation.flows.to_dicts()
    ]
    columns = [
        SheetColumn(key="from", title="Từ kịch bản"),
        SheetColumn(key="category_from", title="Phân loại"),
        SheetColumn(key="to", title="Sang kịch bản"),
        SheetColumn(key="category_to", title="Phân loại mới"),
        SheetColumn(key="households", title="Số hộ", kind="int"),
        SheetColumn(key="persons", title="Số người", kind="int"),
    ]
    return Sheet(name="Chuyển dịch", columns=columns, rows=rows, title_lines=heading)


def _indicator_sheet(heading: list[str], simulation: Simulation) -> Sheet:
    columns = [
        SheetColumn(key="scenario", title="Kịch bản"),
        SheetColumn(key="name", title="Chỉ số thiếu hụt", width=40),
        SheetColumn(key="poor", title="Hộ nghèo thiếu hụt", kind="int"),
        SheetColumn(key="near_poor", title="Hộ cận nghèo thiếu hụt", kind="int"),
    ]
    rows = simulation.by_indicator
    return Sheet(name="Theo chỉ số", columns=columns, rows=rows, title_lines=heading)


def _changed_sheet(heading: list[str], simulation: Simulation) -> Sheet:
    shown, total = len(simulation.changed), simulation.changed_count
    lines = heading if shown == total else [*heading, f"Ghi {shown} trong {total} hộ thay đổi"]
    titles = {
        "household_code": "Mã hộ",
        "unit_code": "Mã đơn vị",
        "area_type": "Khu vực",
        "member_count": "Số nhân khẩu",
    }
    columns = [
        SheetColumn(
            key=name,
            title=titles.get(name, _scenario_title(name)),
            kind="int" if name == "member_count" else "text",
        )
        for name in simulation.changed.columns
    ]
    categories = pl.col(pl.Enum).cast(pl.String).replace(OUTCOME_LABELS)
    rows = simulation.changed.with_columns(categories)
    return Sheet(name="Hộ thay đổi", columns=columns, rows=rows, title_lines=lines)


def _scenario_title(name: str) -> str:
    kind, _, scenario = name.partition(" ")
    return f"{'Phân loại' if kind == 'category' else 'Lý do'} {scenario}"


def totals_json(simulation: Simulation) -> dict[str, Any]:
    """Return the totals and flows for machines: households by scenario and category."""
    return {
        "households": simulation.households,
        "changed": simulation.changed_count,
        "cautions": list(simulation.cautions),
        "totals": {
            scenario.name: {
                outcome: simulation.count(scenario.name, outcome) for outcome in OUTCOMES
            }
            for scenario in simulation.scenarios
        },
        "poor_persons": {
            row["scenario"]: row["persons"]
            for row in simulation.totals.filter(category=Category.POOR.value).to_dicts()
        },
        "flows": simulation.flows.with_columns(pl.col(pl.Enum).cast(pl.String)).to_dicts(),
        "monthly_cost_vnd": {
            scenario.name: simulation.monthly_cost_vnd(scenario)
            for scenario in simulation.scenarios
        },
    }
