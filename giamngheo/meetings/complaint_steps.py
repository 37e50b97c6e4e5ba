"""One complaint at a time: locked, and still in the state an officer saw it in."""

from __future__ import annotations

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.meetings.enums import ComplaintState
from giamngheo.meetings.models import Complaint
from giamngheo.meetings.refusals import ComplaintMovedOn


def lock_complaint(complaint: Complaint, needed: ComplaintState, *, verb: str) -> Complaint:
    """
    Return the complaint, locked until the transaction ends.

    Raises: ComplaintMovedOn [MTG-009], which names who has moved it on.
    """
    locked = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("campaign", "unit", "household", "recheck")
        .get(pk=complaint.pk)
    )
    if locked.state != needed:
        who = locked.answered_by or locked.received_by
        raise ComplaintMovedOn(
            verb=verb,
            sender=locked.sender,
            state=ComplaintState(locked.state).label,
            last=f" ({who})" if who else "",
        )
    return locked


def record_step(action: str, complaint: Complaint, by: User, *, reason: str = "") -> None:
    """Open the audit event of one step with a complaint."""
    audit.record(
        action=action,
        by=by,
        subject=f"Phản ánh {complaint.pk}, {complaint.unit.full_name}",
        unit_path=complaint.unit_path,
        reason=reason,
    )
