from django.urls import path

from giamngheo.web.choice import views

urlpatterns = [path("chon", views.choose, name="choose")]
