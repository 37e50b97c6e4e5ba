from django.urls import path

from giamngheo.web.meetings import (
    complaint_views,
    days_off_views,
    posting_views,
    public_views,
    views,
)

_VILLAGE = "ra-soat/<slug:code>/thon/<int:unit_id>"
_COMPLAINT = f"{_VILLAGE}/phan-anh/<int:complaint_id>"

urlpatterns = [
    path(_VILLAGE, views.village, name="village"),
    path(f"{_VILLAGE}/hop-dan", views.meeting_new, name="meeting_new"),
    path(f"{_VILLAGE}/hop-dan/<int:meeting_id>", views.meeting, name="meeting"),
    path(f"{_VILLAGE}/hop-dan/<int:meeting_id>/sua", views.meeting_correct, name="meeting_correct"),
    path(f"{_VILLAGE}/niem-yet", posting_views.posting_new, name="posting_new"),
    path(
        f"{_VILLAGE}/niem-yet/theo-de-nghi",
        posting_views.posting_requested,
        name="posting_requested",
    ),
    path(
        f"{_VILLAGE}/niem-yet/<int:posting_id>/sua",
        posting_views.posting_correct,
        name="posting_correct",
    ),
    path(
        f"{_VILLAGE}/niem-yet/<int:posting_id>/minh-chung",
        posting_views.proof_add,
        name="proof_add",
    ),
    path(f"{_VILLAGE}/minh-chung/<int:proof_id>", posting_views.proof, name="proof"),
    path(f"{_VILLAGE}/ket-thuc", posting_views.village_close, name="village_close"),
    path(f"{_VILLAGE}/phan-anh", complaint_views.complaint_new, name="complaint_new"),
    path(_COMPLAINT, complaint_views.complaint, name="complaint"),
    path(f"{_COMPLAINT}/xac-nhan", complaint_views.complaint_confirm, name="complaint_confirm"),
    path(
        f"{_COMPLAINT}/khong-tiep-nhan",
        complaint_views.complaint_set_aside,
        name="complaint_set_aside",
    ),
    path(f"{_COMPLAINT}/phuc-tra", complaint_views.complaint_recheck, name="complaint_recheck"),
    path(f"{_COMPLAINT}/tra-loi", complaint_views.complaint_answer, name="complaint_answer"),
    path(
        "ra-soat/<slug:code>/xa/<slug:unit_code>/niem-yet",
        posting_views.commune_posting,
        name="commune_posting",
    ),
    path("phan-anh", complaint_views.complaint_list, name="complaint_list"),
    path("niem-yet/<slug:token>", public_views.posted_list, name="posted_list"),
    path("niem-yet/<slug:token>/phan-anh", public_views.posted_complaint, name="posted_complaint"),
    path("danh-muc/lich-nghi", days_off_views.days_off, name="days_off"),
    path("danh-muc/lich-nghi/<int:year>", days_off_views.days_off_year, name="days_off_year"),
]
