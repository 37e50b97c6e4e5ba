"""A workbook looked through before it is opened: macros, bombs, formulas and error cells."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from giamngheo.lib.errors import Refusal
from giamngheo.lib.sheets.refusals import UnreadableFile

MOST_UNPACKED = 600 * 1024 * 1024
_MOST_ENTRIES = 5_000
_CHUNK = 1 << 20
_CELL_RE = re.compile(rb"<c\b(?P<head>[^>]*?)(?:/>|>(?P<body>.*?)</c>)", re.DOTALL)
_REFERENCE_RE = re.compile(rb'\br="([A-Z]+)(\d+)"')
_VALUE_RE = re.compile(rb"<v\b[^>]*>(.*?)</v>", re.DOTALL)
_SHEET_RE = re.compile(rb"<sheet\b[^>]*>")
_RELATION_RE = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE_RE = re.compile(rb'([\w:]+)="([^"]*)"')
_IN_COLUMN_A_RE = re.compile(rb'<c r="A\d+"[^>/]*>')
# A formula's end (each group of shared ones has one at least), an error's mark.
_MARKS = (b"</f>", b't="e"')
_FORMULA_RE = re.compile(rb"<f[\s>/]")
_ENTITIES = {b"&lt;": b"<", b"&gt;": b">", b"&quot;": b'"', b"&apos;": b"'", b"&amp;": b"&"}


class UnsafeFile(Refusal):
    code = "LIB-017"
    sentence = (
        "Chưa nhận được tệp “{name}”: {reason}. Lưu lại thành sổ Excel thường (.xlsx) chỉ có bảng "
        "danh sách rồi gửi lại."
    )
    english = "File “{name}” was not accepted: {reason}."


class CellNote(StrEnum):
    FORMULA = "formula"  # its last value stands in the file
    NO_VALUE = "no_value"  # never calculated: nobody knows its value
    ERROR = "error"  # #N/A, #REF! …


@dataclass(frozen=True, kw_only=True)
class SheetNotes:
    """
    What a reader of values alone would not see of one sheet.

    `cells`: by (row, column) from 0. `fills_column_a`: its first column holds something, so that
    positions count from A. `merges`: some of its cells are merged.
    """

    name: str
    is_visible: bool = True
    cells: dict[tuple[int, int], CellNote] = field(default_factory=dict)
    fills_column_a: bool = False
    merges: bool = False


def look_through(path: Path, *, most_unpacked: int = MOST_UNPACKED) -> list[SheetNotes]:
    """
    Return the notes of each sheet of an .xlsx, after unpacking all of it once to count.

    The sizes written in the archive are not believed: what comes out is counted.
    Raises: UnsafeFile [LIB-017] for macros or an archive that unpacks to more than
            `most_unpacked` bytes, UnreadableFile [LIB-011] for what is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _looked_through(archive, path.name, most_unpacked)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        # RuntimeError: an encrypted entry.
        raise UnreadableFile(name=path.name, reason="nội dung không phải bảng tính") from error
    except (zlib.error, KeyError, UnicodeDecodeError) as error:
        raise UnreadableFile(name=path.name, reason="nội dung bị hỏng") from error


def _looked_through(archive: zipfile.ZipFile, name: str, most_unpacked: int) -> list[SheetNotes]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any("vbaproject" in entry.lower() for entry in names):
        raise UnsafeFile(name=name, reason="tệp có chứa macro")
    if len(entries) > _MOST_ENTRIES:
        raise UnsafeFile(name=name, reason="tệp nén quá nhiều phần")
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(name=name, reason="nội dung không phải bảng tính Excel")
    left, marked, merged, from_a = most_unpacked, set[str](), set[str](), set[str]()
    for entry in entries:
        is_sheet = entry.filename.startswith("xl/worksheets/")
        for size, text in _unpacked(archive, entry):
            left -= size
            if left < 0:
                raise UnsafeFile(name=name, reason="tệp giải nén ra lớn bất thường")
            if not is_sheet:
                continue
            if any(mark in text for mark in _MARKS):
                marked.add(entry.filename)
            if b"<mergeCell " in text:
                merged.add(entry.filename)
            if entry.filename not in from_a and _IN_COLUMN_A_RE.search(text):
                from_a.add(entry.filename)
    return [
        SheetNotes(
            name=title,
            is_visible=is_visible,
            cells=_cell_notes(archive.read(file)) if file in marked else {},
            fills_column_a=file in from_a,
            merges=file in merged,
        )
        for title, file, is_visible in _sheets(archive)
    ]


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
    """Yield the size of each piece, and the piece with the end of the one before."""
    tail = b""
    with archive.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            yield len(piece), tail + piece
            tail = piece[-64:]


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str, bool]]:
    """Return each sheet's name, the file that holds it, and whether it is shown."""
    targets = {}
    for relation in _RELATION_RE.findall(archive.read("xl/_rels/workbook.xml.rels")):
        parts = dict(_ATTRIBUTE_RE.findall(relation))
        target = parts.get(b"Target", b"").decode().removeprefix("/xl/")
        targets[parts.get(b"Id", b"")] = f"xl/{target}"
    found = []
    for sheet in _SHEET_RE.findall(archive.read("xl/workbook.xml")):
        parts = dict(_ATTRIBUTE_RE.findall(sheet))
        file = targets.get(parts.get(b"r:id", b""), "")
        if file:
            is_visible = parts.get(b"state", b"visible") == b"visible"
            found.append((_plain(parts.get(b"name", b"")), file, is_visible))
    return found


def _plain(text: bytes) -> str:
    # The ampersand last: what it sets free is no mark any more.
    for entity, letter in _ENTITIES.items():
        text = text.replace(entity, letter)
    return text.decode()


def _cell_notes(xml: bytes) -> dict[tuple[int, int], CellNote]:
    notes = {}
    for cell in _CELL_RE.finditer(xml):
        body = cell["body"] or b""
        is_error = b't="e"' in cell["head"]
        if not is_error and not _FORMULA_RE.search(body):
            continue
        place = _REFERENCE_RE.search(cell["head"])
        if place is None:
            continue
        value = _VALUE_RE.search(body)
        note = CellNote.FORMULA if value and value[1] else CellNote.NO_VALUE
        notes[int(place[2]) - 1, column_index(place[1].decode())] = (
            CellNote.ERROR if is_error else note
        )
    return notes


def column_index(letters: str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
