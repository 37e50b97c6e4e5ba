from django.urls import include, path

urlpatterns = [path("", include("giamngheo.web.urls"))]
