"""The first page: what is mine, what waits for me."""

from django.http import HttpRequest, HttpResponse

from giamngheo.web.access import scope_of
from giamngheo.web.home.cards import home_cards
from giamngheo.web.rendering import render


def home(request: HttpRequest) -> HttpResponse:
    context = {"cards": home_cards(request), "nothing": scope_of(request).nothing}
    return render(request, "home/home.html", context)
