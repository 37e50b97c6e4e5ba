"""The foot of a plan: who signed, for whom, in what office."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import is_caps
from giamngheo.documents.sources import Line
from giamngheo.lib.text import fold

_BEHALF_RE = re.compile(r"T/?M\s?\.|T/M\b")
_AUTHORITY_RE = re.compile(r"(?:K/?T|T/?L|TUQ|Q)\s?\.|[KT]/[TL]\b")
_POSITION_RE = re.compile(
    r"(?:PHÓ |QUYỀN |ỦY VIÊN )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG|CHÁNH|BÍ THƯ|THƯỜNG TRỰC)", re.IGNORECASE
)
_PERSON_RE = re.compile(r"[A-ZĐÀ-Ỹ]\w*(?: [A-ZĐÀ-Ỹ]\w*){1,4}")
MOST_LINES = 12


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signed, for whom ("KT. CHỦ TỊCH"), in what office."""

    name: str | None = None
    authority: str | None = None
    position: str | None = None
    on_behalf_of: str | None = None
    lines: tuple[int, int] | None = None


def read_signer(lines: Sequence[Line]) -> Signer:
    """Return who signed; all None when the plan has no signature block."""
    written = [line for line in lines if line.text and not line.cells]
    for place, line in enumerate(written):
        is_start = _BEHALF_RE.match(line.text) or _AUTHORITY_RE.match(line.text)
        if is_start or (_POSITION_RE.fullmatch(line.text) and is_caps(line.text)):
            signer = _signer(written[place : place + MOST_LINES])
            if signer.position or signer.authority:
                return signer
    return Signer()


def _signer(block: Sequence[Line]) -> Signer:
    behalf: list[str] = []
    authority = position = name = None
    last = block[0].number
    for line in block:
        text = line.text
        if _BEHALF_RE.match(text):
            behalf.append(text)
        elif _AUTHORITY_RE.match(text):
            authority = text
        elif _POSITION_RE.match(text) and is_caps(text):
            position = text
        elif (authority or position) and _PERSON_RE.fullmatch(text):
            name, last = text, line.number
            break
        elif behalf and is_caps(text) and not authority and not position:
            behalf.append(text)
        elif fold(text) == "da ky":
            continue
        else:
            break
        last = line.number
    return Signer(
        name=name,
        authority=authority,
        position=position,
        on_behalf_of=" ".join(behalf) or None,
        lines=(block[0].number, last),
    )
