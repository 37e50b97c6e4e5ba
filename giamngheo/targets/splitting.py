"""
A total split over units so that it adds up exactly, and never past what a unit has.

Plain arithmetic, no query. The rule is the officer's to choose; this one gives each unit its share
by weight and the remaining households to the largest remainders, as seats are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from giamngheo.lib.errors import Refusal
from giamngheo.targets.progress import rate


class AllocationTooLarge(Refusal):
    code = "TGT-001"
    sentence = (
        "Chưa phân bổ được {total} hộ: các đơn vị chỉ có {most} hộ nghèo đầu năm. Giảm chỉ tiêu, "
        "hoặc xem lại số hộ đầu năm của từng đơn vị."
    )


class AllocationNumberBad(Refusal):
    code = "TGT-002"
    sentence = (
        "Chưa phân bổ được: {unit} có {what} là {value}. Ghi một số nguyên không âm, số hộ nghèo "
        "không quá tổng số hộ."
    )


@dataclass(frozen=True)
class UnitStock:
    """What a unit starts the year with."""

    name: str
    households: int
    poor_start: int


@dataclass(frozen=True)
class UnitShare:
    """A unit's share of the target, and where the unit ends the year when it reaches it."""

    name: str
    households: int
    poor_start: int
    poor_reduced: int

    @property
    def rate_pp(self) -> Decimal | None:
        """Planned reduction in per cent of all households, half up to two places."""
        return rate(self.poor_reduced, self.households)

    @property
    def poor_end(self) -> int:
        return self.poor_start - self.poor_reduced

    @property
    def rate_end(self) -> Decimal | None:
        return rate(self.poor_end, self.households)


def allocate(*, total: int, units: Sequence[UnitStock]) -> tuple[UnitShare, ...]:
    """
    Split `total` households over `units` in proportion to their poor households.

    Shape:  one share per unit, in the given order; the shares add up to `total` exactly and none
            exceeds the unit's poor households. Equal remainders go to the unit named first.
    Raises: AllocationTooLarge [TGT-001], AllocationNumberBad [TGT-002].
    """
    _check(total, units)
    most = sum(unit.poor_start for unit in units)
    if total > most:
        raise AllocationTooLarge(total=total, most=most)
    weight = most or 1
    whole = [total * unit.poor_start // weight for unit in units]
    left = total - sum(whole)
    by_remainder = sorted(
        range(len(units)), key=lambda place: -(total * units[place].poor_start % weight)
    )
    # Rounded up, a share still stays within the stock: no exact share exceeds it.
    for place in by_remainder[:left]:
        whole[place] += 1
    return tuple(
        UnitShare(unit.name, unit.households, unit.poor_start, share)
        for unit, share in zip(units, whole, strict=True)
    )


def sum_of(*, shares: Sequence[UnitShare], name: str = "Tổng cộng") -> UnitShare:
    """Return the computed total row of an allocation table."""
    return UnitShare(
        name,
        sum(share.households for share in shares),
        sum(share.poor_start for share in shares),
        sum(share.poor_reduced for share in shares),
    )


def _check(total: int, units: Sequence[UnitStock]) -> None:
    if total < 0:
        raise AllocationNumberBad(unit="Chỉ tiêu chung", what="số hộ", value=total)
    for unit in units:
        if unit.poor_start < 0 or unit.poor_start > unit.households:
            raise AllocationNumberBad(
                unit=unit.name, what="số hộ nghèo đầu năm", value=unit.poor_start
            )
