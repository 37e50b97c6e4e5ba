from django.urls import path

from giamngheo.web.plans import handling, views

urlpatterns = [
    path("ke-hoach", views.plan_list, name="plan_list"),
    path("ke-hoach/nap", handling.plan_upload, name="plan_upload"),
    path("ke-hoach/doc/<int:plan_id>", handling.plan_desk, name="plan_desk"),
    path("ke-hoach/doc/<int:plan_id>/muc/<int:item_id>", handling.plan_item, name="plan_item"),
    path("ke-hoach/doc/<int:plan_id>/nhan", handling.plan_accept, name="plan_accept"),
    path("ke-hoach/doc/<int:plan_id>/don-vi", handling.plan_unit, name="plan_unit"),
    path("ke-hoach/doc/<int:plan_id>/ghi-nhan", handling.plan_commit, name="plan_commit"),
    path("ke-hoach/doc/<int:plan_id>/thay-doi", handling.plan_changes, name="plan_changes"),
    path("ke-hoach/<int:plan_id>", views.plan, name="plan"),
    path("ke-hoach/<int:plan_id>/ten/<int:row_id>", handling.plan_name, name="plan_name"),
    path("ke-hoach/<int:plan_id>/cap-tren", handling.plan_parent, name="plan_parent"),
]
