"""PDF files made to fill the memory, found before their pages are opened."""

import re
import zlib
from pathlib import Path

from giamngheo.documents.refusals import PlanFileUnreadable

# What the words and strokes of a PDF may swell to; pictures are never unpacked here.
LARGEST_UNPACKED = 200 * 2**20
_STEP = 2**20
_STREAM_RE = re.compile(rb"stream\r?\n")
_HEAD = 600


def refuse_pdf_bomb(path: Path) -> None:
    """
    Refuse a PDF whose streams of text unpack to far more than a document holds.

    Raises: PlanFileUnreadable [DOC-002].
    """
    content = path.read_bytes()
    unpacked = 0
    for match in _STREAM_RE.finditer(content):
        head = content[max(0, match.start() - _HEAD) : match.start()]
        head = head[head.rfind(b"obj") :]
        if b"FlateDecode" not in head and b"/Fl" not in head:
            continue
        if b"/Image" in head and head.count(b"FlateDecode") < 2:
            continue
        unpacked += _size(content, match.end(), LARGEST_UNPACKED - unpacked)
        if unpacked >= LARGEST_UNPACKED or head.count(b"FlateDecode") > 2:
            raise PlanFileUnreadable(file=path.name, reason="nội dung giải nén quá lớn")


def _size(content: bytes, start: int, most: int) -> int:
    """Return how many bytes the stream at `start` unpacks to, `most` when it is more."""
    unpacker = zlib.decompressobj()
    size, data = 0, memoryview(content)[start : start + _STEP]
    at = start + _STEP
    try:
        while data and not unpacker.eof and size < most:
            size += len(unpacker.decompress(data, _STEP))
            data = memoryview(unpacker.unconsumed_tail)
            if not data and at < len(content):
                data = memoryview(content)[at : at + _STEP]
                at += _STEP
    except zlib.error:
        return size
    return min(size, most)
