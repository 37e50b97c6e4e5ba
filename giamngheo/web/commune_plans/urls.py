from django.urls import path

from giamngheo.web.commune_plans import step_views, views

PLACE = "ke-hoach/xa/<str:unit_code>/<int:year>"

urlpatterns = [
    path(PLACE, views.commune_plan, name="commune_plan"),
    path(f"{PLACE}/<slug:slug>/ho/<str:household_code>", views.save_row, name="commune_plan_row"),
    path(f"{PLACE}/<slug:slug>/nhom", views.save_group, name="commune_plan_group"),
    path(f"{PLACE}/<slug:slug>/buoc/<slug:step>", step_views.take_step, name="commune_plan_step"),
    path(f"{PLACE}/<slug:slug>/tai/<slug:suffix>", step_views.plan_file, name="commune_plan_file"),
]
