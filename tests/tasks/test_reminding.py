"""Letters before 14, 7 and 1 days and when late; none twice; the heir gets them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail

from giamngheo.agencies.actions import HeirGiven, add_agency, end_agency, set_email
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.cli.main import main
from giamngheo.tasks.actions import GivenTask, create_task
from giamngheo.tasks.deadlines import Rule
from giamngheo.tasks.enums import State
from giamngheo.tasks.models import Occurrence, Task, TaskReminder
from giamngheo.tasks.refusals import MailRefused
from giamngheo.tasks.reminding import mark_of, remind
from tests.tasks.conftest import DAY

Find = Callable[[str], Agency]
DUE = date(2020, 3, 31)


@pytest.fixture
def task(district: Unit, agency: Find) -> Task:
    lead = agency("DIVISION_LABOUR")
    set_email(agency=lead, email="ldtbxh@vi-du.vn", by=None)
    given = GivenTask(text="Gửi báo cáo quý", rule=Rule(kind="DATE", date=DUE), lead=lead)
    return create_task(unit=district, given=given, by=None, as_of=DAY)


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        (date(2020, 3, 16), None),
        (date(2020, 3, 17), 14),
        (date(2020, 3, 23), 14),
        (date(2020, 3, 24), 7),
        (date(2020, 3, 29), 7),
        (date(2020, 3, 30), 1),
        (DUE, 1),
        (date(2020, 4, 1), -1),
    ],
)
def test_mark_of_a_day(day: date, mark: int | None) -> None:
    assert mark_of(due_on=DUE, as_of=day) == mark


def test_one_letter_a_mark_and_none_twice(task: Task) -> None:
    march = [date(2020, 3, day) for day in (17, 17, 18, 24, 31)]
    days = [*march, date(2020, 4, 1), date(2020, 4, 2)]

    sent = [remind(as_of=day).letters for day in days]

    assert sent == [1, 0, 0, 1, 1, 1, 0]
    assert mail.outbox[0].to == ["ldtbxh@vi-du.vn"]
    assert "31/03/2020, còn 14 ngày: Gửi báo cáo quý" in mail.outbox[0].body
    assert "quá 1 ngày" in mail.outbox[-1].body
    assert TaskReminder.objects.count() == 4


def test_done_task_is_not_reminded(task: Task) -> None:
    Occurrence.objects.filter(task=task).update(state=State.DONE, done_on=DAY)

    assert remind(as_of=date(2020, 3, 24)).letters == 0


def test_agency_without_mailbox_is_named(task: Task, agency: Find) -> None:
    set_email(agency=agency("DIVISION_LABOUR"), email="", by=None)

    done = remind(as_of=date(2020, 3, 24))

    assert done.without_mailbox == ("Phòng Lao động - Thương binh và Xã hội",)
    assert (done.letters, mail.outbox) == (0, [])
    assert not TaskReminder.objects.exists()


def test_heir_gets_the_letter(task: Task, district: Unit, agency: Find) -> None:
    heir = add_agency(
        unit=district, name="Phòng Dân sinh", email="ds@vi-du.vn", source="thử", by=None
    )
    end_agency(
        agency=agency("DIVISION_LABOUR"),
        on=date(2020, 3, 10),
        heirs=[HeirGiven(agency=heir)],
        source="QĐ 1",
        by=None,
    )

    remind(as_of=date(2020, 3, 24))

    assert [letter.to for letter in mail.outbox] == [["ds@vi-du.vn"]]


def test_mail_server_that_refuses_leaves_nothing_noted(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise OSError("no route")

    monkeypatch.setattr("giamngheo.tasks.reminding.send_mail", broken)

    with pytest.raises(MailRefused):
        remind(as_of=date(2020, 3, 24))

    assert not TaskReminder.objects.exists()


def test_command_says_what_it_did(task: Task, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tasks", "remind", "--on", "2020-03-24"]) == 0
    assert "Đã gửi 1 thư nhắc 1 việc." in capsys.readouterr().out

    assert main(["tasks", "remind", "--on", "2020-03-24", "--json"]) == 0
    assert '"letters": 0' in capsys.readouterr().out

    with pytest.raises(SystemExit) as wrong:
        main(["tasks", "remind", "--on", "24/03"])
    assert wrong.value.code == 2
