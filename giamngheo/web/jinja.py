"""The Jinja2 environment of our pages: strict, escaped, speaking Vietnamese through `lib`."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from giamngheo.lib.dates import format_date
from giamngheo.lib.money import format_million_vnd, format_vnd, to_million_vnd
from giamngheo.lib.numbers import format_number
from giamngheo.lib.periods import format_until
from giamngheo.web.components import Components

NONE_SIGN = "–"


def environment(**options: Any) -> Environment:
    """Return the environment Django's Jinja2 engine uses; called once, from the settings."""
    env = Environment(
        **{
            **options,
            "autoescape": True,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    env.filters.update(
        number=number,
        rate=rate,
        vnd=vnd,
        million_vnd=million_vnd,
        million=million,
        date=date,
        moment=moment,
        until=format_until,
    )
    env.globals.update(url=url, static=static, ui=Components(env))
    return env


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page: `url("unit", code="15667")`."""
    return reverse(name, args=args, kwargs=kwargs)


def number(value: float | Decimal | None, places: int | None = None, zero: str = NONE_SIGN) -> str:
    """Return 59.360; nothing for None (not reported), "–" for zero unless `zero` says otherwise."""
    if value is None:
        return ""
    return format_number(value, places) if value else zero


def rate(value: float | Decimal | None, places: int | None = 2) -> str:
    """Return a number of percent as "2,18 %", with a space that does not break."""
    return "" if value is None else f"{format_number(value, places)}\u00a0%"


def vnd(value: int | None) -> str:
    return "" if value is None else format_vnd(value)


def million_vnd(value: int | None, places: int | None = None) -> str:
    return "" if value is None else format_million_vnd(value, places)


def million(value: int | None, places: int | None = None) -> str:
    """Return đồng as bare millions, for a column whose head says "triệu đồng"."""
    return "" if value is None else number(to_million_vnd(value), places)


def date(value: dt.date | None) -> str:
    if isinstance(value, dt.datetime):
        value = timezone.localdate(value)
    return "" if value is None else format_date(value)


def moment(value: dt.datetime | None) -> Markup | str:
    """Return "16:05 ngày 31/01/2020" in Vietnamese time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return Markup('<time datetime="{}">{}</time>').format(
        local.isoformat(timespec="minutes"), f"{local:%H:%M} ngày {format_date(local.date())}"
    )
