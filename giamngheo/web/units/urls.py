from django.urls import path

from giamngheo.web.units import carrying, views

CARRYING = "danh-muc/don-vi/<int:unit_id>/chuyen-ho"

urlpatterns = [
    path("danh-muc/don-vi", views.unit_list, name="unit_list"),
    path("danh-muc/don-vi/<int:unit_id>", views.unit, name="unit"),
    path(CARRYING, carrying.unit_carrying, name="unit_carrying"),
    path(f"{CARRYING}/ca-don-vi", carrying.unit_carry_all, name="unit_carry_all"),
    path(f"{CARRYING}/chon", carrying.unit_carry_chosen, name="unit_carry_chosen"),
    path(
        f"{CARRYING}/<int:carrying_id>/hoan-tac", carrying.unit_carry_undo, name="unit_carry_undo"
    ),
]
