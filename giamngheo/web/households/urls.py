from django.urls import path

from giamngheo.web.households import event_views, views

urlpatterns = [
    path("ho", views.household_list, name="household_list"),
    path("ho/danh-sach.xlsx", views.household_list_xlsx, name="household_list_xlsx"),
    path("ho/de-nghi", event_views.waiting, name="household_requests"),
    path("ho/<str:code>", views.household, name="household"),
    path("ho/<str:code>/ghi/<slug:slug>", event_views.event, name="household_event"),
    path(
        "ho/<str:code>/thay-doi/<int:event_id>/huy", event_views.undo, name="household_event_undo"
    ),
    path(
        "ho/<str:code>/thay-doi/<int:event_id>/chap-nhan",
        event_views.accept,
        name="household_event_accept",
    ),
    path(
        "ho/<str:code>/thay-doi/<int:event_id>/tu-choi",
        event_views.reject,
        name="household_event_reject",
    ),
]
