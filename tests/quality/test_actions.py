"""Answers to doubts: kept through checks, mergers and splits; who may give them; two at once."""

from datetime import date
from typing import Any

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.accounts.refusals import AccessRefused
from giamngheo.audit.models import AuditEvent
from giamngheo.quality import actions, queries
from giamngheo.quality.checking import check_inside
from giamngheo.quality.enums import PairState
from giamngheo.quality.models import CheckRun, DuplicatePair, Finding, PairDecision, QualityCount
from giamngheo.quality.refusals import (
    AcceptReasonMissing,
    CheckRunning,
    FindingChanged,
    PairDecidedMeanwhile,
    PairNotThere,
    PairOfTheUpperLevel,
    PairReasonMissing,
)
from giamngheo.quality.rules import PAIRS
from giamngheo.quality.running import run_check
from giamngheo.registry.events import record_event, undo_event
from giamngheo.registry.models import Household, Member
from giamngheo.registry.requests import Correction, MemberOut, Merge
from giamngheo.work.models import WorkItem
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.planted import AS_OF, clean_family, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(district: District) -> User:
    return officer(Role.COMMUNE, district.rural, full_name="Lê Thị Xã")


def scope(user: User):  # type: ignore[no-untyped-def]
    return scope_of(user=user, as_of=AS_OF)


def doubled(district: District, village: str = "A", **changes: object) -> DuplicatePair:
    """Return the pair of a head who also heads a household of `village`, as checked."""
    one = clean_family(1, district.villages["A"].pk)
    two = clean_family(2, district.villages[village].pk, village)
    two.people[0] = {**one.people[0], **changes}
    store([one, two])
    check_inside(path=district.province.path, as_of=AS_OF)
    return DuplicatePair.objects.get()


def decide(pair: DuplicatePair, by: User, **more: object) -> DuplicatePair:
    given = {"decision": PairState.DIFFERENT, "reason": "Hai anh em sinh đôi", **more}
    return actions.decide_pair(pair=pair, by=by, scope=scope(by), **given)  # type: ignore[arg-type]


def still_open(unit_path: str, rule: str = PAIRS) -> tuple[int, int]:
    return queries.rule_counts(path=unit_path).get(rule, (0, 0))


def test_a_decision_is_kept_when_the_rules_run_again(district: District, clerk: User) -> None:
    pair = decide(doubled(district), clerk)

    check_inside(path=district.province.path, as_of=AS_OF)

    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by, pair.reason) == (
        PairState.DIFFERENT,
        clerk,
        "Hai anh em sinh đôi",
    )
    assert still_open(district.rural.path) == (0, 1)
    assert PairDecision.objects.get().rules == pair.rules
    event = AuditEvent.objects.get(action="quality.decide_pair")
    assert event.actor_id == clerk.pk


def test_a_new_sign_asks_again_about_two_called_different(district: District, clerk: User) -> None:
    pair = decide(doubled(district, personal_id=None), clerk)
    number = Member.objects.get(pk=pair.first_member_id).personal_id
    Member.objects.filter(pk=pair.second_member_id).update(
        personal_id=number or Member.objects.get(pk=pair.second_member_id).personal_id
    )
    Member.objects.filter(pk=pair.first_member_id).update(
        personal_id=Member.objects.get(pk=pair.second_member_id).personal_id
    )

    check_inside(path=district.province.path, as_of=AS_OF)

    pair.refresh_from_db()
    assert pair.decision == PairState.OPEN
    assert "SAME_ID" in pair.rules
    assert PairDecision.objects.get().decision == PairState.DIFFERENT


def test_the_second_of_two_officers_reads_who_was_first(district: District, clerk: User) -> None:
    pair = doubled(district)
    other = officer(Role.COMMUNE, district.rural, full_name="Vi Văn Hai")
    version = pair.version
    decide(pair, clerk, expected_version=version)

    with pytest.raises(PairDecidedMeanwhile) as refused:
        decide(pair, other, decision=PairState.SAME, expected_version=version)

    assert "Lê Thị Xã" in refused.value.message
    assert "lúc" in refused.value.message
    pair.refresh_from_db()
    assert pair.decision == PairState.DIFFERENT


@pytest.mark.parametrize("decision", [PairState.SAME, PairState.DIFFERENT])
def test_a_decision_wants_a_reason(district: District, clerk: User, decision: PairState) -> None:
    with pytest.raises(PairReasonMissing):
        decide(doubled(district), clerk, decision=decision, reason="  ")


def test_later_needs_no_reason_and_stays_in_the_queue(district: District, clerk: User) -> None:
    pair = decide(doubled(district), clerk, decision=PairState.LATER, reason="")

    assert pair in queries.pairs_matching(scope=scope(clerk), path=district.rural.path)
    assert still_open(district.rural.path) == (1, 0)


def test_a_pair_of_two_communes_is_the_upper_levels(district: District, clerk: User) -> None:
    pair = doubled(district, "B")
    above = officer(Role.DISTRICT, district.unit, full_name="Hà Thị Huyện")

    with pytest.raises(PairOfTheUpperLevel) as refused:
        decide(pair, clerk)
    decided = decide(pair, above)

    assert "Hà Thị Huyện" in refused.value.message
    assert decided.decided_by == above


def test_each_side_of_a_crossing_pair_sees_only_its_own(district: District, clerk: User) -> None:
    pair = doubled(district, "B")

    first, second = queries.sides_of(pairs=[pair], scope=scope(clerk))[pair.pk]

    own, hidden = (first, second) if first.is_shown else (second, first)
    assert own.household is not None
    assert (hidden.member, hidden.household) == (None, None)
    assert "Phố Núi" in hidden.commune


def test_the_neighbour_finds_no_pair_and_decides_none(district: District) -> None:
    pair = doubled(district)
    stranger = officer(Role.COMMUNE, district.urban)

    assert queries.pair_or_none(pair_id=pair.pk, scope=scope(stranger)) is None
    assert not queries.pairs_matching(scope=scope(stranger), path="/")
    with pytest.raises(AccessRefused):
        decide(pair, stranger)


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.VIEWER, Role.COMMITTEE_MEMBER, Role.LEADER])
def test_other_roles_decide_nothing(district: District, role: Role) -> None:
    pair = doubled(district)
    unit = district.villages["A"] if role == Role.VILLAGE else district.rural

    with pytest.raises(AccessRefused):
        decide(pair, officer(role, unit))


def test_a_merger_carries_the_answer_to_the_new_rows(district: District, clerk: User) -> None:
    pair = decide(doubled(district), clerk, decision=PairState.SAME)
    keep, drop = (
        Household.objects.get(pk=pk) for pk in (pair.first_household_id, pair.second_household_id)
    )

    event = record_event(
        household=keep,
        request=Merge(other_code=drop.code),
        event_date=AS_OF,
        reason="Ghi hai lần",
        by=clerk,
        scope=scope(clerk),
        as_of=AS_OF,
    )

    moved = DuplicatePair.objects.get(is_current=True, decision=PairState.SAME)
    assert moved.pk == pair.pk
    assert moved.in_one_household
    assert moved.decisions.count() == 1

    undo_event(event=event, reason="Nhầm", by=clerk, scope=scope(clerk), as_of=AS_OF)
    assert DuplicatePair.objects.filter(is_current=True).count() == 1


def test_a_pair_ends_when_one_row_leaves(district: District, clerk: User) -> None:
    pair = doubled(district)
    second = Household.objects.get(pk=pair.second_household_id)
    spouse = second.members.get(relation="SPOUSE")

    record_event(
        household=second,
        request=MemberOut(
            member_ids=(pair.second_member_id,), destination="", new_head_id=spouse.pk
        ),
        event_date=AS_OF,
        reason="Ghi trùng",
        by=clerk,
        scope=scope(clerk),
        as_of=AS_OF,
    )

    pair.refresh_from_db()
    assert not pair.is_current
    assert still_open(district.rural.path) == (0, 0)
    with pytest.raises(PairNotThere):
        decide(pair, clerk)


# ── Findings ──────────────────────────────────────────────────────────────────────────────────


def aged(district: District) -> Finding:
    family = clean_family(5, district.villages["A"].pk)
    family.people[1].update(birth_date=date(1914, 4, 15), personal_id=None)
    store([family])
    check_inside(path=district.province.path, as_of=AS_OF)
    return Finding.objects.get(rule="VERY_OLD")


def accept(finding: Finding, by: User, reason: str = "Có giấy khai sinh") -> Finding:
    return actions.accept_finding(finding=finding, reason=reason, by=by, scope=scope(by))


def test_an_accepted_finding_stays_so_until_its_facts_change(
    district: District, clerk: User
) -> None:
    finding = accept(aged(district), clerk)
    assert still_open(district.rural.path, "VERY_OLD") == (0, 1)

    check_inside(path=district.province.path, as_of=AS_OF)
    finding.refresh_from_db()
    assert finding.accepted_by == clerk

    Member.objects.filter(pk=finding.member_id).update(birth_date=date(1913, 4, 15))
    check_inside(path=district.province.path, as_of=AS_OF)
    finding.refresh_from_db()
    assert finding.accepted_at is None
    assert still_open(district.rural.path, "VERY_OLD") == (1, 0)

    # The facts as they were find their answer again.
    Member.objects.filter(pk=finding.member_id).update(birth_date=date(1914, 4, 15))
    check_inside(path=district.province.path, as_of=AS_OF)
    finding.refresh_from_db()
    assert finding.accepted_reason == "Có giấy khai sinh"


def test_accepting_wants_a_reason_a_right_and_the_facts_shown(
    district: District, clerk: User
) -> None:
    finding = aged(district)

    with pytest.raises(AcceptReasonMissing):
        accept(finding, clerk, " ")
    with pytest.raises(AccessRefused):
        accept(finding, officer(Role.COMMUNE, district.urban))
    with pytest.raises(AccessRefused):
        accept(finding, officer(Role.DISTRICT, district.unit))
    with pytest.raises(FindingChanged):
        actions.accept_finding(
            finding=finding,
            reason="Đúng",
            expected_digest="0" * 32,
            by=clerk,
            scope=scope(clerk),
        )


def test_the_second_acceptance_reads_who_was_first(district: District, clerk: User) -> None:
    finding = accept(aged(district), clerk)

    with pytest.raises(FindingChanged) as refused:
        accept(finding, officer(Role.COMMUNE, district.rural))

    assert "Lê Thị Xã" in refused.value.message


def test_an_acceptance_is_taken_back_with_a_reason(district: District, clerk: User) -> None:
    finding = accept(aged(district), clerk)

    actions.reopen_finding(finding=finding, reason="Đã mất", by=clerk, scope=scope(clerk))
    check_inside(path=district.province.path, as_of=AS_OF)

    finding.refresh_from_db()
    assert finding.accepted_at is None
    assert len(queries.answers_of(finding)) == 2


def test_what_is_mended_is_gone_at_once(district: District, clerk: User) -> None:
    finding = aged(district)

    record_event(
        household=Household.objects.get(pk=finding.household_id),
        request=Correction(member_id=finding.member_id, values={"birth_date": "15/04/1964"}),
        event_date=AS_OF,
        reason="Sai năm",
        by=clerk,
        scope=scope(clerk),
        as_of=AS_OF,
    )

    assert not Finding.objects.filter(rule="VERY_OLD").exists()
    assert not QualityCount.objects.filter(rule="VERY_OLD").exists()


def test_one_check_of_a_unit_at_a_time(district: District, clerk: User) -> None:
    WorkItem.objects.create(kind=actions.KIND, unit_path=district.rural.path)

    with pytest.raises(CheckRunning):
        actions.request_check(unit=district.rural, by=clerk, as_of=AS_OF)


def test_a_check_is_work_with_a_result(
    district: District, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    store([clean_family(5, district.villages["A"].pk)])

    with django_capture_on_commit_callbacks(execute=True):
        item = actions.request_check(unit=district.rural, by=clerk, as_of=AS_OF)

    item.refresh_from_db()
    run_check(job=NoJob(clerk), unit_id=district.rural.pk, as_of=AS_OF.isoformat())
    run = CheckRun.objects.order_by("-pk")[0]
    assert (run.households, run.findings, run.pairs, run.asked_by) == (1, 0, 0, clerk)
    last = queries.last_run(path=district.villages["A"].path)
    assert last == run


class NoJob:
    """A job nobody watches, for running a handler by hand."""

    item_id = None

    def __init__(self, by: User) -> None:
        self.by = by

    def report(self, **progress: object) -> None:
        """Nobody looks."""
