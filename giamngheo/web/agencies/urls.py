from django.urls import path

from giamngheo.web.agencies import changes, views

HERE = "danh-muc/co-quan"

urlpatterns = [
    path(HERE, views.agency_list, name="agency_list"),
    path(f"{HERE}/cua/<int:unit_id>/lap", changes.set_up, name="agency_set_up"),
    path(f"{HERE}/cua/<int:unit_id>/them", changes.new, name="agency_new"),
    path(f"{HERE}/<int:agency_id>", views.agency, name="agency"),
    path(f"{HERE}/<int:agency_id>/ten-goi", changes.alias_add, name="agency_alias_add"),
    path(
        f"{HERE}/<int:agency_id>/ten-goi/<int:alias_id>/bo",
        changes.alias_remove,
        name="agency_alias_remove",
    ),
    path(f"{HERE}/<int:agency_id>/ket-thuc", changes.end, name="agency_end"),
    path(f"{HERE}/<int:agency_id>/thu", changes.mailbox, name="agency_mailbox"),
    path(f"{HERE}/<int:agency_id>/nguoi", changes.staff_add, name="agency_staff_add"),
    path(
        f"{HERE}/<int:agency_id>/nguoi/<int:staff_id>/thoi",
        changes.staff_end,
        name="agency_staff_end",
    ),
    path(f"{HERE}/<int:agency_id>/ban-giao", changes.hand_over_all, name="agency_hand_over"),
]
