from django.urls import path

from giamngheo.web.decisions import (
    correction,
    escaped,
    hot_spots,
    movements,
    recognition,
    views,
    waiting,
)

COMMUNE = "ra-soat/<slug:code>/xa/<slug:unit_code>/trinh-duyet"
FLOW = "ra-soat/<slug:code>/bien-dong/<slug:unit_code>"
HOT = "ra-soat/<slug:code>/diem-nong/<slug:unit_code>"

urlpatterns = [
    path("viec-cho-duyet", waiting.waiting, name="waiting"),
    path("viec-cho-duyet/tham-tra", waiting.check_many, name="check_many"),
    path("viec-cho-duyet/y-kien", waiting.opinion_many, name="opinion_many"),
    path(COMMUNE, views.approval, name="approval"),
    path(f"{COMMUNE}/trinh", views.submit, name="approval_submit"),
    path(f"{COMMUNE}/tham-tra", views.check, name="approval_check"),
    path(f"{COMMUNE}/tra-lai", views.send_back, name="approval_return"),
    path(f"{COMMUNE}/bao-cao", views.report, name="approval_report"),
    path(f"{COMMUNE}/y-kien", views.opinion, name="approval_opinion"),
    path(f"{COMMUNE}/ban-hanh", views.issue, name="approval_issue"),
    path(f"{COMMUNE}/dieu-chinh", correction.correction_new, name="correction_new"),
    path(
        "ra-soat/<slug:code>/xa/<slug:unit_code>/cong-nhan/<slug:kind>",
        recognition.recognition,
        name="recognition",
    ),
    path("ra-soat/quyet-dinh/<int:further_id>", views.further_decision, name="further_decision"),
    path(FLOW, movements.movements, name="movements"),
    path(f"{FLOW}/bang.xlsx", movements.movements_xlsx, name="movements_xlsx"),
    path(f"{FLOW}/ho", movements.movement_households, name="movement_households"),
    path(HOT, hot_spots.hot_spots, name="hot_spots"),
    path(f"{HOT}/nguong", hot_spots.threshold_set, name="threshold_set"),
    path(f"{HOT}/viec", hot_spots.follow_up_open, name="follow_up_open"),
    path(f"{HOT}/viec/<int:follow_up_id>/xong", hot_spots.follow_up_close, name="follow_up_close"),
    path("moi-thoat-ngheo/<slug:unit_code>", escaped.newly_escaped, name="newly_escaped"),
]
