"""
Events of a household: recorded by the commune, asked for by a village, answered, undone.

An officer with the right to edit the register records at once; whoever only reviews asks, and the
officer answers. Nothing is ever deleted: an undone event stays, with the counter-event beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.registry.applying import Change, apply_request
from giamngheo.registry.deprivations import changed_indicators, findings_on, standard_or_none
from giamngheo.registry.effects import ChangedSince, take_back
from giamngheo.registry.enums import EventKind, EventState
from giamngheo.registry.members import bring_up_to_date
from giamngheo.registry.models import Household, HouseholdEvent
from giamngheo.registry.refusals import (
    AlreadySettled,
    BadEventDate,
    BadMerge,
    HouseholdClosed,
    NotToBeUndone,
    ReasonMissing,
    StaleHousehold,
)
from giamngheo.registry.requests import Merge, Request, request_from
from giamngheo.registry.watching import households_saved


def record_event(
    *,
    household: Household,
    request: Request,
    event_date: date,
    reason: str,
    by: User,
    scope: Scope,
    as_of: date,
    expected_version: int | None = None,
) -> HouseholdEvent:
    """
    Record what happened to a household: done at once by who may edit the register there, else
    kept as a request of who may review there, after the same checks.

    `expected_version`: the row version the form was drawn from; None asks no such thing.
    Raises: AccessRefused [ACC-001] (another commune's household), StaleHousehold [REG-006],
            HouseholdClosed [REG-007], BadEventDate [REG-008], ReasonMissing [REG-009], and what
            the request's kind is refused for [REG-010 to REG-016, REG-019].
    """
    if not scope.can(Permission.EDIT_REGISTER, household.unit_path):
        # Before the transaction begins, so that the refused attempt is noted in one of its own.
        _require(scope, household, Permission.REVIEW)
    with transaction.atomic():
        return _record(
            household,
            request,
            day=event_date,
            reason=reason,
            by=by,
            scope=scope,
            as_of=as_of,
            expected=expected_version,
        )


def _record(
    household: Household,
    request: Request,
    *,
    day: date,
    reason: str,
    by: User,
    scope: Scope,
    as_of: date,
    expected: int | None,
) -> HouseholdEvent:
    locked = _lock(household)
    may_edit = scope.can(Permission.EDIT_REGISTER, locked.unit_path)
    if not may_edit:
        _require(scope, locked, Permission.REVIEW)
    _refuse_stale(locked, expected)
    _check_day(locked, day, as_of)
    event = HouseholdEvent(
        household=locked,
        unit_path=locked.unit_path,
        kind=request.kind,
        event_date=day,
        reason=_reason(locked, reason),
        request=request.to_json(),
        requested_by=by,
        state=EventState.REQUESTED,
    )
    if may_edit:
        _note("registry.record_event", event, by)
        _do(event, request, by=by, scope=scope, as_of=as_of)
    else:
        event.summary = _summary_of_trial(event, request, scope=scope)
        _note("registry.request_event", event, by)
    event.save()
    if may_edit:
        _tell(event, as_of)
    return event


def accept_request(*, event: HouseholdEvent, by: User, scope: Scope, as_of: date) -> HouseholdEvent:
    """
    Do what a village asked for, as the household is now.

    Raises: AccessRefused [ACC-001], AlreadySettled [REG-017], and as `record_event`.
    """
    _require(scope, event.household, Permission.EDIT_REGISTER)
    with transaction.atomic():
        household, found = _lock_event(event, scope)
        _refuse_settled(found)
        _check_day(household, found.event_date, as_of)
        _note("registry.accept_request", found, by)
        asked = request_from(kind=found.kind, content=found.request)
        _do(found, asked, by=by, scope=scope, as_of=as_of)
        found.save()
        _tell(found, as_of)
    return found


def reject_request(*, event: HouseholdEvent, reason: str, by: User, scope: Scope) -> HouseholdEvent:
    """
    Answer a village's request with no, and why.

    Raises: AccessRefused [ACC-001], AlreadySettled [REG-017], ReasonMissing [REG-009].
    """
    _require(scope, event.household, Permission.EDIT_REGISTER)
    with transaction.atomic():
        household, found = _lock_event(event, scope)
        _refuse_settled(found)
        found.refusal = _reason(household, reason)
        found.state, found.settled_by, found.settled_at = EventState.REJECTED, by, timezone.now()
        _note("registry.reject_request", found, by)
        found.save()
    return found


def undo_event(
    *,
    event: HouseholdEvent,
    reason: str,
    by: User,
    scope: Scope,
    as_of: date,
    expected_version: int | None = None,
) -> HouseholdEvent:
    """
    Take an event back by a counter-event dated `as_of`: what the event changed is as before it.

    The latest event of a household goes first; one on which others rest is refused.
    Raises: AccessRefused [ACC-001], StaleHousehold [REG-006], NotToBeUndone [REG-018],
            ReasonMissing [REG-009].
    """
    _require(scope, event.household, Permission.EDIT_REGISTER)
    if event.other is not None:
        _require(scope, event.other, Permission.EDIT_REGISTER)
    with transaction.atomic():
        household, found = _lock_event(event, scope)
        _refuse_stale(household, expected_version)
        touched = [household, *([_lock(found.other)] if found.other else [])]
        _refuse_undo(found, touched)
        why = _reason(household, reason)
        _note("registry.undo_event", found, by)
        before = findings_on(household=household, as_of=as_of)
        _take_back(found, touched, by)
        household.refresh_from_db()
        after = findings_on(household=household, as_of=as_of)
        counter = _counter_event(found, household, why, by, as_of)
        counter.indicators = changed_indicators(before, after)
        counter.save()
        _tell(counter, as_of)
    return counter


def _take_back(event: HouseholdEvent, touched: Sequence[Household], by: User) -> None:
    try:
        take_back(event.effects)
    except ChangedSince as error:
        raise _not_undone(event, "dữ liệu đã được sửa sau đó bằng cách khác") from error
    for one in touched:
        one.refresh_from_db()
        bring_up_to_date(household=one, effects=None)
        _touch(one, by)
    event.state = EventState.UNDONE
    event.save(update_fields=["state"])


def _counter_event(
    event: HouseholdEvent, household: Household, why: str, by: User, as_of: date
) -> HouseholdEvent:
    return HouseholdEvent(
        household=household,
        other=event.other,
        unit_path=household.unit_path,
        kind=EventKind.UNDO,
        event_date=as_of,
        reason=why,
        summary=f"Hủy: {event.summary}"[:300],
        state=EventState.DONE,
        requested_by=by,
        settled_by=by,
        settled_at=timezone.now(),
        undoes=event,
    )


def _do(event: HouseholdEvent, request: Request, *, by: User, scope: Scope, as_of: date) -> None:
    """Apply the request and fill in what became of it; the event is saved by the caller."""
    household = event.household
    change = Change(household=household, day=event.event_date)
    if isinstance(request, Merge):
        change.other = _other_of(household, request, scope, Permission.EDIT_REGISTER)
    standard = standard_or_none(unit=household.unit, as_of=as_of)
    before = findings_on(household=household, as_of=as_of, standard=standard) if standard else ()
    apply_request(change, request)
    after = findings_on(household=household, as_of=as_of, standard=standard) if standard else ()
    event.other, event.effects = change.other, change.effects.rows
    event.summary = change.summary[:300]
    event.indicators = changed_indicators(before, after)
    event.state, event.settled_by, event.settled_at = EventState.DONE, by, timezone.now()
    for one in (household, change.other):
        if one is not None:
            _touch(one, by)


def _summary_of_trial(event: HouseholdEvent, request: Request, *, scope: Scope) -> str:
    """Apply the request, keep what it would be called, and take it all back."""
    change = Change(household=event.household, day=event.event_date)
    with transaction.atomic():
        trial = transaction.savepoint()
        if isinstance(request, Merge):
            change.other = _other_of(event.household, request, scope, Permission.REVIEW)
        apply_request(change, request)
        transaction.savepoint_rollback(trial)
    event.household = Household.objects.select_related("unit").get(pk=event.household.pk)
    return change.summary[:300]


def _other_of(
    household: Household, request: Merge, scope: Scope, permission: Permission
) -> Household:
    found = Household.objects.filter(code=request.other_code.strip()).first()
    if found is None or not scope.can(permission, found.unit_path):
        # Said alike for both: what is registered elsewhere is nothing to be tried out.
        problem = "không có hộ này trong địa bàn được giao"
        raise BadMerge(household=household.code, other=request.other_code, problem=problem)
    return _lock(found)


def _lock(household: Household) -> Household:
    rows = Household.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=household.pk)


def _lock_event(event: HouseholdEvent, scope: Scope) -> tuple[Household, HouseholdEvent]:
    household = _lock(event.household)
    _require(scope, household, Permission.EDIT_REGISTER)
    rows = HouseholdEvent.objects.select_for_update(of=("self",))
    found = rows.select_related("other", "settled_by", "requested_by").get(pk=event.pk)
    found.household = household
    return household, found


def _require(scope: Scope, household: Household, permission: Permission) -> None:
    accounts.require(
        scope=scope,
        path=household.unit_path,
        permission=permission,
        subject=f"Hộ {household.code}",
    )


def _refuse_stale(household: Household, expected: int | None) -> None:
    if expected is None or household.row_version == expected:
        return
    when = "lúc khác"
    if household.changed_at is not None:
        local = timezone.localtime(household.changed_at)
        when = f"lúc {local:%H:%M} ngày {format_date(local.date())}"
    raise StaleHousehold(
        household=household.code, who=household.changed_by or "người khác", when=when
    )


def _check_day(household: Household, day: date, as_of: date) -> None:
    if day > as_of:
        problem = f"chưa tới (hôm nay là {format_date(as_of)})"
        raise BadEventDate(household=household.code, day=format_date(day), problem=problem)
    start, end = household.registered_from, household.registered_to
    if day < start or end is not None:
        period = f"từ ngày {format_date(start)}"
        period += f" đến trước ngày {format_date(end)}" if end else ""
        raise HouseholdClosed(household=household.code, day=format_date(day), period=period)


def _reason(household: Household, reason: str) -> str:
    words = clean(reason)[:300]
    if not words:
        raise ReasonMissing(household=household.code)
    return words


def _refuse_settled(event: HouseholdEvent) -> None:
    if event.state == EventState.REQUESTED:
        return
    local = timezone.localtime(event.settled_at)
    raise AlreadySettled(
        event=event.summary,
        household=event.household.code,
        who=event.settled_by.full_name if event.settled_by else "hệ thống",
        when=f"lúc {local:%H:%M} ngày {format_date(local.date())}",
        state=EventState(event.state).label.lower(),
    )


def _refuse_undo(event: HouseholdEvent, touched: Sequence[Household]) -> None:
    if event.kind == EventKind.UNDO:
        raise _not_undone(event, "đây đã là việc hủy; ghi lại thay đổi mới")
    if event.kind == EventKind.TRANSFER:
        raise _not_undone(event, "việc này hoàn tác cả lần chuyển, ở trang của đơn vị cũ")
    if event.state != EventState.DONE:
        raise _not_undone(event, f"thay đổi này {EventState(event.state).label.lower()}")
    later = (
        HouseholdEvent.objects.filter(Q(household__in=touched) | Q(other__in=touched))
        .filter(state=EventState.DONE, pk__gt=event.pk)
        .exclude(kind=EventKind.UNDO)
        .order_by("-pk")
        .first()
    )
    if later is not None:
        raise _not_undone(event, f"hủy thay đổi sau đó trước: «{later.summary}»")
    for one in touched:
        if _was_created_by(event, one) and (used := _uses_of(one)):
            raise _not_undone(event, f"hộ {one.code} đã được dùng ở phần {used}")


def _was_created_by(event: HouseholdEvent, household: Household) -> bool:
    return any(
        row["table"] == "household" and row["before"] is None and row["id"] == household.pk
        for row in event.effects
    )


def _uses_of(household: Household) -> str:
    """Return what else speaks of a household: its statuses, and rows of the rooms above."""
    for relation in household._meta.related_objects:
        model: Any = relation.related_model
        own = model._meta.app_label == "registry" and model._meta.model_name not in (
            *("householdstatus", "householdmark"),
        )
        if own:
            continue
        rows = model._default_manager.filter(**{relation.field.name: household.pk})
        if rows.exists():
            return str(model._meta.verbose_name)
    return ""


def _not_undone(event: HouseholdEvent, problem: str) -> NotToBeUndone:
    return NotToBeUndone(event=event.summary, household=event.household.code, problem=problem)


def _tell(event: HouseholdEvent, as_of: date) -> None:
    """Have the households looked at as they are now; `other_id` is that of a split or merger."""
    households_saved(
        household_ids=[pk for pk in (event.household_id, event.other_id) if pk], as_of=as_of
    )


def _touch(household: Household, by: User) -> None:
    """Note who changed the household last: an older form of it is stale from now on."""
    household.row_version += 1
    household.changed_by, household.changed_at = by.full_name, timezone.now()
    household.save(update_fields=["row_version", "changed_by", "changed_at"])


def _note(action: str, event: HouseholdEvent, by: User) -> None:
    audit.record(
        action=action,
        by=by,
        subject=f"{event.household.code}: {EventKind(event.kind).label}",
        unit_path=event.unit_path,
        reason=event.refusal or event.reason,
        details={"kind": event.kind, "date": event.event_date.isoformat()},
    )
