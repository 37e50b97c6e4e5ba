"""Names of files: Vietnamese without marks, what it is, of whom, of which year."""

from __future__ import annotations

from giamngheo.areas.models import Unit
from giamngheo.lib.text import fold


def file_name(what: str, unit: Unit, year: int, suffix: str) -> str:
    """Return "quyet-dinh-ho-ngheo-xa-tho-binh-2021.docx"."""
    words = fold(f"{what} {unit.full_name} {year}").replace(" ", "-")
    return f"{words}.{suffix}"
