"""A village's forms as rows of a grid: few cells, the indicators by their numbers on the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.forms import fields as names
from giamngheo.forms.actions import finish_form, save_form
from giamngheo.forms.enums import FormSource
from giamngheo.forms.fields import NO, YES
from giamngheo.forms.models import FormConflict
from giamngheo.forms.queries import OpenForm, open_form
from giamngheo.law.enums import Evidence
from giamngheo.law.standard_types import Standard
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign

LACKING = "thieu"
# Typed where a family lacks nothing: an empty cell would say that nobody asked.
NOTHING = ("0", "-", "–")
CELLS = {
    Evidence.SCORES: (names.B1, names.B2, LACKING, names.CHILDREN),
    Evidence.INCOME: (names.INCOME, LACKING, names.CHILDREN),
    # A point table has too many questions for a row: its form is filled on its own page.
    Evidence.ANSWERS: (),
}
_MARK_RE = re.compile(r"(\?)?(\d{1,2})(\?)?")


class LackingUnreadable(Refusal):
    code = "FRM-009"
    sentence = (
        "Chưa ghi được dòng của hộ {household}: ô chỉ số thiếu hụt “{text}” {problem}. Ghi số thứ "
        "tự các chỉ số cách nhau bằng dấu cách, ví dụ 1 3 7; ghi 0 khi không thiếu chỉ số nào."
    )


@dataclass(frozen=True, kw_only=True)
class RowSaved:
    """What became of one row."""

    found: OpenForm
    conflict: FormConflict | None = None


def row_texts(found: OpenForm) -> dict[str, str]:
    """Return the cells of a form's row, as they would be typed."""
    cells = {}
    for name in CELLS[found.rules.evidence]:
        cells[name] = _lacking_text(found) if name == LACKING else found.texts.get(name, "")
    return cells


def _lacking_text(found: OpenForm) -> str:
    texts = found.texts
    marks, answered = [], False
    scored = found.rules.evidence is Evidence.SCORES
    for number, indicator in enumerate(found.rules.standard.indicators, start=1):
        text = texts.get(names.INDICATOR + indicator.code, "")
        answered = answered or bool(text)
        if text == YES:
            marks.append(str(number))
        elif not text and not scored:
            marks.append(f"?{number}")
    if not answered:
        return ""
    return " ".join(marks) or ("" if scored else NOTHING[0])


def form_texts(
    *, cells: Mapping[str, str], standard: Standard, evidence: Evidence, household: str
) -> dict[str, str]:
    """
    Return the fields that a row's cells speak of.

    On a sheet of scores the numbers are the ticks. Else they are what lacks, "?5" what is not
    known, everything else is not lacking; an empty cell says nothing of any.
    Raises: LackingUnreadable [FRM-009].
    """
    texts = {n: clean(cells.get(n, "")) for n in CELLS[evidence] if n != LACKING}
    if LACKING not in CELLS[evidence]:
        return texts
    text = clean(cells.get(LACKING, ""))
    lacking, unknown = _marks(text, len(standard.indicators), household)
    silent = "" if evidence is Evidence.SCORES or not text else NO
    for number, indicator in enumerate(standard.indicators, start=1):
        answer = YES if number in lacking else "" if number in unknown else silent
        texts[names.INDICATOR + indicator.code] = answer
    return texts


def _marks(text: str, most: int, household: str) -> tuple[set[int], set[int]]:
    lacking, unknown = set[int](), set[int]()
    if text in NOTHING:
        return lacking, unknown
    for word in re.split(r"[\s,;.]+", text):
        if not word:
            continue
        mark = _MARK_RE.fullmatch(word)
        if mark is None:
            problem = f"có “{word}” không phải số thứ tự"
            raise LackingUnreadable(household=household, text=text, problem=problem)
        number = int(mark[2])
        if not 1 <= number <= most:
            problem = f"có số {number}, chuẩn này có {most} chỉ số"
            raise LackingUnreadable(household=household, text=text, problem=problem)
        (unknown if mark[1] or mark[3] else lacking).add(number)
    if both := lacking & unknown:
        problem = f"ghi chỉ số {min(both)} vừa thiếu vừa chưa rõ"
        raise LackingUnreadable(household=household, text=text, problem=problem)
    return lacking, unknown


@transaction.atomic
def save_row(
    *,
    campaign: Campaign,
    household: Household,
    cells: Mapping[str, str],
    base: Mapping[str, str],
    evidence: Evidence,
    by: User | None,
) -> RowSaved:
    """
    Keep a row and finish its form when it is complete; a finished one is finished anew.

    `base` are the cells as they stood when the row was drawn.
    Raises: LackingUnreadable [FRM-009] and what `actions.save_form` raises.
    """
    found = open_form(campaign=campaign, household=household, evidence=evidence)
    standard = found.place.standard if found else None
    changes, base_texts = {}, {}
    if standard is not None:
        wanted = {"standard": standard, "evidence": evidence, "household": household.code}
        base_texts = form_texts(cells=base, **wanted)  # type: ignore[arg-type]
        changes = {
            name: text
            for name, text in form_texts(cells=cells, **wanted).items()  # type: ignore[arg-type]
            if text != base_texts.get(name, "")
        }
    saved = save_form(
        campaign=campaign,
        household=household,
        changes=changes,
        base_texts=base_texts,
        evidence=evidence,
        source=FormSource.GRID,
        reopen=True,
        by=by,
    )
    after = saved.found
    if not after.is_done and not after.conflicts and after.assess().is_complete:
        form = finish_form(campaign=campaign, household=household, by=by)
        after = replace(after, form=form)
    return RowSaved(found=after, conflict=saved.conflict)
