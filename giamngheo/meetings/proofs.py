"""Photographs that prove a posting: checked by what they are, stored outside the database."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction

from giamngheo.accounts.models import User
from giamngheo.audit import actions as audit
from giamngheo.lib.text import clean
from giamngheo.meetings.models import Posting, PostingProof
from giamngheo.meetings.refusals import ProofRefused

LARGEST = 5 * 1024 * 1024
MOST = 12
# What the first bytes of a file say it is, whatever it is called.
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"%PDF-", "application/pdf", ".pdf"),
)


@transaction.atomic
def add_proof(
    *, posting: Posting, content: bytes, file_name: str, note: str, by: User
) -> PostingProof:
    """
    Keep a photograph or scan of the posted list.

    Raises: ProofRefused [MTG-007]: no JPEG, PNG or PDF, larger than 5 MB, sent before, too many.
    """
    locked = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    name = clean(PurePath(file_name).name)[-120:] or "tệp"
    content_type, suffix = _kind_of(content, name)
    digest = hashlib.sha256(content).hexdigest()
    if locked.proofs.filter(digest=digest).exists():
        raise ProofRefused(file=name, problem="tệp này đã gửi")
    if locked.proofs.count() >= MOST:
        raise ProofRefused(file=name, problem=f"niêm yết này đã có {MOST} tệp")
    audit.record(
        action="meetings.add_proof",
        by=by,
        subject=f"Minh chứng niêm yết: {name}",
        unit_path=posting.unit_path,
        details={"posting": posting.pk, "digest": digest},
    )
    return PostingProof.objects.create(
        posting=locked,
        # A name of our own: what the officer's machine called it is only shown.
        file=ContentFile(content, name=f"{posting.pk}-{digest[:16]}{suffix}"),
        file_name=name,
        content_type=content_type,
        size=len(content),
        digest=digest,
        note=clean(note),
        recorded_by=by.full_name,
    )


def _kind_of(content: bytes, name: str) -> tuple[str, str]:
    if not content:
        raise ProofRefused(file=name, problem="tệp không có nội dung")
    if len(content) > LARGEST:
        raise ProofRefused(file=name, problem="tệp lớn hơn 5 MB")
    for start, content_type, suffix in _KINDS:
        if content.startswith(start):
            return content_type, suffix
    raise ProofRefused(file=name, problem="không phải ảnh JPG, PNG hay tệp PDF")
