"""Proofs of what was reported: checked by what they are, stored outside the database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.core.files.base import ContentFile

from giamngheo.lib.text import clean
from giamngheo.tasks.models import TaskEvidence, TaskNote
from giamngheo.tasks.refusals import EvidenceRefused

LARGEST: Final = 10 * 1024 * 1024
# What the first bytes of a file say it is, whatever it is called.
_KINDS: Final = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"%PDF-", "application/pdf", ".pdf"),
)


@dataclass(frozen=True, kw_only=True)
class GivenFile:
    """A file as it came, not yet looked at."""

    name: str
    content: bytes


def keep_evidence(*, note: TaskNote, given: GivenFile) -> TaskEvidence:
    """
    Keep the file with its note, inside the caller's transaction.

    Raises: EvidenceRefused [TSK-004]: no JPEG, PNG or PDF, empty, larger than 10 MB.
    """
    name = clean(PurePath(given.name).name)[-120:] or "tệp"
    content_type, suffix = _kind_of(given.content, name)
    digest = hashlib.sha256(given.content).hexdigest()
    return TaskEvidence.objects.create(
        note=note,
        # A name of our own: what the officer's machine called it is only shown.
        file=ContentFile(given.content, name=f"{note.pk}-{digest[:16]}{suffix}"),
        file_name=name,
        content_type=content_type,
        size=len(given.content),
        digest=digest,
    )


def _kind_of(content: bytes, name: str) -> tuple[str, str]:
    if not content:
        raise EvidenceRefused(file=name, problem="tệp không có nội dung")
    if len(content) > LARGEST:
        raise EvidenceRefused(file=name, problem="tệp lớn hơn 10 MB")
    for start, content_type, suffix in _KINDS:
        if content.startswith(start):
            return content_type, suffix
    raise EvidenceRefused(file=name, problem="không phải ảnh JPG, PNG hay tệp PDF")
