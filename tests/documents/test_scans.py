"""Pages that are pictures: read by tesseract, which stands here as a script of ours."""

import zlib
from pathlib import Path

import pytest

from giamngheo.documents import read_plan
from giamngheo.documents.refusals import PlanFileUnreadable, PlanScanned
from tests.documents.pdf_files import write_file

WORDS = """KẾ HOẠCH
Giảm nghèo xã Nậm Lành năm 2023

I. MỤC TIÊU
- Giảm 21 hộ nghèo trong năm 2023.
"""


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "ban-chup.pdf"
    write_scan(path)
    return path


def write_scan(path: Path, pages: int = 1, words: str = "") -> None:
    """Write pages that hold a grey picture each, and `words` printed under it."""
    packed = zlib.compress(bytes([200]) * 64).hex() + ">"
    picture = (
        "<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray"
        f" /BitsPerComponent 8 /Filter [/ASCIIHexDecode /FlateDecode] /Length {len(packed)} >>\n"
        f"stream\n{packed}\nendstream"
    )
    drawn = "q 500 0 0 700 40 40 cm /I Do Q" + (
        f" BT /F 12 Tf 50 800 Td ({words}) Tj ET" if words else ""
    )
    kids = " ".join(f"{5 + place} 0 R" for place in range(pages))
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources"
        " << /XObject << /I 3 0 R >> /Font << /F << /Type /Font /Subtype /Type1"
        " /BaseFont /Helvetica >> >> >> >>"
    )
    write_file(
        path,
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>",
            picture,
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
            *[page] * pages,
        ],
    )


def put_reader(
    monkeypatch: pytest.MonkeyPatch, folder: Path, does: str, languages: str = "eng vie"
) -> None:
    """Put a script in the place of tesseract that knows `languages`."""
    program = folder / "bin" / "tesseract"
    program.parent.mkdir()
    known = languages.replace(" ", "\\n")
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = --list-langs ]; then printf "{known}\\n"; exit; fi\n{does}\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_without_tesseract_the_package_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scan: Path
):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PlanScanned, match="tesseract-ocr-vie") as refused:
        read_plan(scan)

    assert refused.value.code == "DOC-004"


def test_a_tesseract_without_vietnamese_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scan: Path
):
    put_reader(monkeypatch, tmp_path, "exit 1", languages="eng osd")

    with pytest.raises(PlanScanned):
        read_plan(scan)


def test_a_picture_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scan: Path):
    words = tmp_path / "words.txt"
    words.write_text(WORDS, encoding="utf-8")
    # The picture comes in whole, as grey dots, before the words go out.
    put_reader(
        monkeypatch, tmp_path, f'[ "$(head -c 2)" = P5 ] && cat > /dev/null && cat "{words}"'
    )

    reading = read_plan(scan)

    assert reading.head.title == "Giảm nghèo xã Nậm Lành năm 2023"
    assert [(one.value, one.line) for one in reading.targets] == [(21, 5)]


def test_pages_with_words_keep_theirs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    put_reader(monkeypatch, tmp_path, "cat > /dev/null; echo KHAC")
    path = tmp_path / "hai-lop.pdf"
    write_scan(path, words="KE HOACH")

    assert read_plan(path).text.strip() == "KE HOACH"


def test_a_reader_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scan: Path):
    put_reader(monkeypatch, tmp_path, "cat > /dev/null; exit 3")

    with pytest.raises(PlanFileUnreadable, match="nhận dạng"):
        read_plan(scan)


def test_a_reader_that_never_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scan: Path):
    monkeypatch.setattr("giamngheo.documents.scans.PAGE_SECONDS", 1)
    put_reader(monkeypatch, tmp_path, "exec sleep 30")

    with pytest.raises(PlanFileUnreadable, match="nhận dạng"):
        read_plan(scan)


def test_too_many_pictures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    put_reader(monkeypatch, tmp_path, "cat > /dev/null")
    path = tmp_path / "day.pdf"
    write_scan(path, pages=61)

    with pytest.raises(PlanFileUnreadable, match="61 trang"):
        read_plan(path)
