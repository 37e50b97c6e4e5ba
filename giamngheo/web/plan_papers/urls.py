from django.urls import path

from giamngheo.web.plan_papers import views

urlpatterns = [
    path("ke-hoach/<int:plan_id>/van-ban/<slug:suffix>", views.stored_file, name="plan_paper"),
    path("ke-hoach/<int:plan_id>/soan/<int:year>", views.next_plan, name="plan_draft"),
    path(
        "ke-hoach/<int:plan_id>/soan/<int:year>/<slug:suffix>",
        views.next_plan_file,
        name="plan_draft_file",
    ),
]
