"""
Decisions of the commune's chairman: poor and near-poor (Mẫu 02), escapes, corrections.

The forms' own wording was not found in a source of ours: the texts are marked so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from giamngheo.documents.writer import Annex, Clause, OfficialPaper, Table
from giamngheo.lib.dates import format_date_long
from giamngheo.papers import lists
from giamngheo.papers.inputs import CommuneOffice, Line, Signing
from giamngheo.papers.signers import chairman

SIGNING_DAY = "ngày ký"


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """
    The list a decision recognises. bases: legal bases beside the dated ones ("Căn cứ văn bản số
    12/UBND-LĐTBXH ngày … của Chủ tịch Ủy ban nhân dân huyện …").
    """

    year: int
    judged_for: dt.date
    poor: tuple[Line, ...]
    near_poor: tuple[Line, ...]
    effective: dt.date | None = None
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Escape:
    """Households that are no longer poor or near-poor."""

    year: int
    judged_for: dt.date
    from_poverty: tuple[Line, ...]
    from_near_poverty: tuple[Line, ...]
    effective: dt.date | None = None
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What changes in an earlier list; of each household what it was there and what it is now."""

    year: int
    judged_for: dt.date
    original: str
    original_date: dt.date
    reason: str
    changed: tuple[Line, ...]
    effective: dt.date | None = None
    bases: tuple[str, ...] = ()


def recognition_decision(
    office: CommuneOffice, found: Recognition, signing: Signing
) -> OfficialPaper:
    """Return the decision that recognises poor and near-poor households, its lists as annexes."""
    text = office.wording.text
    article_1 = text(
        "decision.article_1",
        poor=len(found.poor),
        near_poor=len(found.near_poor),
        commune=office.commune,
        year=found.year,
    )
    return _decision(
        office,
        signing,
        title=text("decision.title", year=found.year),
        judged_for=found.judged_for,
        bases=found.bases,
        articles=(
            article_1,
            text("decision.article_2", effective=_effective(found.effective)),
            text("decision.article_3", commune=office.commune),
        ),
        annexes=_annexes(
            {
                f"DANH SÁCH HỘ NGHÈO NĂM {found.year}": found.poor,
                f"DANH SÁCH HỘ CẬN NGHÈO NĂM {found.year}": found.near_poor,
            }
        ),
        year=found.year,
    )


def escape_decision(office: CommuneOffice, found: Escape, signing: Signing) -> OfficialPaper:
    """Return the decision that recognises households as escaped."""
    text = office.wording.text
    article_1 = text(
        "escape.article_1",
        poor=len(found.from_poverty),
        near_poor=len(found.from_near_poverty),
        commune=office.commune,
        year=found.year,
    )
    parts = {
        f"DANH SÁCH HỘ THOÁT NGHÈO NĂM {found.year}": found.from_poverty,
        f"DANH SÁCH HỘ THOÁT CẬN NGHÈO NĂM {found.year}": found.from_near_poverty,
    }
    return _decision(
        office,
        signing,
        title=text("escape.title", year=found.year),
        judged_for=found.judged_for,
        bases=found.bases,
        articles=(
            article_1,
            text("escape.article_2", effective=_effective(found.effective)),
            text("decision.article_3", commune=office.commune),
        ),
        annexes=_annexes(parts, changed=True),
        year=found.year,
    )


def correction_decision(
    office: CommuneOffice, found: Correction, signing: Signing
) -> OfficialPaper:
    """Return the decision that changes an earlier list; the earlier one stays as it was signed."""
    text = office.wording.text
    article_1 = text(
        "correction.article_1",
        original=found.original,
        original_day=format_date_long(found.original_date),
        count=len(found.changed),
        reason=found.reason,
    )
    fields = (
        *(lists.HEAD, lists.VILLAGE, lists.SEX, lists.BIRTH, lists.ETHNICITY, lists.MEMBERS),
        *(_BEFORE_CORRECTION, _AFTER_CORRECTION, lists.NOTE),
    )
    return _decision(
        office,
        signing,
        title=text("correction.title", original=found.original),
        judged_for=found.judged_for,
        bases=(
            f"Căn cứ Quyết định số {found.original} {format_date_long(found.original_date)} của "
            f"Chủ tịch Ủy ban nhân dân {office.commune}",
            *found.bases,
        ),
        articles=(
            article_1,
            text(
                "correction.article_2",
                effective=_effective(found.effective),
                original=found.original,
            ),
            text("decision.article_3", commune=office.commune),
        ),
        annexes=(
            Annex(
                title="DANH SÁCH HỘ ĐƯỢC ĐIỀU CHỈNH",
                body=(lists.household_table(found.changed, fields),),
            ),
        ),
        year=found.year,
    )


_BEFORE_CORRECTION = lists.named(lists.BEFORE, "Theo danh sách cũ")
_AFTER_CORRECTION = lists.named(lists.CATEGORY, "Điều chỉnh thành")


def _annexes(parts: Mapping[str, Sequence[Line]], *, changed: bool = False) -> tuple[Annex, ...]:
    """Return an annex for each list that holds anybody; the first when none does."""
    held = {title: lines for title, lines in parts.items() if lines} or dict([*parts.items()][:1])
    return tuple(
        Annex(title=title, body=(_table(lines, changed=changed),)) for title, lines in held.items()
    )


def _table(lines: Sequence[Line], *, changed: bool = False) -> Table:
    fields = (
        *(lists.HEAD, lists.VILLAGE, lists.SEX, lists.BIRTH, lists.ETHNICITY, lists.MEMBERS),
        *lists.evidence_of(lines),
        *((lists.BEFORE,) if changed else ()),
        lists.MOVEMENT,
    )
    return lists.household_table(lines, fields)


def _effective(day: dt.date | None) -> str:
    return format_date_long(day) if day else SIGNING_DAY


def _decision(
    office: CommuneOffice,
    signing: Signing,
    *,
    title: str,
    judged_for: dt.date,
    bases: tuple[str, ...],
    articles: tuple[str, ...],
    annexes: tuple[Annex, ...],
    year: int,
) -> OfficialPaper:
    number, symbol = signing.parts
    day = signing.date or judged_for
    return OfficialPaper(
        office=office.peoples_committee,
        type_name="QUYẾT ĐỊNH",
        abstract=title,
        symbol=symbol or "QĐ-UBND",
        number=number,
        date=signing.date,
        year=year,
        competence=(f"CHỦ TỊCH ỦY BAN NHÂN DÂN {office.commune.upper()}",),
        bases=office.wording.bases(day, *bases),
        enacting="QUYẾT ĐỊNH:",
        body=tuple(
            Clause(label=f"Điều {place}.", text=text)
            for place, text in enumerate(articles, start=1)
        ),
        signing=chairman(signing),
        recipients=(
            "Như Điều 3",
            f"{office.upper_chairman} (b/c)",
            "Thường trực Đảng ủy, Hội đồng nhân dân (b/c)",
        ),
        archive="VT",
        annexes=annexes,
        mark=office.mark,
    )
