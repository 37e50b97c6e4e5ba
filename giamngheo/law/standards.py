"""The poverty standards: loaded from dated files, found by code or by the day they govern."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from giamngheo.law.standard_types import (
    NATIONAL,
    Band,
    ByArea,
    Cited,
    DeprivationRule,
    Dimension,
    Indicator,
    LegalBasis,
    Ruling,
    Standard,
)
from giamngheo.law.standards_checks import check_standards
from giamngheo.law.standards_reader import read_standard
from giamngheo.law.yaml_nodes import LawFileInvalid, text_of_file
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal

__all__ = [
    "NATIONAL",
    "Band",
    "ByArea",
    "Cited",
    "DeprivationRule",
    "Dimension",
    "Indicator",
    "LawFileInvalid",
    "LegalBasis",
    "Ruling",
    "Standard",
    "StandardNotFound",
    "get_standard",
    "load_standards",
    "shipped_indicator_codes",
    "standard_in_force",
]

SHIPPED_FOLDER = Path(__file__).parent / "standards"


class StandardNotFound(Refusal):
    code = "LAW-001"
    sentence = "Không có chuẩn nghèo {which}. Các chuẩn hiện có: {known}."
    english = "No such poverty standard; known: {known}."


def load_standards(folder: Path | None = None) -> tuple[Standard, ...]:
    """
    Return every standard of a folder, checked alone and beside each other, oldest first.

    Without `folder`: the standards shipped with the product. Read once, then kept.
    Raises: LawFileInvalid [LAW-002] naming file and line: a hole or an overlap in time, a value
            without source, an unknown key, a category no household can reach.
    """
    return _load((folder or SHIPPED_FOLDER).resolve())


@cache
def _load(folder: Path) -> tuple[Standard, ...]:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise LawFileInvalid(file=str(folder), line=0, problem="thư mục không có tệp .yaml nào")
    standards = [read_standard(text=text_of_file(file), file=file.name) for file in files]
    check_standards(standards)
    return tuple(sorted(standards, key=lambda s: (s.valid_from.value, s.scope)))


def get_standard(code: str, *, standards: Sequence[Standard] | None = None) -> Standard:
    """
    Return the standard called `code` ("vn-2016"); capitals do not matter.

    Raises: StandardNotFound [LAW-001].
    """
    candidates = load_standards() if standards is None else standards
    for standard in candidates:
        if standard.code == code.strip().lower():
            return standard
    raise StandardNotFound(which=f"mang mã “{code}”", known=_known(candidates))


def standard_in_force(
    *, as_of: dt.date, scope: str = NATIONAL, standards: Sequence[Standard] | None = None
) -> Standard:
    """
    Return the standard that governs a household judged for the day `as_of`.

    For a province ("province/79") its own standard of that day, else the national one, which
    then applies there; the answer's `scope` says which.
    Raises: StandardNotFound [LAW-001] when no standard covers the day; there is no default.
    """
    candidates = load_standards() if standards is None else standards
    in_force = {s.scope: s for s in candidates if s.is_in_force(as_of)}
    found = in_force.get(scope) or in_force.get(NATIONAL)
    if found is None:
        which = f"nào áp dụng cho ngày {format_date(as_of)}"
        raise StandardNotFound(which=which, known=_known(candidates))
    return found


@cache
def shipped_indicator_codes() -> frozenset[str]:
    """Return the codes of every shipped standard's indicators: what an answer may be about."""
    return frozenset(i.code for standard in load_standards() for i in standard.indicators)


def _known(standards: Sequence[Standard]) -> str:
    return "; ".join(
        f"{s.code} (từ {format_date(s.valid_from.value)} "
        f"đến hết {format_date(s.valid_to.value - dt.timedelta(days=1))})"
        for s in standards
    )
