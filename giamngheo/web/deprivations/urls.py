from django.urls import path

from giamngheo.web.deprivations import views

HERE = "thieu-hut/<slug:unit_code>/<int:year>"

urlpatterns = [
    path(HERE, views.deprivations, name="deprivations"),
    path(f"{HERE}/bang.xlsx", views.deprivations_xlsx, name="deprivations_xlsx"),
    path(f"{HERE}/ho", views.deprived_households, name="deprived_households"),
]
