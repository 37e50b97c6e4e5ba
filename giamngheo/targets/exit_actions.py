"""What changes a list of expected exits: on with a reason, off with a reason, a shortfall said."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.registry.models import Household
from giamngheo.targets.exits import exit_list, poor_of_january
from giamngheo.targets.models import ExitShortfall, ExpectedExit
from giamngheo.targets.refusals import ExitRefused, ShortfallBad


@transaction.atomic
def add_exits(
    *,
    unit: Unit,
    year: int,
    households: list[Household],
    reason: str,
    has_registered: bool,
    by: User,
) -> list[ExpectedExit]:
    """
    Put households of one commune on its list, all or none.

    Raises: ExitRefused [TGT-015]: without a reason, not poor there on 1 January, without working
            capacity, or on the list already.
    """
    poor = {one.pk: one for one in poor_of_january(unit=unit, year=year)}
    for household in households:
        problem = _why_not(household, poor, reason)
        if problem:
            raise ExitRefused(household=household.code, problem=problem)
    if not households:
        return []
    audit.record(
        action="targets.add_exits",
        by=by,
        subject=f"Dự kiến thoát nghèo {year}, {unit.full_name}: {len(households)} hộ",
        unit_path=unit.path,
        details={"households": [one.code for one in households]},
    )
    rows = [
        ExpectedExit(
            unit=unit,
            unit_path=unit.path,
            year=year,
            household=household,
            reason=reason.strip()[:300],
            has_registered=has_registered,
            added_by=by,
        )
        for household in households
    ]
    try:
        with transaction.atomic():
            return ExpectedExit.objects.bulk_create(rows)
    except IntegrityError as doubled:
        raise ExitRefused(
            household=", ".join(one.code for one in households[:5]),
            problem="đã có trong danh sách; mở lại trang để xem danh sách hiện nay",
        ) from doubled


@transaction.atomic
def remove_exit(*, row: ExpectedExit, reason: str, by: User) -> ExpectedExit:
    """
    Take a household off the list; the row stays with its reason.

    Raises: ExitRefused [TGT-015] without a reason, or where it is off already.
    """
    locked = (
        ExpectedExit.objects.select_for_update(of=("self",))
        .select_related("household")
        .get(pk=row.pk)
    )
    if locked.removed_at is not None:
        raise ExitRefused(household=locked.household.code, problem="đã được đưa ra khỏi danh sách")
    if not reason.strip():
        raise ExitRefused(household=locked.household.code, problem="ghi lý do đưa ra")
    audit.record(
        action="targets.remove_exit",
        by=by,
        subject=f"Đưa hộ {locked.household.code} ra khỏi danh sách {locked.year}",
        unit_path=locked.unit_path,
    )
    locked.removed_reason, locked.removed_by = reason.strip()[:300], by
    locked.removed_at = timezone.now()
    locked.save(update_fields=["removed_reason", "removed_by", "removed_at"])
    return locked


@transaction.atomic
def explain_shortfall(
    *, unit: Unit, year: int, words: str, proposal: str, by: User
) -> ExitShortfall:
    """
    Say why the list is shorter than the target, and what is proposed.

    Raises: ShortfallBad [TGT-016] without words, or where nothing is missing.
    """
    found = exit_list(unit=unit, year=year)
    if not words.strip():
        raise ShortfallBad(unit=unit.full_name, problem="ghi vì sao thiếu hộ dự kiến thoát")
    if not found.missing:
        raise ShortfallBad(unit=unit.full_name, problem="danh sách đã đủ chỉ tiêu")
    audit.record(
        action="targets.explain_shortfall",
        by=by,
        subject=f"Giải trình thiếu {found.missing} hộ dự kiến thoát {year}, {unit.full_name}",
        unit_path=unit.path,
    )
    return ExitShortfall.objects.create(
        unit=unit,
        unit_path=unit.path,
        year=year,
        missing=found.missing,
        words=words.strip()[:1000],
        proposal=proposal.strip()[:1000],
        recorded_by=by,
    )


def _why_not(household: Household, poor: dict[int, Household], reason: str) -> str:
    if not reason.strip():
        return "ghi vì sao dự kiến hộ thoát nghèo"
    if household.pk not in poor:
        return "không phải hộ nghèo đầu năm của xã này"
    if household.no_working_capacity:
        return (
            "hộ không có khả năng lao động, thuộc diện trợ giúp xã hội; nếu hộ đã khác, sửa hồ sơ "
            "của hộ trước"
        )
    return ""
