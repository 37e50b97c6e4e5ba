"""Members, the units they answer for, names of before a merger, meetings that give tasks."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from giamngheo.agencies.actions import set_up_agencies
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.committees import actions
from giamngheo.committees.actions import GivenMember
from giamngheo.committees.enums import How, Post
from giamngheo.committees.lists import members_of_file, members_of_plan, post_of
from giamngheo.committees.meetings import give_conclusion, record_meeting
from giamngheo.committees.models import Committee, CommitteeMember, MemberUnit
from giamngheo.committees.queries import committee_of, coverage, members_for, proposals
from giamngheo.committees.refusals import (
    AssignmentRefused,
    CommitteeIncomplete,
    CommitteeKnown,
    ConclusionTaken,
    MeetingRefused,
    MemberRefused,
    MembersUnreadable,
)
from giamngheo.planning.models import Plan, PlanItem
from giamngheo.tasks.deadlines import Rule
from giamngheo.tasks.models import Task
from tests.committees.conftest import DAY
from tests.factories.areas import unit

AFTER = date(2025, 8, 1)


def member(name: str) -> CommitteeMember:
    return CommitteeMember.objects.get(full_name=name)


def test_names_of_before_the_merger_are_their_heirs(committee: Committee) -> None:
    found = coverage(committee=committee, as_of=DAY)

    renamed = {one.as_written: one.unit.full_name for one in found.renamed if one.unit}
    assert renamed["Tân Ninh"] == "Thị trấn Nưa"
    assert renamed["Minh Dân"] == renamed["Minh Châu"] == "Thị trấn Triệu Sơn"
    assert [one.as_written for one in found.unknown] == ["Làng Không Có"]


def test_uncovered_and_shared_units(committee: Committee) -> None:
    found = coverage(committee=committee, as_of=DAY)

    shared = {unit.full_name: len(who) for unit, who in found.shared.items()}
    assert shared["Xã Thọ Sơn"] == 2
    assert found.units == 34
    assert found.covered == found.units - len(found.uncovered)
    assert "Xã Xuân Thịnh" not in {unit.full_name for unit in found.uncovered}
    assert "Xã Bình Sơn" in {unit.full_name for unit in found.uncovered}


def test_member_who_leaves_uncovers_her_units(committee: Committee) -> None:
    actions.end_member(
        member=member("Cao Văn Bốn"), on=date(2020, 5, 1), reason="chuyển công tác", by=None
    )

    def uncovered(day: date) -> set[str]:
        return {one.full_name for one in coverage(committee=committee, as_of=day).uncovered}

    assert "Xã Xuân Thịnh" not in uncovered(date(2020, 4, 30))
    assert "Xã Xuân Thịnh" in uncovered(date(2020, 5, 1))


def test_load_counts_units(committee: Committee) -> None:
    rows = {row.member.full_name: row.load for row in coverage(committee=committee, as_of=DAY).rows}

    assert rows["Lò Thị Một"] == 2
    assert rows["Cao Văn Bốn"] == 2


def test_members_for_a_unit(committee: Committee) -> None:
    names = [one.full_name for one in members_for(unit=unit("15667", "2020-03-02"), as_of=DAY)]

    assert names == ["Lò Thị Một", "Vi Thị Ba"]
    assert members_for(unit=unit("15667", "2020-03-02"), as_of=date(2020, 3, 1)) == []


def test_members_for_a_unit_after_the_merger(committee: Committee) -> None:
    # Thọ Sơn, Thọ Bình and Bình Sơn are the new commune of Thọ Bình.
    names = [one.full_name for one in members_for(unit=unit("15667", "2025-08-01"), as_of=AFTER)]

    assert names == ["Lò Thị Một", "Vi Thị Ba"]


def test_proposals_after_the_merger_are_accepted(committee: Committee) -> None:
    found = proposals(committee=committee, as_of=AFTER)
    clear = [one for one in found if one.is_clear]
    assert proposals(committee=committee, as_of=date(2020, 12, 31)) == []
    assert clear

    moved = actions.accept_proposals(committee=committee, as_of=AFTER, by=None)

    assert moved == len(clear)
    left = proposals(committee=committee, as_of=AFTER)
    assert not [one for one in left if one.is_clear]
    new = MemberUnit.objects.get(member=member("Lò Thị Một"), valid_to=None)
    assert new.unit == unit("15667", "2025-08-01")
    # What was answered for before the merger stays readable.
    assert len(members_for(unit=unit("15670", "2020-03-02"), as_of=date(2025, 6, 30))) == 1


def test_new_decision_ends_the_committee_before(committee: Committee, trieu_son: Unit) -> None:
    new = actions.create_committee(
        unit=trieu_son, name="Ban mới", decision="QĐ 2", valid_from=date(2021, 1, 1), by=None
    )

    assert committee_of(unit=trieu_son, as_of=date(2020, 12, 31)) == committee
    assert committee_of(unit=trieu_son, as_of=date(2021, 1, 1)) == new
    with pytest.raises(CommitteeKnown):
        actions.create_committee(
            unit=trieu_son, name="Ban", decision="QĐ 3", valid_from=date(2021, 1, 1), by=None
        )
    with pytest.raises(CommitteeIncomplete):
        actions.create_committee(
            unit=trieu_son, name="Ban", decision=" ", valid_from=date(2022, 1, 1), by=None
        )


@pytest.mark.parametrize("name", ["", " lò  thị MỘT"])
def test_member_without_name_or_known_is_refused(committee: Committee, name: str) -> None:
    with pytest.raises(MemberRefused):
        actions.add_members(
            committee=committee, members=[GivenMember(full_name=name)], as_of=DAY, by=None
        )


def test_unknown_name_is_resolved_by_a_person(committee: Committee) -> None:
    assignment = MemberUnit.objects.get(how=How.UNKNOWN)
    binh_son = Unit.objects.get(full_name="Xã Bình Sơn", parent=committee.unit)

    actions.resolve_name(assignment=assignment, unit=binh_son, by=None)

    found = coverage(committee=committee, as_of=DAY)
    assert found.unknown == ()
    assert binh_son not in found.uncovered
    with pytest.raises(AssignmentRefused):
        actions.resolve_name(assignment=assignment, unit=binh_son, by=None)


def test_assignments_that_cannot_be(committee: Committee) -> None:
    one = member("Lò Thị Một")
    elsewhere = unit("404", "2020-03-02")
    known = unit("15667", "2020-03-02")

    for chosen, day in ((elsewhere, DAY), (known, DAY), (known, AFTER)):
        with pytest.raises(AssignmentRefused):
            actions.assign_unit(member=one, unit=chosen, as_of=day, by=None)


def test_meeting_gives_a_task_once(committee: Committee) -> None:
    set_up_agencies(units=[committee.unit], as_of=DAY, by=None)
    lead = Agency.objects.get(kind="DIVISION_LABOUR")
    meeting = record_meeting(
        committee=committee,
        held_on=DAY,
        chair="Lò Thị Một",
        content="",
        conclusions=["Kiểm tra các xã", " "],
        by=None,
        as_of=DAY,
    )
    rule = Rule(kind="DATE", date=date(2020, 4, 1), as_written="01/04/2020")

    task = give_conclusion(
        conclusion=meeting.conclusions.get(), lead=lead, rule=rule, by=None, as_of=DAY
    )

    assert (task.text, task.lead, task.origin) == ("Kiểm tra các xã", lead, "CONCLUSION")
    with pytest.raises(ConclusionTaken):
        give_conclusion(
            conclusion=meeting.conclusions.get(), lead=lead, rule=rule, by=None, as_of=DAY
        )
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": date(2020, 3, 3)},
        {"held_on": date(2020, 3, 1)},
        {"chair": " "},
        {"conclusions": [], "content": " "},
    ],
)
def test_meeting_that_cannot_be_is_refused(committee: Committee, wrong: dict[str, Any]) -> None:
    whole: dict[str, Any] = {
        "held_on": DAY,
        "chair": "A",
        "content": "B",
        "conclusions": ["C"],
    }

    with pytest.raises(MeetingRefused):
        record_meeting(committee=committee, by=None, as_of=DAY, **{**whole, **wrong})


def test_members_from_a_committed_annex(trieu_son: Unit) -> None:
    plan = Plan.objects.create(
        unit=trieu_son,
        unit_path=trieu_son.path,
        title="Kế hoạch",
        first_year=2020,
        last_year=2020,
        file_name="a.txt",
        file_digest="0" * 64,
        text="",
        imported_by="x",
    )
    with pytest.raises(MembersUnreadable):
        members_of_plan(plan=plan)
    for position, (state, name) in enumerate((("ACCEPTED", "Lò Văn A"), ("REJECTED", "Lò Văn B"))):
        PlanItem.objects.create(
            plan=plan,
            block="tables",
            position=position,
            key=f"k{position}",
            data={"name": name, "units": ["Thọ Sơn và Thọ Bình"], "position": "Trưởng phòng"},
            state=state,
        )

    (found,) = members_of_plan(plan=plan)

    assert (found.full_name, found.job) == ("Lò Văn A", "Trưởng phòng")
    assert found.units == ("Thọ Sơn", "Thọ Bình")


def test_members_from_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.csv"
    pl.DataFrame(
        {
            "Họ tên": ["Lò Văn A", "Hà Thị B"],
            "Chức vụ": ["Phó Chủ tịch", None],
            "Trong ban": ["Trưởng ban", None],
            "Đơn vị chỉ đạo": ["Thọ Sơn; Thọ Bình", None],
        }
    ).write_csv(path)

    first, second = members_of_file(path=path)

    assert (first.full_name, first.post, first.units) == (
        "Lò Văn A",
        Post.HEAD,
        ("Thọ Sơn", "Thọ Bình"),
    )
    assert (second.job, second.post, second.units) == ("", Post.MEMBER, ())


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("Trưởng ban", Post.HEAD),
        ("Phó Trưởng ban thường trực", Post.DEPUTY),
        ("Ủy viên thường trực", Post.STANDING),
        ("Thư ký", Post.SECRETARY),
        ("Ủy viên", Post.MEMBER),
    ],
)
def test_post_as_written(words: str, post: Post) -> None:
    assert post_of(words) == post
