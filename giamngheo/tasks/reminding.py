"""Reminders: what is due in 14, 7 and 1 days or late, one letter an agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Final

from django.core.mail import send_mail
from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.agencies.models import Agency
from giamngheo.agencies.queries import successors_of_many
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.tasks.enums import OPEN
from giamngheo.tasks.models import Occurrence, TaskReminder
from giamngheo.tasks.refusals import MailRefused

DAYS_BEFORE: Final = (14, 7, 1)
LATE: Final = -1


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """What a day's round did; `without_mailbox`: agencies that can only be told on the page."""

    letters: int
    tasks: int
    without_mailbox: tuple[str, ...]


def remind(*, as_of: date, by: User | None = None) -> Reminded:
    """
    Send each agency one letter with what has newly come within 14, 7 or 1 days, or become late.

    A round that was left out is made up for; run twice on a day it sends nothing again. The heir
    of an agency that is no more gets its letters. Each letter is noted before the next is sent.
    Raises: MailRefused [TSK-009]; the letters sent before stay noted.
    """
    due = _newly_due(as_of)
    letters = tasks = 0
    silent: list[str] = []
    for agency, rows in due.items():
        if not agency.email:
            silent.append(agency.name)
            continue
        _send(agency, rows, as_of, by)
        letters, tasks = letters + 1, tasks + len(rows)
    return Reminded(letters=letters, tasks=tasks, without_mailbox=tuple(sorted(set(silent))))


def mark_of(*, due_on: date, as_of: date) -> int | None:
    """Return the nearest mark that `due_on` has passed: 14, 7, 1, or -1 when it is late."""
    left = (due_on - as_of).days
    if left < 0:
        return LATE
    return min((days for days in DAYS_BEFORE if left <= days), default=None)


def _newly_due(as_of: date) -> dict[Agency, list[tuple[Occurrence, int]]]:
    horizon = as_of + timedelta(days=max(DAYS_BEFORE))
    found = (
        Occurrence.objects.filter(state__in=OPEN, due_on__lte=horizon, task__lead__isnull=False)
        .select_related("task__lead__unit", "task__plan")
        .in_order()
    )
    rows = list(found)
    leads = {row.task.lead for row in rows if row.task.lead is not None}
    heirs = successors_of_many(agencies=leads, as_of=as_of)
    sent = set(
        TaskReminder.objects.filter(occurrence__in=rows).values_list(
            "occurrence", "agency", "days_before"
        )
    )
    due: dict[Agency, list[tuple[Occurrence, int]]] = {}
    for row in rows:
        mark = mark_of(due_on=row.due_on, as_of=as_of) if row.due_on else None
        for heir in heirs.get(row.task.lead_id or 0, ()):
            if mark is None or not heir.is_main or (row.pk, heir.agency.pk, mark) in sent:
                continue
            due.setdefault(heir.agency, []).append((row, mark))
    return due


@transaction.atomic
def _send(
    agency: Agency, rows: Sequence[tuple[Occurrence, int]], as_of: date, by: User | None
) -> None:
    audit.record(
        action="tasks.remind",
        by=by,
        subject=f"{agency.name}: {len(rows)} việc",
        unit_path=agency.unit_path,
    )
    TaskReminder.objects.bulk_create(
        TaskReminder(occurrence=row, agency=agency, days_before=mark, sent_on=as_of)
        for row, mark in rows
    )
    # Last: when the mail server refuses, nothing was noted and tomorrow's round tries again.
    try:
        send_mail(
            subject=f"Nhắc việc giảm nghèo: {len(rows)} việc, ngày {format_date(as_of)}",
            message=_letter(agency, rows, as_of),
            from_email=None,
            recipient_list=[agency.email],
        )
    except (OSError, SMTPException) as error:
        raise MailRefused(agency=agency.name) from error


def _letter(agency: Agency, rows: Sequence[tuple[Occurrence, int]], as_of: date) -> str:
    late = [row for row, mark in rows if mark == LATE]
    soon = [row for row, mark in rows if mark != LATE]
    parts = [f"Kính gửi {agency.name},", ""]
    for title, group in (("Đã quá hạn", late), ("Sắp đến hạn", soon)):
        if group:
            parts += [f"{title}:", *(_line(row, as_of) for row in group), ""]
    parts.append("Báo cáo tiến độ ở mục Nhiệm vụ của hệ thống Giảm nghèo. Thư gửi tự động.")
    return "\n".join(parts)


def _line(row: Occurrence, as_of: date) -> str:
    due = row.due_on or as_of
    left = (due - as_of).days
    when = f"quá {-left} ngày" if left < 0 else ("hôm nay" if left == 0 else f"còn {left} ngày")
    plan = f" (theo {row.task.plan.code})" if row.task.plan and row.task.plan.code else ""
    period = f" [{row.period}]" if row.period else ""
    return f"- {format_date(due)}, {when}: {row.task.text}{period}{plan}"
