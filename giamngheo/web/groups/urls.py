from django.urls import path

from giamngheo.web.groups import views

HERE = "nhom-ho/<slug:unit_code>/<int:year>"

urlpatterns = [
    path(HERE, views.groups, name="groups"),
    path(f"{HERE}/bang.xlsx", views.groups_xlsx, name="groups_xlsx"),
    path(f"{HERE}/ho", views.group_households, name="group_households"),
    path(f"{HERE}/ho.xlsx", views.group_households_xlsx, name="group_households_xlsx"),
]
