"""A standard as a jurist wants it: every value with its source, two standards side by side."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from giamngheo.law.classification import ruling_label
from giamngheo.law.enums import AREA_LABELS, CONFIDENCE_LABELS, AreaType, Confidence, Evidence
from giamngheo.law.outcomes import possible_outcomes
from giamngheo.law.standard_types import ByArea, Cited, Ruling, Standard
from giamngheo.lib.dates import format_date
from giamngheo.lib.numbers import format_number

NOT_FOUND_TEXT = "chưa tìm thấy"
NONE_TEXT = "không có"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One value of a standard in words; `key` is the same for the same value of any standard."""

    key: str
    section: str
    label: str
    value: str
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """
    One value that two standards do not share, in words.

    “không có” where a standard does without it, “chưa tìm thấy” where nobody has found it.
    """

    section: str
    label: str
    first: str
    second: str


def standard_lines(standard: Standard) -> list[Line]:
    """Return every value of a standard with its source, in the order of the file."""
    return [
        *_period_lines(standard),
        *_band_lines(standard),
        *_deprivation_lines(standard),
        *_indicator_lines(standard),
    ]


def compare_standards(*, first: Standard, second: Standard) -> list[Difference]:
    """Return the values in which two standards differ, in the order of the first, then new ones."""
    left = {line.key: line for line in standard_lines(first)}
    right = {line.key: line for line in standard_lines(second)}
    keys = [*left, *(key for key in right if key not in left)]
    found = []
    for key in keys:
        one, other = left.get(key), right.get(key)
        if (one and one.value) == (other and other.value):
            continue
        shown = one or other
        assert shown is not None
        difference = Difference(
            section=shown.section,
            label=shown.label,
            first=one.value if one else absent_text(standard=first, key=key),
            second=other.value if other else absent_text(standard=second, key=key),
        )
        found.append(difference)
    return found


def caution_of(standard: Standard) -> str:
    """Return the words every screen with results of `standard` must carry, empty when none."""
    kinds = [Evidence.SCORES] if standard.judges_scores else []
    ends = [
        end for kind in (*kinds, Evidence.INCOME) for end in possible_outcomes(standard, kind, None)
    ]
    if all(end.confidence is not Confidence.UNVERIFIED for end in ends):
        return ""
    return f"có kết quả phân loại dựa trên giá trị chưa kiểm chứng của chuẩn {standard.code}"


def told_title(standard: Standard) -> str:
    """Return the title of a standard inside a sentence, with what must be said of its results."""
    title = f"{standard.title[:1].lower()}{standard.title[1:]}"
    caution = caution_of(standard)
    return f"{title} ({caution})" if caution else title


def absent_text(*, standard: Standard, key: str) -> str:
    """
    Return why `standard` has no line `key`: “chưa tìm thấy” or “không có”.

    Every standard with deprivations is scored on a form, so a cut-off it lacks was not found.
    """
    if standard.deprivation is None or standard.judges_scores:
        return NONE_TEXT
    bands = {f"band{number}" for number in range(1, len(standard.bands) + 1)}
    band, _, rest = key.partition(".")
    is_cut_off = band in bands and rest.startswith("b1.")
    return NOT_FOUND_TEXT if is_cut_off or key in ("min_b2", "b2_per_indicator") else NONE_TEXT


def standard_to_json(standard: Standard) -> dict[str, Any]:
    """Return a standard for machines: codes, dates in ISO form, each value with its source."""
    return {
        "code": standard.code,
        "scope": standard.scope,
        "title": standard.title,
        "valid_from": standard.valid_from.value.isoformat(),
        "valid_to": standard.valid_to.value.isoformat(),
        "judges_scores": standard.judges_scores,
        "legal_basis": [asdict(basis) for basis in standard.legal_basis],
        "indicators": [
            {
                "code": indicator.code,
                "name": indicator.name,
                "dimension": indicator.dimension,
                "position": indicator.position,
                "reference_population": indicator.reference_population,
                "deprived_when": indicator.deprived_when and indicator.deprived_when.value,
                "computed": indicator.rule is not None,
            }
            for indicator in standard.indicators
        ],
        "values": [asdict(line) for line in standard_lines(standard)],
    }


def period_text(standard: Standard) -> str:
    """Return "từ 01/01/2022 đến hết 31/12/2026"."""
    last = standard.valid_to.value - dt.timedelta(days=1)
    return f"từ {format_date(standard.valid_from.value)} đến hết {format_date(last)}"


def _line(cited: Cited[Any], *, key: str, section: str, label: str, value: str) -> Line:
    return Line(
        key=key,
        section=section,
        label=label,
        value=value,
        source=cited.citation,
        confidence=CONFIDENCE_LABELS[cited.confidence],
        note=cited.note,
    )


def _period_lines(standard: Standard) -> Iterator[Line]:
    first, end = standard.valid_from, standard.valid_to
    last = format_date(end.value - dt.timedelta(days=1))
    section = "Thời gian áp dụng"
    day = format_date(first.value)
    yield _line(first, key="valid_from", section=section, label="Từ ngày", value=day)
    yield _line(end, key="valid_to", section=section, label="Đến hết ngày", value=last)


def _band_lines(standard: Standard) -> Iterator[Line]:
    section = "Mức thu nhập và điểm"
    for number, band in enumerate(standard.bands, start=1):
        yield from _area_lines(band.income_max_vnd, f"band{number}.income", band.name, " đồng")
        if band.b1_max is not None:
            yield from _area_lines(band.b1_max, f"band{number}.b1", f"{band.name}: B1", " điểm")
        key = f"band{number}.ruling"
        if band.asks_deprivation:
            rulings = [("if_deprived", "khi thiếu hụt", band.if_deprived)]
            rulings += [("otherwise", "khi không thiếu hụt", band.otherwise)]
        else:
            rulings = [("always", "trong mọi trường hợp", band.otherwise)]
        for name, when, ruling in rulings:
            label = f"{band.name}: {when}"
            yield _ruling_line(ruling, key=f"{key}.{name}", section=section, label=label)
    label = "Trên mọi mức"
    yield _ruling_line(standard.above, key="above", section=section, label=label)


def _ruling_line(ruling: Cited[Ruling], *, key: str, section: str, label: str) -> Line:
    return _line(ruling, key=key, section=section, label=label, value=ruling_label(ruling.value))


def _area_lines(values: ByArea[Cited[int]], key: str, label: str, unit: str) -> Iterator[Line]:
    for area in AreaType:
        cited = values.of(area)
        yield _line(
            cited,
            key=f"{key}.{area}",
            section="Mức thu nhập và điểm",
            label=f"{label} ({AREA_LABELS[area]})",
            value=f"≤ {format_number(cited.value)}{unit}",
        )


def _deprivation_lines(standard: Standard) -> Iterator[Line]:
    rule = standard.deprivation
    if rule is None:
        return
    named = [
        ("min_indicators", "Thiếu hụt từ", rule.min_indicators, "chỉ số"),
        ("min_b2", "Điểm B2 từ", rule.min_b2, "điểm"),
        ("b2_per_indicator", "Điểm B2 mỗi chỉ số", rule.b2_per_indicator, "điểm"),
    ]
    for key, label, cited, unit in named:
        if cited is not None:
            value = f"{cited.value} {unit}"
            yield _line(cited, key=key, section="Ngưỡng thiếu hụt", label=label, value=value)


def _indicator_lines(standard: Standard) -> Iterator[Line]:
    for dimension in standard.dimensions:
        for indicator in dimension.indicators:
            wording = indicator.deprived_when
            yield Line(
                key=f"indicator.{indicator.code}",
                section=f"Chiều {dimension.name}",
                label=f"{indicator.position}. {indicator.name}",
                value=wording.value if wording else NOT_FOUND_TEXT,
                source=wording.citation if wording else dimension.source,
                confidence=CONFIDENCE_LABELS[wording.confidence] if wording else NOT_FOUND_TEXT,
                note=wording.note if wording else "",
            )
