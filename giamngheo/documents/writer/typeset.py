"""Many pages of one form as PDF, by the typesetter that comes along; no network is asked."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from giamngheo.documents.writer.faces import printable

# Times first, then what has its widths, then the one the typesetter brings along.
FACES: Final = ("Times New Roman", "Liberation Serif", "Libertinus Serif")


def typeset(*, form: str, data: Mapping[str, Any]) -> bytes:
    """
    Return the PDF that `form` makes of `data`; its letters are embedded.

    `form` is Typst markup. It reads `json("data.json")`, where `faces` names the fonts that this
    machine has, the best first. The same form and data give the same pages every time.
    """
    with tempfile.TemporaryDirectory(prefix="giamngheo-") as folder:
        place = Path(folder)
        (place / "main.typ").write_text(form, encoding="utf-8")
        filled = {**_clean(data), "faces": list(known_faces())}
        (place / "data.json").write_text(json.dumps(filled), encoding="utf-8")
        made: bytes = typst.compile(
            str(place / "main.typ"), root=str(place), font_paths=fonts(), format="pdf"
        )
    return made


@cache
def fonts() -> typst.Fonts:
    """Return the machine's fonts; looked for once, because that takes longer than a page."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@cache
def known_faces() -> tuple[str, ...]:
    families = {name.lower() for name in fonts().families()}
    return tuple(face for face in FACES if face.lower() in families)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
