"""A Word paper as PDF, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from giamngheo.documents.refusals import NoPdfHere, PdfNotMade

LONGEST_SECONDS = 60


def word_to_pdf(*, word: bytes, name: str, seconds: float = LONGEST_SECONDS) -> bytes:
    """
    Return the .docx `word` as PDF; `name` is what a refusal calls it.

    Raises: NoPdfHere [DOC-006] where LibreOffice is not installed, PdfNotMade [DOC-007] when it
            fails or takes longer than `seconds`.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise NoPdfHere(name=name)
    with tempfile.TemporaryDirectory(prefix="giamngheo-") as folder:
        source = Path(folder) / "van-ban.docx"
        source.write_bytes(word)
        _convert(program, source, name, seconds)
        made = source.with_suffix(".pdf")
        if not made.is_file():
            raise PdfNotMade(name=name)
        return made.read_bytes()


def _convert(program: str, source: Path, name: str, seconds: float) -> None:
    command = [
        program,
        # A profile of its own: another LibreOffice may be open, and no macro of the user runs.
        f"-env:UserInstallation={(source.parent / 'profile').as_uri()}",
        *("--headless", "--norestore", "--convert-to", "pdf"),
        *("--outdir", str(source.parent), str(source)),
    ]
    # In a group of its own: what soffice starts must die with it when the time is over.
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, 9)
        process.wait()
        raise PdfNotMade(name=name) from error
    if process.returncode:
        raise PdfNotMade(name=name)
