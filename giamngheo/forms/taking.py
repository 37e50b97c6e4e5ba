"""A workbook filled without network taken in: what is new goes in, what differs lies beside."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.forms.actions import Saved, save_form
from giamngheo.forms.enums import FormSource
from giamngheo.forms.fields import Field
from giamngheo.forms.models import FormFile
from giamngheo.forms.queries import VillageForms, village_forms
from giamngheo.forms.refusals import FieldUnknown, NotListed
from giamngheo.forms.workbook import (
    FilledWorkbook,
    NotOurWorkbook,
    columns_of,
    read_forms,
)
from giamngheo.lib.errors import Refusal
from giamngheo.reviews.models import Campaign


@transaction.atomic
def take_file(
    *, campaign: Campaign, unit: Unit, content: bytes, file_name: str, by: User | None
) -> FormFile:
    """
    Put a filled workbook of a village into its forms, all of it or nothing.

    Each form so changed is provisional until somebody looks at it here. Taking the same file twice
    changes nothing the second time.
    Raises: NotOurWorkbook [FRM-010], WorkbookOfAnother [FRM-011], FormLocked [FRM-001].
    """
    village = village_forms(campaign=campaign, unit=unit)
    if village is None or not village.forms:
        raise NotOurWorkbook(file=file_name, problem="thôn không có hộ nào cần rà soát")
    filled = read_forms(
        content=content,
        file_name=file_name,
        campaign_code=campaign.code,
        unit_id=unit.pk,
        fields=_fields(village),
    )
    audit.record(
        action="forms.take_file",
        by=by,
        subject=f"{campaign.name}: {file_name}",
        unit_path=unit.path,
        details={"rows": len(filled.forms)},
    )
    counts, problems = _take_rows(campaign, village, filled, by)
    return FormFile.objects.create(
        campaign=campaign,
        unit=unit,
        unit_path=unit.path,
        file_name=file_name[:255],
        digest=hashlib.sha256(content).hexdigest(),
        read=len(filled.forms) + len(filled.refused),
        problems=problems,
        taken_by=by,
        taken_at=timezone.now(),
        **counts,
    )


def _fields(village: VillageForms) -> list[Field]:
    """The questions of every kind of evidence: a form may have changed its kind since."""
    rules = village.forms[0].rules
    found = {
        field.name: field
        for kind in village.place.kinds
        for field in columns_of(replace(rules, evidence=kind))
    }
    return list(found.values())


def _take_rows(
    campaign: Campaign, village: VillageForms, filled: FilledWorkbook, by: User | None
) -> tuple[dict[str, int], list[list[str]]]:
    forms = {one.household.code: one for one in village.forms}
    counts = {"changed": 0, "same": 0, "conflicting": 0, "refused": len(filled.refused)}
    problems = [[str(row), code, words] for row, code, words in filled.refused]
    for row in filled.forms:
        form = forms.get(row.code)
        if form is None:
            problem: Refusal | None = NotListed(household=row.code, campaign=campaign.name)
        else:
            try:
                saved = save_form(
                    campaign=campaign,
                    household=form.household,
                    changes=row.changes,
                    base_texts=row.base,
                    source=FormSource.FILE,
                    evidence=None if form.form else filled.evidence,
                    by=by,
                )
                counts[_became(saved)] += 1
                continue
            except (NotListed, FieldUnknown) as refusal:
                problem = refusal
        counts["refused"] += 1
        problems.append([str(row.row), row.code, str(problem)])
    return counts, problems


def _became(saved: Saved) -> str:
    if saved.conflict is not None:
        return "conflicting"
    return "changed" if saved.changed else "same"
