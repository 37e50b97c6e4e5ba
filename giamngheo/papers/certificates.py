"""
Certificates of poor and near-poor households (Mẫu 03): one PDF for a commune, in village order.

The form's own wording was not found in a source of ours: the texts are marked so. The number of
each certificate is the office's to write.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from giamngheo.documents.writer import typeset
from giamngheo.documents.writer.letterhead import date_words
from giamngheo.lib.dates import format_date_long
from giamngheo.papers.inputs import CommuneOffice, Line, Signing
from giamngheo.papers.signers import chairman

FORMS: Final = Path(__file__).parent / "forms"
# So many at once: progress shows, and memory stays flat.
BATCH: Final = 500

Report = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Certified:
    """Who gets a certificate, by which decision; `lines` in village order."""

    year: int
    decision: str
    decision_date: dt.date
    effective: dt.date
    lines: tuple[Line, ...]


def form(name: str) -> str:
    """Return the markup of a form with the parts it shares."""
    shared = (FORMS / "common.typ").read_text(encoding="utf-8")
    return shared + (FORMS / f"{name}.typ").read_text(encoding="utf-8")


def certificates_pdf(
    office: CommuneOffice,
    certified: Certified,
    signing: Signing,
    *,
    report: Report = lambda done, total: None,
) -> bytes:
    """
    Return the certificates as one PDF, a household a page.

    `report(done, total)` is called after each batch; what it raises stops the work.
    """
    parts = []
    total = len(certified.lines)
    for start in range(0, total, BATCH):
        lines = certified.lines[start : start + BATCH]
        parts.append(
            typeset(
                form=form("certificates"),
                data=_data(office, certified, lines, signing),
                name="giấy chứng nhận",
            )
        )
        report(min(start + BATCH, total), total)
    return joined(parts)


def joined(parts: Sequence[bytes]) -> bytes:
    """Return PDFs one behind the other as one."""
    import pypdfium2 as pdfium

    if len(parts) == 1:
        return parts[0]
    whole = pdfium.PdfDocument.new()
    for part in parts:
        with pdfium.PdfDocument(part) as one:
            whole.import_pages(one)
    stream = BytesIO()
    whole.save(stream)
    whole.close()
    return stream.getvalue()


def _data(
    office: CommuneOffice, certified: Certified, lines: Sequence[Line], signing: Signing
) -> dict[str, Any]:
    return {
        "title": f"Giấy chứng nhận hộ nghèo, hộ cận nghèo năm {certified.year}",
        "office": list(office.peoples_committee.name),
        "place_and_day": f"{office.place}, {date_words(signing.date, year=certified.year)}",
        "signing": list(chairman(signing).lines),
        "signer": signing.signer,
        "mark": office.mark,
        "certificates": list(_certificates(office, certified, lines)),
    }


def _certificates(
    office: CommuneOffice, certified: Certified, lines: Sequence[Line]
) -> Iterator[dict[str, Any]]:
    text = office.wording.text
    closing = text("certificate.closing", effective=format_date_long(certified.effective))
    for line in lines:
        category = line.category.lower()
        yield {
            "title": text("certificate.title", category=line.category.upper()),
            "body": text(
                "certificate.body",
                commune=office.commune,
                category=category,
                year=certified.year,
                number=certified.decision,
                day=format_date_long(certified.decision_date),
            ),
            "closing": closing,
            "head": line.head,
            "birth": line.born,
            "sex": line.sex,
            "ethnicity": line.ethnicity,
            "personal_id": line.personal_id,
            "address": residence(office, line),
            "code": line.code,
            "members": [
                {
                    "name": person.name,
                    "birth": person.born,
                    "sex": person.sex,
                    "relation": person.relation,
                }
                for person in line.members
            ],
            "last": line is lines[-1],
        }


def residence(office: CommuneOffice, line: Line) -> str:
    """Return "số 5, Thôn 1, xã Thọ Bình, huyện Triệu Sơn" without saying anything twice."""
    parts = [line.address, line.village, office.commune, office.upper]
    found: list[str] = []
    for part in parts:
        if part and not any(part.lower() in earlier.lower() for earlier in found):
            found.append(part)
    return ", ".join(found)
