"""The review procedures of the commune: their dated time limits, each with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from giamngheo.law.calendar import Deadline, WorkingCalendar, add_days, add_working_days
from giamngheo.law.standard_types import Cited
from giamngheo.law.status_rules import RuleNotFound
from giamngheo.law.yaml_nodes import Entry, read_document
from giamngheo.lib.dates import format_date

FILE = Path(__file__).parent / "rules" / "procedures.yaml"


class Procedure(StrEnum):
    """The administrative procedures a household's review can follow."""

    YEARLY = "yearly"
    REGULAR = "regular"
    AVERAGE_LIVING = "average_living"
    LOW_INCOME_WORKER = "low_income_worker"


PROCEDURE_LABELS: dict[Procedure, str] = {
    Procedure.YEARLY: "rà soát định kỳ hằng năm",
    Procedure.REGULAR: "rà soát thường xuyên",
    Procedure.AVERAGE_LIVING: "xác định hộ có mức sống trung bình",
    Procedure.LOW_INCOME_WORKER: "xác định người lao động có thu nhập thấp",
}


class Step(StrEnum):
    """The steps that have a limit."""

    POSTING = "posting"
    RECHECK = "recheck"
    OPINION = "opinion"
    DECISION = "decision"


STEP_LABELS: dict[Step, str] = {
    Step.POSTING: "niêm yết công khai",
    Step.RECHECK: "phúc tra sau khiếu nại",
    Step.OPINION: "cấp trên có ý kiến",
    Step.DECISION: "ra quyết định",
}


class LimitUnit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"


UNIT_LABELS: dict[LimitUnit, str] = {
    LimitUnit.WORKING_DAYS: "ngày làm việc",
    LimitUnit.DAYS: "ngày",
}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many days, with the source."""

    days: Cited[int]
    unit: LimitUnit

    @property
    def words(self) -> str:
        return f"{self.days.value} {UNIT_LABELS[self.unit]}"

    def deadline(self, *, day: dt.date, calendar: WorkingCalendar) -> Deadline:
        """Return the last day of the limit that an event on `day` starts."""
        count = add_working_days if self.unit is LimitUnit.WORKING_DAYS else add_days
        return count(day=day, count=self.days.value, calendar=calendar)


@dataclass(frozen=True, kw_only=True)
class ProcedureRules:
    """One procedure as it holds from `valid_from` up to, not including, `valid_to` (None: open)."""

    procedure: Procedure
    codes: tuple[str, ...]
    valid_from: Cited[dt.date]
    valid_to: Cited[dt.date] | None
    first_day: Cited[str] | None
    last_day: Cited[str] | None
    least_agreement_percent: Cited[int] | None
    limits: dict[Step, Limit]

    def is_in_force(self, as_of: dt.date) -> bool:
        return self.valid_from.value <= as_of and (
            self.valid_to is None or as_of < self.valid_to.value
        )

    def last_day_of(self, year: int) -> dt.date | None:
        """Return the day the yearly review ends in `year`; None where no window is known."""
        return (
            None
            if self.last_day is None
            else dt.date.fromisoformat(f"{year}-{self.last_day.value}")
        )


def procedure_rules(*, procedure: Procedure, as_of: dt.date) -> ProcedureRules:
    """
    Return the rules of `procedure` in force on `as_of`.

    Raises: RuleNotFound [LAW-015] before 01/09/2021 and where no later rule was found.
    Source: Quyết định 24/2021/QĐ-TTg; Nghị định 30/2025/NĐ-CP.
    """
    for rules in load_procedures():
        if rules.procedure is procedure and rules.is_in_force(as_of):
            return rules
    raise RuleNotFound(what=f"thời hạn {PROCEDURE_LABELS[procedure]}", day=format_date(as_of))


def limit_of(*, procedure: Procedure, step: Step, as_of: dt.date) -> Limit:
    """
    Return the limit of one step: posting 3 working days in the yearly review, 5 for average living.

    Raises: RuleNotFound [LAW-015], also where the procedure has no such step.
    """
    limit = procedure_rules(procedure=procedure, as_of=as_of).limits.get(step)
    if limit is None:
        what = f"thời hạn {STEP_LABELS[step]} khi {PROCEDURE_LABELS[procedure]}"
        raise RuleNotFound(what=what, day=format_date(as_of))
    return limit


def is_agreed(*, agree: int, attended: int, least_percent: int) -> bool:
    """
    Return whether enough of those who attended agree: at least `least_percent` of them.

    Whoever attended counts, also one who gave no opinion; exactly the share is enough; a meeting
    nobody attended agrees to nothing.
    """
    return attended > 0 and agree * 100 >= attended * least_percent


@cache
def load_procedures() -> tuple[ProcedureRules, ...]:
    """Return every dated version, as shipped."""
    return read_procedures(text=FILE.read_text(encoding="utf-8"), file=FILE.name)


def read_procedures(*, text: str, file: str) -> tuple[ProcedureRules, ...]:
    """
    Return the procedures written in `text`.

    Raises: LawFileInvalid [LAW-002] naming the line.
    """
    top = read_document(text=text, file=file)
    found = tuple(_procedure(entry) for entry in top.entries("procedures"))
    top.close()
    return found


def _procedure(entry: Entry) -> ProcedureRules:
    rules = ProcedureRules(
        procedure=entry.choice("procedure", Procedure),
        codes=tuple(entry.text("codes").split()),
        valid_from=entry.cited("valid_from", Entry.day),
        valid_to=entry.cited("valid_to", Entry.day) if entry.has("valid_to") else None,
        first_day=entry.cited("first_day", Entry.text) if entry.has("first_day") else None,
        last_day=entry.cited("last_day", Entry.text) if entry.has("last_day") else None,
        least_agreement_percent=_percent(entry),
        limits={step: _limit(entry.entry(step)) for step in Step if entry.has(step)},
    )
    entry.close()
    return rules


def _percent(entry: Entry) -> Cited[int] | None:
    key = "least_agreement_percent"
    return entry.cited(key, Entry.whole_number) if entry.has(key) else None


def _limit(entry: Entry) -> Limit:
    days, unit = entry.whole_number("value"), entry.choice("unit", LimitUnit)
    return Limit(days=entry.close_cited(days), unit=unit)
