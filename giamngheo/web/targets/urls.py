from django.urls import path

from giamngheo.web.targets import views

urlpatterns = [
    path("chi-tieu/<slug:unit_code>/<int:year>", views.unit_year, name="unit_year"),
    path(
        "chi-tieu/<slug:unit_code>/<int:year>/bang.xlsx",
        views.unit_year_xlsx,
        name="unit_year_xlsx",
    ),
]
