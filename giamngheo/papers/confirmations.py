"""What a household was on a day, as its paper says it, and whether a given paper still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from giamngheo.documents.writer import typeset
from giamngheo.lib.dates import format_date, format_date_long
from giamngheo.papers.certificates import form
from giamngheo.papers.enums import Standing
from giamngheo.papers.inputs import CommuneOffice, Signing, in_sentence
from giamngheo.papers.models import Confirmation
from giamngheo.papers.signers import chairman
from giamngheo.registry.enums import Group, StatusCategory
from giamngheo.registry.marks import mark_words_of
from giamngheo.registry.models import Household, HouseholdStatus
from giamngheo.reviews.models import ReviewResult


@dataclass(frozen=True, kw_only=True)
class StatusOnDay:
    """What the register says of a household on a day; `decision` as its source is written."""

    as_of: date
    category: str
    group: str
    since: date
    decision: str
    marks: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return "Hộ nghèo, nghèo về thu nhập (N1)" or "Hộ không nghèo; hộ mới thoát nghèo"."""
        more = "".join(f"; {mark[:1].lower()}{mark[1:]}" for mark in self.marks)
        return f"{category_words(self.category, self.group)}{more}"


@dataclass(frozen=True, kw_only=True)
class PublicConfirmation:
    """All that a stranger with the code is told; the head's name is masked."""

    code: str
    head: str
    commune: str
    category: str
    as_of: date
    decision: str
    issued_on: date
    standing: Standing
    is_generated: bool


def status_on(*, household: Household, as_of: date) -> StatusOnDay | None:
    """Return what the household was on a day; None when it was not in the register, or without
    a status. At most five SQL queries."""
    if not is_registered(household, as_of):
        return None
    status = HouseholdStatus.objects.in_force(as_of).filter(household=household).first()
    if status is None:
        return None
    return StatusOnDay(
        as_of=as_of,
        category=status.category,
        group=status.group,
        since=status.valid_from,
        decision=decision_words(status, latest_results([household.pk], as_of)),
        marks=tuple(mark_words_of(household_id=household.pk, as_of=as_of)),
    )


def category_words(category: str, group: str) -> str:
    words = str(StatusCategory(category).label)
    if not group:
        return words
    why = str(Group(group).label)
    return f"{words}, {why[:1].lower()}{why[1:]}"


def latest_results(household_ids: Sequence[int], as_of: date) -> dict[int, ReviewResult]:
    """Return the last decided result of each household that took effect by a day. One query."""
    decided = ReviewResult.objects.filter(
        household__in=household_ids, decision__effective_date__lte=as_of
    )
    latest = decided.order_by("household_id", "-decision__effective_date", "-id")
    return {
        one.household_id: one for one in latest.distinct("household_id").select_related("decision")
    }


def decision_words(status: HouseholdStatus, results: Mapping[int, ReviewResult]) -> str:
    """
    Return the decision that says so on the day: a household that stays what it was keeps its
    status from an earlier year, and the later decision confirmed it.
    """
    result = results.get(status.household_id)
    decision = result.decision if result else None
    if result is None or decision is None or decision.effective_date < status.valid_from:
        return status.source
    if (result.category, result.group) != (status.category, status.group):
        return status.source
    return f"Quyết định {decision.number} ngày {format_date(decision.signed_date)}"


def is_registered(household: Household, as_of: date) -> bool:
    """Return whether the register had the household on the day."""
    gone = household.registered_to is not None and household.registered_to <= as_of
    return household.registered_from <= as_of and not gone


def standing_of(*, confirmation: Confirmation, as_of: date) -> Standing:
    """Return whether a confirmation still says what the register says. One SQL query."""
    statuses = HouseholdStatus.objects.filter(household=confirmation.household_id)
    return standing_among(
        confirmation=confirmation, statuses=list(statuses.order_by("valid_from")), as_of=as_of
    )


def standing_among(
    *, confirmation: Confirmation, statuses: Sequence[HouseholdStatus], as_of: date
) -> Standing:
    """Return the same from the household's statuses, the earliest first."""
    if confirmation.revoked_on is not None:
        return Standing.REVOKED
    then = _category_on(statuses, confirmation.as_of)
    if then != (confirmation.category, confirmation.group):
        return Standing.CORRECTED
    later = [one for one in statuses if confirmation.as_of < one.valid_from <= as_of]
    if any(one.category != confirmation.category for one in later):
        return Standing.CHANGED_SINCE
    return Standing.VALID


def _category_on(statuses: Sequence[HouseholdStatus], day: date) -> tuple[str, str] | None:
    for one in statuses:
        if one.valid_from <= day and (one.valid_to is None or one.valid_to > day):
            return one.category, one.group
    return None


def masked(name: str) -> str:
    """Return "Nguyễn T. H. N." of "Nguyễn Thị Hồng Nhung": enough for who holds the paper."""
    first, *others = name.split()
    if not others:
        return f"{first[:1]}."
    return " ".join([first, *(f"{word[:1].upper()}." for word in others)])


def confirmation_pdf(office: CommuneOffice, confirmation: Confirmation, *, address: str) -> bytes:
    """
    Return the paper; `address` is where its code is checked, without the code.

    Raises: FormNotSet [DOC-008].
    """
    signing = Signing(
        date=confirmation.issued_on,
        signer=confirmation.signer,
        by_deputy=confirmation.by_deputy,
    )
    day = format_date_long(confirmation.issued_on)
    return typeset(
        form=form("confirmation"),
        name="giấy xác nhận",
        data={
            "title": "Giấy xác nhận",
            "office": list(office.peoples_committee.name),
            "about": "Về phân loại hộ nghèo, hộ cận nghèo",
            "body": office.wording.text("confirmation.body", commune=office.commune),
            "rows": _rows(office, confirmation),
            "closing": office.wording.text("confirmation.closing"),
            "code": confirmation.printed_code,
            "address": address,
            "place_and_day": f"{office.place}, {day}",
            "signing": ["TM. ỦY BAN NHÂN DÂN", *chairman(signing).lines],
            "signer": confirmation.signer,
            "mark": office.mark,
        },
    )


def _rows(office: CommuneOffice, confirmation: Confirmation) -> list[tuple[str, str]]:
    where = ", ".join(
        filter(None, (in_sentence(confirmation.village), office.commune, office.upper))
    )
    since = format_date(confirmation.since) if confirmation.since else ""
    rows = [
        ("Họ và tên chủ hộ", confirmation.head_name),
        ("Mã hộ", confirmation.household.code),
        ("Nơi cư trú", where),
        ("Vào ngày", format_date(confirmation.as_of)),
        ("Là", category_words(confirmation.category, confirmation.group)),
        ("Kể từ ngày", since),
        ("Theo", confirmation.decision),
    ]
    if confirmation.marks:
        rows.append(("Đồng thời là", confirmation.marks))
    if confirmation.purpose:
        rows.append(("Dùng để", confirmation.purpose))
    return rows
