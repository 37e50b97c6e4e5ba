"""Footnotes with their anchors, annexes announced and supplied, the days that tasks name."""

from giamngheo.documents import PlanReading
from tests.documents.conftest import ReadText

TABLE = "CHỈ TIÊU GIAO CHO CÁC XÃ"
PURPOSE = "2. Ai làm việc gì, xong lúc nào, đều ghi ra."


def test_a_footnote_knows_the_words_it_hangs_on(reading: PlanReading):
    (note,) = reading.footnotes

    assert (note.mark, note.anchor) == ("1", "hộ nghèo¹")
    assert note.anchor_line is not None
    assert note.anchor_line < note.line
    assert note.text.startswith("Theo Quyết định số 8/QĐ-UBND")


def test_notes_in_square_brackets(read_text: ReadText):
    (note,) = read_text(("nghèo¹.", "nghèo[1]."), ("¹ Theo", "[1] Theo")).footnotes

    assert (note.mark, note.anchor) == ("1", "hộ nghèo[1]")


def test_an_annex_nobody_announced(reading: PlanReading):
    (annex,) = reading.annexes

    assert (annex.mention, annex.present, annex.table) == (None, True, "A1")


def test_an_annex_announced_and_supplied(read_text: ReadText):
    (annex,) = read_text((PURPOSE, f"{PURPOSE}\n\n(Có phụ lục chi tiết kèm theo)")).annexes

    assert annex.mention == "Có phụ lục chi tiết kèm theo"
    assert annex.table == "A1"


def test_an_annex_announced_and_missing(read_text: ReadText, reading: PlanReading):
    text = reading.text[: reading.text.index(TABLE)]

    (annex,) = read_text(
        (PURPOSE, "2. Giao chỉ tiêu (kèm theo phụ lục phân bổ cho các xã)."), text=text
    ).annexes

    assert not annex.present
    assert annex.mention == "kèm theo phụ lục phân bổ cho các xã"


def test_only_days_and_months_are_listed_as_deadlines(reading: PlanReading):
    deadlines = reading.to_json()["deadlines"]

    assert [(one["type"], one.get("date") or one.get("month")) for one in deadlines] == [
        ("date", "2023-03-01"),
        ("month", "2023-04"),
    ]
