"""Checks of the symbol inside a document's number: its kind, its office."""

import re
from collections.abc import Iterator

from giamngheo.documents.citations import Citation
from giamngheo.documents.findings import Finding, finding
from giamngheo.documents.reading import PlanReading

_KINDS = {
    "QĐ": "Quyết định",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "KH": "Kế hoạch",
    "CT": "Chỉ thị",
    "TTr": "Tờ trình",
    "KL": "Kết luận",
    "BC": "Báo cáo",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
}
_CHECKED = frozenset(_KINDS.values())
_OFFICES = (
    "UBND",
    "HĐND",
    "LĐTBXH",
    "NNPTNT",
    "NNMT",
    "GDĐT",
    "TTTT",
    "KHĐT",
    "VHTTDL",
    "UBMTTQ",
    "TNMT",
    "NHCSXH",
)
_LEADS = ("", "B", "S", "P")
SHORTEST = 4
_KNOWN = tuple(f"{lead}{office}" for lead in _LEADS for office in _OFFICES)


def check_symbols(reading: PlanReading) -> Iterator[Finding]:
    """Yield numbers whose symbol says another kind than the text, or no office there is."""
    seen: set[str] = set()
    for citation in (*reading.legal_bases, *reading.references):
        if citation.code is None or citation.code in seen:
            continue
        seen.add(citation.code)
        yield from _kind(citation)
        yield from _office(citation)


def _parts(citation: Citation) -> list[str]:
    return re.findall(r"[^\W\d_]+", citation.code or "")


def _kind(citation: Citation) -> Iterator[Finding]:
    if citation.type not in _CHECKED:
        return
    says = next((_KINDS[part] for part in _parts(citation) if part in _KINDS), None)
    if says is None or says.split()[:2] == citation.type.split()[:2]:
        return
    yield finding(
        "DOC-F36",
        f"«{citation.type} số {citation.code}»: ký hiệu là của {says.lower()}.",
        line=citation.lines[0],
        proposal=f"{says} số {citation.code}?",
        found=citation.type,
        expected=says,
        document=citation.code,
    )


def _office(citation: Citation) -> Iterator[Finding]:
    for part in _parts(citation):
        if len(part) < SHORTEST or part in _KNOWN:
            continue
        right = next((one for one in _KNOWN if _one_off(part, one)), None)
        if right is None:
            continue
        yield finding(
            "DOC-F37",
            f"Ký hiệu «{part}» trong số {citation.code} có lẽ là «{right}».",
            line=citation.lines[0],
            proposal=(citation.code or "").replace(part, right),
            found=part,
            expected=right,
            document=citation.code,
        )


def _one_off(written: str, right: str) -> bool:
    """Tell whether one letter too many, too few or wrong parts the two; the first one agrees."""
    if written[0] != right[0] or written == right:
        return False
    if len(written) == len(right):
        return sum(one != other for one, other in zip(written, right, strict=True)) == 1
    longer, shorter = sorted((written, right), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and any(
        longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer))
    )
