"""What happens to a form: saved as typed, settled where two differ, finished, opened again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.forms.assessing import Assessment
from giamngheo.forms.enums import FormSource, FormState
from giamngheo.forms.handing_over import frame_of, result_row
from giamngheo.forms.models import FormConflict, ReviewForm
from giamngheo.forms.places import parent_path
from giamngheo.forms.queries import OpenForm, open_forms
from giamngheo.forms.refusals import (
    ConflictSettled,
    EvidenceImpossible,
    FieldUnknown,
    FormIncomplete,
    FormInConflict,
    FormIsDone,
    FormLocked,
    NotListed,
)
from giamngheo.forms.typed import LONGEST
from giamngheo.forms.words import moment, person
from giamngheo.law.enums import Evidence
from giamngheo.registry.models import Household
from giamngheo.reviews.actions import record_answers, record_scores, record_survey
from giamngheo.reviews.models import Campaign

# Autosaves of one sitting are told to the audit trail together, at the latest after this time.
SITTING = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What a save did: the form as it is now, what changed, what is left to be chosen."""

    found: OpenForm
    changed: tuple[str, ...]
    conflict: FormConflict | None = None

    @property
    def form(self) -> ReviewForm:
        assert self.found.form is not None
        return self.found.form


@transaction.atomic
def save_form(
    *,
    campaign: Campaign,
    household: Household,
    changes: Mapping[str, str],
    by: User | None,
    base_version: int = 0,
    base_texts: Mapping[str, str] | None = None,
    source: FormSource = FormSource.PAGE,
    evidence: Evidence | None = None,
    is_autosave: bool = False,
    reopen: bool = False,
) -> Saved:
    """
    Keep what was typed into some fields; the form is begun with its first save.

    Who read the form before another person changed one of these fields does not overwrite it: what
    stands stays, what was typed second is kept beside it. Read is what `base_texts` shows, or else
    the form's version `base_version`. With `reopen` a finished form is opened again by a change.
    Raises: FormLocked [FRM-001], NotListed [FRM-002], FormIsDone [FRM-003], FieldUnknown
            [FRM-004], EvidenceImpossible [FRM-008].
    """
    found = _locked(campaign, household, evidence=evidence)
    form = found.form or _new_form(found, source)
    changes = _real_changes(found, changes)
    moved = evidence is not None and form.evidence != evidence.value
    if moved and evidence is not None and evidence not in found.place.kinds:
        raise EvidenceImpossible(household=household.code, problem=_why_not(found, evidence))
    done = form.state == FormState.DONE
    if done and (changes or moved) and not reopen and source != FormSource.FILE:
        raise _done(found, form)
    against = {
        name
        for name in changes
        # A file filled while somebody finished the form is laid beside it, never over it.
        if (done and source == FormSource.FILE)
        or _is_against(form, name, by, source, base_version=base_version, base_texts=base_texts)
    }
    taken = {name: text for name, text in changes.items() if name not in against}
    if not taken and not against and not moved and form.pk is not None:
        return _saved(found, form)
    if taken or form.pk is None:
        _apply(form, taken, by)
    if moved and evidence is not None:
        form.evidence = evidence.value
    if is_autosave and not against and not moved and not _must_tell(form, by):
        form.save(update_fields=["values", "touched", "pending", "row_version", "saved_at"])
        return _saved(found, form, changed=tuple(taken))
    _tell(found, form, "forms.save", by)
    if taken or moved:
        _come_back_to_draft(form)
        form.saved_by, form.saved_from = by, source
        form.is_provisional = source == FormSource.FILE
    form.save()
    conflict = _keep_conflict(form, changes, against, by, source) if against else None
    return _saved(found, form, changed=tuple(taken), conflict=conflict)


def _saved(
    found: OpenForm,
    form: ReviewForm,
    *,
    changed: tuple[str, ...] = (),
    conflict: FormConflict | None = None,
) -> Saved:
    open_now = list(found.conflicts)
    if conflict is not None and conflict.settled_at is None and conflict not in open_now:
        open_now.append(conflict)
    now = replace(
        found,
        form=form,
        texts=dict(form.values),
        conflicts=tuple(open_now),
        rules=replace(found.rules, evidence=Evidence(form.evidence)),
    )
    return Saved(found=now, changed=changed, conflict=conflict)


def _locked(
    campaign: Campaign, household: Household, *, evidence: Evidence | None = None
) -> OpenForm:
    return _locked_all(campaign, [household], evidence=evidence)[0]


def _locked_all(
    campaign: Campaign, households: Sequence[Household], *, evidence: Evidence | None = None
) -> list[OpenForm]:
    """Hold the households' forms, and their villages where they are; refuse closed ones."""
    ids = sorted(household.pk for household in households)
    list(
        Household.objects.select_for_update(no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk")
    )
    _hold_places(campaign, households)
    found = open_forms(campaign=campaign, households=households, evidence=evidence)
    covered = {one.household.pk for one in found}
    for household in households:
        if household.pk not in covered:
            raise NotListed(household=household.code, campaign=campaign.name)
    for one in found:
        if one.place.lock is not None:
            raise _closed(one)
        if not one.is_listed:
            raise NotListed(household=one.household.code, campaign=campaign.name)
    return found


def _hold_places(campaign: Campaign, households: Sequence[Household]) -> None:
    """Many may fill forms at once; nobody may move their village or commune meanwhile."""
    paths = {household.unit_path for household in households}
    paths |= {parent_path(path) for path in paths}
    with connection.cursor() as cursor:
        for table in ("reviews_communereview", "reviews_villagereview"):
            # The review itself updates a commune's row: a share lock would make two wait in turn.
            cursor.execute(
                f"SELECT 1 FROM {table} WHERE campaign_id = %s AND unit_path = ANY(%s)"
                " ORDER BY id FOR KEY SHARE",
                [campaign.pk, sorted(paths)],
            )


def _closed(found: OpenForm) -> FormLocked:
    lock = found.place.lock
    assert lock is not None
    who = f", do {lock.by} chuyển lúc {moment(lock.at)}" if lock.by and lock.at else ""
    return FormLocked(household=found.household.code, why=_lower_first(lock.sentence), who=who)


def _done(found: OpenForm, form: ReviewForm) -> FormIsDone:
    assert form.done_at is not None
    return FormIsDone(
        household=found.household.code, who=person(form.done_by), when=moment(form.done_at)
    )


def _why_not(found: OpenForm, evidence: Evidence) -> str:
    if evidence is Evidence.ANSWERS:
        return (
            f"chưa có bảng điểm đầy đủ nào được duyệt cho chuẩn {found.place.standard.code} ở "
            f"{found.place.commune.unit.full_name}"
        )
    return f"chuẩn {found.place.standard.code} không có ngưỡng điểm B1, B2"


def _new_form(found: OpenForm, source: FormSource) -> ReviewForm:
    return ReviewForm(
        campaign=found.campaign,
        household=found.household,
        unit_path=found.household.unit_path,
        evidence=found.rules.evidence.value,
        values=dict(found.texts),
        saved_from=source,
        saved_at=timezone.now(),
    )


def _real_changes(found: OpenForm, changes: Mapping[str, str]) -> dict[str, str]:
    """Return the changes that differ from what stands; empty text takes an answer away."""
    for name in changes:
        if name not in found.rules.fields:
            raise FieldUnknown(household=found.household.code, field=name[:60])
    clipped = {name: text.strip()[:LONGEST] for name, text in changes.items()}
    return {n: text for n, text in clipped.items() if text != found.texts.get(n, "")}


def _is_against(
    form: ReviewForm,
    name: str,
    by: User | None,
    source: FormSource,
    *,
    base_version: int,
    base_texts: Mapping[str, str] | None,
) -> bool:
    """Whether the field was changed by somebody else since the writer read it."""
    if form.pk is None:
        return False
    version, user_id = (form.touched.get(name) or (0, None))[:2]
    mine = version > 0 and user_id == (by.pk if by else None)
    # A file may be older than what its own bearer typed here since.
    if mine and source != FormSource.FILE:
        return False
    if base_texts is not None:
        return bool(form.values.get(name, "") != base_texts.get(name, ""))
    return bool(version > base_version)


def _apply(form: ReviewForm, taken: Mapping[str, str], by: User | None) -> None:
    now = timezone.now()
    form.row_version += 1
    form.saved_at = now
    for name, text in taken.items():
        before = form.values.get(name, "")
        first = form.pending.get(name, [before])[0]
        form.pending[name] = [first, text]
        form.touched[name] = [
            form.row_version,
            by.pk if by else None,
            person(by),
            now.isoformat(),
        ]
        if text:
            form.values[name] = text
        else:
            form.values.pop(name, None)


def _must_tell(form: ReviewForm, by: User | None) -> bool:
    same_person = form.saved_by_id == (by.pk if by else None)
    recent = form.told_at is not None and timezone.now() - form.told_at < SITTING
    return form.pk is None or form.is_provisional or not same_person or not recent


def _tell(found: OpenForm, form: ReviewForm, action: str, by: User | None) -> None:
    """One event for all that was autosaved since the last one."""
    audit.record(
        action=action,
        by=by,
        subject=f"{found.campaign.name}: hộ {found.household.code}",
        unit_path=found.household.unit_path,
        details={"changes": dict(form.pending), "version": form.row_version},
    )
    form.pending, form.told_at = {}, timezone.now()


def _come_back_to_draft(form: ReviewForm) -> None:
    form.state, form.done_by, form.done_at = FormState.DRAFT, None, None


def _keep_conflict(
    form: ReviewForm,
    changes: Mapping[str, str],
    against: set[str],
    by: User | None,
    source: FormSource,
) -> FormConflict:
    """Keep both: what stands with who wrote it, and what was typed second. Never twice the same."""
    offered = {name: changes[name] for name in sorted(against)}
    same = form.conflicts.filter(offered=offered, offered_from=source).first()
    if same is not None:
        return same
    return FormConflict.objects.create(
        form=form,
        unit_path=form.unit_path,
        offered=offered,
        standing={name: _standing(form, name) for name in offered},
        offered_from=source,
        offered_by=by,
        offered_at=timezone.now(),
    )


def _standing(form: ReviewForm, name: str) -> list[str]:
    _, _, who, when = form.touched.get(name) or (0, None, person(form.saved_by), "")
    return [form.values.get(name, ""), who, when or form.saved_at.isoformat()]


@transaction.atomic
def settle_conflict(*, conflict: FormConflict, take: bool, by: User | None) -> ReviewForm:
    """
    Choose between what stands and what was typed second; both stay readable in the trail.

    Raises: FormLocked [FRM-001], NotListed [FRM-002], ConflictSettled [FRM-007].
    """
    household, campaign = conflict.form.household, conflict.form.campaign
    found = _locked(campaign, household)
    conflict.refresh_from_db()
    if conflict.settled_at is not None:
        raise ConflictSettled(
            household=household.code,
            who=person(conflict.settled_by),
            when=moment(conflict.settled_at),
        )
    form = found.form
    assert form is not None
    if take:
        known = found.rules.fields
        taken = {name: text for name, text in conflict.offered.items() if name in known}
        _apply(form, taken, by)
        _come_back_to_draft(form)
    _tell(found, form, "forms.settle", by)
    form.saved_by = by
    form.save()
    conflict.settled_by, conflict.settled_at, conflict.taken = by, timezone.now(), take
    conflict.save(update_fields=["settled_by", "settled_at", "taken"])
    return form


@transaction.atomic
def finish_form(*, campaign: Campaign, household: Household, by: User | None) -> ReviewForm:
    """
    Hand a complete form to the review, replacing what it had of the household.

    Raises: FormLocked [FRM-001], NotListed [FRM-002], FormIncomplete [FRM-005], FormInConflict
            [FRM-006], and what `reviews.actions.record_*` raise.
    """
    found = _locked(campaign, household)
    assessment = found.assess()
    if found.conflicts:
        raise FormInConflict(
            household=household.code,
            who=person(found.conflicts[0].offered_by),
            count=sum(len(one.offered) for one in found.conflicts),
        )
    if not assessment.is_complete:
        raise FormIncomplete(household=household.code, problem=_problem(found, assessment))
    return _finish([(found, assessment)], by)[0]


@dataclass(frozen=True, kw_only=True)
class Finished:
    """What finishing many forms did: those done now, and those left with what they lack."""

    done: tuple[ReviewForm, ...]
    left: tuple[tuple[str, str], ...]


@transaction.atomic
def finish_forms(
    *, campaign: Campaign, households: Sequence[Household], by: User | None
) -> Finished:
    """
    Hand every complete form of `households` to the review at once; the others stay as they are.

    Raises: FormLocked [FRM-001], NotListed [FRM-002], and what `reviews.actions.record_*` raise.
    """
    ready, left = [], []
    for found in _locked_all(campaign, households) if households else ():
        if found.form is None or found.is_done:
            continue
        assessment = found.assess()
        if found.conflicts:
            left.append((found.household.code, "có chỗ hai người ghi khác nhau"))
        elif not assessment.is_complete:
            left.append((found.household.code, _problem(found, assessment)))
        else:
            ready.append((found, assessment))
    return Finished(done=tuple(_finish(ready, by)), left=tuple(left))


_RECORD = {
    Evidence.SCORES: lambda c, frame, by: record_scores(campaign=c, scores=frame, by=by),
    Evidence.ANSWERS: lambda c, frame, by: record_answers(campaign=c, answers=frame, by=by),
    Evidence.INCOME: lambda c, frame, by: record_survey(campaign=c, answers=frame, by=by),
}


def _finish(ready: Sequence[tuple[OpenForm, Assessment]], by: User | None) -> list[ReviewForm]:
    rows: dict[Evidence, list[dict[str, Any]]] = {}
    forms = []
    for found, assessment in ready:
        kind = found.rules.evidence
        code = found.household.code
        rows.setdefault(kind, []).append(
            result_row(rules=found.rules, assessment=assessment, household_code=code)
        )
        form = found.form or _new_form(found, FormSource.PAGE)
        _tell(found, form, "forms.finish", by)
        form.state, form.is_provisional = FormState.DONE, False
        form.done_by, form.done_at, form.saved_by = by, timezone.now(), by
        form.row_version += 1
        form.save()
        forms.append(form)
    for kind, sheets in rows.items():
        _RECORD[kind](ready[0][0].campaign, frame_of(sheets, kind), by)
    return forms


def _problem(found: OpenForm, assessment: Assessment) -> str:
    if assessment.typed.errors:
        name, wrong = next(iter(assessment.typed.errors.items()))
        return f"mục “{found.rules.fields[name].label}”: {_lower_first(wrong).rstrip('.')}"
    if assessment.missing:
        labels = [label for _, label in assessment.missing]
        more = f" và {len(labels) - 3} mục khác" if len(labels) > 3 else ""
        return f"còn thiếu {', '.join(labels[:3])}{more}"
    return assessment.refusal.rstrip(".") or "chưa phân loại được"


@transaction.atomic
def reopen_form(*, campaign: Campaign, household: Household, by: User | None) -> ReviewForm | None:
    """
    Open a finished form again; the result it gave stands until it is finished anew.

    Returns None when it was not finished. Raises: FormLocked [FRM-001], NotListed [FRM-002].
    """
    found = _locked(campaign, household)
    if found.form is None or not found.is_done:
        return None
    _tell(found, found.form, "forms.reopen", by)
    _come_back_to_draft(found.form)
    found.form.row_version += 1
    found.form.save()
    return found.form


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
