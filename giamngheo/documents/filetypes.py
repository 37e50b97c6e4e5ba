"""What a file is by its first bytes, whatever its name says."""

import zipfile
from pathlib import Path

from giamngheo.documents.refusals import PlanFileUnreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML_MARKS = (b"<html", b"<!doctype", b"<?xml", b"mime-version", b"<head", b"<meta", b"<table")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "word/vbaproject.bin"
_SECTOR = 512
_WORD_MAGIC, _FLAGS, _ENCRYPTED_BIT = b"\xec\xa5", 11, 0x01
_NAMES = {
    "pdf": "tệp PDF",
    "word": "tệp Word .docx",
    "old": "tệp Word kiểu cũ .doc",
    "rtf": "tệp .rtf",
    "html": "trang web",
    "zip": "tệp nén",
}
_FITTING = {
    ".txt": {"text"},
    ".md": {"text"},
    ".pdf": {"pdf"},
    ".docx": {"word"},
    ".doc": {"old", "rtf", "word"},
    ".rtf": {"rtf"},
}


def kind_of(path: Path) -> str:
    """Return pdf, word, old, rtf, html, zip or text."""
    with path.open("rb") as file:
        start = file.read(1024)
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "word" if _is_word(path) else "zip"
    if start.startswith(OLE[:4]):
        return "old"
    if bare.startswith(b"{\\rtf"):
        return "rtf"
    return "html" if bare.lower().startswith(HTML_MARKS) else "text"


def refuse_unfitting(path: Path) -> None:
    """
    Refuse a file whose bytes are of another kind than its name, locked ones, and macros.

    Raises: PlanFileUnreadable [DOC-002].
    """
    suffix, kind = path.suffix.lower(), kind_of(path)
    if suffix in (".docm", ".dotm"):
        raise _macros(path)
    if suffix not in _FITTING:
        raise PlanFileUnreadable(file=path.name, reason=f"chưa biết đọc loại tệp {suffix or 'này'}")
    if kind == "old" and _is_locked(path):
        raise PlanFileUnreadable(file=path.name, reason="tệp Word có mật khẩu")
    if kind == "word" and _has_macros(path):
        raise _macros(path)
    if kind == "html":
        reason = f"đây là trang web lưu với đuôi {suffix}; mở bằng Word rồi lưu lại"
        raise PlanFileUnreadable(file=path.name, reason=reason)
    if kind not in _FITTING[suffix] and kind in _NAMES:
        reason = f"nội dung là {_NAMES[kind]} nhưng tên tệp mang đuôi {suffix}"
        raise PlanFileUnreadable(file=path.name, reason=reason)


def _macros(path: Path) -> PlanFileUnreadable:
    reason = "tệp Word có chứa macro; lưu lại thành .docx không có macro"
    return PlanFileUnreadable(file=path.name, reason=reason)


def _is_word(path: Path) -> bool:
    # A broken archive is left to the reader of Word files, which says so.
    names = _entries(path)
    return not names or any(name.startswith("word/") for name in names)


def _has_macros(path: Path) -> bool:
    return any(name.lower() == _MACROS for name in _entries(path))


def _entries(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _is_locked(path: Path) -> bool:
    """Tell whether an old Word file, or a .docx inside such a container, needs a password."""
    content = path.read_bytes()
    if _ENCRYPTED in content:
        return True
    for start in range(_SECTOR, len(content) - _FLAGS, _SECTOR):
        if content[start : start + 2] == _WORD_MAGIC:
            return bool(content[start + _FLAGS] & _ENCRYPTED_BIT)
    return False
