"""
A total split over units so that it adds up exactly, and never past what a unit can do.

Plain arithmetic, no query. The rule is the officer's to choose; this one gives each unit its share
by weighted stock and the remaining households to the largest remainders, as seats are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.targets.progress import rate


class AllocationTooLarge(Refusal):
    code = "TGT-001"
    sentence = (
        "Chưa phân bổ được {total} hộ: các đơn vị chỉ có {most} {what}. Giảm chỉ tiêu, hoặc xem "
        "lại số đầu năm của từng đơn vị."
    )


class AllocationNumberBad(Refusal):
    code = "TGT-002"
    sentence = (
        "Chưa phân bổ được: {unit} có {what} là {value}. Ghi một số nguyên không âm, số hộ nghèo "
        "không quá tổng số hộ."
    )


@dataclass(frozen=True)
class UnitStock:
    """
    What a unit starts the year with; `households` None: not known.

    cannot: how many of the stock cannot leave it (no working capacity). weight: how strongly the
    unit is counted beside the others; a difficult commune may be asked for less.
    """

    name: str
    households: int | None
    poor_start: int
    cannot: int = 0
    weight: Decimal = Decimal(1)

    def most(self, *, capped: bool) -> int:
        return max(self.poor_start - self.cannot, 0) if capped else self.poor_start


@dataclass(frozen=True)
class UnitShare:
    """A unit's share of the target, and where the unit ends the year when it reaches it."""

    name: str
    households: int | None
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


def allocate(
    *, total: int, units: Sequence[UnitStock], capped: bool = False
) -> tuple[UnitShare, ...]:
    """
    Split `total` over `units` in proportion to their weighted stocks.

    Shape:  one share per unit, in the given order; the shares add up to `total` exactly and none
            exceeds the unit's stock, with `capped` less those who cannot. What a full unit cannot
            take goes to the others. Equal remainders go to the unit named first.
    Raises: AllocationTooLarge [TGT-001], AllocationNumberBad [TGT-002].
    """
    _check(total, units)
    caps = [unit.most(capped=capped) for unit in units]
    if total > sum(caps):
        what = "hộ có khả năng lao động" if capped else "hộ đầu năm"
        raise AllocationTooLarge(
            total=format_number(total), most=format_number(sum(caps)), what=what
        )
    weights = [Fraction(unit.weight) * unit.poor_start for unit in units]
    exact = _within_caps(total, weights, caps)
    shares = _whole(total, exact, caps)
    return tuple(
        UnitShare(unit.name, unit.households, unit.poor_start, share)
        for unit, share in zip(units, shares, strict=True)
    )


def sum_of(*, shares: Sequence[UnitShare], name: str = "Tổng cộng") -> UnitShare:
    """Return the computed total row of an allocation table."""
    known = [share.households for share in shares if share.households is not None]
    return UnitShare(
        name,
        sum(known) if len(known) == len(shares) else None,
        sum(share.poor_start for share in shares),
        sum(share.poor_reduced for share in shares),
    )


def _within_caps(total: int, weights: Sequence[Fraction], caps: Sequence[int]) -> list[Fraction]:
    """Return each unit's exact share: by weight, with what a full unit leaves over to the rest."""
    exact = [Fraction(0)] * len(caps)
    left, open_places = Fraction(total), [place for place, cap in enumerate(caps) if cap]
    while left and open_places:
        weight = sum((weights[place] for place in open_places), Fraction(0))
        # Units of weight nought are asked only when nobody else has room.
        parts = {
            place: left * weights[place] / weight if weight else left / len(open_places)
            for place in open_places
        }
        full = [place for place in open_places if exact[place] + parts[place] >= caps[place]]
        for place in full or open_places:
            given = min(parts[place], caps[place] - exact[place])
            exact[place] += given
            left -= given
        open_places = [place for place in open_places if place not in full] if full else []
    return exact


def _whole(total: int, exact: Sequence[Fraction], caps: Sequence[int]) -> list[int]:
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    left = total - sum(shares)
    for place in by_remainder:
        if left and shares[place] < caps[place]:
            shares[place] += 1
            left -= 1
    return shares


def _check(total: int, units: Sequence[UnitStock]) -> None:
    if total < 0:
        raise AllocationNumberBad(unit="Chỉ tiêu chung", what="số hộ", value=total)
    for unit in units:
        if unit.poor_start < 0 or (
            unit.households is not None and unit.poor_start > unit.households
        ):
            raise AllocationNumberBad(unit=unit.name, what="số đầu năm", value=unit.poor_start)
        if unit.weight < 0:
            raise AllocationNumberBad(unit=unit.name, what="hệ số", value=unit.weight)
