"""Papers as PDF: through LibreOffice, and set by the typesetter that comes along."""

import io
import shutil
import stat
from pathlib import Path

import pdfplumber
import pytest

from giamngheo.documents.refusals import FormNotSet, NoPdfHere, PdfNotMade
from giamngheo.documents.writer import typeset, word_to_pdf, write_paper
from tests.documents.writer.test_word import PAPER

FORM = '#let data = json("data.json")\n#set text(font: data.faces)\n#data.words'
LETTERS = "ẮẰẲẴẶắằẳẵặ ẤẦẨẪẬấầẩẫậ ẾỀỂỄỆếềểễệ ỐỒỔỖỘốồổỗộ ỚỜỞỠỢớờởỡợ ỨỪỬỮỰứừửữự ỲỶỸỴỳỷỹỵ Đđ"


def test_a_word_paper_becomes_a_pdf(soffice: str) -> None:
    made = word_to_pdf(word=write_paper(PAPER), name="quyết định")

    with pdfplumber.open(io.BytesIO(made)) as pages:
        assert len(pages.pages) == 1
        assert "05/QĐ-UBND" in pages.pages[0].extract_text()


def test_without_libreoffice_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)

    with pytest.raises(NoPdfHere, match=r"quyết định: máy chủ chưa cài LibreOffice.*bản Word"):
        word_to_pdf(word=b"", name="quyết định")


@pytest.mark.parametrize("script", ["sleep 30", "exit 1", "exit 0"])
def test_a_converter_that_hangs_or_fails_is_stopped_and_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))

    with pytest.raises(PdfNotMade):
        word_to_pdf(word=b"", name="quyết định", seconds=0.5)


def test_every_vietnamese_letter_is_set_and_embedded() -> None:
    made = typeset(form=FORM, data={"words": LETTERS}, name="thử")

    with pdfplumber.open(io.BytesIO(made)) as pages:
        assert pages.pages[0].extract_text().split() == LETTERS.split()
        assert all("+" in letter["fontname"] for letter in pages.pages[0].chars)


def test_data_are_words_and_never_markup() -> None:
    made = typeset(form=FORM, data={"words": '#panic("x") *đậm* $1$ "'}, name="thử")

    with pdfplumber.open(io.BytesIO(made)) as pages:
        assert pages.pages[0].extract_text() == '#panic("x") *đậm* $1$ "'


def test_a_form_that_does_not_hold_is_refused() -> None:
    with pytest.raises(FormNotSet, match="giấy chứng nhận"):
        typeset(form="#khong-co", data={}, name="giấy chứng nhận")
