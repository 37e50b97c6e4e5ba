"""One box that finds whatever the registry of providers knows, without marks."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from giamngheo.lib.text import clean
from giamngheo.web.access import scope_of, today
from giamngheo.web.rendering import render
from giamngheo.web.search.providers import Hit, Question
from giamngheo.web.search.registry import PROVIDERS
from giamngheo.web.units.forms import usual_day

SHORTEST = 2
SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    noun: str
    hits: list[Hit]
    more: bool


def search(request: HttpRequest) -> HttpResponse:
    text = clean(request.GET.get("q", ""))[:100]
    context = {"text": text, "shortest": SHORTEST, "found": []}
    if len(text) >= SHORTEST:
        context["found"] = _ask_all(request, text)
    return render(request, "search/search.html", context, block="results")


def _ask_all(request: HttpRequest, text: str) -> list[Found]:
    question = Question(
        text=text,
        scope=scope_of(request),
        as_of=usual_day(request),
        today=today(),
        limit=SHOWN,
    )
    found = []
    for provider in PROVIDERS:
        hits = list(provider.find(question))
        if hits:
            found.append(Found(noun=provider.noun, hits=hits[:SHOWN], more=len(hits) > SHOWN))
    return found
