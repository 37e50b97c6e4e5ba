"""The first page: what is mine, what waits for me."""

from django.http import HttpRequest, HttpResponse

from giamngheo.web.rendering import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home/home.html", {})
