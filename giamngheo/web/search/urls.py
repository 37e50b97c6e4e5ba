from django.urls import path

from giamngheo.web.search import views

urlpatterns = [path("tim", views.search, name="search")]
