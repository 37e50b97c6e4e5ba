"""Pages that are pictures, read by Debian's tesseract where it is installed; never needed else."""

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from giamngheo.documents.refusals import PlanFileUnreadable, PlanScanned

# Dots to an inch, as the recogniser likes best; a page of them fills 9 MB.
DOTS = 300
PAGE_SECONDS, LONGEST_SECONDS = 40, 300
MOST_PAGES = 60
LANGUAGE = "vie"


def read_scans(path: Path, pages: Sequence[Any]) -> list[str]:
    """
    Return the text of `pages` (pypdfium2), a text a page.

    Raises: PlanScanned [DOC-004] without tesseract and its Vietnamese, PlanFileUnreadable
            [DOC-002] when there are too many pages or reading takes too long.
    """
    program = shutil.which("tesseract")
    if program is None or not can_read_scans():
        raise PlanScanned(file=path.name)
    if len(pages) > MOST_PAGES:
        reason = f"tệp có {len(pages)} trang ảnh chụp, nhận dạng được nhiều nhất {MOST_PAGES} trang"
        raise PlanFileUnreadable(file=path.name, reason=reason)
    started = time.monotonic()
    found = []
    for page in pages:
        if time.monotonic() - started > LONGEST_SECONDS:
            raise PlanFileUnreadable(file=path.name, reason="nhận dạng chữ mất quá lâu")
        found.append(_recognised(path, program, _picture(page)))
    return found


def can_read_scans() -> bool:
    """Tell whether tesseract is installed and knows Vietnamese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        answer = subprocess.run(
            [program, "--list-langs"], capture_output=True, timeout=PAGE_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return False
    return LANGUAGE in answer.stdout.decode(errors="replace").split()


def _picture(page: Any) -> bytes:
    """Return the page as a grey picture in the plainest format there is (PGM)."""
    width, height = page.get_size()
    # A page a metre wide is drawn no finer than one of A3.
    scale = DOTS / 72 * min(1.0, 1200 / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = (rows[at : at + bitmap.width] for at in range(0, len(rows), bitmap.stride))
    head = f"P5 {bitmap.width} {bitmap.height} 255\n".encode("ascii")
    picture = head + b"".join(lines)
    bitmap.close()
    return picture


def _recognised(path: Path, program: str, picture: bytes) -> str:
    command = [program, "stdin", "stdout", "-l", LANGUAGE, "--psm", "4"]
    try:
        answer = subprocess.run(
            command, input=picture, capture_output=True, timeout=PAGE_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PlanFileUnreadable(file=path.name, reason="không nhận dạng được chữ") from error
    return answer.stdout.decode("utf-8", errors="replace").replace("\f", "").strip()
