"""What happens to a committed plan during its year: amended, sent out, paid for, sourced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.errors import Refusal
from giamngheo.planning.enums import AmendmentState, PlanStage, Programme, TargetFamily
from giamngheo.planning.models import (
    AllocationFigure,
    Amendment,
    AssignedTarget,
    Dispatch,
    LegalDocument,
    Plan,
    PlanRecipient,
    PlanTask,
    Target,
    TaskFunding,
)


class AmendmentReasonMissing(Refusal):
    code = "PLA-017"
    sentence = (
        "Chưa gửi được đề nghị điều chỉnh «{what}»: thiếu lý do. Ghi vì sao cần điều chỉnh rồi gửi."
    )


class AmendmentSameValue(Refusal):
    code = "PLA-018"
    sentence = (
        "Chưa gửi được đề nghị điều chỉnh «{what}»: mức đề nghị bằng mức đang có ({value}). Ghi "
        "mức khác rồi gửi."
    )


class AmendmentValueBad(Refusal):
    code = "PLA-019"
    sentence = (
        "Chưa ghi được điều chỉnh «{what}»: mức {value} không dùng được. Ghi một số không âm."
    )


class AmendmentOutOfTurn(Refusal):
    code = "PLA-020"
    sentence = (
        "Chưa ghi được: đề nghị điều chỉnh «{what}» đang ở bước «{state}». Tải lại trang để xem "
        "việc làm được tiếp."
    )


class AmendmentWithoutDecision(Refusal):
    code = "PLA-021"
    sentence = (
        "Chưa điều chỉnh được «{what}»: thiếu số hoặc ngày quyết định. Ghi số và ngày quyết định "
        "rồi ghi lại."
    )


class AmendmentOfReadPlan(Refusal):
    code = "PLA-022"
    sentence = "Chưa làm được với kế hoạch {plan}: kế hoạch chưa ghi nhận. Ghi nhận kế hoạch trước."


class AmendmentOutdated(Refusal):
    code = "PLA-023"
    sentence = (
        "Chưa điều chỉnh được «{what}»: mức hiện nay là {now}, không còn là {before} như khi đề "
        "nghị. Trả lại đề nghị này và lập đề nghị mới."
    )


class DispatchTwice(Refusal):
    code = "PLA-024"
    sentence = "Không ghi lại: kế hoạch {plan} đã gửi tới {name} ngày {day}."


class DispatchAcknowledged(Refusal):
    code = "PLA-025"
    sentence = "Không ghi lại: {name} đã xác nhận nhận kế hoạch ngày {day}."


class FundingBad(Refusal):
    code = "PLA-026"
    sentence = (
        "Chưa ghi được nguồn lồng ghép: số tiền {value} không dùng được. Ghi số đồng không âm, "
        "hoặc để trống."
    )


class AssignedTwice(Refusal):
    code = "PLA-027"
    sentence = (
        "Không ghi lại: {document} đã giao «{label}» năm {year} cho {unit}. Sửa bằng một quyết "
        "định khác."
    )


def propose_amendment(
    *, of: Target | AllocationFigure, proposed: Decimal, reason: str, unit: Unit, by: User
) -> Amendment:
    """
    Ask, for `unit`, that one value of a committed plan be another.

    Raises: AmendmentOfReadPlan [PLA-022], AmendmentReasonMissing [PLA-017],
            AmendmentValueBad [PLA-019], AmendmentSameValue [PLA-018].
    """
    plan, what = _plan_of(of), _what(of)
    if plan.stage != PlanStage.COMMITTED:
        raise AmendmentOfReadPlan(plan=plan)
    if not reason.strip():
        raise AmendmentReasonMissing(what=what)
    if not proposed.is_finite() or not 0 <= proposed < Decimal(10) ** 12:
        raise AmendmentValueBad(what=what, value=proposed)
    if of.value is None:
        raise AmendmentValueBad(what=what, value="định tính")
    if of.value == proposed:
        raise AmendmentSameValue(what=what, value=plain_number(of.value))
    with transaction.atomic():
        _note("planning.propose_amendment", plan, by, {"what": what}, unit_path=unit.path)
        return Amendment.objects.create(
            plan=plan,
            unit=unit,
            unit_path=unit.path,
            target=of if isinstance(of, Target) else None,
            figure=of if isinstance(of, AllocationFigure) else None,
            before=of.value,
            proposed=proposed,
            reason=reason.strip()[:1000],
            proposed_by=by.get_username(),
        )


def consolidate_amendment(*, amendment: Amendment, opinion: str, by: User) -> Amendment:
    """
    Take a proposal into the office's submission, with its opinion.

    Raises: AmendmentOutOfTurn [PLA-020].
    """
    with transaction.atomic():
        amendment = _locked(amendment, AmendmentState.PROPOSED)
        amendment.state, amendment.opinion = AmendmentState.CONSOLIDATED, opinion.strip()[:1000]
        amendment.consolidated_by, amendment.consolidated_at = by.get_username(), Now()
        _note("planning.consolidate_amendment", amendment.plan, by, {"amendment": amendment.pk})
        amendment.save()
    return amendment


def decide_amendment(
    *,
    amendment: Amendment,
    by: User,
    decision_code: str = "",
    decision_date: date | None = None,
    decided: Decimal | None = None,
    refuse: bool = False,
) -> Amendment:
    """
    Write the decision: the value becomes `decided` (as proposed when None), its first one is kept.

    With `refuse` nothing of the plan changes.
    Raises: AmendmentOutOfTurn [PLA-020], AmendmentWithoutDecision [PLA-021],
            AmendmentOutdated [PLA-023], AmendmentValueBad [PLA-019].
    """
    with transaction.atomic():
        amendment = _locked(amendment, AmendmentState.CONSOLIDATED)
        row = _value_row(amendment)
        what = _what(row)
        if not refuse and not (decision_code.strip() and decision_date):
            raise AmendmentWithoutDecision(what=what)
        value = amendment.proposed if decided is None else decided
        if not refuse:
            _refuse_value(amendment, row, value, what)
        amendment.state = AmendmentState.REFUSED if refuse else AmendmentState.DECIDED
        amendment.decision_code, amendment.decision_date = decision_code.strip()[:60], decision_date
        amendment.decided = None if refuse else value
        amendment.decided_by, amendment.decided_at = by.get_username(), Now()
        details = {"amendment": amendment.pk, "what": what, "refused": refuse}
        _note("planning.decide_amendment", amendment.plan, by, details)
        amendment.save()
        if not refuse:
            row.original_value = row.value if row.original_value is None else row.original_value
            row.value = value
            row.save(update_fields=["value", "original_value"])
    return amendment


def _refuse_value(
    amendment: Amendment, row: Target | AllocationFigure, value: Decimal, what: str
) -> None:
    if not value.is_finite() or not 0 <= value < Decimal(10) ** 12:
        raise AmendmentValueBad(what=what, value=value)
    if row.value != amendment.before:
        now = plain_number(row.value or Decimal(0))
        raise AmendmentOutdated(what=what, now=now, before=plain_number(amendment.before))


def _locked(amendment: Amendment, state: AmendmentState) -> Amendment:
    amendment = (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("plan", "target", "figure__row")
        .get(pk=amendment.pk)
    )
    if amendment.state != state:
        what = _what(_value_row(amendment))
        raise AmendmentOutOfTurn(what=what, state=amendment.get_state_display())
    return amendment


def _value_row(amendment: Amendment) -> Target | AllocationFigure:
    row = amendment.target or amendment.figure
    assert row is not None
    return row


def _plan_of(of: Target | AllocationFigure) -> Plan:
    return of.plan if isinstance(of, Target) else of.row.plan


def _what(of: Target | AllocationFigure) -> str:
    if isinstance(of, Target):
        return of.label
    return f"{of.row.name_as_written}: {of.get_measure_display().lower()}"


def plain_number(value: Decimal) -> Decimal:
    """Return 982 for the column's 982.0000."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def record_dispatch(
    *,
    recipient: PlanRecipient,
    sent_date: date,
    how: str,
    by: User,
    units: Sequence[Unit] = (),
) -> list[Dispatch]:
    """
    Note that the plan went to a line of "Nơi nhận": to each of `units`, or to that line itself.

    Raises: DispatchTwice [PLA-024].
    """
    plan = recipient.plan
    with transaction.atomic():
        names: list[tuple[str, Unit | None]] = [(unit.full_name, unit) for unit in units]
        names = names or [(recipient.name, None)]
        wanted = [name for name, _ in names]
        known = Dispatch.objects.filter(recipient=recipient, name__in=wanted).first()
        if known is not None:
            raise DispatchTwice(plan=plan, name=known.name, day=f"{known.sent_date:%d/%m/%Y}")
        _note("planning.record_dispatch", plan, by, {"to": recipient.name[:100]})
        return Dispatch.objects.bulk_create(
            Dispatch(
                recipient=recipient,
                unit=unit,
                unit_path=unit.path if unit else "",
                name=name[:300],
                sent_date=sent_date,
                sent_how=how.strip()[:120],
                sent_by=by.get_username(),
            )
            for name, unit in names
        )


def acknowledge_dispatch(*, dispatch: Dispatch, day: date, by: User) -> Dispatch:
    """
    Note that the receiver has the plan.

    Raises: DispatchAcknowledged [PLA-025].
    """
    with transaction.atomic():
        dispatch = (
            Dispatch.objects.select_for_update(of=("self",))
            .select_related("recipient__plan")
            .get(pk=dispatch.pk)
        )
        if dispatch.acknowledged_date is not None:
            known = f"{dispatch.acknowledged_date:%d/%m/%Y}"
            raise DispatchAcknowledged(name=dispatch.name, day=known)
        dispatch.acknowledged_date, dispatch.acknowledged_by = day, by.get_username()
        plan = dispatch.recipient.plan
        _note("planning.acknowledge_dispatch", plan, by, {"by": dispatch.name[:100]})
        dispatch.save(update_fields=["acknowledged_date", "acknowledged_by"])
    return dispatch


def fund_task(
    *, task: PlanTask, programme: Programme, amount: int | None, note: str, by: User
) -> TaskFunding:
    """
    Say that a programme pays for a measure (lồng ghép); said again, the newer word holds.

    Raises: FundingBad [PLA-026].
    """
    if amount is not None and not 0 <= amount < 10**16:
        raise FundingBad(value=amount)
    with transaction.atomic():
        _note("planning.fund_task", task.plan, by, {"task": task.pk, "programme": programme})
        done, _ = TaskFunding.objects.update_or_create(
            task=task,
            programme=programme,
            defaults={
                "amount": amount,
                "note": note.strip()[:300],
                "recorded_by": by.get_username(),
            },
        )
        return done


def set_target_source(*, target: Target, document: LegalDocument | None, by: User) -> Target:
    """Say which decision assigned the figure of a target (R019); None takes it back."""
    with transaction.atomic():
        target = Target.objects.select_for_update().select_related("plan").get(pk=target.pk)
        target.source_document = document
        _note("planning.set_target_source", target.plan, by, {"target": target.label[:100]})
        target.save(update_fields=["source_document"])
    return target


def assign_target(
    *,
    document: LegalDocument,
    unit: Unit,
    year: int,
    family: TargetFamily,
    label: str,
    value: Decimal,
    measured_in: str,
    by: User,
) -> AssignedTarget:
    """
    Enter one figure of a target-assigning decision.

    Raises: AssignedTwice [PLA-027], AmendmentValueBad [PLA-019].
    """
    label = " ".join(label.split())[:200] or TargetFamily(family).label
    if not value.is_finite() or not 0 <= value < Decimal(10) ** 14:
        raise AmendmentValueBad(what=label, value=value)
    same = AssignedTarget.objects.filter(
        document=document, unit=unit, year=year, family=family, label=label
    )
    with transaction.atomic():
        if same.exists():
            raise AssignedTwice(document=document, label=label, year=year, unit=unit.full_name)
        audit.record(
            action="planning.assign_target",
            by=by,
            subject=str(document)[:200],
            unit_path=unit.path,
            details={"label": label, "year": year},
        )
        return AssignedTarget.objects.create(
            document=document,
            unit=unit,
            unit_path=unit.path,
            year=year,
            family=family,
            label=label,
            value=value,
            measured_in=measured_in.strip()[:40],
            recorded_by=by.get_username(),
        )


def _note(
    action: str, plan: Plan, by: User, details: Mapping[str, Any], *, unit_path: str = ""
) -> None:
    audit.record(
        action=action,
        by=by,
        subject=f"{plan.code} {plan.title}"[:200],
        unit_path=unit_path or plan.unit_path,
        details=details,
    )
