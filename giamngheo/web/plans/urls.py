from django.urls import path

from giamngheo.web.plans import views

urlpatterns = [
    path("ke-hoach", views.plan_list, name="plan_list"),
    path("ke-hoach/<int:plan_id>", views.plan, name="plan"),
]
