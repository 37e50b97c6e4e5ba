"""What changes a target: who owns it, what was reached, why it is behind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.agencies.queries import find_agency
from giamngheo.audit import actions as audit
from giamngheo.lib.text import clean
from giamngheo.planning.models import Target
from giamngheo.targets.catalogue import indicator_of, sector_name
from giamngheo.targets.figures import INSURED
from giamngheo.targets.models import BehindNote, Measurement, OwnedTarget
from giamngheo.targets.queries import may_report
from giamngheo.targets.refusals import NotBehind, NotYourMeasure, ResultBad, TargetStale
from giamngheo.targets.stands import Stand

LARGEST = 5 * 1024 * 1024
# What the first bytes of a file say it is, whatever it is called.
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"%PDF-", "application/pdf", ".pdf"),
)
MOST_VALUE = Decimal(10) ** 15


@dataclass(frozen=True, kw_only=True)
class Ownership:
    """What an officer says of a target; empty fields leave what the plan or register says."""

    owner_text: str = ""
    indicator: str = ""
    baseline: Decimal | None = None
    baseline_year: int | None = None
    baseline_source: str = ""
    area: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Why a typed result holds: words always, a scan where there is one."""

    words: str
    content: bytes = b""
    file_name: str = ""


@transaction.atomic
def own_target(
    *, target: Target, ownership: Ownership, version: int, by: User, as_of: date
) -> OwnedTarget:
    """
    Say who answers for a target and from where it is measured; `version` 0 where nobody has yet.

    An owner the directory knows is tied to it, as of the plan's day.
    Raises: NotYourMeasure [TGT-006], TargetStale [TGT-013], ResultBad [TGT-012] for a baseline
            without its source.
    """
    _refuse_strangers(target, by, as_of)
    Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    known = OwnedTarget.objects.select_related("changed_by").filter(target=target).first()
    if (known.version if known else 0) != version:
        who = known.changed_by.full_name if known and known.changed_by else "người khác"
        raise TargetStale(target=target.label, who=who)
    if ownership.baseline is not None and not ownership.baseline_source.strip():
        raise ResultBad(target=target.label, problem="ghi nguồn của số gốc")
    owner = clean(ownership.owner_text)[:200]
    plan = target.plan
    day = plan.issued_date or date(plan.first_year, 1, 1)
    audit.record(
        action="targets.own_target",
        by=by,
        subject=f"{target.label}: {owner or 'chưa có cơ quan phụ trách'}",
        unit_path=plan.unit_path,
    )
    owned, _ = OwnedTarget.objects.update_or_create(
        target=target,
        defaults={
            "unit_path": plan.unit_path,
            "owner_text": owner,
            "owner": find_agency(name=owner, as_of=day, within=plan.unit) if owner else None,
            "indicator": ownership.indicator,
            "baseline": ownership.baseline,
            "baseline_year": ownership.baseline_year,
            "baseline_source": clean(ownership.baseline_source)[:300],
            "area": ownership.area,
            "version": version + 1,
            "changed_by": by,
        },
    )
    return owned


@transaction.atomic
def record_result(
    *, target: Target, value: Decimal, day: date, evidence: Evidence, by: User, as_of: date
) -> Measurement:
    """
    Write down what was reached by a day, with its evidence; only where the register cannot count.

    Raises: NotYourMeasure [TGT-006]; ResultBad [TGT-012]: the register counts it, a day to come or
            before the plan, no evidence, a file that is no JPEG, PNG or PDF or larger than 5 MB.
    """
    _refuse_strangers(target, by, as_of)
    words = clean(evidence.words)
    problem = _result_problem(target, value, day, words, as_of)
    if problem:
        raise ResultBad(target=target.label, problem=problem)
    name = clean(PurePath(evidence.file_name).name)[-120:]
    content_type, suffix = _kind_of(target, evidence.content) if evidence.content else ("", "")
    digest = hashlib.sha256(evidence.content).hexdigest() if evidence.content else ""
    audit.record(
        action="targets.record_result",
        by=by,
        subject=f"{target.label}: {value} đến {day.isoformat()}",
        unit_path=target.plan.unit_path,
        details={"digest": digest},
    )
    result = Measurement(
        target=target,
        unit_path=target.plan.unit_path,
        as_of=day,
        value=value,
        evidence=words[:500],
        file_name=name if digest else "",
        content_type=content_type,
        digest=digest,
        recorded_by=by,
    )
    if digest:
        # A name of our own: what the officer's machine called it is only shown.
        stored = ContentFile(evidence.content)
        result.file.save(f"{target.pk}-{digest[:16]}{suffix}", stored, save=False)
    result.save()
    return result


@transaction.atomic
def explain_behind(*, stand: Stand, cause: str, measure: str, by: User, as_of: date) -> BehindNote:
    """
    Say why a target is behind and what is done about it.

    Raises: NotYourMeasure [TGT-006]; NotBehind [TGT-014] where it is not, or a half is empty.
    """
    target = stand.target
    _refuse_strangers(target, by, as_of)
    if not stand.judged.asks_cause:
        raise NotBehind(target=target.label, problem="chỉ tiêu không chậm, không cần giải trình")
    if not cause.strip() or not measure.strip():
        raise NotBehind(target=target.label, problem="ghi cả nguyên nhân và giải pháp")
    audit.record(
        action="targets.explain_behind",
        by=by,
        subject=f"{target.label}: nguyên nhân chậm",
        unit_path=target.plan.unit_path,
    )
    return BehindNote.objects.create(
        target=target,
        unit_path=target.plan.unit_path,
        as_of=stand.as_of,
        cause=cause.strip()[:1000],
        measure=measure.strip()[:1000],
        recorded_by=by,
    )


def _refuse_strangers(target: Target, by: User, as_of: date) -> None:
    indicator = indicator_of(target.indicator)
    if not may_report(scope=scope_of(user=by, as_of=as_of), target=target, indicator=indicator):
        sector = sector_name(indicator.sector) if indicator else ""
        raise NotYourMeasure(
            measure=target.label,
            unit=target.plan.unit.full_name,
            owner=sector or "cơ quan thường trực giảm nghèo",
        )


def _result_problem(target: Target, value: Decimal, day: date, words: str, as_of: date) -> str:
    owned = getattr(target, "owned", None)
    indicator = indicator_of((owned.indicator if owned else "") or target.indicator)
    # Cards are asked of people, and not all have answered: there a report may say more.
    if indicator is not None and indicator.computed and indicator.computed not in INSURED:
        return "số này sổ hộ tự đếm, không ghi tay"
    if not words:
        return "ghi căn cứ: văn bản, báo cáo nào cho số này"
    if day > as_of:
        return "ngày của số liệu ở sau hôm nay"
    if day.year < target.plan.first_year:
        return f"ngày của số liệu ở trước kỳ kế hoạch (từ năm {target.plan.first_year})"
    if abs(value) >= MOST_VALUE:
        return "số quá lớn"
    return ""


def _kind_of(target: Target, content: bytes) -> tuple[str, str]:
    if len(content) > LARGEST:
        raise ResultBad(target=target.label, problem="tệp minh chứng lớn hơn 5 MB")
    for start, content_type, suffix in _KINDS:
        if content.startswith(start):
            return content_type, suffix
    raise ResultBad(target=target.label, problem="tệp minh chứng không phải JPG, PNG hay PDF")
