"""Judging households one at a time, with the reasons a screen shows."""

from pathlib import Path

from benchmarks.households import scored_households
from benchmarks.measure import Case
from giamngheo.law.enums import AreaType
from giamngheo.law.judge import ScoredHousehold, classify_household
from giamngheo.law.standards import get_standard

WHAT = "phân loại từng hộ một, kèm lý do (classify_household)"
FLOOR = "chỉ tạo đối tượng chứa điểm của từng hộ"
LIMIT = 40.0
MOST = 20_000


def prepare(folder: Path, rows: int) -> Case:
    units = min(rows, MOST)
    scores = scored_households(units).select("area_type", "b1", "b2").rows()
    standard = get_standard("vn-2016")
    households = _households(scores)
    return Case(
        work=lambda: [classify_household(facts=facts, standard=standard) for facts in households],
        floor=lambda: _households(scores),
        units=units,
    )


def _households(scores: list[tuple[str, int, int]]) -> list[ScoredHousehold]:
    return [
        ScoredHousehold(area_type=AreaType(area_type), b1=b1, b2=b2) for area_type, b1, b2 in scores
    ]
