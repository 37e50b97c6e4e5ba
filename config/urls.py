from django.urls import include, path

urlpatterns = [path("", include("giamngheo.web.urls"))]

handler400 = "giamngheo.web.errors.bad_request"
handler403 = "giamngheo.web.errors.forbidden"
handler404 = "giamngheo.web.errors.not_found"
handler500 = "giamngheo.web.errors.server_error"
