"""What the page of one target shows: its figures in words, trend, lower units, path, income."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.law.standard_types import Standard
from giamngheo.law.standards import StandardNotFound
from giamngheo.lib.numbers import format_number, round_half_up
from giamngheo.planning.models import Target
from giamngheo.rules.queries import standard_in_force
from giamngheo.targets.applying import applying_to
from giamngheo.targets.catalogue import Scale
from giamngheo.targets.enums import AreaGroup
from giamngheo.targets.income import IncomePath, income_path
from giamngheo.targets.standing import RULE
from giamngheo.targets.stands import Register, Stand
from giamngheo.web.parts import Notice
from giamngheo.web.tables import Cell, Column, Row, Table, build_table
from giamngheo.web.targets import stand_table
from giamngheo.web.targets.table import households_url

TREND_COLUMNS = (
    Column(key="when", head="Thời điểm", row_head=True, sortable=False),
    Column(key="value", head="Số thực hiện", sortable=False),
    Column(key="wanted", head="Phải đạt", sortable=False),
    Column(key="source", head="Căn cứ", sortable=False),
)
BELOW_COLUMNS = (
    Column(key="name", head="Đơn vị", row_head=True),
    Column(key="start", head="Đầu năm", kind="number", places=2),
    Column(key="value", head="Thực hiện", kind="number", places=2),
)
MOST_BELOW = 60


def context(
    request: HttpRequest,
    *,
    stand: Stand,
    every: Sequence[Stand],
    register: Register,
    with_doors: bool,
) -> dict[str, Any]:
    target, plan = stand.target, stand.target.plan
    unit = stand_table.unit_words(target, stand.indicator)
    code = plan.unit.code or ""
    return {
        "stand": stand,
        "target": target,
        "plan": plan,
        "title": title_of(stand),
        "status": stand_table.status_of(stand),
        "wanted": stand_table.wanted_words(target, stand.indicator),
        "reached": stand_table.figure_words(stand.reached, unit) or "chưa có",
        "baseline": _baseline(stand),
        "gap": stand_table.gap_words(stand),
        "kind": stand_table.kind_words(stand.indicator),
        "rule": RULE,
        "door": stand_table.door_of(stand, unit_code=code, with_doors=with_doors),
        "notices": _notices(stand, every, with_doors, code),
        "results": list(target.measurements.all()),
        "notes": list(target.behind_notes.all()),
        "trend": _trend(request, stand, register, unit),
        "below": _below(request, stand, register, with_doors),
        "path": _path(stand, register),
        "income": _income(stand, every),
        "areas": _areas(stand, every, register),
        "types_result": not stand.is_computed or stand.figure.asked is not None,
        "line_href": f"{reverse('plan', kwargs={'plan_id': plan.pk})}#dong-{target.line}",
    }


def title_of(stand: Stand) -> str:
    target = stand.target
    label = target.label or (stand.indicator.name if stand.indicator else target.text[:100])
    return stand_table.capital(label)


def _baseline(stand: Stand) -> str:
    if stand.baseline is None:
        return "chưa có số gốc"
    return stand_table.baseline_words(stand) or "tính từ 0, là mức thay đổi trong năm"


def own_initial(stand: Stand) -> dict[str, Any]:
    owned = stand.owned
    if owned is None:
        return {"version": 0}
    baseline = None if owned.baseline is None else stand_table.figure_words(owned.baseline, "")
    return {
        "owner": owned.owner_text,
        "indicator": owned.indicator,
        "baseline": baseline,
        "baseline_year": owned.baseline_year,
        "baseline_source": owned.baseline_source,
        "area": owned.area,
        "version": owned.version,
    }


def _notices(stand: Stand, every: Sequence[Stand], with_doors: bool, code: str) -> list[Notice]:
    found = []
    figure = stand.figure
    if stand.is_computed and not figure.is_complete and figure.communes:
        found.append(
            Notice(
                text=f"Mới có {figure.decided} trên {figure.communes} xã có quyết định cuối năm; "
                "chưa đủ để tính, và không tính thiếu.",
                tone="plain",
            )
        )
    if figure.asked is not None and not figure.is_complete:
        found.append(
            Notice(
                text=f"Sổ hộ mới có câu trả lời của {format_number(figure.known or 0)} trên "
                f"{format_number(figure.asked)} người; chưa đủ để tính tỷ lệ. Ghi số của cơ quan "
                "bảo hiểm xã hội kèm căn cứ.",
                tone="plain",
            )
        )
    found += _pair_notice(stand, every, with_doors, code)
    if stand.judged.asks_cause and not stand.has_note:
        found.append(Notice(text="Chỉ tiêu chậm: ghi nguyên nhân và giải pháp ở cuối trang."))
    return found


def _pair_notice(stand: Stand, every: Sequence[Stand], with_doors: bool, code: str) -> list[Notice]:
    """Hold the number promised for "100 %" against how many lack the service (R025)."""
    counts = [one for one in every if one.pair is not None or one.lacking_start is not None]
    mine = stand if stand.target.value is not None and _is_count(stand) else None
    if mine is None and stand.pair is not None:
        mine = next((one for one in counts if one.target.pk == stand.pair.pk), None)
    if mine is None or mine.lacking_start is None or mine.target.value is None:
        return []
    promised, lacking = int(mine.target.value), mine.lacking_start
    unit = stand_table.unit_words(mine.target, mine.indicator)
    href = _lacking_door(mine, code) if with_doors else ""
    if promised == lacking:
        text = (
            f"Kế hoạch tác động {format_number(promised)} {unit}, đúng bằng số còn thiếu đầu năm."
        )
        return [Notice(text=text, tone="good", href=href, link="Danh sách")]
    more = "nhiều hơn" if promised > lacking else "ít hơn"
    text = (
        f"Kế hoạch tác động {format_number(promised)} {unit}; sổ hộ đầu năm có "
        f"{format_number(lacking)} {unit} còn thiếu: kế hoạch {more} "
        f"{format_number(abs(promised - lacking))}."
    )
    return [Notice(text=text, tone="look", href=href, link="Danh sách còn thiếu đầu năm")]


def _is_count(stand: Stand) -> bool:
    return stand.indicator is not None and stand.indicator.scale is Scale.COUNT


def _lacking_door(stand: Stand, code: str) -> str:
    indicator = stand.indicator
    assert indicator is not None
    asked = {"thieu": indicator.lacking} if indicator.lacking else {"tre-em": "1"}
    return households_url(unit=code, year=stand.year, **asked)


def _trend(request: HttpRequest, stand: Stand, register: Register, unit: str) -> Table:
    wanted = stand_table.wanted_words(stand.target, stand.indicator)
    rows = []
    if stand.indicator is not None and stand.indicator.computed:
        for year in sorted(register.years):
            figure = register.figure(stand.indicator, year=year, area=stand.area)
            if figure.asked is not None:
                continue
            rows.append(
                _trend_row(f"Năm {year}", figure.value, unit, wanted if year == stand.year else "")
            )
    rows += [
        _trend_row(f"{one.as_of:%d/%m/%Y}", one.value, unit, wanted, one.evidence)
        for one in stand.target.measurements.all()
    ]
    return build_table(
        request,
        name="dien-bien",
        caption="Diễn biến",
        columns=TREND_COLUMNS,
        rows=rows,
        empty="Chưa có số thực hiện nào.",
    )


def _trend_row(
    when: str, value: Decimal | None, unit: str, wanted: str, source: str = "tính từ sổ hộ"
) -> Row:
    return Row(
        cells={
            "when": when,
            "value": stand_table.figure_words(value, unit) or "chưa đủ quyết định",
            "wanted": wanted,
            "source": source,
        }
    )


def _below(
    request: HttpRequest, stand: Stand, register: Register, with_doors: bool
) -> Table | None:
    """Return the communes' figures of a computed target, the way down to the households."""
    indicator = stand.indicator
    if indicator is None or not indicator.computed or stand.figure.asked is not None:
        return None
    rows = register.rows(stand.year, stand.area)
    if len(rows) < 2 or len(rows) > MOST_BELOW:
        return None
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[row.unit_id for row in rows])}
    found = []
    for row in rows:
        own = register_figure(register, stand, row.unit_path)
        unit = units[row.unit_id]
        href = (
            households_url(unit=unit.code or "", year=stand.year, **indicator.asks)
            if with_doors and unit.code
            else ""
        )
        found.append(
            Row(
                cells={
                    "name": unit.name,
                    "start": own.start,
                    "value": Cell(value=own.value, href=href),
                }
            )
        )
    return build_table(
        request,
        name="theo-don-vi",
        caption=f"Theo {UnitLevel.COMMUNE.label.lower()}",
        columns=tuple(
            column
            if column.key == "name"
            else Column(
                key=column.key,
                head=column.head,
                kind="number",
                unit=indicator.unit,
                places=indicator.places,
            )
            for column in BELOW_COLUMNS
        ),
        rows=found,
        default_sort="-value",
    )


def register_figure(register: Register, stand: Stand, path: str) -> Any:
    """Return the stand's figure for one commune alone."""
    assert stand.indicator is not None
    own = {
        year: [row for row in rows if row.unit_path == path]
        for year, rows in register.years.items()
    }
    alone = Register(unit=register.unit, year=register.year, years=own, communes=1)
    return alone.figure(stand.indicator, year=stand.year)


def _path(stand: Stand, register: Register) -> list[str]:
    """Return, for a promise of every year, what it means for the last year's rate (R035)."""
    target, indicator = stand.target, stand.indicator
    if indicator is None or indicator.scale is not Scale.POINT or stand.area != AreaGroup.ALL:
        return []
    low = target.value if target.value is not None else target.value_min
    high = target.value if target.value is not None else target.value_max
    if low is None or high is None:
        return []
    found = _implied_households(stand, low, high)
    rates = _rates(register)
    if not rates:
        return [*found, "Sổ hộ chưa có tỷ lệ của năm nào để vẽ đường đi."]
    plan = target.plan
    first = plan.first_year - 1 if plan.first_year - 1 in rates else min(rates)
    base = rates[first]
    years = range(max(first + 1, plan.first_year), plan.last_year + 1)
    for year in years:
        passed = year - first
        upper, lower = base - low * passed, base - high * passed
        shown = rates.get(year)
        now = "chưa có số" if shown is None else f"thực tế {format_number(shown, 2)} %"
        band = (
            f"{format_number(round_half_up(max(lower, Decimal(0)), 2), 2)}-"
            f"{format_number(round_half_up(max(upper, Decimal(0)), 2), 2)} %"
        )
        found.append(f"Cuối năm {year}: theo mục tiêu còn {band}; {now}.")
    found.insert(0, f"Gốc: cuối năm {first} là {format_number(base, 2)} %.")
    return found


def _implied_households(stand: Stand, low: Decimal, high: Decimal) -> list[str]:
    promised = next(
        (
            one.value
            for one in stand.target.plan.targets.all()
            if one.indicator == "poor_households_reduced" and one.value
        ),
        None,
    )
    if promised is None or not low or not high:
        return []
    most, least = int(promised * 100 / low), int(promised * 100 / high)
    between = (
        f"{format_number(least)}"
        if most == least
        else f"{format_number(least)}-{format_number(most)}"
    )
    return [
        f"Giảm {stand_table.figure_words(promised, 'hộ')} mà bằng "
        f"{stand_table.wanted_words(stand.target, stand.indicator)} thì địa bàn phải có {between} "
        "hộ. So với tổng số hộ thật để biết hai chỉ tiêu có khớp nhau."
    ]


def _rates(register: Register) -> dict[int, Decimal]:
    """Return the rate at the end of each year; the next year's opening goes before it."""
    found = {}
    for year in sorted(register.years):
        rows = register.years[year]
        households = sum(row.households_start for row in rows)
        ends = [row.poor_end for row in rows]
        if not households:
            continue
        start = sum(row.poor_start for row in rows)
        found[year - 1] = round_half_up(Decimal(start) * 100 / households, 2)
        if None not in ends:
            total = sum(end or 0 for end in ends)
            found[year] = round_half_up(Decimal(total) * 100 / households, 2)
    return found


def _income(stand: Stand, every: Sequence[Stand]) -> IncomePath | None:
    if not stand.target.indicator.startswith("income"):
        return None
    return income_path(
        targets=[one.target for one in every], standard=_standard(stand.target, stand.year)
    )


def _standard(target: Target, year: int) -> Standard | None:
    try:
        return standard_in_force(unit=target.plan.unit, as_of=date(year, 12, 31))
    except StandardNotFound:
        return None


def _areas(stand: Stand, every: Sequence[Stand], register: Register) -> list[str]:
    """Return, per commune in a special group, which of several targets it keeps (R026)."""
    same = [one for one in every if one.target.indicator == stand.target.indicator]
    if len(same) < 2 or all(one.area == AreaGroup.ALL for one in same):
        return []
    promises = [(one.target, one.area, one.wanted) for one in same]
    groups: dict[str, set[AreaGroup]] = {}
    for area, paths in register.status_paths.items():
        for path in paths:
            if path.startswith(register.unit.path):
                groups.setdefault(path, set()).add(AreaGroup(area))
    named = dict(Unit.objects.filter(path__in=list(groups)).values_list("path", "full_name"))
    found = []
    for path, areas in sorted(groups.items()):
        applied = applying_to(targets=promises, areas=areas)
        if applied is not None and path in named:
            words = stand_table.wanted_words(applied.target, stand.indicator)
            found.append(f"{named[path]}: {words}. {applied.why}")
    return found
