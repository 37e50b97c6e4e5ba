"""What an income target says without saying it: the income it starts from, and of the base year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.law.enums import AreaType
from giamngheo.law.standard_types import Standard
from giamngheo.lib.numbers import format_number, round_half_up
from giamngheo.planning.models import Target

LEVEL, INCREASE, RATIO = "income_per_capita", "income_per_capita_increase", "income_ratio"


@dataclass(frozen=True, kw_only=True)
class IncomePath:
    """
    The income promised, in đồng a person and month, and what it implies.

    previous: promised less the increase; base: promised through the ratio to `base_year`.
    """

    level_vnd: int
    previous_vnd: int | None
    base_vnd: int | None
    base_year: int | None
    ratio: Decimal | None
    warnings: tuple[str, ...]


def income_path(*, targets: Iterable[Target], standard: Standard | None) -> IncomePath | None:
    """
    Return what the plan's income sentence implies; None without a promised level.

    `standard` is the one in force in the target's year: an average above its income lines would
    mean that most of the poor are not poor.
    """
    found = {target.indicator: target for target in targets if target.value is not None}
    level = found.get(LEVEL)
    if level is None or level.value is None:
        return None
    increase = found.get(INCREASE)
    ratio = next((one for code, one in found.items() if code.startswith(RATIO)), None)
    promised = int(level.value)
    times = ratio.value if ratio is not None else None
    return IncomePath(
        level_vnd=promised,
        previous_vnd=promised - int(increase.value) if increase and increase.value else None,
        base_vnd=int(round_half_up(level.value / times)) if times else None,
        base_year=_year_in(ratio.indicator) if ratio else None,
        ratio=times,
        warnings=tuple(_warnings(promised, standard)),
    )


def _warnings(promised: int, standard: Standard | None) -> Iterable[str]:
    if standard is None:
        yield "Không tìm thấy chuẩn nghèo của năm này để so thu nhập với chuẩn."
        return
    lines = [
        (band, sorted({band.income_max_vnd.of(area).value for area in AreaType}))
        for band in standard.bands
    ]
    passed = [(band, amounts) for band, amounts in lines if promised > amounts[-1]]
    if passed:
        # Bands rise: above the last one passed means above all of them.
        band, amounts = passed[-1]
        shown = ", ".join(f"{format_number(amount)} đồng" for amount in amounts)
        yield (
            f"Thu nhập bình quân {format_number(promised)} đồng cao hơn mức «{band.name}» của "
            f"chuẩn {standard.code} ({shown}): bình quân như vậy thì phần lớn hộ không còn nghèo "
            f"về thu nhập. Xem lại số này hoặc đối tượng được tính."
        )


def _year_in(code: str) -> int | None:
    found = re.search(r"20\d\d", code)
    return int(found[0]) if found else None
