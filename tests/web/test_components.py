"""The macros, drawn alone: what they promise to screen readers, print and a page without JS."""

import re

import pytest
from django.template import engines
from django.test import RequestFactory

from giamngheo.web.components import FILES
from giamngheo.web.paging import Page
from giamngheo.web.parts import Notice, YearPoint
from giamngheo.web.tables import Bar, Cell, Column, Row, Status, build_table


def _draw(source, **values):
    return engines["jinja2"].env.from_string(source).render(values)


def test_tile_with_an_address_is_a_door():
    with_door = _draw('{{ ui.tile("Hộ nghèo", "1.825", href="/ho", unit="hộ") }}')
    without = _draw('{{ ui.tile("Hộ nghèo", "1.825") }}')

    assert '<a class="tile" href="/ho">' in with_door
    assert "<a" not in without


def test_status_says_the_word_beside_the_sign():
    drawn = _draw('{{ ui.status("bad", "Chưa đạt") }}')

    assert "<span>Chưa đạt</span>" in drawn
    assert 'aria-hidden="true"' in drawn


def test_bullet_stays_inside_its_ground_and_has_words():
    drawn = _draw("{{ ui.bullet(bar) }}", bar=Bar(value=140, maximum=100, target=120, label="quá"))

    assert 'width="100"' in drawn
    assert 'x="99"' in drawn
    assert 'aria-label="quá"' in drawn
    assert "style=" not in drawn


def test_bullet_of_nothing_does_not_divide_by_zero():
    assert 'width="0' in _draw("{{ ui.bullet(bar) }}", bar=Bar(value=0, maximum=0, label="0"))


def _table(rows, path="/x", **kwargs):
    columns = (
        Column(key="name", head="Xã", row_head=True),
        Column(key="poor", head="Đầu năm", group="Hộ nghèo", kind="number", unit="hộ"),
        Column(key="status", head="Đánh giá", kind="status"),
    )
    request = RequestFactory().get(path)
    return build_table(
        request, name="t", caption="Hộ nghèo theo xã", columns=columns, rows=rows, **kwargs
    )


def test_table_has_scopes_sort_state_totals_first_and_doors():
    rows = [
        Row(
            cells={
                "name": "Xã Thọ Bình",
                "poor": Cell(value=182, href="/ho?xa=1"),
                "status": Status(tone="look", word="Còn 35 hộ"),
            },
            tone="look",
        )
    ]
    totals = Row(cells={"name": "Tổng", "poor": 1825})

    drawn = _draw(
        "{{ ui.data_table(table) }}", table=_table(rows, "/x?sap-xep=-poor", totals=totals)
    )

    assert 'aria-sort="descending"' in drawn
    assert '<th scope="row">Xã Thọ Bình' in drawn
    assert '<a href="/ho?xa=1">182</a>' in drawn
    assert drawn.index("1.825") < drawn.index("182</a>")
    assert 'scope="colgroup" colspan="1">Hộ nghèo' in drawn
    assert 'href="/x?sap-xep=poor"' in drawn
    assert 'hx-target="#results"' in drawn


def test_nothing_has_no_door_and_silence_stays_blank():
    rows = [
        Row(cells={"name": "Không có", "poor": Cell(value=0, href="/ho")}),
        Row(cells={"name": "Chưa báo cáo", "poor": Cell(value=None, href="/ho")}),
    ]

    drawn = _draw("{{ ui.data_table(table) }}", table=_table(rows))

    assert 'href="/ho"' not in drawn
    assert "–" in drawn


def test_empty_table_says_what_to_do():
    drawn = _draw("{{ ui.data_table(table) }}", table=_table([], empty="Hãy mở đợt rà soát."))

    assert "Hãy mở đợt rà soát." in drawn
    assert "<table" not in drawn


def test_pager_has_links_only_where_there_are_pages():
    page = Page(rows=range(50), next="/x?sau=50", total=1825)

    drawn = _draw('{{ ui.pager(page, noun="hộ") }}', page=page)

    assert 'href="/x?sau=50"' in drawn
    assert "Trang trước" not in drawn
    assert "tất cả 1.825 hộ" in drawn


def test_provenance_mentions_only_what_is_known():
    assert _draw('{{ ui.provenance(standard="chuẩn nghèo 2016 - 2020") }}').strip() == (
        '<p class="provenance">Theo số liệu đang có, theo chuẩn nghèo 2016 - 2020.</p>'
    )


def test_warnings_carry_a_spoken_sign_a_link_and_a_code():
    notice = Notice(tone="bad", text="Cộng lại 818", href="/van-ban", link="Dòng 190", code="D-1")

    drawn = _draw("{{ ui.warnings([notice]) }}", notice=notice)

    assert "Sai: " in drawn
    assert '<a href="/van-ban">Dòng 190</a>' in drawn
    assert "(D-1)" in drawn


def test_time_line_is_an_ordered_list():
    point = YearPoint(year=2020, words="Hộ nghèo", tone="bad", note="nhóm N1")

    drawn = _draw("{{ ui.years([point]) }}", point=point)

    assert "<ol" in drawn
    assert '<span class="year">2020</span>' in drawn


def test_confirm_works_as_a_plain_form_and_says_the_consequence():
    drawn = _draw(
        '{% call ui.confirm("ban-hanh", "/x", token, "Ban hành", "Ban hành?", "Khóa 63 hộ.") %}'
        '<input name="reason">{% endcall %}',
        token="CSRF",
    )

    assert '<form method="post" action="/x">' in drawn
    assert "Khóa 63 hộ." in drawn
    assert '<input name="reason">' in drawn
    assert 'id="ban-hanh-dau-de"' in drawn


@pytest.mark.parametrize("name", ["tiles", "next_steps"])
def test_wrapping_parts_draw_what_they_are_called_with(name):
    assert "bên trong" in _draw(f"{{% call ui.{name}() %}}bên trong{{% endcall %}}")


# Drawn by the frame of every page, by the table, or inside another part: not called by name.
PARTS_OF_PARTS = {
    "icon",
    "messages",
    "unit_chooser",
    "warning",
    "sign",
    "bullet",
    "table_head",
    "table_cells",
    "cell_text",
    "pager_link",
    "post_button",
    "entry_state",
}


def test_the_gallery_shows_every_part():
    env = engines["jinja2"].env
    macros = {
        name
        for file in FILES
        for name in re.findall(r"{% macro (\w+)\(", env.loader.get_source(env, file)[0])
    }
    gallery = env.loader.get_source(env, "gallery/gallery.html")[0]
    shown = set(re.findall(r"\bui\.(\w+)\(", gallery))

    assert macros - shown == PARTS_OF_PARTS
