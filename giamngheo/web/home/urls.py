from django.urls import path

from giamngheo.web.home import views

urlpatterns = [path("", views.home, name="home")]
