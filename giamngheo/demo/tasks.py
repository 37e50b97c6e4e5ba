"""The district's agencies, the tasks of its plan, what was reported, what hinders the communes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.agencies.actions import assign_staff, set_email, set_up_agencies
from giamngheo.agencies.models import Agency
from giamngheo.agencies.queries import find_agencies
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.demo.committees import build_committee
from giamngheo.planning.models import Plan
from giamngheo.tasks.actions import GivenTask, create_task, take_over_plan
from giamngheo.tasks.deadlines import Rule, read_deadline
from giamngheo.tasks.enums import NoteKind, ObstacleState, State
from giamngheo.tasks.models import Obstacle, Occurrence, Task, TaskNote
from giamngheo.tasks.obstacles import answer_obstacle, raise_obstacle

AGENCIES_ON: Final = date(2019, 12, 1)
PLAYED_DAY: Final = date(2021, 11, 8)

# (what, lead, coordinating, deadline as a paper says it, given on)
TYPED: Final = (
    (
        "Tổng hợp kết quả rà soát hộ nghèo, hộ cận nghèo cuối năm 2021 của các xã, thị trấn",
        "Phòng LĐTBXH",
        ("UBND các xã, thị trấn",),
        "trước ngày 15/11/2021",
        date(2021, 9, 20),
    ),
    (
        "Rà lại thẻ bảo hiểm y tế của hộ nghèo, hộ cận nghèo, báo cáo số thẻ còn thiếu",
        "Phòng Y tế",
        ("Phòng LĐTBXH",),
        "trong tháng 10/2021",
        date(2021, 9, 20),
    ),
    (
        "Thẩm định nhu cầu sửa nhà của hộ nghèo có nhà không kiên cố",
        "Phòng Kinh tế và Hạ tầng",
        ("Phòng LĐTBXH", "UBMTTQ huyện"),
        "chậm nhất ngày 12/11/2021",
        date(2021, 10, 11),
    ),
    (
        "Báo cáo dư nợ cho vay hộ nghèo, hộ cận nghèo, hộ mới thoát nghèo",
        "PGD NHCSXH",
        (),
        "hằng quý",
        date(2021, 1, 4),
    ),
    (
        "Xây dựng kế hoạch giảm nghèo giai đoạn 2021 - 2025 của huyện",
        "Phòng LĐTBXH",
        ("Phòng TCKH",),
        "khi có hướng dẫn của tỉnh",
        date(2021, 8, 2),
    ),
    (
        "Gửi danh sách học sinh hộ nghèo được miễn, giảm học phí",
        "Phòng GD&ĐT",
        ("UBND các xã, thị trấn",),
        "5 ngày làm việc kể từ ngày 03/11/2021",
        date(2021, 11, 3),
    ),
)
OBSTACLES: Final = (
    (
        "Xã Bình Sơn",
        "Nhiều lao động của hộ nghèo đi làm ăn xa, rà soát viên không gặp được để lấy phiếu.",
        date(2021, 10, 18),
        "",
    ),
    (
        "Xã Thọ Bình",
        "Chưa rõ cách tính thu nhập từ rừng trồng chưa đến kỳ khai thác.",
        date(2021, 10, 29),
        "",
    ),
    (
        "Xã Thọ Sơn",
        "Thiếu kinh phí in phiếu rà soát cho các thôn.",
        date(2021, 9, 27),
        "Phòng Tài chính - Kế hoạch cấp bổ sung từ nguồn chi thường xuyên của huyện.",
    ),
)


def build_tasks(
    *,
    province: Unit,
    district: Unit,
    communes: Mapping[str, Unit],
    plan: Plan,
    health_officer: User,
    by: User,
) -> None:
    """Fill the directory of agencies and the board of tasks as they stand in the autumn of 2021."""
    units = [None, province, district, *communes.values()]
    set_up_agencies(units=units, as_of=AGENCIES_ON, by=by)
    names = ("Phòng Y tế", "Phòng LĐTBXH")
    health, labour = _known(names, district)
    assign_staff(agency=health, user=health_officer, as_of=AGENCIES_ON, by=by)
    for agency, box in ((health, "yte"), (labour, "ldtbxh")):
        set_email(agency=agency, email=f"{box}.trieuson@vi-du.vn", by=by)
    take_over_plan(plan=plan, by=by, as_of=date(2020, 2, 3))
    _give(district, by)
    _report(Occurrence.objects.filter(_reported(plan)).in_order(), by)
    _hinder(communes, by)
    build_committee(district=district, plan=plan, by=by)
    Task.objects.filter(unit=district).update(is_generated=True)
    Obstacle.objects.filter(unit__in=communes.values()).update(is_generated=True)


def _known(names: Sequence[str], district: Unit) -> list[Agency]:
    found = find_agencies(names=names, as_of=PLAYED_DAY, within=district)
    return [match.agency for match in found if match.agency is not None]


def _reported(plan: Plan) -> Q:
    """The plan's own tasks; of those given by word, what was due in the first half of 2021."""
    return Q(task__plan=plan) | Q(due_on__lte=date(2021, 6, 30))


@transaction.atomic
def _report(rows: Iterable[Occurrence], by: User) -> None:
    """Report the plan's dated tasks as done the day before, its standing ones as under way."""
    audit.record(action="demo.report_tasks", by=by, subject="Tiến độ trình diễn")
    changed, notes = [], []
    for row in rows:
        if row.state != State.NOT_BEGUN:
            continue
        done = row.due_on is not None
        row.state = State.DONE if done else State.UNDER_WAY
        row.done_on = row.due_on
        changed.append(row)
        notes.append(
            TaskNote(
                task_id=row.task_id,
                occurrence=row,
                kind=NoteKind.PROGRESS,
                words="Đã hoàn thành (sinh ra để trình diễn)." if done else "Đang làm.",
                state_after=row.state,
                noted_on=row.due_on or date(2020, 12, 31),
                recorded_by=by,
            )
        )
    Occurrence.objects.bulk_update(changed, ["state", "done_on"])
    TaskNote.objects.bulk_create(notes)


def _give(district: Unit, by: User) -> None:
    for text, lead, others, deadline, on in TYPED:
        agencies = _known((lead, *others), district)
        create_task(
            unit=district,
            given=GivenTask(
                text=text,
                rule=read_deadline(deadline) or Rule(kind="NONE"),
                lead=agencies[0],
                coordinate=agencies[1:],
                origin_words="Kết luận giao ban của Ủy ban nhân dân huyện",
            ),
            by=by,
            as_of=on,
        )


def _hinder(communes: Mapping[str, Unit], by: User) -> None:
    for name, words, on, answer in OBSTACLES:
        raised = raise_obstacle(unit=communes[name], words=words, by=by, as_of=on)
        if answer and raised.state == ObstacleState.OPEN:
            answer_obstacle(obstacle=raised, answer=answer, by=by, as_of=date(2021, 10, 4))
