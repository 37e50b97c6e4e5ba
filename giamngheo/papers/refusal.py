"""The letter that answers a request for review with no, and says why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from giamngheo.documents.writer import Item, OfficialPaper, Paragraph
from giamngheo.lib.dates import format_date
from giamngheo.papers.inputs import CommuneOffice, Signing, in_sentence
from giamngheo.papers.signers import chairman


@dataclass(frozen=True, kw_only=True)
class RefusedRequest:
    """A request that was not granted. request: "công nhận hộ nghèo, hộ cận nghèo"."""

    head: str
    village: str
    received: dt.date
    request: str
    reasons: tuple[str, ...]
    year: int


def refusal_letter(
    office: CommuneOffice, refused: RefusedRequest, signing: Signing
) -> OfficialPaper:
    """Return the letter (công văn); the reasons are a list, at least one."""
    text = office.wording.text
    number, symbol = signing.parts
    opening = text(
        "refusal.opening",
        received=format_date(refused.received),
        commune=office.commune,
        request=refused.request,
        head=refused.head,
        village=in_sentence(refused.village),
    )
    contact = office.address or f"trụ sở Ủy ban nhân dân {office.commune}"
    return OfficialPaper(
        office=office.peoples_committee,
        type_name="",
        abstract=text("refusal.title", head=refused.head),
        symbol=symbol or "UBND",
        number=number,
        date=signing.date,
        year=refused.year,
        addressees=(f"Hộ ông (bà) {refused.head}\n{refused.village}, {office.commune}",),
        body=(
            Paragraph(text=opening),
            Paragraph(text=text("refusal.result", head=refused.head), keep_next=True),
            *(Item(text=f"{reason.rstrip('.')}.") for reason in refused.reasons),
            Paragraph(text=text("refusal.next", address=contact)),
        ),
        signing=chairman(signing),
        recipients=("Như trên", "Trưởng thôn, tổ trưởng tổ dân phố"),
        archive="VT",
        mark=office.mark,
    )
