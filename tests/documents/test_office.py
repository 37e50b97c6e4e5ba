"""Old Word files through LibreOffice, which stands here as a small script of ours."""

import unicodedata
from pathlib import Path

import docx
import pytest

from giamngheo.documents import read_plan
from giamngheo.documents.refusals import PlanFileUnreadable
from tests.documents.plans import PLAN

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word"


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.doc"
    path.write_bytes(OLD)
    return path


def put_office(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def word_file(path: Path) -> Path:
    document = docx.Document()
    for line in PLAN.replace("**", "").split("\n"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def refusal_of(path: Path) -> str:
    with pytest.raises(PlanFileUnreadable) as caught:
        read_plan(path)
    return str(caught.value)


def test_without_libreoffice_the_reader_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old_file: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "LibreOffice" in refusal_of(old_file)


def test_with_libreoffice_it_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old_file: Path
):
    ready = word_file(tmp_path / "ready.docx")
    put_office(
        monkeypatch,
        tmp_path,
        'while [ "$1" != "--outdir" ]; do shift; done\n'
        f'cp "{ready}" "$2/$(basename "$3" .doc).docx"',
    )

    assert read_plan(old_file).head.code == "12/KH-UBND"


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_a_failed_conversion(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old_file: Path, script: str
):
    put_office(monkeypatch, tmp_path, script)

    assert "không chuyển được" in refusal_of(old_file)


def test_a_new_word_file_under_the_old_name(tmp_path: Path):
    path = word_file(tmp_path / "plan.docx").rename(tmp_path / "plan.doc")

    assert read_plan(path).head.code == "12/KH-UBND"


@pytest.mark.parametrize("content", [b"<html><body>", b"\r\n<!DOCTYPE html>", b"MIME-Version: 1.0"])
def test_a_web_page_under_the_name_of_a_word_file(tmp_path: Path, content: bytes):
    path = tmp_path / "plan.doc"
    path.write_bytes(content)

    assert "trang web" in refusal_of(path)


TONES = "\u0300\u0301\u0303\u0309\u0323"


def tones_apart(letter: str) -> str:
    """Return the letter as the Windows table has it: ă â ê ô ơ ư whole, the tone after it."""
    signs = unicodedata.normalize("NFD", letter)
    whole = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in TONES))
    return whole + "".join(sign for sign in signs if sign in TONES)


def test_the_windows_table_for_vietnamese(tmp_path: Path):
    path = tmp_path / "plan.txt"
    path.write_bytes("".join(map(tones_apart, PLAN)).encode("cp1258", errors="replace"))

    assert read_plan(path).head.issuer.name == "Ủy ban nhân dân huyện Suối Bạc"
