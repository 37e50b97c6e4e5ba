"""Questions about doubts: what a household's page, a board, a queue and a submission show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.quality.enums import UNDECIDED, Severity
from giamngheo.quality.models import (
    CheckRun,
    DuplicatePair,
    Finding,
    FindingAnswer,
    PendingCheck,
    QualityCount,
)
from giamngheo.quality.rules import RULES, Rule
from giamngheo.registry.models import Household, Member


def rule_of(finding: Finding) -> Rule:
    return RULES[finding.rule]


def sentence_of(finding: Finding) -> str:
    """Return what a finding says of its household, person or list."""
    return RULES[finding.rule].say(finding.facts)


def findings_of_household(*, household_id: int) -> list[Finding]:
    """Return what is in doubt about a household, errors first; accepted ones at the end."""
    found = Finding.objects.filter(household_id=household_id).select_related("accepted_by")
    weight = {level: number for number, level in enumerate(Severity)}
    return sorted(
        found, key=lambda one: (one.accepted_at is not None, weight[Severity(one.severity)], one.pk)
    )


def findings_matching(
    *,
    scope: Scope,
    path: str,
    rule: str = "",
    severity: str = "",
    answered: bool | None = False,
) -> QuerySet[Finding]:
    """Return the findings inside the unit at `path` that the scope may read by name."""
    found = scope.filter(Finding.objects.all(), permission=Permission.VIEW_PERSONAL)
    found = found.filter(unit_path__startswith=path)
    if rule:
        found = found.filter(rule=rule)
    if severity:
        found = found.filter(severity=severity)
    if answered is not None:
        found = found.filter(accepted_at__isnull=not answered)
    return found.select_related("unit__parent", "accepted_by")


def answers_of(finding: Finding) -> list[FindingAnswer]:
    """Return what was answered to a finding before, the latest first."""
    said = FindingAnswer.objects.filter(
        rule=finding.rule,
        household_id=finding.household_id,
        member_id=finding.member_id,
        context=finding.context,
    )
    return list(said.select_related("answered_by").order_by("-pk"))


# ── Pairs ─────────────────────────────────────────────────────────────────────────────────────


def pairs_visible(*, scope: Scope) -> QuerySet[DuplicatePair]:
    """Return the pairs of which the scope may read at least one side by name."""
    one = scope.filter(
        DuplicatePair.objects.all(), field="first_path", permission=Permission.VIEW_PERSONAL
    )
    two = scope.filter(
        DuplicatePair.objects.all(), field="second_path", permission=Permission.VIEW_PERSONAL
    )
    return one | two


def pairs_matching(
    *, scope: Scope, path: str, rule: str = "", state: str = "", strong: bool | None = None
) -> QuerySet[DuplicatePair]:
    """Return the pairs with a side inside the unit at `path`; `state` "" is what is undecided."""
    found = pairs_visible(scope=scope).filter(
        Q(first_path__startswith=path) | Q(second_path__startswith=path)
    )
    if state:
        found = found.filter(decision=state)
    else:
        found = found.filter(decision__in=UNDECIDED, is_current=True)
    if rule:
        found = found.filter(rules__contains=[rule])
    if strong is not None:
        found = found.filter(is_strong=strong)
    return found.select_related("decided_by")


def pair_or_none(*, pair_id: int, scope: Scope) -> DuplicatePair | None:
    """Return the pair when one of its sides is the reader's: others' look as if not there."""
    return pairs_visible(scope=scope).filter(pk=pair_id).select_related("decided_by").first()


def pairs_of_household(*, household_id: int) -> list[DuplicatePair]:
    """Return the pairs a household is in, undecided and surest first."""
    found = DuplicatePair.objects.filter(is_current=True).filter(
        Q(first_household_id=household_id) | Q(second_household_id=household_id)
    )
    return sorted(found, key=lambda one: (not one.is_undecided, not one.is_strong, one.pk))


def pairs_between(*, pair: DuplicatePair) -> list[DuplicatePair]:
    """Return the other undecided pairs between the two households of a pair."""
    between = DuplicatePair.objects.filter(
        Q(
            first_household_id=pair.first_household_id,
            second_household_id=pair.second_household_id,
        )
        | Q(
            first_household_id=pair.second_household_id,
            second_household_id=pair.first_household_id,
        ),
        is_current=True,
        decision__in=UNDECIDED,
    )
    return list(between.exclude(pk=pair.pk).order_by("pk"))


@dataclass(frozen=True)
class Side:
    """
    One side of a pair as a reader may see it: with `household` None only the commune's name.
    """

    member: Member | None
    household: Household | None
    commune: str

    @property
    def is_shown(self) -> bool:
        return self.household is not None


def sides_of(*, pairs: Iterable[DuplicatePair], scope: Scope) -> dict[int, tuple[Side, Side]]:
    """Return both sides of each pair by its number; two statements and one for the communes."""
    kept = list(pairs)
    allowed = {
        (pair.pk, number): scope.can(Permission.VIEW_PERSONAL, path)
        for pair in kept
        for number, path in enumerate((pair.first_path, pair.second_path))
    }
    people = {
        pk
        for pair in kept
        for number, pk in enumerate((pair.first_member_id, pair.second_member_id))
        if allowed[pair.pk, number]
    }
    members = Member.objects.select_related("household__unit__parent").in_bulk(people)
    hidden = {
        unit
        for pair in kept
        for number, unit in enumerate((pair.first_unit_id, pair.second_unit_id))
        if not allowed[pair.pk, number]
    }
    units = Unit.objects.select_related("parent").in_bulk(hidden)
    return {
        pair.pk: (
            _side(members.get(pair.first_member_id), units.get(pair.first_unit_id)),
            _side(members.get(pair.second_member_id), units.get(pair.second_unit_id)),
        )
        for pair in kept
    }


def _side(member: Member | None, unit: Unit | None) -> Side:
    if member is not None:
        return Side(member, member.household, _commune_name(member.household.unit))
    return Side(None, None, _commune_name(unit) if unit is not None else "xã khác")


def _commune_name(unit: Unit) -> str:
    commune = unit.parent if unit.level > UnitLevel.COMMUNE and unit.parent else unit
    return commune.full_name


def may_decide(*, pair: DuplicatePair, scope: Scope) -> bool:
    """
    Return whether the scope may answer the pair: who edits both sides; of two communes also the
    level above both.
    """
    paths = (pair.first_path, pair.second_path)
    edits = all(scope.can(Permission.EDIT_REGISTER, path) for path in paths)
    return edits or (
        pair.crosses_communes
        and all(
            scope.can(Permission.GIVE_OPINION, path) and scope.can(Permission.VIEW_PERSONAL, path)
            for path in paths
        )
    )


# ── Counts ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class UnitCounts:
    """How many doubts a unit below has by rule: {rule: (open, answered)}."""

    unit: Unit
    by_rule: dict[str, tuple[int, int]]
    is_pending: bool

    @property
    def open(self) -> int:
        return sum(still for still, _ in self.by_rule.values())


def rule_counts(*, path: str) -> dict[str, tuple[int, int]]:
    """Return (open, answered) by rule inside the unit at `path`, from the table of counts."""
    rows = (
        QualityCount.objects.filter(unit_path__startswith=path)
        .values_list("rule")
        .annotate(still=Sum("open_count"), done=Sum("answered_count"))
    )
    return {rule: (still, done) for rule, still, done in rows}


def unit_counts(*, unit: Unit) -> list[UnitCounts]:
    """Return the counts of the units right below, or of the unit itself when it has none."""
    below = list(Unit.objects.filter(parent=unit).order_by("sort_key", "pk")) or [unit]
    shown = [*below, unit] if below != [unit] else below
    depth = {one.path: one for one in shown}
    counts: dict[int, dict[str, tuple[int, int]]] = {one.pk: {} for one in shown}
    rows = QualityCount.objects.filter(unit_path__startswith=unit.path).values_list(
        "unit_path", "rule", "open_count", "answered_count"
    )
    for path, rule, still, done in rows:
        owner = _owner(path, depth, unit)
        before = counts[owner.pk].get(rule, (0, 0))
        counts[owner.pk][rule] = (before[0] + still, before[1] + done)
    waiting = {
        _owner(path, depth, unit).pk
        for path in PendingCheck.objects.filter(unit_path__startswith=unit.path).values_list(
            "unit_path", flat=True
        )
    }
    return [UnitCounts(one, counts[one.pk], one.pk in waiting) for one in shown]


def _owner(path: str, shown: dict[str, Unit], top: Unit) -> Unit:
    """Return the unit of `shown` that a village's path lies in."""
    rest = path[len(top.path) :]
    return shown.get(f"{top.path}{rest.split('/')[0]}/", top) if rest else top


def last_run(*, path: str) -> CheckRun | None:
    """Return the last check of the whole unit, made for it or for one above it."""
    parts = path.strip("/").split("/")
    above = ["/" + "/".join(parts[: number + 1]) + "/" for number in range(len(parts))]
    found = CheckRun.objects.filter(unit_path__in=above).select_related("asked_by")
    return found.order_by("-finished_at", "-pk").first()


def pending_since(*, path: str) -> tuple[int, datetime | None]:
    """Return how many villages inside wait for a check, and since when the first does."""
    since = list(
        PendingCheck.objects.filter(unit_path__startswith=path)
        .order_by("since")
        .values_list("since", flat=True)
    )
    return len(since), since[0] if since else None


# ── For the rooms above ───────────────────────────────────────────────────────────────────────


def open_of_households(
    *, household_ids: Sequence[int], contexts: Sequence[str] = ("",)
) -> QuerySet[Finding]:
    """Return the unanswered errors and warnings of the households."""
    return Finding.objects.filter(
        household_id__in=household_ids,
        context__in=contexts,
        accepted_at__isnull=True,
        severity__in=(Severity.ERROR, Severity.WARNING),
    ).order_by("pk")


def open_pairs_of(*, household_ids: Sequence[int]) -> QuerySet[DuplicatePair]:
    """Return the undecided pairs that have one of the households."""
    return DuplicatePair.objects.filter(
        Q(first_household_id__in=household_ids) | Q(second_household_id__in=household_ids),
        is_current=True,
        decision__in=UNDECIDED,
    ).order_by("pk")
