"""Tables of simulations: the list, the cross tables, communes, groups, indicators, households."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from giamngheo.areas.models import Unit
from giamngheo.law.enums import AREA_LABELS
from giamngheo.simulations.models import ChangedHousehold, Run, Scenario
from giamngheo.simulations.queries import source_words
from giamngheo.web.households.table import category_status, place_of
from giamngheo.web.simulations.figures import LABELS, NEAR_POOR, POOR, Found, add
from giamngheo.web.tables import Cell, Column, Row, Status, Table, build_table
from giamngheo.web.work.lines import TONES

ORDER = ("sort_key", "id")
LIST_COLUMNS = (
    Column(key="name", head="Kịch bản", row_head=True, sortable=False),
    Column(key="unit", head="Đơn vị", sortable=False),
    Column(key="source", head="Số liệu", sortable=False, wide_only=True),
    Column(key="variants", head="Các phương án", sortable=False, wide_only=True),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
    Column(key="made", head="Tính lúc", sortable=False),
    Column(key="owner", head="Người lập", sortable=False, wide_only=True),
)


def scenario_row(scenario: Scenario, run: Run | None) -> Row:
    href = reverse("simulation", kwargs={"scenario_id": scenario.pk})
    item = run.work_item if run else None
    made = run.made_at if run else None
    return Row(
        cells={
            "name": Cell(value=scenario.name, href=href),
            "unit": scenario.unit.full_name,
            "source": source_words(scenario=scenario),
            "variants": "; ".join(one["name"] for one in scenario.variants),
            "state": Status(tone=TONES[item.state], word=item.get_state_display())
            if item
            else None,
            "made": f"{timezone.localtime(made):%H:%M %d/%m/%Y}" if made else "",
            "owner": scenario.owner.full_name,
        }
    )


def cross_tables(request: HttpRequest, found: Found, *, doors: str) -> list[Table]:
    """Return one table for each pair of neighbouring variants; `doors` is where households are."""
    return [
        _cross_table(request, found, step, before, after, doors)
        for step, before, after in found.steps
    ]


def _cross_table(
    request: HttpRequest, found: Found, step: int, before: str, after: str, doors: str
) -> Table:
    measures = (("households", f"Số hộ theo {after}"), ("persons", f"Số người theo {after}"))
    columns = [Column(key="from", head=f"Theo {before}", row_head=True, sortable=False)]
    for measure, group in measures:
        for key, head in [*((name, LABELS[name]) for name in found.outcomes), ("sum", "Cộng")]:
            columns.append(
                Column(
                    key=f"{measure} {key}",
                    head=head,
                    group=group,
                    kind="number",
                    sortable=False,
                    wide_only=measure == "persons",
                )
            )
    flows = [row for row in found.tables["flows"] if row["from"] == before and row["to"] == after]
    rows = [
        _cross_row(found, flows, {"category_from": name}, LABELS[name], _door(doors, step, name))
        for name in found.outcomes
    ]
    return build_table(
        request,
        name=f"chuyen-dich-{step}",
        caption=f"Phân loại theo {before} và theo {after}",
        columns=columns,
        rows=rows,
        totals=_cross_row(found, flows, {}, "Cộng", lambda name: ""),
    )


def _door(doors: str, step: int, before: str) -> Callable[[str], str]:
    def door(after: str) -> str:
        if not doors or before == after:
            return ""
        return f"{doors}?{urlencode({'buoc': step, 'chuyen': f'{before}-{after}'})}"

    return door


def _cross_row(
    found: Found,
    flows: list[dict[str, Any]],
    wanted: Mapping[str, str],
    head: str,
    door: Callable[[str], str],
) -> Row:
    cells: dict[str, Any] = {"from": head}
    for measure in ("households", "persons"):
        for name in found.outcomes:
            value = add(flows, measure, category_to=name, **wanted)
            href = door(name) if measure == "households" else ""
            cells[f"{measure} {name}"] = Cell(value=value, href=href)
        cells[f"{measure} sum"] = add(flows, measure, **wanted)
    return Row(cells=cells)


def _variant_columns(found: Found) -> list[Column]:
    return [
        Column(key=f"{number} {category}", head=LABELS[category], group=name, kind="number")
        for number, name in enumerate(found.names)
        for category in (POOR, NEAR_POOR)
    ]


def _variant_cells(found: Found, rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    return {
        f"{number} {category}": add(rows, "households", scenario=name, category=category, **wanted)
        for number, name in enumerate(found.names)
        for category in (POOR, NEAR_POOR)
    }


def commune_table(
    request: HttpRequest,
    found: Found,
    *,
    units: Mapping[str, Unit],
    changed: Mapping[str, int],
    doors: str,
) -> Table:
    """Return the communes; `units` and `changed` (households that change) by the unit's id."""
    by_unit = found.tables["by_unit"]
    rows = []
    for key in dict.fromkeys(row["unit_code"] for row in by_unit):
        unit = units.get(key)
        href = f"{doors}?{urlencode({'don-vi': key})}" if doors else ""
        cells: dict[str, Any] = {
            "name": unit.full_name if unit else "Chưa rõ xã",
            "changed": Cell(value=changed.get(key, 0), href=href),
        }
        rows.append(Row(cells=cells | _variant_cells(found, by_unit, unit_code=key)))
    totals = {"name": "Cộng", "changed": found.run.changed_count} | _variant_cells(found, by_unit)
    return build_table(
        request,
        name="theo-xa",
        caption="Theo xã, phường, thị trấn (số hộ)",
        columns=[
            Column(key="name", head="Đơn vị", row_head=True),
            *_variant_columns(found),
            Column(key="changed", head="Thay đổi", kind="number"),
        ],
        rows=rows,
        totals=Row(cells=totals),
        default_sort="name",
    )


def group_table(request: HttpRequest, scenario: Scenario, found: Found) -> Table:
    by_group = found.tables["by_group"]
    names = LABELS | {area.value: words.capitalize() for area, words in AREA_LABELS.items()}
    rows = [
        Row(
            cells={"name": names.get(key or "", key) or "Chưa ghi"}
            | _variant_cells(found, by_group, group=key)
        )
        for key in dict.fromkeys(row["group"] for row in by_group)
    ]
    return build_table(
        request,
        name="theo-nhom",
        caption=f"Theo nhóm: {scenario.get_grouping_display().lower()} (số hộ)",
        columns=[Column(key="name", head="Nhóm", row_head=True), *_variant_columns(found)],
        rows=rows,
        totals=Row(cells={"name": "Cộng"} | _variant_cells(found, by_group)),
    )


def indicator_table(request: HttpRequest, found: Found) -> Table:
    """Return how many poor and near-poor households lack each indicator under each variant."""
    rows = found.tables["by_indicator"]
    kinds = ((POOR, "poor"), (NEAR_POOR, "near_poor"))
    titles = {row["indicator"]: row["name"] for row in rows}
    drawn = []
    for code, title in titles.items():
        cells: dict[str, Any] = {"name": title}
        for number, name in enumerate(found.names):
            asked = [r for r in rows if r["indicator"] == code and r["scenario"] == name]
            for category, measure in kinds:
                # A standard that does not ask for the indicator has nothing to say of it.
                cells[f"{number} {category}"] = add(asked, measure) if asked else None
        drawn.append(Row(cells=cells))
    return build_table(
        request,
        name="theo-chi-so",
        caption="Thiếu hụt của hộ nghèo, hộ cận nghèo (số hộ)",
        columns=[Column(key="name", head="Chỉ số", row_head=True), *_variant_columns(found)],
        rows=drawn,
    )


def household_columns(names: list[str], *, with_code: bool = False) -> list[Column]:
    """Return the columns of the changed households; a file has their codes, to work with."""
    columns = [Column(key="code", head="Mã hộ", sortable=False)] if with_code else []
    columns += [
        Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
        Column(key="place", head="Thôn, xã", sortable=False),
    ]
    for number, name in enumerate(names):
        columns += [
            Column(key=f"category {number}", head="Phân loại", group=name, kind="status",
                   sortable=False),
            Column(key=f"reason {number}", head="Lý do", group=name, sortable=False),
        ]  # fmt: skip
    return columns


def household_row(one: ChangedHousehold, names: list[str]) -> Row:
    """Return one household; each reason names its variant, for a phone shows no heads."""
    href = reverse("household", kwargs={"code": one.household.code})
    cells: dict[str, Any] = {
        "code": one.household.code,
        "head": Cell(value=one.household.head_name, href=href),
        "place": place_of(one.household),
    }
    for number, (category, reason) in enumerate(zip(one.categories, one.reasons, strict=True)):
        cells[f"category {number}"] = (
            category_status(category, "")
            if category in ("POOR", "NEAR_POOR", "NON_POOR")
            else Status(tone="look", word=LABELS[category])
        )
        cells[f"reason {number}"] = Cell(value=reason, note=f"theo {names[number]}")
    return Row(cells=cells)
