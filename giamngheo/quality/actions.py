"""What people do about doubts: decide a pair, accept a finding, ask for a check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from giamngheo.accounts import actions as accounts
from giamngheo.accounts import queries as people
from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import clean
from giamngheo.quality import storing
from giamngheo.quality.checking import Checked, check_inside
from giamngheo.quality.enums import PairState
from giamngheo.quality.models import (
    CheckRun,
    DuplicatePair,
    Finding,
    FindingAnswer,
    PairDecision,
    PendingCheck,
)
from giamngheo.quality.queries import may_decide, sentence_of
from giamngheo.quality.refusals import (
    AcceptReasonMissing,
    CheckRunning,
    FindingChanged,
    PairDecidedMeanwhile,
    PairNotThere,
    PairOfTheUpperLevel,
    PairReasonMissing,
)
from giamngheo.quality.rules import RULES
from giamngheo.registry.models import Household
from giamngheo.work.actions import enqueue
from giamngheo.work.models import WorkItem

KIND = "quality_check"


def decide_pair(
    *,
    pair: DuplicatePair,
    decision: PairState,
    reason: str = "",
    expected_version: int | None = None,
    by: User,
    scope: Scope,
) -> DuplicatePair:
    """
    Answer whether two rows are one person; changes no household.

    LATER needs no reason. A pair of two communes is answered by a level above both.
    expected_version: the version the page was drawn from; None asks no such thing.
    Raises: AccessRefused [ACC-001], PairOfTheUpperLevel [QUA-004], PairDecidedMeanwhile [QUA-001],
            PairNotThere [QUA-002], PairReasonMissing [QUA-003].
    """
    # Asked before the transaction: a refused try is noted even though nothing else is written.
    _require_decider(pair, scope)
    with transaction.atomic():
        return _decide(pair, decision, reason, expected_version, by)


def _decide(
    pair: DuplicatePair, decision: PairState, reason: str, expected_version: int | None, by: User
) -> DuplicatePair:
    locked = (
        DuplicatePair.objects.select_for_update(of=("self",))
        .select_related("decided_by")
        .get(pk=pair.pk)
    )
    _refuse_meanwhile(locked, expected_version)
    words = clean(reason)[:300]
    if decision in (PairState.SAME, PairState.DIFFERENT) and not words:
        raise PairReasonMissing(pair=locked.pk, decision=PairState(decision).label)
    audit.record(
        action="quality.decide_pair",
        by=by,
        subject=f"Cặp nghi trùng {locked.pk}: {PairState(decision).label}",
        unit_path=locked.first_path,
        reason=words,
        details={"pair": locked.pk, "decision": decision, "rules": locked.rules},
    )
    PairDecision.objects.create(
        pair=locked, decision=decision, rules=locked.rules, reason=words, decided_by=by
    )
    is_open = decision == PairState.OPEN
    locked.decision, locked.reason = decision, words
    locked.decided_by = None if is_open else by
    locked.decided_at = None if is_open else timezone.now()
    locked.decided_rules = locked.rules
    locked.version += 1
    locked.save()
    _count([locked.first_unit_id, locked.second_unit_id])
    return locked


def _require_decider(pair: DuplicatePair, scope: Scope) -> None:
    if may_decide(pair=pair, scope=scope):
        return
    paths = (pair.first_path, pair.second_path)
    if pair.crosses_communes and any(scope.can(Permission.EDIT_REGISTER, p) for p in paths):
        raise PairOfTheUpperLevel(pair=pair.pk, who=_above(pair, scope.as_of))
    accounts.require(
        scope=scope,
        path=pair.first_path,
        permission=Permission.EDIT_REGISTER,
        subject=f"Cặp nghi trùng {pair.pk}",
    )


def _above(pair: DuplicatePair, as_of: date) -> str:
    """Return who may answer for both sides, or the words for nobody."""
    holders = people.who_may(permission=Permission.GIVE_OPINION, path=pair.first_path, as_of=as_of)
    names = [
        holder.user.full_name
        for holder in holders
        if holder.unit is not None and pair.second_path.startswith(holder.unit.path)
    ]
    return ", ".join(dict.fromkeys(names[:3])) or "cán bộ cấp trên"


def _refuse_meanwhile(pair: DuplicatePair, expected: int | None) -> None:
    if not pair.is_current:
        raise PairNotThere(pair=pair.pk)
    if expected is None or pair.version == expected:
        return
    raise PairDecidedMeanwhile(
        pair=pair.pk,
        who=pair.decided_by.full_name if pair.decided_by else "hệ thống",
        decision=PairState(pair.decision).label,
        when=_moment(pair.decided_at),
    )


def _moment(at: datetime | None) -> str:
    if at is None:
        return "vừa xong"
    local = timezone.localtime(at)
    return f"lúc {local:%H:%M} ngày {format_date(local.date())}"


def accept_finding(
    *, finding: Finding, reason: str, expected_digest: str = "", by: User, scope: Scope
) -> Finding:
    """
    Let a finding stand, with the reason; it counts no more until its facts change.

    expected_digest: of the facts the page showed; "" asks no such thing.
    Raises: AccessRefused [ACC-001], AcceptReasonMissing [QUA-005], FindingChanged [QUA-006].
    """
    _require_editor(finding, scope)
    with transaction.atomic():
        return _accept(finding, reason, expected_digest, by)


def _accept(finding: Finding, reason: str, expected_digest: str, by: User) -> Finding:
    locked = _locked_finding(finding, expected_digest)
    if locked.accepted_at is not None:
        who = locked.accepted_by.full_name if locked.accepted_by else "người khác"
        raise _changed(locked, f"{who} đã chấp nhận {_moment(locked.accepted_at)}")
    words = clean(reason)[:300]
    if not words:
        raise AcceptReasonMissing(title=RULES[locked.rule].title, subject=_subject(locked))
    _answer(locked, words, accepted=True, by=by)
    locked.accepted_by, locked.accepted_at, locked.accepted_reason = by, timezone.now(), words
    locked.save(update_fields=["accepted_by", "accepted_at", "accepted_reason"])
    _count([locked.unit_id])
    return locked


def reopen_finding(*, finding: Finding, reason: str, by: User, scope: Scope) -> Finding:
    """
    Take an acceptance back, with the reason.

    Raises: AccessRefused [ACC-001], AcceptReasonMissing [QUA-005], FindingChanged [QUA-006].
    """
    _require_editor(finding, scope)
    with transaction.atomic():
        return _reopen(finding, reason, by)


def _reopen(finding: Finding, reason: str, by: User) -> Finding:
    locked = _locked_finding(finding, "")
    if locked.accepted_at is None:
        raise _changed(locked, "điểm này đang chờ xử lý")
    words = clean(reason)[:300]
    if not words:
        raise AcceptReasonMissing(title=RULES[locked.rule].title, subject=_subject(locked))
    _answer(locked, words, accepted=False, by=by)
    locked.accepted_by, locked.accepted_at, locked.accepted_reason = None, None, ""
    locked.save(update_fields=["accepted_by", "accepted_at", "accepted_reason"])
    _count([locked.unit_id])
    return locked


def _require_editor(finding: Finding, scope: Scope) -> None:
    accounts.require(
        scope=scope,
        path=finding.unit_path,
        permission=Permission.EDIT_REGISTER,
        subject=f"Điểm cần xem {finding.pk}",
    )


def _locked_finding(finding: Finding, digest: str) -> Finding:
    locked = (
        Finding.objects.select_for_update(of=("self",))
        .select_related("accepted_by")
        .filter(pk=finding.pk)
        .first()
    )
    if locked is None:
        raise _changed(finding, "dữ liệu đã sửa nên điểm này không còn")
    if digest and locked.digest != digest:
        raise _changed(locked, "dữ liệu đã thay đổi sau khi trang được mở")
    return locked


def _answer(finding: Finding, words: str, *, accepted: bool, by: User) -> None:
    rule = RULES[finding.rule]
    audit.record(
        action="quality.accept_finding" if accepted else "quality.reopen_finding",
        by=by,
        subject=f"{_subject(finding)}: {rule.title}"[:200],
        unit_path=finding.unit_path,
        reason=words,
        details={"rule": finding.rule, "household": finding.household_id},
    )
    FindingAnswer.objects.create(
        rule=finding.rule,
        context=finding.context,
        household_id=finding.household_id,
        member_id=finding.member_id,
        unit=finding.unit,
        digest=finding.digest,
        sentence=sentence_of(finding)[:400],
        is_accepted=accepted,
        reason=words,
        answered_by=by,
    )


def _subject(finding: Finding) -> str:
    if not finding.household_id:
        return finding.unit.full_name
    codes = Household.objects.filter(pk=finding.household_id).values_list("code", flat=True)
    return f"hộ {codes.first() or finding.household_id}"


def _changed(finding: Finding, problem: str) -> FindingChanged:
    return FindingChanged(
        title=RULES[finding.rule].title, subject=_subject(finding), problem=problem
    )


def _count(unit_ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        storing.count_units(cursor, unit_ids)


# ── Checks ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def request_check(*, unit: Unit, by: User | None, as_of: date) -> WorkItem:
    """
    Queue a check of every household of a unit.

    Raises: CheckRunning [QUA-007] while one of the same unit is queued or runs.
    """
    # Two who ask at once: the second waits here and finds the first one's item.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('giamngheo.quality.ask', 0))")
    running = WorkItem.objects.open().filter(kind=KIND, unit_path=unit.path).first()
    if running is not None:
        raise CheckRunning(unit=unit.full_name, item=running)
    return enqueue(
        kind=KIND,
        by=by,
        unit_path=unit.path,
        title=f"Kiểm tra dữ liệu hộ: {unit.full_name}"[:200],
        parameters={"unit_id": unit.pk, "as_of": as_of.isoformat()},
    )


def check_pending(*, unit: Unit, by: User | None, as_of: date) -> Checked | None:
    """
    Check a unit in the caller's transaction when some village of it waits; None when none does.

    `by` asks; a check changes nothing that belongs to anybody and leaves no audit event.
    """
    if not PendingCheck.objects.filter(unit_path__startswith=unit.path).exists():
        return None
    done = check_inside(path=unit.path, as_of=as_of)
    CheckRun.objects.create(
        unit=unit,
        unit_path=unit.path,
        asked_by=by,
        as_of=as_of,
        households=done.households,
        findings=done.findings,
        pairs=done.pairs,
    )
    return done
