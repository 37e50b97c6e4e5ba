"""Letterheads and signatures in two columns."""

import pytest

from giamngheo.documents import PlanReading
from tests.documents.conftest import ReadText

LETTERHEAD = """\
ỦY BAN NHÂN DÂN
HUYỆN SUỐI BẠC
-------
Số: 12/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Suối Bạc, ngày 09 tháng 02 năm 2023
"""
FOOT = """\
Nơi nhận:

- UBND tỉnh (b/c);
- Các xã;
- Lưu: VT.

**KT. CHỦ TỊCH
PHÓ CHỦ TỊCH**

Lò Thị Thử
"""


def columns(gap: str) -> str:
    return (
        f"ỦY BAN NHÂN DÂN{gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"HUYỆN SUỐI BẠC{gap}Độc lập - Tự do - Hạnh phúc\n"
        f"Số: 12/KH-UBND{gap}Suối Bạc, ngày 09 tháng 02 năm 2023\n"
    )


def assert_same_head(reading: PlanReading) -> None:
    head = reading.head
    assert head.issuer.name == "Ủy ban nhân dân huyện Suối Bạc"
    assert (head.code, head.place, str(head.date)) == ("12/KH-UBND", "Suối Bạc", "2023-02-09")
    assert head.national_header


@pytest.mark.parametrize("gap", ["\t", "          ", " "])
def test_a_letterhead_in_two_columns(read_text: ReadText, gap: str):
    assert_same_head(read_text((LETTERHEAD, columns(gap))))


@pytest.mark.parametrize("gap", ["\t", "          "])
def test_a_signature_beside_the_recipients(read_text: ReadText, gap: str):
    foot = (
        f"Nơi nhận:{gap}KT. CHỦ TỊCH\n- UBND tỉnh (b/c);{gap}PHÓ CHỦ TỊCH\n- Các xã;\n- Lưu: VT.\n"
        "\tLò Thị Thử\n"
    )

    reading = read_text((FOOT, foot))

    assert [one.name for one in reading.recipients] == ["UBND tỉnh", "Các xã", "Lưu: VT"]
    assert (reading.signer.authority, reading.signer.position) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert reading.signer.name == "Lò Thị Thử"


def test_signed_already_is_no_name(read_text: ReadText):
    assert read_text(("\nLò Thị Thử", "\n(Đã ký)\n\nLò Thị Thử")).signer.name == "Lò Thị Thử"


def test_the_text_keeps_its_lines(read_text: ReadText):
    reading = read_text((LETTERHEAD, columns("\t")))

    assert reading.text.split("\n")[0].startswith("ỦY BAN NHÂN DÂN\tCỘNG HÒA")
    table = reading.tables[0]
    assert table.total_row is not None
    assert "Tổng cộng" in reading.text.split("\n")[table.total_row.line - 1]


def test_cells_between_upright_strokes(read_text: ReadText, reading: PlanReading):
    written = reading.text[reading.text.index("Số TT") :]
    ruled = "\n".join(
        "| " + line.replace("\t", " | ") + " |" for line in written.split("\n") if line
    )
    first, rest = ruled.split("\n", 1)
    rule = "|---|---|---|---|---|---|---|---|---|"

    (table,) = read_text((written, f"{first}\n{rule}\n{rest}\n")).tables

    assert [row.values for row in table.rows] == [row.values for row in reading.tables[0].rows]
