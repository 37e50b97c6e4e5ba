"""Drawing a page, or the one block of it that htmx asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from jinja2 import Environment
from jinja2_fragments import render_block
from markupsafe import Markup

from giamngheo.web.frame import build_frame
from giamngheo.web.guards import no_queries


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | Sequence[str] = (),
    status: int = 200,
    generated: bool = False,
) -> HttpResponse:
    """
    Return the page, or only the block htmx wants to replace.

    block: name(s) of the blocks htmx may ask for; the block's name is the id it replaces. The
    whole page answers every other request, so each address also opens without a script.
    generated: the page shows made-up households, so the banner that says so stands above it.
    Raises: QueryInTemplate when the template asks the database.
    """
    frame = build_frame(request, generated=generated)
    values = {
        "request": request,
        "csrf_token": get_token(request),
        "frame": frame,
        **(context or {}),
    }
    values["csrf_input"] = Markup(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    ).format(values["csrf_token"])
    wanted = _wanted_block(request, [block] if isinstance(block, str) else block)
    with no_queries():
        text = (
            render_block(_environment(), template, wanted, values)
            if wanted
            else _environment().get_template(template).render(values)
        )
    response = HttpResponse(text, status=status)
    if request.user.is_authenticated:
        # An office shares machines: nothing of a reader stays behind after she has logged out.
        add_never_cache_headers(response)
    if block:
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def render_alone(template: str, context: Mapping[str, Any], *, status: int) -> HttpResponse:
    """Return a page that knows neither reader nor database: for errors, when nothing is sure."""
    with no_queries():
        text = _environment().get_template(template).render(context)
    return HttpResponse(text, status=status)


def render_part(template: str, block: str, context: Mapping[str, Any]) -> str:
    """Return one block as text, for a fragment that has no page of its own."""
    with no_queries():
        text: str = render_block(_environment(), template, block, context)
    return text


def _wanted_block(request: HttpRequest, blocks: Sequence[str]) -> str:
    htmx = getattr(request, "htmx", None)
    if not blocks or not htmx or htmx.boosted or htmx.history_restore_request:
        return ""
    return htmx.target if htmx.target in blocks else ""


def _environment() -> Environment:
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return environment
