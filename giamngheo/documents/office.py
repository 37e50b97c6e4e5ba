"""Old Word files (.doc, .rtf), through LibreOffice where it is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from giamngheo.documents.filetypes import OLE
from giamngheo.documents.refusals import PlanFileUnreadable
from giamngheo.documents.word import word_text

LONGEST_SECONDS = 90
_WORD_MARKS = (OLE, b"{\\rtf")


def old_word_text(path: Path) -> str:
    """
    Return the text of the .doc or .rtf at `path`, converted aside and never executed.

    Raises: PlanFileUnreadable [DOC-002] when LibreOffice is missing, fails or takes too long, or
            the file is no Word file.
    """
    start = path.read_bytes()[:512].lstrip().lower()
    if start.startswith(b"pk\x03\x04"):
        return word_text(path)
    if not start.startswith(_WORD_MARKS):
        # LibreOffice would open anything as text, and what it then reads is no document.
        raise PlanFileUnreadable(
            file=path.name, reason="nội dung không phải tệp Word; lưu lại thành .docx rồi nạp"
        )
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        reason = "đây là tệp Word kiểu cũ và máy chưa có LibreOffice để chuyển"
        raise PlanFileUnreadable(file=path.name, reason=reason)
    with tempfile.TemporaryDirectory(prefix="giamngheo-") as folder:
        return word_text(_converted(path, program, Path(folder)))


def _converted(path: Path, program: str, folder: Path) -> Path:
    command = [
        program,
        # A profile of its own: another LibreOffice may be open, and no macro of the user runs.
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(path.resolve()),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        reason = "LibreOffice không chuyển được tệp Word kiểu cũ này"
        raise PlanFileUnreadable(file=path.name, reason=reason) from error
    found = folder / f"{path.stem}.docx"
    if not found.is_file():
        reason = "LibreOffice không chuyển được tệp Word kiểu cũ này"
        raise PlanFileUnreadable(file=path.name, reason=reason)
    return found
