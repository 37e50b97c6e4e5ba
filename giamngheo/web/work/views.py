from django.http import HttpRequest, HttpResponse


def work_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
