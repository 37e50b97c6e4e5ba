import datetime as dt
from decimal import Decimal

import pytest
from django.template import engines
from jinja2 import UndefinedError


@pytest.fixture
def env():
    return engines["jinja2"].env


def _draw(env, source, **values):
    return env.from_string(source).render(values)


def test_an_undefined_name_fails(env):
    with pytest.raises(UndefinedError):
        _draw(env, "{{ khong_co }}")


def test_text_is_escaped(env):
    assert _draw(env, "{{ x }}", x="<b>H'Đơk & Niê</b>") == (
        "&lt;b&gt;H&#39;Đơk &amp; Niê&lt;/b&gt;"
    )


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ x | number }}", 59360, "59.360"),
        ("{{ x | number }}", 0, "–"),
        ("{{ x | number }}", None, ""),
        ("{{ x | number(zero='0') }}", 0, "0"),
        ("{{ x | number(2) }}", Decimal("2.175"), "2,18"),
        ("{{ x | rate }}", Decimal("2.18"), "2,18\u00a0%"),
        ("{{ x | rate }}", 0, "0,00\u00a0%"),
        ("{{ x | rate }}", None, ""),
        ("{{ x | vnd }}", 1044000000000, "1.044.000.000.000 đồng"),
        ("{{ x | vnd }}", None, ""),
        ("{{ x | million_vnd }}", 44934000000, "44.934 triệu đồng"),
        ("{{ x | million }}", 44934500000, "44.934,5"),
        ("{{ x | date }}", dt.date(2020, 1, 31), "31/01/2020"),
        ("{{ x | date }}", None, ""),
        # Ten at night in London is already the next day in Vietnam.
        ("{{ x | date }}", dt.datetime(2020, 1, 30, 22, tzinfo=dt.UTC), "31/01/2020"),
        ("{{ x | moment }}", None, ""),
        ("{{ x | until }}", dt.date(2027, 1, 1), "đến hết ngày 31/12/2026"),
    ],
)
def test_filters_speak_vietnamese(env, source, value, shown):
    assert _draw(env, source, x=value) == shown


def test_moment_is_vietnamese_time_readable_by_machines(env):
    drawn = _draw(env, "{{ x | moment }}", x=dt.datetime(2020, 1, 30, 22, 5, tzinfo=dt.UTC))

    assert drawn == ('<time datetime="2020-01-31T05:05+07:00">05:05 ngày 31/01/2020</time>')


def test_url_and_static_build_addresses(env):
    assert _draw(env, "{{ url('login') }} {{ static('build/app.js') }}") == (
        "/dang-nhap /static/build/app.js"
    )


def test_an_unknown_component_fails(env):
    with pytest.raises(UndefinedError):
        _draw(env, "{{ ui.khong_co() }}")
