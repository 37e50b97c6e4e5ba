"""
Who signs for a commune.

A chairman's own decision bears no "TM. ỦY BAN NHÂN DÂN": the competence is his, not the body's.
Source: Nghị định 30/2020/NĐ-CP, Điều 13; the form without TM. as district plans show it.
"""

from __future__ import annotations

from giamngheo.documents.writer import SigningBlock
from giamngheo.papers.inputs import Signing


def chairman(signing: Signing) -> SigningBlock:
    """Return the block of the chairman, or of the deputy who signs for the chairman."""
    return SigningBlock(
        authority="KT. CHỦ TỊCH" if signing.by_deputy else "",
        position="PHÓ CHỦ TỊCH" if signing.by_deputy else "CHỦ TỊCH",
        name=signing.signer,
    )
