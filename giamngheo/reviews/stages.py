"""
Where villages and communes stand in a campaign of the whole procedure, and the only way they move.

Each move locks its rows, looks into the one table of moves, runs the guards, and leaves an audit
event and a `StageChange`. Rooms above add what they know by `add_guard`: a meeting was held, the
posting has run its days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.reviews import listings
from giamngheo.reviews.enums import CampaignKind, CommuneState, VillageStage
from giamngheo.reviews.models import Campaign, CommuneReview, StageChange, VillageReview
from giamngheo.reviews.stage_refusals import (
    CommuneListClosed,
    NotInCampaign,
    NotScoredYet,
    NotTheWholeProcedure,
    ReasonMissing,
    SameHands,
    StageRefused,
    VillagesBehind,
)

_V, _C = VillageStage, CommuneState
# Straight from scored to posted only after a re-check: the meeting is not held a second time.
VILLAGE_MOVES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        _V.SURVEY: frozenset({_V.SCORED}),
        _V.SCORED: frozenset({_V.AGREED, _V.POSTED, _V.SURVEY}),
        _V.AGREED: frozenset({_V.POSTED, _V.SURVEY}),
        _V.POSTED: frozenset({_V.CLOSED, _V.SURVEY}),
        _V.CLOSED: frozenset({_V.SURVEY}),
    }
)
# Between OPEN and JUDGED the villages lead: `move_village` carries the commune along.
COMMUNE_MOVES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        _C.OPEN: frozenset({_C.JUDGED}),
        _C.JUDGED: frozenset({_C.SUBMITTED}),
        _C.SUBMITTED: frozenset({_C.CHECKED, _C.JUDGED}),
        _C.CHECKED: frozenset({_C.OPINION, _C.DECIDED, _C.JUDGED}),
        _C.OPINION: frozenset({_C.DECIDED, _C.JUDGED}),
        _C.DECIDED: frozenset(),
    }
)
VILLAGES_MAY_MOVE = (_C.OPEN, _C.JUDGED)
EXAMPLES = 3

Guard = Callable[[Campaign, Unit, date], None]
_GUARDS: dict[str, list[Guard]] = {}


def add_guard(*, to: VillageStage | CommuneState, guard: Guard) -> None:
    """
    Have `guard(campaign, unit, as_of)` asked before anything moves to `to`; it raises to refuse.

    For rooms above this one, called once from their AppConfig.ready.
    """
    if guard not in _GUARDS.setdefault(to, []):
        _GUARDS[to].append(guard)


@transaction.atomic
def move_village(
    *,
    campaign: Campaign,
    village: Unit,
    to: VillageStage,
    by: User | None,
    reason: str = "",
    as_of: date,
) -> VillageReview:
    """
    Move one village of the campaign to the stage `to`; a step back needs a reason.

    The commune follows: judged once no village is being surveyed, open again when one is.
    Raises: NotInCampaign [REV-021], NotTheWholeProcedure [REV-027], StageRefused [REV-020],
            CommuneListClosed [REV-026], ReasonMissing [REV-025], NotScoredYet [REV-022], and what
            a room's own guard raises.
    """
    _require_full(campaign, village)
    review = lock_village(campaign=campaign, village=village)
    commune = review.commune_review
    if to not in VILLAGE_MOVES[review.stage] or not _may_skip_meeting(review, to):
        raise _refused(campaign, village, to, review.stage, of_village=True)
    if commune.state not in VILLAGES_MAY_MOVE:
        raise CommuneListClosed(
            unit=village.full_name,
            to=to.label,
            commune=commune.unit.full_name,
            state=CommuneState(commune.state).label,
            last=_last_words(campaign, commune.unit, of_village=False),
        )
    _require_reason(village, to, reason, is_back=to == _V.SURVEY)
    if to == _V.SCORED:
        _require_scored(review, to)
    _run_guards(campaign, village, to, as_of)
    _record_move(campaign, village, to, by, reason)
    _keep_change(campaign, village, review.stage, to, by, reason, as_of, of_village=True)
    review.stage, review.stage_since = to, as_of
    review.due_date = due_date_in(review.deadlines, to)
    review.save(update_fields=["stage", "stage_since", "due_date"])
    _carry_commune(campaign, commune, by, as_of)
    return review


@transaction.atomic
def move_commune(
    *,
    campaign: Campaign,
    unit: Unit,
    to: CommuneState,
    by: User | None,
    reason: str = "",
    as_of: date,
) -> CommuneReview:
    """
    Move one commune's list to the state `to`; a step back needs a reason.

    DECIDED is not reached this way but by `actions.decide_commune`.
    Raises: NotInCampaign [REV-021], NotTheWholeProcedure [REV-027], StageRefused [REV-020],
            ReasonMissing [REV-025], VillagesBehind [REV-023], SameHands [REV-024], and what a
            room's own guard raises.
    """
    _require_full(campaign, unit)
    review = lock_commune(campaign=campaign, unit=unit)
    if to == _C.DECIDED or to not in _moves_of(campaign, review.state):
        raise _refused(campaign, unit, to, review.state, of_village=False)
    _require_reason(unit, to, reason, is_back=_is_back(review.state, to))
    if to == _C.JUDGED and review.state == _C.OPEN:
        _require_villages(review, to, behind=[_V.SURVEY], needed=_V.SURVEY)
    if to == _C.SUBMITTED:
        _require_villages(review, to, behind=[s for s in _V if s != _V.CLOSED], needed=_V.POSTED)
    if to == _C.CHECKED:
        _require_other_hands(campaign, unit, by)
    _run_guards(campaign, unit, to, as_of)
    _record_move(campaign, unit, to, by, reason)
    return _set_commune(campaign, review, to, by, reason, as_of)


def require_decidable(*, campaign: Campaign, review: CommuneReview, as_of: date) -> None:
    """
    Refuse unless the list of a FULL campaign has come to its decision: with the opinion of the
    level above, or, in a regular review, checked.

    Raises: StageRefused [REV-020], and what a room's own guard raises.
    """
    if _C.DECIDED not in _moves_of(campaign, review.state):
        raise _refused(campaign, review.unit, _C.DECIDED, review.state, of_village=False)
    _run_guards(campaign, review.unit, _C.DECIDED, as_of)


def mark_decided(
    *, campaign: Campaign, review: CommuneReview, by: User | None, as_of: date
) -> CommuneReview:
    """Store that the decision is taken, inside the transaction and event of the decision."""
    return _set_commune(campaign, review, _C.DECIDED, by, "", as_of)


def lock_commune(*, campaign: Campaign, unit: Unit) -> CommuneReview:
    """Return the commune's row, locked until the transaction ends.

    Raises: NotInCampaign [REV-021].
    """
    review = (
        CommuneReview.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(campaign=campaign, unit=unit)
        .first()
    )
    if review is None:
        raise NotInCampaign(unit=unit.full_name, campaign=campaign.name)
    return review


def lock_village(*, campaign: Campaign, village: Unit) -> VillageReview:
    """
    Return the village's row with its commune's, both locked until the transaction ends.

    Commune before village, always: two officers can then never wait for each other.
    Raises: NotInCampaign [REV-021].
    """
    commune = (
        CommuneReview.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(
            pk__in=VillageReview.objects.filter(campaign=campaign, unit=village).values(
                "commune_review"
            )
        )
        .first()
    )
    if commune is None:
        raise NotInCampaign(unit=village.full_name, campaign=campaign.name)
    review = VillageReview.objects.select_for_update().get(campaign=campaign, unit=village)
    review.campaign, review.unit, review.commune_review = campaign, village, commune
    return review


def stage_of(*, campaign: Campaign, village: Unit) -> VillageStage:
    """
    Return where the village stands.

    Raises: NotInCampaign [REV-021].
    """
    stage = (
        VillageReview.objects.filter(campaign=campaign, unit=village)
        .values_list("stage", flat=True)
        .first()
    )
    if stage is None:
        raise NotInCampaign(unit=village.full_name, campaign=campaign.name)
    return VillageStage(stage)


def changes_of(*, campaign: Campaign, unit: Unit, of_village: bool) -> QuerySet[StageChange]:
    """Return the moves of a village or of a commune's list, the latest first."""
    found = StageChange.objects.filter(campaign=campaign, unit=unit, of_village=of_village)
    return found.order_by("-id")


def next_states(*, campaign: Campaign, state: str) -> frozenset[str]:
    """Return the states a commune's list may go to from `state`, forward and back."""
    return _moves_of(campaign, state)


def due_date_in(deadlines: Mapping[str, str], state: str) -> date | None:
    """Return the last day to leave `state`, of a row's `deadlines`; None when none is set."""
    written = deadlines.get(state)
    return date.fromisoformat(written) if written else None


def _moves_of(campaign: Campaign, state: str) -> frozenset[str]:
    """A regular review knows no opinion of the level above; a yearly one is not decided without."""
    moves = COMMUNE_MOVES[state]
    if state != _C.CHECKED:
        return moves
    is_regular = campaign.kind == CampaignKind.REGULAR
    return moves - {_C.OPINION if is_regular else _C.DECIDED}


def _is_back(state: str, to: str) -> bool:
    order = list(CommuneState)
    return order.index(CommuneState(to)) < order.index(CommuneState(state))


def _require_full(campaign: Campaign, unit: Unit) -> None:
    if not campaign.is_full:
        raise NotTheWholeProcedure(unit=unit.full_name, campaign=campaign.name)


def _may_skip_meeting(review: VillageReview, to: str) -> bool:
    if (review.stage, to) != (_V.SCORED, _V.POSTED):
        return True
    back = StageChange.objects.filter(
        campaign=review.campaign_id, unit=review.unit_id, of_village=True, to_state=_V.SURVEY
    )
    latest = back.order_by("-id").values_list("from_state", flat=True).first()
    return latest in {_V.POSTED, _V.CLOSED}


def _require_reason(
    unit: Unit, to: VillageStage | CommuneState, reason: str, *, is_back: bool
) -> None:
    if is_back and not reason.strip():
        raise ReasonMissing(unit=unit.full_name, to=to.label)


def _require_scored(review: VillageReview, to: VillageStage) -> None:
    waiting = listings.without_result(village=review)
    count = waiting.count()
    if count:
        names = waiting.order_by("sort_key", "id").values_list("household__head_name", flat=True)
        raise NotScoredYet(
            unit=review.unit.full_name,
            to=to.label,
            count=count,
            examples=", ".join(names[:EXAMPLES]),
        )


def _require_villages(
    review: CommuneReview, to: CommuneState, *, behind: list[VillageStage], needed: VillageStage
) -> None:
    late = review.villages.filter(stage__in=behind).order_by("unit__sort_key", "unit_id")
    names = list(late.values_list("unit__full_name", flat=True))
    if names:
        raise VillagesBehind(
            unit=review.unit.full_name,
            to=to.label,
            count=len(names),
            needed=needed.label,
            examples=", ".join(names[:EXAMPLES]),
        )


def _require_other_hands(campaign: Campaign, unit: Unit, by: User | None) -> None:
    submitted = (
        changes_of(campaign=campaign, unit=unit, of_village=False)
        .filter(to_state=_C.SUBMITTED)
        .first()
    )
    if by is not None and submitted is not None and submitted.user_id == by.pk:
        raise SameHands(
            unit=unit.full_name,
            who=submitted.changed_by,
            when=f" ngày {format_date(submitted.changed_on)}",
        )


def _run_guards(
    campaign: Campaign, unit: Unit, to: VillageStage | CommuneState, as_of: date
) -> None:
    for guard in _GUARDS.get(to, ()):
        guard(campaign, unit, as_of)


def _record_move(
    campaign: Campaign, unit: Unit, to: VillageStage | CommuneState, by: User | None, reason: str
) -> None:
    is_village = isinstance(to, VillageStage)
    audit.record(
        action="reviews.move_village" if is_village else "reviews.move_commune",
        by=by,
        subject=f"{unit.full_name}: {to.label}, {campaign.name}",
        unit_path=unit.path,
        reason=reason,
    )


def _keep_change(
    campaign: Campaign,
    unit: Unit,
    from_state: str,
    to: str,
    by: User | None,
    reason: str,
    as_of: date,
    *,
    of_village: bool,
) -> None:
    StageChange.objects.create(
        campaign=campaign,
        unit=unit,
        unit_path=unit.path,
        of_village=of_village,
        from_state=from_state,
        to_state=to,
        reason=reason.strip(),
        changed_on=as_of,
        user=by,
        changed_by=by.full_name if by else audit.NOBODY,
    )


def _set_commune(
    campaign: Campaign,
    review: CommuneReview,
    to: CommuneState,
    by: User | None,
    reason: str,
    as_of: date,
) -> CommuneReview:
    _keep_change(campaign, review.unit, review.state, to, by, reason, as_of, of_village=False)
    if to in VILLAGES_MAY_MOVE:
        review.judged_at = timezone.now() if to == _C.JUDGED else None
    review.state = to
    review.due_date = due_date_in(review.deadlines, to)
    review.save(update_fields=["state", "judged_at", "due_date"])
    return review


def _carry_commune(
    campaign: Campaign, commune: CommuneReview, by: User | None, as_of: date
) -> None:
    surveyed = commune.villages.filter(stage=_V.SURVEY).exists()
    if surveyed and commune.state == _C.JUDGED:
        _set_commune(campaign, commune, _C.OPEN, by, "", as_of)
    elif not surveyed and commune.state == _C.OPEN:
        _set_commune(campaign, commune, _C.JUDGED, by, "", as_of)


def _refused(
    campaign: Campaign,
    unit: Unit,
    to: VillageStage | CommuneState,
    stage: str,
    *,
    of_village: bool,
) -> StageRefused:
    now = VillageStage(stage) if of_village else CommuneState(stage)
    return StageRefused(
        unit=unit.full_name,
        to=to.label,
        stage=now.label,
        last=_last_words(campaign, unit, of_village=of_village),
    )


def _last_words(campaign: Campaign, unit: Unit, *, of_village: bool) -> str:
    """Return " (Lê Thị Hoà chuyển lúc 14:05 ngày 15/11/2021)", or nothing before the first move."""
    last = changes_of(campaign=campaign, unit=unit, of_village=of_village).first()
    if last is None:
        return ""
    time = timezone.localtime(last.changed_at).strftime("%H:%M")
    return f" ({last.changed_by} chuyển lúc {time} ngày {format_date(last.changed_on)})"
