from django.urls import path

from giamngheo.web.gallery import views

urlpatterns = [path("giao-dien", views.gallery, name="gallery")]
