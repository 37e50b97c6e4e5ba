from django.urls import path

from giamngheo.web.units import views

urlpatterns = [
    path("danh-muc/don-vi", views.unit_list, name="unit_list"),
    path("danh-muc/don-vi/<int:unit_id>", views.unit, name="unit"),
]
