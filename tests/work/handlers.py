"""Kinds of work for tests, by what their handlers do."""

from typing import Any

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.lib.errors import Refusal
from giamngheo.work.jobs import Job
from giamngheo.work.kinds import Kind
from tests.factories.accounts import UserFactory


class NoSuchFile(Refusal):
    code = "TST-001"
    sentence = "Không đọc được tệp {name}. Chọn tệp khác."


def count(*, job: Job, up_to: int = 3) -> dict[str, Any]:
    for number in range(up_to + 1):
        job.report(done=number, total=up_to, message=f"hộ thứ {number}")
    return {"counted": up_to}


def refuse(*, job: Job) -> None:
    raise NoSuchFile(name="ho-ngheo.xlsx")


def crash(*, job: Job) -> None:
    job.report(done=1, total=2)
    raise ZeroDivisionError


def crash_half_way(*, job: Job) -> None:
    with transaction.atomic():
        UserFactory(username="nuachung")
        raise ZeroDivisionError


def stop_half_way(*, job: Job) -> None:
    """Report for ever, in a transaction: only a wish to stop ends it."""
    with transaction.atomic():
        UserFactory(username="nuachung")
        while True:
            job.report(done=User.objects.count())


def return_something_odd(*, job: Job) -> dict[str, Any]:
    return {"odd": object()}


TEST_KINDS = {
    handler.__name__: Kind(f"Thử: {handler.__name__}", f"tests.work.handlers.{handler.__name__}")
    for handler in (count, refuse, crash, crash_half_way, stop_half_way, return_something_odd)
}
