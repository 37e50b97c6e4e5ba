"""Texts set in letters from before Unicode read as if they were typed today."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from giamngheo.documents import PlanReading, read_plan
from giamngheo.documents.legacy import _TCVN3, _VNI, from_tcvn3, from_vni
from giamngheo.lib.errors import Refusal
from tests.documents.plans import PLAN

TO_TCVN3 = {right: written for written, right in _TCVN3.items()}
TO_VNI = {right: written for written, right in _VNI.items()}


def tcvn3(text: str) -> str:
    """Type as with a TCVN3 font: small letters have codes, capitals are another font's affair."""
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def vni(text: str) -> str:
    return "".join(TO_VNI.get(letter, letter) for letter in text)


def windows(text: str) -> str:
    """Compose letters as the Vietnamese Windows table holds them: the tone on its own."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    import unicodedata

    parts = []
    for letter in text:
        split = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(one for one in split if one not in tones))
        parts.append(base + "".join(one for one in split if one in tones))
    return "".join(parts)


def test_the_sentence_that_everybody_types():
    assert from_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam"
    )
    assert from_vni("ÑOÄC LAÄP - Töï do") == "ĐỘC LẬP - Tự do"


@pytest.mark.parametrize(
    ("written", "table"),
    [(windows(PLAN), "cp1258"), (tcvn3(PLAN), "latin-1"), (vni(PLAN), "cp1252")],
    ids=["windows", "tcvn3", "vni"],
)
def test_a_text_file_in_old_letters(tmp_path: Path, written: str, table: str):
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(written.replace("¹", "1").encode(table, errors="replace"))

    assert_reads_alike(read_plan(path))


@pytest.mark.parametrize("letters", [tcvn3, vni], ids=["tcvn3", "vni"])
def test_old_letters_saved_as_unicode(tmp_path: Path, letters: Callable[[str], str]):
    path = tmp_path / "ke-hoach.txt"
    path.write_text(letters(PLAN), encoding="utf-8")

    assert_reads_alike(read_plan(path))


def assert_reads_alike(reading: PlanReading) -> None:
    assert reading.head.code == "12/KH-UBND"
    assert reading.head.type == "Kế hoạch"
    assert [one.code for one in reading.legal_bases][:2] == ["07/2021/NĐ-CP", "30/KH-UBND"]
    assert "poor_households_reduced" in [one.indicator for one in reading.targets]
    assert len(reading.outline) > 8
    assert reading.tables[0].rows


@pytest.mark.parametrize(("font", "letters"), [(".VnTime", tcvn3), ("VNI-Times", vni)])
def test_a_word_file_set_in_an_old_font(tmp_path: Path, font: str, letters: Callable[[str], str]):
    path = tmp_path / "ke-hoach.docx"
    document = Document()
    for line in ["KẾ HOẠCH", "Giảm nghèo năm 2020", "I. MỤC TIÊU", "- Giảm 12 hộ nghèo."]:
        run = document.add_paragraph().add_run(letters(line))
        run.font.name = f"{font}H" if font == ".VnTime" and line.isupper() else font
        assert run._element.rPr.rFonts.get(qn("w:ascii")).startswith(font)
    document.save(str(path))

    reading = read_plan(path)

    assert (reading.head.type, reading.head.title) == ("Kế hoạch", "Giảm nghèo năm 2020")
    assert [(one.value, one.unit) for one in reading.targets] == [(12, "household")]


def test_french_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "plan.txt"
    path.write_text("Réduction de la pauvreté : déjà près de dix ménages, à suivre.\n" * 9, "utf-8")

    assert read_plan(path).text.startswith("Réduction de la pauvreté")


def test_letters_of_another_table_are_refused_by_name(tmp_path: Path):
    path = tmp_path / "plan.txt"
    path.write_bytes("План снижения бедности на год".encode("koi8-r") * 20)

    with pytest.raises(Refusal, match="TCVN3") as refused:
        read_plan(path)

    assert refused.value.code == "DOC-002"
