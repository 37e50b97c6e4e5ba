"""Giving out and withdrawing confirmations, certificates as work, an office's own wording."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean, nfc
from giamngheo.papers.confirmations import status_on
from giamngheo.papers.models import Confirmation, OfficeText
from giamngheo.papers.offices import commune_of
from giamngheo.papers.wording import BASES, placeholders, shipped_texts
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign, Decision
from giamngheo.work.actions import enqueue
from giamngheo.work.models import WorkItem

# Read from paper and typed on a phone: no letter or digit that looks like another.
_LETTERS = "ABCDEFGHKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
LONGEST_TEXT = 2000


class NothingToConfirm(Refusal):
    code = "PAP-001"
    sentence = (
        "Chưa cấp được giấy xác nhận cho hộ {household}: ngày {day} sổ không có phân loại của hộ "
        "này. Chọn ngày khác, hoặc ghi quyết định công nhận rồi cấp lại."
    )
    english = "No confirmation for household {household}: no status on {day}."


class DayNotReached(Refusal):
    code = "PAP-002"
    sentence = (
        "Chưa cấp được giấy xác nhận cho hộ {household}: ngày {day} chưa tới. Chọn ngày từ hôm nay "
        "trở về trước."
    )
    english = "No confirmation for household {household}: {day} is in the future."


class AlreadyRevoked(Refusal):
    code = "PAP-003"
    sentence = (
        "Giấy xác nhận {code} đã được thu hồi ngày {day}, người thu hồi: {who}. Cấp giấy mới nếu "
        "hộ cần."
    )
    english = "Confirmation {code} was withdrawn on {day} by {who}."


class RevokeReasonMissing(Refusal):
    code = "PAP-004"
    sentence = "Chưa thu hồi được giấy xác nhận {code}: chưa ghi lý do. Ghi lý do rồi thu hồi lại."
    english = "Confirmation {code} not withdrawn: no reason was given."


class NoCertificates(Refusal):
    code = "PAP-005"
    sentence = (
        "Chưa lập được giấy chứng nhận theo quyết định {decision}: danh sách không có hộ nghèo, "
        "hộ cận nghèo nào. Kiểm tra lại danh sách của quyết định."
    )
    english = "No certificates by decision {decision}: its list holds no poor household."


class TextRefused(Refusal):
    code = "PAP-006"
    sentence = (
        "Chưa lưu được đoạn “{key}”: {problem}. Sửa lại rồi lưu, hoặc xóa hết chữ để dùng lời văn "
        "có sẵn."
    )
    english = "Wording {key} not kept: {problem}."


@transaction.atomic
def issue_confirmation(
    *,
    household: Household,
    as_of: date,
    today: date,
    signer: str = "",
    by_deputy: bool = False,
    purpose: str = "",
    by: User,
) -> Confirmation:
    """
    Give out a confirmation of what the household was on `as_of`, with a code of its own.

    Raises: NothingToConfirm [PAP-001], DayNotReached [PAP-002].
    """
    if as_of > today:
        raise DayNotReached(household=household.code, day=format_date(as_of))
    status = status_on(household=household, as_of=as_of)
    if status is None:
        raise NothingToConfirm(household=household.code, day=format_date(as_of))
    commune = commune_of(household.unit)
    audit.record(
        action="papers.issue_confirmation",
        by=by,
        subject=str(household),
        unit_path=household.unit_path,
        details={"as_of": as_of, "category": status.category},
    )
    return Confirmation.objects.create(
        code=_new_code(),
        household=household,
        unit=commune,
        unit_path=household.unit_path,
        head_name=household.head_name,
        village=household.unit.full_name if household.unit_id != commune.pk else "",
        as_of=as_of,
        category=status.category,
        group=status.group,
        since=status.since,
        decision=status.decision,
        marks="; ".join(status.marks),
        purpose=clean(purpose),
        signer=clean(signer),
        by_deputy=by_deputy,
        is_generated=household.is_generated,
        issued_on=today,
        issued_by=by,
    )


def _new_code() -> str:
    """Return a code nobody can guess: 59 bits, one of them tried a second takes ages."""
    return "".join(secrets.choice(_LETTERS) for _ in range(CODE_LENGTH))


@transaction.atomic
def revoke_confirmation(
    *, confirmation: Confirmation, reason: str, today: date, by: User
) -> Confirmation:
    """
    Withdraw a confirmation; whoever asks with its code is told so.

    Raises: RevokeReasonMissing [PAP-004], AlreadyRevoked [PAP-003].
    """
    found = Confirmation.objects.select_for_update(of=("self",)).get(pk=confirmation.pk)
    if found.revoked_on is not None:
        raise AlreadyRevoked(
            code=found.printed_code, day=format_date(found.revoked_on), who=found.revoked_by
        )
    if not clean(reason):
        raise RevokeReasonMissing(code=found.printed_code)
    audit.record(
        action="papers.revoke_confirmation",
        by=by,
        subject=str(found.household),
        unit_path=found.unit_path,
        reason=clean(reason),
        details={"code": found.code},
    )
    found.revoked_on, found.revoked_by, found.revoke_reason = today, by, clean(reason)[:300]
    found.save(update_fields=["revoked_on", "revoked_by", "revoke_reason"])
    return found


@transaction.atomic
def order_certificates(*, decision: Decision, by: User | None) -> WorkItem:
    """
    Have the certificates of a decision made as one PDF, as work whose file its owner fetches.

    Raises: NoCertificates [PAP-005].
    """
    if not decision.poor + decision.near_poor:
        raise NoCertificates(decision=decision.number)
    return enqueue(
        kind="certificates",
        by=by,
        unit_path=decision.unit_path,
        title=f"Giấy chứng nhận theo Quyết định {decision.number}, {decision.unit.full_name}"[:200],
        parameters={"decision_id": decision.pk},
    )


@transaction.atomic
def order_paper(
    *,
    campaign: Campaign,
    unit: Unit,
    of_village: bool,
    slug: str,
    part: int,
    title: str,
    permission: Permission,
    by: User | None,
    as_of: date,
) -> WorkItem:
    """
    Have one Word paper of a commune or village made as PDF, as work whose file its owner fetches
    with `permission` there. The paper is the one of the moment it is made.
    """
    return enqueue(
        kind="paper_pdf",
        by=by,
        unit_path=unit.path,
        title=f"PDF: {title}, {unit.full_name}"[:200],
        parameters={
            "campaign_id": campaign.pk,
            "unit_id": unit.pk,
            "of_village": of_village,
            "slug": slug,
            "part": part,
            "permission": permission.value,
            "as_of": as_of.isoformat(),
        },
    )


@transaction.atomic
def set_text(*, unit: Unit, key: str, text: str, by: User) -> OfficeText | None:
    """
    Keep an office's own wording of a block; an empty text goes back to the shipped one.

    Raises: TextRefused [PAP-006] for an unknown block, a text that is too long, or one that asks
            for what the paper does not know.
    """
    text = nfc(text).replace("\r\n", "\n").strip()
    problem = _problem(key, text)
    if problem:
        raise TextRefused(key=key, problem=problem)
    audit.record(
        action="papers.set_text",
        by=by,
        subject=f"{unit.full_name}: {key}",
        unit_path=unit.path,
    )
    if not text:
        OfficeText.objects.filter(unit=unit, key=key).delete()
        return None
    kept, _ = OfficeText.objects.update_or_create(
        unit=unit, key=key, defaults={"text": text, "unit_path": unit.path, "changed_by": by}
    )
    return kept


def _problem(key: str, text: str) -> str:
    if key != BASES and key not in shipped_texts():
        return "mẫu không có đoạn này"
    if len(text) > LONGEST_TEXT:
        return f"đoạn dài hơn {LONGEST_TEXT} chữ"
    try:
        asked = placeholders(text)
    except ValueError:
        return "dấu ngoặc nhọn mở mà không đóng, hoặc không có tên bên trong"
    known = shipped_texts()[key].names if key != BASES else frozenset()
    strange = sorted(asked - known)
    return f"văn bản không điền được {{{strange[0]}}}" if strange else ""
