"""
Many pages of one form as PDF, by the typesetter that comes along; no network is asked.

The typesetter keeps what it has laid out for as long as its process lives: a commune's certificates
would fill a small server's memory. So each call is a process of its own, which also can be stopped.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from giamngheo.documents.refusals import FormNotSet
from giamngheo.documents.writer.faces import printable

# Times first, then what has its widths, then the one the typesetter brings along.
FACES: Final = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
LONGEST_SECONDS: Final = 120


def typeset(*, form: str, data: Mapping[str, Any], name: str) -> bytes:
    """
    Return the PDF that `form` makes of `data`; its letters are embedded.

    `form` is Typst markup. It reads `json("data.json")`, where `faces` names the fonts that this
    machine has, the best first. The same form and data give the same pages every time. `name` is
    what a refusal calls the paper.
    Raises: FormNotSet [DOC-008] when the markup does not hold or takes too long.
    """
    with tempfile.TemporaryDirectory(prefix="giamngheo-") as folder:
        place = Path(folder)
        (place / "main.typ").write_text(form, encoding="utf-8")
        (place / "data.json").write_text(json.dumps(_clean(data)), encoding="utf-8")
        command = [sys.executable, "-m", __name__, str(place)]
        try:
            subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=True)
        except subprocess.CalledProcessError as error:
            problem = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise FormNotSet(name=name) from RuntimeError(*problem)
        except (subprocess.TimeoutExpired, OSError) as error:
            raise FormNotSet(name=name) from error
        return (place / "main.pdf").read_bytes()


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def set_folder(place: Path) -> None:
    """Make main.pdf of the main.typ and data.json in a folder, adding the fonts that are there."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
    families = {family.lower() for family in fonts.families()}
    data = json.loads((place / "data.json").read_text(encoding="utf-8"))
    data["faces"] = [face for face in FACES if face.lower() in families]
    (place / "data.json").write_text(json.dumps(data), encoding="utf-8")
    typst.compile(
        str(place / "main.typ"),
        output=str(place / "main.pdf"),
        root=str(place),
        font_paths=fonts,
        format="pdf",
    )


if __name__ == "__main__":
    set_folder(Path(sys.argv[1]))
