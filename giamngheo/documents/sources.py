"""Any plan file as numbered lines of text; the cells of a table's row are parted by tabs."""

import re
from dataclasses import dataclass
from pathlib import Path

from giamngheo.documents.filetypes import refuse_unfitting
from giamngheo.documents.legacy import decoded, repaired
from giamngheo.documents.refusals import (
    PlanFileEmpty,
    PlanFileMissing,
    PlanFileTooBig,
    PlanFileUnreadable,
)
from giamngheo.lib.text import INVISIBLE, nfc

MEGABYTE = 2**20
LARGEST = 40 * MEGABYTE
# Three hundred full pages, and the longest paragraph that anybody would read.
LONGEST_TEXT, LONGEST_LINE = 1_200_000, 60_000
# What nobody sees is left out; the Icelandic eth, typed for đ, looks the same and is none.
_SIGNS = dict.fromkeys(map(ord, INVISIBLE)) | str.maketrans({"Ð": "Đ", "ð": "đ"})
_RULED_RE = re.compile(r"[\s|+:=-]{5,}")
_GAP_RE = re.compile(r" {3,}")
# Words of letterheads and signatures, which stand in two columns.
_LAYOUT_RE = re.compile(
    r"CỘNG H[ÒO][AÀ]|ĐẢNG CỘNG SẢN|Độc lập|Số\s*:|, ngày|Nơi nhận|T/?M\b|K/?T\s?\.|CHỦ TỊCH|"
    r"BÍ THƯ|GIÁM ĐỐC|TRƯỞNG"
)
_EMPHASIS_RE = re.compile(r"\*(\S(?:[^*]*\S)?)\*")


@dataclass(frozen=True)
class Line:
    """One line: `number` counts from 1 in the file, `text` has no edge blanks, `cells` if a row."""

    number: int
    text: str
    cells: tuple[str, ...] = ()


def read_lines(path: Path) -> list[Line]:
    """
    Return the lines of the plan at `path`, composed (NFC) and without Markdown emphasis.

    Raises: PlanFileMissing [DOC-001], PlanFileUnreadable [DOC-002], PlanFileEmpty [DOC-003],
            PlanScanned [DOC-004], PlanFileTooBig [DOC-005].
    """
    if not path.is_file():
        raise PlanFileMissing(path=path)
    if path.stat().st_size > LARGEST:
        size, limit = path.stat().st_size // MEGABYTE, LARGEST // MEGABYTE
        raise PlanFileTooBig(file=path.name, size=size, limit=limit)
    refuse_unfitting(path)
    text = repaired(_raw_text(path))
    if len(text) > LONGEST_TEXT or max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise PlanFileUnreadable(file=path.name, reason="tệp dài hơn một kế hoạch 300 trang")
    lines = to_lines(text)
    if not any(line.text for line in lines):
        raise PlanFileEmpty(file=path.name)
    return lines


def to_lines(text: str) -> list[Line]:
    rows = re.split(r"\r\n|\r|\n|\f", nfc(text).translate(_SIGNS))
    return [_line(number, row) for number, row in enumerate(rows, start=1)]


def _line(number: int, row: str) -> Line:
    row = row.replace("\u00a0", " ").replace("**", "")
    row = _EMPHASIS_RE.sub(r"\1", row)
    if _RULED_RE.fullmatch(row) and ("|" in row.strip(" |") or "+" in row):
        return Line(number, "")
    cells = tuple(" ".join(cell.split()) for cell in _cells(row))
    if len(cells) > 1:
        return Line(number, " ".join(filter(None, cells)), cells)
    return Line(number, " ".join(row.split()))


def _cells(row: str) -> list[str]:
    """Return the cells of a row, parted by tabs, upright strokes or the gap of two columns."""
    if "\t" in row.strip("\t \n"):
        return row.split("\t")
    if row.count("|") > 1 and len(row.strip(" |")) > 1:
        return row.strip().removeprefix("|").removesuffix("|").split("|")
    columns = _GAP_RE.split(row.strip())
    return columns if len(columns) == 2 and _LAYOUT_RE.search(columns[1]) else [row]


def _raw_text(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in (".txt", ".md"):
        return _plain_text(path)
    if suffix == ".docx":
        from giamngheo.documents.word import word_text

        return word_text(path)
    if suffix == ".pdf":
        from giamngheo.documents.pdf import pdf_text

        return pdf_text(path)
    from giamngheo.documents.office import old_word_text

    return old_word_text(path)


def _plain_text(path: Path) -> str:
    content = path.read_bytes()
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text: str | None
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = decoded(content)
    if text is None:
        reason = "chữ không theo bảng mã nào đọc được (Unicode, Windows-1258, TCVN3, VNI)"
        raise PlanFileUnreadable(file=path.name, reason=reason)
    if "\0" in text:
        raise PlanFileUnreadable(file=path.name, reason="nội dung không phải văn bản")
    return text
