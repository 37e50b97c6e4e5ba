"""No word of a table is broken, however narrow its column was meant to be."""

from giamngheo.documents.writer import Column, Table
from giamngheo.documents.writer.widths import CELL_SIDES_CM, shared_widths, width_cm


def test_a_narrow_column_gets_the_room_of_its_longest_word() -> None:
    table = Table(
        columns=(Column(head="Không đồng ý", share=0.1), Column(head="Chủ hộ", share=5)),
        rows=((1, "Nguyễn Thị Hồng Nhung"),),
    )

    widths, size = shared_widths(table, room_cm=16)

    assert size == table.size
    assert widths[0] >= width_cm("Không", size=12, bold=True) + CELL_SIDES_CM
    assert abs(sum(widths) - 16) < 0.001


def test_shares_hold_where_there_is_room() -> None:
    table = Table(columns=(Column(head="A", share=1), Column(head="B", share=3)), rows=())

    assert shared_widths(table, room_cm=16)[0] == [4.0, 12.0]


def test_letters_shrink_when_the_words_do_not_fit_and_never_below_nine() -> None:
    wide = tuple(Column(head="Nghiêng") for _ in range(9))
    many = tuple(Column(head="Nghiêngngảnghiêngngả") for _ in range(30))

    assert 9 < shared_widths(Table(columns=wide, rows=()), room_cm=16)[1] < 12
    widths, size = shared_widths(Table(columns=many, rows=()), room_cm=16)
    assert size == 9
    assert all(width > 0 for width in widths)
