from django.test import RequestFactory

from giamngheo.web.tables import (
    Cell,
    Column,
    Row,
    Sort,
    Status,
    build_table,
    sort_rows,
    with_query,
)

COLUMNS = (
    Column(key="name", head="Xã", row_head=True),
    Column(key="start", head="Đầu năm", group="Hộ nghèo", kind="number", unit="hộ"),
    Column(key="end", head="Cuối năm", group="Hộ nghèo", kind="number", unit="hộ"),
    Column(key="status", head="Đánh giá", kind="status", sortable=False),
)


def _row(name, start, end=None):
    return Row(cells={"name": name, "start": start, "end": end})


def _table(path="/x", **kwargs):
    rows = [_row("Xã Đồng Lợi", 3, 1), _row("Xã An Nông", 12), _row("Xã Dân Lý", 7, 0)]
    return build_table(
        RequestFactory().get(path),
        name="t",
        caption="Bảng",
        columns=COLUMNS,
        rows=rows,
        **kwargs,
    )


def _names(table):
    return [row.cell("name").value for row in table.rows]


def test_text_sorts_as_vietnamese_with_d_before_đ():
    assert _names(_table(default_sort="name")) == ["Xã An Nông", "Xã Dân Lý", "Xã Đồng Lợi"]


def test_the_address_decides_the_order():
    assert _names(_table("/x?sap-xep=-start")) == ["Xã An Nông", "Xã Dân Lý", "Xã Đồng Lợi"]
    assert _names(_table("/x?sap-xep=start")) == ["Xã Đồng Lợi", "Xã Dân Lý", "Xã An Nông"]


def test_unknown_and_unsortable_columns_are_passed_over():
    assert _table("/x?sap-xep=khong-co", default_sort="-start").sort == Sort(
        key="start", descending=True
    )
    assert _table("/x?sap-xep=status").sort is None


def test_what_was_not_reported_comes_last_both_ways():
    assert _names(_table("/x?sap-xep=end"))[-1] == "Xã An Nông"
    assert _names(_table("/x?sap-xep=-end"))[-1] == "Xã An Nông"


def test_a_cell_may_sort_by_something_else_than_it_shows():
    rows = [
        Row(cells={"name": Cell(value="mười", order=10)}),
        Row(cells={"name": Cell(value="hai", order=2)}),
    ]

    assert [row.cell("name").value for row in sort_rows(rows, Sort(key="name"))] == ["hai", "mười"]


def test_sort_links_keep_the_filters_and_drop_the_page():
    links = _table("/x?ten=tho&sau=15&sap-xep=-start").links

    assert links["start"] == "/x?ten=tho&sap-xep=start"
    assert links["name"] == "/x?ten=tho&sap-xep=name"
    assert links["end"] == "/x?ten=tho&sap-xep=-end"
    assert "status" not in links


def test_heads_stand_in_two_lines_with_spans_and_state():
    upper, lower = _table("/x?sap-xep=-start").head_lines

    assert [(head.text, head.columns, head.rows) for head in upper] == [
        ("Xã", 1, 2),
        ("Hộ nghèo", 2, 1),
        ("Đánh giá", 1, 2),
    ]
    assert [(head.text, head.aria_sort) for head in lower] == [
        ("Đầu năm", "descending"),
        ("Cuối năm", ""),
    ]


def test_matrix_gives_excel_what_is_shown_totals_first():
    totals = Row(cells={"name": "Tổng", "start": 22, "end": 1})

    heads, rows = _table(default_sort="name", totals=totals).matrix()

    assert heads == ["Xã", "Hộ nghèo – Đầu năm (hộ)", "Hộ nghèo – Cuối năm (hộ)", "Đánh giá"]
    assert rows[0] == ["Tổng", 22, 1, None]
    assert rows[1] == ["Xã An Nông", 12, None, None]


def test_matrix_writes_a_status_as_its_word():
    row = Row(cells={"name": "Xã A", "status": Status(tone="good", word="Đạt")})
    table = build_table(
        RequestFactory().get("/x"), name="t", caption="", columns=COLUMNS, rows=[row]
    )

    assert table.matrix()[1] == [["Xã A", None, None, "Đạt"]]


def test_with_query_takes_parameters_away():
    request = RequestFactory().get("/x?ten=a&nam=2020")

    assert with_query(request, ten=None, nam="2021") == "nam=2021"
