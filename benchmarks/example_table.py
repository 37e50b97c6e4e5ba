"""A point table of 45 questions that stands for no law: VÍ DỤ, for measuring only."""

from decimal import Decimal

from giamngheo.law.enums import Confidence
from giamngheo.law.point_table import ItemKind, PointItem, PointOption, PointTable, Region

QUESTIONS = 45
_KINDS = (ItemKind.CHOICE, ItemKind.BAND, ItemKind.FLAG)


def example_table(standard: str) -> PointTable:
    """Return the table: a third choices of three, a third bands of five, a third yes or no."""
    return PointTable(
        code="vi-du-45",
        title="Bảng điểm VÍ DỤ 45 câu",
        standard=standard,
        source="VÍ DỤ, không có văn bản",
        confidence=Confidence.UNVERIFIED,
        regions=tuple(Region),
        items=tuple(_item(number) for number in range(QUESTIONS)),
        is_example=True,
    )


def _item(number: int) -> PointItem:
    kind = _KINDS[number % len(_KINDS)]
    return PointItem(
        code=f"q{number + 1}",
        name=f"Câu {number + 1} (VÍ DỤ)",
        kind=kind,
        options=tuple(_option(number, place, kind) for place in range(_option_count(kind))),
        skipped_without_able_member=number == 1,
    )


def _option_count(kind: ItemKind) -> int:
    return {ItemKind.CHOICE: 3, ItemKind.BAND: 5, ItemKind.FLAG: 1}[kind]


def _option(number: int, place: int, kind: ItemKind) -> PointOption:
    is_band, last = kind is ItemKind.BAND, place == _option_count(kind) - 1
    return PointOption(
        code=f"o{place}",
        label=f"lựa chọn {place + 1}",
        lower=Decimal(3 * place) if is_band else None,
        upper=Decimal(3 * place + 3) if is_band and not last else None,
        points={r: (number * 7 + place * 3 + index) % 9 for index, r in enumerate(Region)},
    )
