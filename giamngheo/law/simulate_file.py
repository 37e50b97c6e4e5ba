"""A file of households in, a workbook of the simulation out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from giamngheo.law.enums import CATEGORY_LABELS, Category
from giamngheo.law.household_files import read_households, scan_clean_parquet
from giamngheo.law.point_table import PointTable
from giamngheo.law.simulate import NOT_JUDGED, OUTCOMES, Scenario, Simulation, simulate_frame
from giamngheo.law.standard_view import period_text
from giamngheo.lib.errors import Refusal
from giamngheo.lib.sheets import Sheet, SheetColumn, write_frame, write_workbook

OUTCOME_LABELS = {category.value: label for category, label in CATEGORY_LABELS.items()} | {
    NOT_JUDGED: "Chưa xác định"
}


class SimulationRowsRefused(Refusal):
    code = "LAW-019"
    sentence = (
        "Chưa mô phỏng được tệp “{name}”: {count} dòng chưa dùng được, trước hết là {first}. Sửa "
        "các dòng đó, hoặc thêm --refused TỆP để bỏ chúng ra và nhận danh sách."
    )
    english = "{count} rows of “{name}” cannot be used; the first: {first}."


def simulate_file(
    *,
    path: Path,
    scenarios: Sequence[Scenario],
    points: PointTable | None = None,
    group_by: str | None = None,
    refused_out: Path | None = None,
) -> Simulation:
    """
    Return the simulation of the households in `path` under each of `scenarios`.

    A Parquet file under our column names is scanned and never loaded whole.
    Raises: SimulationRowsRefused [LAW-019] for unusable rows without `refused_out`, and what
            `read_households` and `simulate_frame` raise.
    """
    frame = scan_clean_parquet(path=path)
    if frame is None:
        frame = _read(path, scenarios, points, refused_out)
    return simulate_frame(frame=frame, scenarios=scenarios, points=points, group_by=group_by)


def _read(
    path: Path,
    scenarios: Sequence[Scenario],
    points: PointTable | None,
    refused_out: Path | None,
) -> pl.LazyFrame:
    standards = [scenario.standard for scenario in scenarios]
    households = read_households(path=path, standards=standards, points=points)
    if refused_out is not None:
        write_frame(refused_out, households.refused)
    elif len(households.refused):
        number, reason = households.refused.row(0)
        raise SimulationRowsRefused(
            name=path.name, count=len(households.refused), first=f"dòng {number}, {reason}"
        )
    return households.frame.lazy()


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
