from django.urls import path

from giamngheo.web.committees import changes, views

HERE = "ban-chi-dao"

urlpatterns = [
    path(HERE, views.committee_home, name="committee_home"),
    path(f"{HERE}/<slug:unit_code>", views.committee, name="committee"),
    path(f"{HERE}/<slug:unit_code>/lap", changes.new, name="committee_new"),
    path(f"{HERE}/<slug:unit_code>/nhap", changes.take_list, name="committee_import"),
    path(f"{HERE}/<slug:unit_code>/thanh-vien", changes.member_add, name="committee_member_add"),
    path(
        f"{HERE}/<slug:unit_code>/thanh-vien/<int:member_id>/thoi",
        changes.member_end,
        name="committee_member_end",
    ),
    path(f"{HERE}/<slug:unit_code>/dia-ban", changes.assign, name="committee_assign"),
    path(
        f"{HERE}/<slug:unit_code>/dia-ban/<int:assignment_id>/thoi",
        changes.unassign,
        name="committee_unassign",
    ),
    path(
        f"{HERE}/<slug:unit_code>/dia-ban/<int:assignment_id>/ro",
        changes.resolve,
        name="committee_resolve",
    ),
    path(f"{HERE}/<slug:unit_code>/sap-xep", changes.accept, name="committee_accept"),
    path(f"{HERE}/<slug:unit_code>/hop", changes.meeting, name="committee_meeting"),
    path(
        f"{HERE}/<slug:unit_code>/ket-luan/<int:conclusion_id>",
        changes.conclusion,
        name="committee_conclusion",
    ),
]
