from django.urls import path

from giamngheo.web.simulations import views

urlpatterns = [
    path("mo-phong", views.simulation_list, name="simulation_list"),
    path("mo-phong/moi", views.simulation_new, name="simulation_new"),
    path("mo-phong/<int:scenario_id>", views.simulation, name="simulation"),
    path("mo-phong/<int:scenario_id>/chay", views.simulation_run, name="simulation_run"),
    path("mo-phong/<int:scenario_id>/ho", views.households, name="simulation_households"),
    path(
        "mo-phong/<int:scenario_id>/ho.xlsx",
        views.households_xlsx,
        name="simulation_households_xlsx",
    ),
    path("mo-phong/<int:scenario_id>/bang.xlsx", views.simulation_xlsx, name="simulation_xlsx"),
]
