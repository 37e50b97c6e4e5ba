"""What makes standards unusable even when each file reads well: holes, overlaps, dead rules."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from giamngheo.law.enums import AREA_LABELS, CATEGORY_LABELS, AreaType, Category
from giamngheo.law.indicators import RULES
from giamngheo.law.standard_types import NATIONAL, Band, Cited, Ruling, Standard
from giamngheo.law.yaml_nodes import LawFileInvalid
from giamngheo.lib.dates import format_date

PROVINCE_PREFIX = "province/"


def check_standards(standards: Iterable[Standard]) -> None:
    """
    Refuse standards that cannot be judged by, alone or beside each other.

    Raises: LawFileInvalid [LAW-002] naming file and line of the first fault.
    """
    ordered = sorted(standards, key=lambda s: (s.scope, s.valid_from.value))
    for standard in ordered:
        _check_period(standard)
        _check_bands(standard)
        _check_categories(standard)
        _check_deprivation(standard)
    _check_codes(ordered)
    for scope, series in groupby(ordered, key=lambda s: s.scope):
        _check_series(list(series), may_have_gaps=scope != NATIONAL)
    for local in ordered:
        if local.scope.startswith(PROVINCE_PREFIX):
            _check_not_lower(local, ordered)


def _refuse(standard: Standard, line: int, problem: str) -> None:
    raise LawFileInvalid(file=standard.file, line=line, problem=problem)


def _check_period(standard: Standard) -> None:
    if standard.valid_to.value <= standard.valid_from.value:
        _refuse(standard, standard.valid_to.line, "“valid_to” phải sau “valid_from”")


def _check_bands(standard: Standard) -> None:
    codes = Counter(band.code for band in standard.bands)
    if len({band.b1_max is None for band in standard.bands}) > 1:
        line = standard.bands[0].income_max_vnd.rural.line
        _refuse(standard, line, "có khoảng ghi điểm “b1_max”, có khoảng không")
    for lower, upper in pairwise(standard.bands):
        for area in AreaType:
            for low, high in _lines(lower, upper, area):
                if high.value <= low.value:
                    problem = (
                        f"mức {high.value} ({AREA_LABELS[area]}) của khoảng “{upper.code}” phải "
                        f"lớn hơn mức {low.value} của khoảng trước, nếu không thì không hộ nào "
                        "thuộc khoảng này"
                    )
                    _refuse(standard, high.line, problem)
    for code, count in codes.items():
        if count > 1:
            _refuse(standard, standard.above.line, f"khoảng “{code}” ghi hai lần")


def _lines(lower: Band, upper: Band, area: AreaType) -> Iterator[tuple[Cited[int], Cited[int]]]:
    yield lower.income_max_vnd.of(area), upper.income_max_vnd.of(area)
    if lower.b1_max is not None and upper.b1_max is not None:
        yield lower.b1_max.of(area), upper.b1_max.of(area)


def _rulings(standard: Standard) -> Iterator[Cited[Ruling]]:
    for band in standard.bands:
        yield band.if_deprived
        yield band.otherwise
    yield standard.above


def _check_categories(standard: Standard) -> None:
    for ruling in _rulings(standard):
        if ruling.value.group is not None and ruling.value.category is not Category.POOR:
            _refuse(standard, ruling.line, "chỉ hộ nghèo mới có nhóm N1, N2")
    reached = {ruling.value.category for ruling in _rulings(standard)}
    for category in Category:
        if category not in reached:
            problem = f"không quy định nào dẫn tới “{CATEGORY_LABELS[category]}”"
            _refuse(standard, standard.above.line, problem)


def _check_deprivation(standard: Standard) -> None:
    asking = [band for band in standard.bands if band.asks_deprivation]
    rule = standard.deprivation
    if rule is None:
        if asking:
            line = asking[0].if_deprived.line
            _refuse(standard, line, "khoảng này xét thiếu hụt nhưng tệp không có “deprivation”")
        return
    count = len(standard.indicators)
    if not 1 <= rule.min_indicators.value <= count:
        problem = f"ngưỡng {rule.min_indicators.value} chỉ số phải từ 1 đến {count}"
        _refuse(standard, rule.min_indicators.line, problem)
    for code, times in Counter(i.code for i in standard.indicators).items():
        if times > 1:
            line = [i.line for i in standard.indicators if i.code == code][-1]
            _refuse(standard, line, f"chỉ số “{code}” ghi hai lần")
    for indicator in standard.indicators:
        if indicator.rule is not None and indicator.rule.value not in RULES:
            problem = f"chưa có cách tính nào tên “{indicator.rule.value}”"
            _refuse(standard, indicator.rule.line, problem)
    if (rule.min_b2 is None) != (rule.b2_per_indicator is None):
        _refuse(standard, rule.min_indicators.line, "“min_b2” và “b2_per_indicator” phải đi cùng")
    if rule.min_b2 is not None and rule.b2_per_indicator is not None:
        expected = rule.min_indicators.value * rule.b2_per_indicator.value
        if rule.min_b2.value != expected:
            problem = (
                f"ngưỡng B2 {rule.min_b2.value} không khớp {rule.min_indicators.value} chỉ số × "
                f"{rule.b2_per_indicator.value} điểm = {expected}"
            )
            _refuse(standard, rule.min_b2.line, problem)
    if standard.judges_scores and asking and rule.min_b2 is None:
        _refuse(standard, rule.min_indicators.line, "có “b1_max” thì phải có “min_b2”")


def _check_codes(standards: list[Standard]) -> None:
    files: dict[str, str] = {}
    for standard in standards:
        if standard.code in files:
            problem = f"mã “{standard.code}” đã dùng trong tệp {files[standard.code]}"
            _refuse(standard, 1, problem)
        files[standard.code] = standard.file


def _check_series(series: list[Standard], *, may_have_gaps: bool) -> None:
    for earlier, later in pairwise(series):
        end, start = earlier.valid_to.value, later.valid_from.value
        if start < end:
            problem = (
                f"bắt đầu ngày {format_date(start)}, chồng lên chuẩn {earlier.code} còn áp dụng "
                f"đến trước ngày {format_date(end)}"
            )
            _refuse(later, later.valid_from.line, problem)
        if start > end and not may_have_gaps:
            problem = (
                f"bắt đầu ngày {format_date(start)}, để trống từ ngày {format_date(end)} khi "
                f"chuẩn {earlier.code} hết áp dụng"
            )
            _refuse(later, later.valid_from.line, problem)


def _check_not_lower(local: Standard, standards: list[Standard]) -> None:
    """A province may go higher than the nation, never lower; shared days are compared."""
    for nation in standards:
        if nation.scope != NATIONAL or not _share_days(local, nation):
            continue
        for area in AreaType:
            for category in (Category.POOR, Category.NEAR_POOR):
                own, floor = _top_line(local, area, category), _top_line(nation, area, category)
                if own.value < floor.value:
                    problem = (
                        f"mức {own.value} đồng ({AREA_LABELS[area]}) thấp hơn mức {floor.value} "
                        f"đồng của chuẩn {nation.code}"
                    )
                    _refuse(local, own.line, problem)


def _share_days(one: Standard, other: Standard) -> bool:
    return (
        one.valid_from.value < other.valid_to.value and other.valid_from.value < one.valid_to.value
    )


def _top_line(standard: Standard, area: AreaType, category: Category) -> Cited[int]:
    """Return the highest income at which a household can still be of `category`."""
    reaching = [
        band
        for band in standard.bands
        if category in (band.if_deprived.value.category, band.otherwise.value.category)
    ]
    return reaching[-1].income_max_vnd.of(area)
