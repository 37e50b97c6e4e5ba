"""
Writing down a household's circumstances: each in one transaction with its audit event.

No event names what is confidential: a working category is "support.set_working_category" whatever
it is, and a community measure's event has no household at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.audit import actions as audit
from giamngheo.law.code_lists import LIST_LABELS, ListKind, list_for
from giamngheo.lib.dates import format_date
from giamngheo.registry.models import Household
from giamngheo.support.enums import LandKind, ProductionModel, WorkKind
from giamngheo.support.models import (
    Circumstance,
    CommunityMeasure,
    HouseholdCause,
    HouseholdNeed,
    LandLack,
    WorkingCategory,
)
from giamngheo.support.refusals import (
    CodeUnknown,
    MainCauseWrong,
    NothingToEnd,
    NotInRegister,
    PartMissing,
    WrittenLater,
)

CAUSES, NEEDS = "nguyên nhân nghèo", "nguyện vọng, nhu cầu"
WORK, LAND = "phân loại lao động", "thiếu đất, nước"
MEASURE = "biện pháp của cộng đồng"


P = ParamSpec("P")
T = TypeVar("T")


def _guarded(what: str, permission: Permission) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Ask for the right, then open the transaction: a refused attempt stays in the trail."""

    def around(action: Callable[P, T]) -> Callable[P, T]:
        @wraps(action)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
            given: Any = kwargs
            household, scope = given["household"], given["scope"]
            _allowed(household, what, permission, scope)
            if given.get("kind") == WorkKind.PERSUASION:
                _allowed(household, what, Permission.VIEW_CONFIDENTIAL, scope)
            with transaction.atomic():
                return action(*args, **kwargs)

        return guarded

    return around


def _allowed(household: Household, what: str, permission: Permission, scope: Scope) -> None:
    # The refused attempt at a confidential matter names no household.
    is_open = permission is not Permission.VIEW_CONFIDENTIAL
    accounts.require(
        scope=scope,
        path=household.unit_path,
        permission=permission,
        subject=f"Hộ {household.code}: {what}" if is_open else "",
    )


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause as given: its code and what is worth adding."""

    code: str
    note: str = ""


@_guarded(CAUSES, Permission.REVIEW)
def record_causes(
    *,
    household: Household,
    causes: Sequence[Cause],
    main: str,
    by: User,
    scope: Scope,
    as_of: date,
) -> list[HouseholdCause]:
    """
    Say why a household is poor from `as_of` on: these causes and no other, `main` the main one.

    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], CodeUnknown [SUP-002],
            MainCauseWrong [SUP-003], WrittenLater [SUP-004].
    Source: R065.
    """
    found = _opened(household, CAUSES, as_of)
    _known(found, CAUSES, ListKind.CAUSES, [one.code for one in causes], as_of)
    if not causes:
        raise MainCauseWrong(household=found.code, problem="chưa chọn nguyên nhân nào")
    if main not in {one.code for one in causes}:
        problem = "nguyên nhân chính không nằm trong các nguyên nhân đã đánh dấu"
        raise MainCauseWrong(household=found.code, problem=problem)
    _note("support.record_causes", found, by)
    given = {one.code: one for one in causes}
    standing = {one.code: one for one in _standing(HouseholdCause, found)}
    gone = [row for code, row in standing.items() if not _same_cause(row, given.get(code), main)]
    _end(gone, found, CAUSES, as_of)
    kept = standing.keys() - {row.code for row in gone}
    HouseholdCause.objects.bulk_create(
        HouseholdCause(
            **_base(found, by, as_of), code=code, is_main=code == main, note=one.note.strip()
        )
        for code, one in given.items()
        if code not in kept
    )
    return list(_standing(HouseholdCause, found))


@_guarded(NEEDS, Permission.REVIEW)
def record_need(
    *,
    household: Household,
    words: str,
    codes: Sequence[str],
    model: str = "",
    by: User,
    scope: Scope,
    as_of: date,
) -> HouseholdNeed:
    """
    Write down one wish of a household: its own words and what kinds of support they ask for.

    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], CodeUnknown [SUP-002],
            PartMissing [SUP-005].
    Source: R067.
    """
    found = _opened(household, NEEDS, as_of)
    _required(found, NEEDS, {"chưa ghi lời của hộ": words.strip(), "chưa chọn loại": codes})
    _known(found, NEEDS, ListKind.NEEDS, codes, as_of)
    if model and model not in ProductionModel.values:
        raise CodeUnknown(what=NEEDS, household=found.code, given=model, known="mô hình sản xuất")
    _note("support.record_need", found, by)
    return HouseholdNeed.objects.create(
        **_base(found, by, as_of),
        words=words.strip(),
        codes=list(dict.fromkeys(codes)),
        model=model,
    )


@_guarded(WORK, Permission.EDIT_REGISTER)
def set_working_category(
    *, household: Household, kind: str, grounds: str, by: User, scope: Scope, as_of: date
) -> WorkingCategory:
    """
    Put a household into one of the three working categories from `as_of` on, with grounds.

    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], CodeUnknown [SUP-002],
            WrittenLater [SUP-004], PartMissing [SUP-005].
    Source: R064; SEED 003 §III.2.3.
    """
    found = _opened(household, WORK, as_of)
    if kind not in WorkKind.values:
        raise CodeUnknown(what=WORK, household=found.code, given=kind, known=WORK)
    _required(found, WORK, {"chưa ghi căn cứ": grounds.strip()})
    _note("support.set_working_category", found, by)
    _end(_standing(WorkingCategory, found), found, WORK, as_of)
    return WorkingCategory.objects.create(
        **_base(found, by, as_of), kind=kind, grounds=grounds.strip()
    )


@_guarded(LAND, Permission.REVIEW)
def record_land_lack(
    *,
    household: Household,
    kind: str,
    area_m2: Decimal | None,
    source: str,
    measure: str,
    by: User,
    scope: Scope,
    as_of: date,
) -> LandLack:
    """
    Say that a household lacks housing land, production land or water, and what is proposed.

    A later row of the same kind replaces the one in force.
    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], CodeUnknown [SUP-002],
            WrittenLater [SUP-004], PartMissing [SUP-005].
    Source: R068.
    """
    found = _opened(household, LAND, as_of)
    if kind not in LandKind.values:
        raise CodeUnknown(what=LAND, household=found.code, given=kind, known=LAND)
    lacking = "chưa ghi diện tích thiếu hoặc nguồn nước, vị trí còn thiếu"
    if area_m2 is not None and area_m2 <= 0:
        raise PartMissing(what=LAND, household=found.code, problem="diện tích phải lớn hơn 0")
    _required(
        found,
        LAND,
        {lacking: area_m2 or source.strip(), "chưa ghi đề xuất giải quyết": measure.strip()},
    )
    _note("support.record_land_lack", found, by)
    standing = _standing(LandLack, found)
    _end([row for row in standing if row.kind == kind], found, LAND, as_of)
    return LandLack.objects.create(
        **_base(found, by, as_of),
        kind=kind,
        area_m2=area_m2,
        source=source.strip(),
        measure=measure.strip(),
    )


@_guarded(MEASURE, Permission.VIEW_CONFIDENTIAL)
def record_community_measure(
    *,
    household: Household,
    measure: str,
    organisation: str,
    review_on: date,
    by: User,
    scope: Scope,
    as_of: date,
) -> CommunityMeasure:
    """
    Agree a measure of the community for a household, who answers for it, when it is looked at.

    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], PartMissing [SUP-005].
    Source: R069.
    """
    found = _opened(household, MEASURE, as_of)
    _required(
        found,
        MEASURE,
        {
            "chưa ghi biện pháp": measure.strip(),
            "chưa ghi tổ chức chịu trách nhiệm": organisation.strip(),
            "ngày xem lại phải sau ngày ghi": review_on > as_of,
        },
    )
    _note_confidential(found, by)
    return CommunityMeasure.objects.create(
        **_base(found, by, as_of),
        measure=measure.strip(),
        organisation=organisation.strip(),
        review_on=review_on,
    )


@_guarded(NEEDS, Permission.REVIEW)
def end_need(
    *, household: Household, need_id: int, by: User, scope: Scope, as_of: date
) -> HouseholdNeed:
    """
    Say that a wish is met or no longer held.

    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], NothingToEnd [SUP-006].
    """
    found = _opened(household, NEEDS, as_of)
    row: HouseholdNeed = _of_id(HouseholdNeed, found, need_id, NEEDS)
    _note("support.end_need", found, by)
    _end([row], found, NEEDS, as_of)
    return row


@_guarded(LAND, Permission.REVIEW)
def end_land_lack(
    *, household: Household, land_id: int, by: User, scope: Scope, as_of: date
) -> LandLack:
    """
    Say that a household no longer lacks the land or water.

    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], NothingToEnd [SUP-006].
    """
    found = _opened(household, LAND, as_of)
    row: LandLack = _of_id(LandLack, found, land_id, LAND)
    _note("support.end_land_lack", found, by)
    _end([row], found, LAND, as_of)
    return row


@_guarded(MEASURE, Permission.VIEW_CONFIDENTIAL)
def end_community_measure(
    *,
    household: Household,
    measure_id: int,
    outcome: str,
    by: User,
    scope: Scope,
    as_of: date,
) -> CommunityMeasure:
    """
    Close a community measure with what came of it.

    Raises: AccessRefused [ACC-001], NotInRegister [SUP-001], PartMissing [SUP-005],
            NothingToEnd [SUP-006].
    """
    found = _opened(household, MEASURE, as_of)
    row: CommunityMeasure = _of_id(CommunityMeasure, found, measure_id, MEASURE)
    if not scope.can(Permission.VIEW_CONFIDENTIAL, row.unit_path):
        raise NothingToEnd(what=MEASURE, household=found.code)
    _required(found, MEASURE, {"chưa ghi kết quả": outcome.strip()})
    _note_confidential(found, by)
    row.outcome, row.valid_to = outcome.strip(), max(as_of, date.fromordinal(_next(row)))
    row.save(update_fields=["outcome", "valid_to"])
    return row


def _opened(household: Household, what: str, as_of: date) -> Household:
    """Return the household, locked, when it is in the register and where the writer saw it."""
    found = Household.objects.select_for_update().get(pk=household.pk)
    registered = Household.objects.registered_on(as_of).filter(pk=found.pk)
    if found.unit_path != household.unit_path or not registered.exists():
        raise NotInRegister(what=what, household=found.code, day=format_date(as_of))
    return found


def _known(found: Household, what: str, kind: ListKind, codes: Iterable[str], as_of: date) -> None:
    known = list_for(kind=kind, as_of=as_of).names
    for code in codes:
        if code not in known:
            raise CodeUnknown(what=what, household=found.code, given=code, known=LIST_LABELS[kind])


def _required(found: Household, what: str, parts: dict[str, Any]) -> None:
    for problem, given in parts.items():
        if not given:
            raise PartMissing(what=what, household=found.code, problem=problem)


def _note(action: str, found: Household, by: User) -> None:
    audit.record(action=action, by=by, subject=found.code, unit_path=found.unit_path)


def _note_confidential(found: Household, by: User) -> None:
    audit.record(action="support.record_confidential", by=by, unit_path=found.unit_path)


def _base(found: Household, by: User, as_of: date) -> dict[str, Any]:
    return {
        "household": found,
        "unit_path": found.unit_path,
        "valid_from": as_of,
        "recorded_by": by,
    }


def _standing(model: Any, found: Household) -> list[Any]:
    return list(model.objects.filter(household=found, valid_to=None).order_by("id"))


def _of_id(model: Any, found: Household, pk: int, what: str) -> Any:
    row = model.objects.filter(household=found, valid_to=None, pk=pk).first()
    if row is None:
        raise NothingToEnd(what=what, household=found.code)
    return row


def _end(rows: Iterable[Circumstance], found: Household, what: str, as_of: date) -> None:
    """End rows on the day; one written that very day is taken back, the trail keeps it."""
    for row in rows:
        if row.valid_from > as_of:
            later = format_date(row.valid_from)
            day = format_date(as_of)
            raise WrittenLater(what=what, household=found.code, day=day, later=later)
        if row.valid_from == as_of:
            row.delete()
        else:
            row.valid_to = as_of
            row.save(update_fields=["valid_to"])


def _next(row: Circumstance) -> int:
    return row.valid_from.toordinal() + 1


def _same_cause(row: HouseholdCause, given: Cause | None, main: str) -> bool:
    return (
        given is not None and row.note == given.note.strip() and row.is_main == (given.code == main)
    )
