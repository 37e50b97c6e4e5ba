"""Pages of a long list by key: page 5.000 costs what page 1 does, and rows do not shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from giamngheo.web.tables import with_query

AFTER, BEFORE = "sau", "truoc"
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of one page and the addresses around it; an empty address means there is none."""

    rows: Sequence[Any]
    first: str = ""
    previous: str = ""
    next: str = ""
    total: int | None = None


def page_by_key(
    request: HttpRequest,
    *,
    rows: QuerySet[Any],
    order: Sequence[str],
    size: int = PAGE_SIZE,
    total: int | None = None,
) -> Page:
    """
    Return the page after (`?sau=<id>`) or before (`?truoc=<id>`) a row of the list.

    `order` names fields that are never null ("-" for descending) and ends with a unique one. The
    address carries only the id of a row, never a name: addresses are written to logs.
    """
    backwards = BEFORE in request.GET
    anchor = _anchor(rows, request.GET.get(BEFORE if backwards else AFTER, ""))
    backwards = backwards and anchor is not None
    names = [_turned(name) for name in order] if backwards else list(order)
    wanted = rows.order_by(*names)
    if anchor is not None:
        wanted = wanted.filter(_beyond(names, anchor))
    found = list(wanted[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else anchor is not None
    has_next = True if backwards else more
    return Page(
        rows=found,
        first=_address(request) if has_previous else "",
        previous=_address(request, **{BEFORE: str(found[0].pk)}) if found and has_previous else "",
        next=_address(request, **{AFTER: str(found[-1].pk)}) if found and has_next else "",
        total=total,
    )


def _anchor(rows: QuerySet[Any], text: str) -> Model | None:
    """Return the row named in the address, if the reader's list still holds it."""
    return rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], anchor: Model) -> Q:
    """Return (a beyond) or (a equal and b beyond) or … for the fields of `order`."""
    condition, equal = Q(), Q()
    for name in order:
        field = name.removeprefix("-")
        value = getattr(anchor, field)
        side = "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{field}__{side}": value})
        equal &= Q(**{field: value})
    return condition


def _address(request: HttpRequest, **changes: str) -> str:
    query = with_query(request, **changes)
    return f"{request.path}?{query}" if query else request.path
