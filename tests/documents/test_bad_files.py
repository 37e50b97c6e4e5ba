"""Files made to mislead, to be locked or to fill the memory: one sentence, never a traceback."""

import random
import resource
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.shared import Inches

from giamngheo.documents import read_plan
from giamngheo.documents.filetypes import OLE
from giamngheo.lib.errors import Refusal
from tests.documents.pdf_files import write_pdf
from tests.documents.plans import PLAN


def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_plan(path)
    assert path.name in str(caught.value)
    return caught.value


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.docx"
    document = docx.Document()
    for line in PLAN.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.pdf"
    write_pdf(path, [["KẾ HOẠCH", "Giảm nghèo năm 2023", "I. MỤC TIÊU"]])
    return path


# ── Locked ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", [".docx", ".doc"])
def test_a_word_file_with_a_password(tmp_path: Path, suffix: str):
    path = tmp_path / f"khoa{suffix}"
    path.write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600))

    assert "mật khẩu" in str(refused(path))


def test_an_old_word_file_with_a_password(tmp_path: Path):
    head = bytearray(512)
    head[:2], head[11] = b"\xec\xa5", 0x01
    path = tmp_path / "khoa.doc"
    path.write_bytes(OLE.ljust(512, b"\0") + bytes(head))

    assert "mật khẩu" in str(refused(path))


def test_a_pdf_with_a_password(tmp_path: Path, pdf: Path):
    lock = (
        b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"11" * 32
        + b"> /U <"
        + b"22" * 32
        + b"> >> /Root 1 0 R"
    )
    path = tmp_path / "khoa.pdf"
    path.write_bytes(pdf.read_bytes().replace(b"/Root 1 0 R", lock))

    assert "mật khẩu" in str(refused(path))


# ── Another kind than the name says ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["ke-hoach.doc", "ke-hoach.docx", "ke-hoach.txt", "ke-hoach.pdf"])
@pytest.mark.parametrize(
    "mark", ["<html>", "<!DOCTYPE html>", '<?xml version="1.0"?>', "\ufeff\n<HTML>"]
)
def test_a_web_page_under_another_name(tmp_path: Path, name: str, mark: str):
    path = tmp_path / name
    path.write_text(f"{mark}<body>Kế hoạch giảm nghèo</body>", encoding="utf-8")

    assert "trang web" in str(refused(path))


@pytest.mark.parametrize("suffix", [".docx", ".doc", ".txt", ".rtf"])
def test_a_pdf_under_another_name(pdf: Path, suffix: str):
    other = pdf.rename(pdf.with_suffix(suffix))

    assert "PDF" in str(refused(other))


@pytest.mark.parametrize("suffix", [".pdf", ".txt"])
def test_a_word_file_under_another_name(word: Path, suffix: str):
    other = word.rename(word.with_suffix(suffix))

    assert ".docx" in str(refused(other))


def test_an_archive_that_is_no_word_file(tmp_path: Path):
    path = tmp_path / "ke-hoach.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("anh.jpg", b"x")

    assert "tệp nén" in str(refused(path))


@pytest.mark.parametrize("suffix", [".xlsx", ".odt", ".exe", ".zip", ""])
def test_a_kind_that_is_not_read(tmp_path: Path, suffix: str):
    path = tmp_path / f"ke-hoach{suffix}"
    path.write_bytes(b"x")

    assert refused(path).code == "DOC-002"


# ── Macros ────────────────────────────────────────────────────────────────────────────────────


def test_a_word_file_with_macros_by_its_name(word: Path):
    assert "macro" in str(refused(word.rename(word.with_suffix(".docm"))))


def test_a_word_file_with_macros_inside(word: Path):
    with zipfile.ZipFile(word, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\0")

    assert "macro" in str(refused(word))


# ── Nothing to read ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf", ".doc", ".rtf"])
def test_an_empty_file(tmp_path: Path, suffix: str):
    path = tmp_path / f"rong{suffix}"
    path.write_bytes(b"")

    assert refused(path).code in {"DOC-002", "DOC-003"}


def test_a_word_file_of_pictures_only(tmp_path: Path):
    picture = tmp_path / "anh.png"
    picture.write_bytes(png())
    document = docx.Document()
    document.add_picture(str(picture), width=Inches(5))
    path = tmp_path / "anh-chup.docx"
    document.save(str(path))

    assert refused(path).code == "DOC-004"


def png() -> bytes:
    """Return the smallest white picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = (1).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff"))
        + chunk(b"IEND", b"")
    )


# ── Bombs ─────────────────────────────────────────────────────────────────────────────────────


def test_a_word_file_that_swells(tmp_path: Path, word: Path):
    bomb = tmp_path / "bom.docx"
    with zipfile.ZipFile(word) as whole, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in whole.infolist():
            if entry.filename != "word/document.xml":
                made.writestr(entry, whole.read(entry))
        made.writestr("word/document.xml", b" " * (60 * 2**20))

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "quá lớn" in str(refused(bomb))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


def test_a_word_file_of_thousands_of_parts(word: Path):
    with zipfile.ZipFile(word, "a") as archive:
        for number in range(3001):
            archive.writestr(f"word/media/{number}.bin", b"")

    assert "quá lớn" in str(refused(word))


def test_a_pdf_that_swells(tmp_path: Path, pdf: Path):
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(260)) + packer.flush()
    stream = b"9 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    path = tmp_path / "bom.pdf"
    path.write_bytes(pdf.read_bytes() + stream + packed + b"\nendstream\nendobj\n")

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "quá lớn" in str(refused(path))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


def test_a_pdf_packed_over_and_over(tmp_path: Path, pdf: Path):
    packed = zlib.compress(zlib.compress(zlib.compress(b" " * 2**20)))
    filters = b"/FlateDecode " * 3
    stream = b"9 0 obj\n<< /Filter [" + filters + b"] /Length 9 >>\nstream\n" + packed
    path = tmp_path / "bom.pdf"
    path.write_bytes(pdf.read_bytes() + stream + b"\nendstream\nendobj\n")

    assert "quá lớn" in str(refused(path))


def test_a_text_longer_than_three_hundred_pages(tmp_path: Path):
    path = tmp_path / "dai.txt"
    path.write_text("Giảm nghèo bền vững.\n" * 60_000, encoding="utf-8")

    assert "300 trang" in str(refused(path))


def test_a_paragraph_longer_than_anybody_reads(tmp_path: Path):
    path = tmp_path / "dai.txt"
    path.write_text("giảm nghèo " * 6_000, encoding="utf-8")

    assert "300 trang" in str(refused(path))


def test_the_longest_text_that_is_read(tmp_path: Path):
    path = tmp_path / "dai.txt"
    path.write_text("Căn cứ Quyết định số 9/QĐ-UBND, " * 1_800, encoding="utf-8")

    assert len(read_plan(path).text) > 57_000


# ── Broken ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_a_file_cut_short_or_spoilt(request: pytest.FixtureRequest, kind: str, seed: int):
    path: Path = request.getfixturevalue(kind)
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)
    if seed % 2:
        del content[chance.randrange(20, len(content)) :]
    else:
        for _ in range(40):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
    path.write_bytes(content)

    said = ""
    try:
        read_plan(path)
    except Refusal as refusal:
        said = str(refusal)

    assert not said or path.name in said
