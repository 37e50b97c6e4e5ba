from django.urls import path

from giamngheo.web.plans import cascade, course, handling, legal, views

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
    path("ke-hoach/<int:plan_id>/dieu-chinh", course.plan_amendments, name="plan_amendments"),
    path(
        "ke-hoach/<int:plan_id>/dieu-chinh/moi", course.amendment_propose, name="amendment_propose"
    ),
    path(
        "ke-hoach/<int:plan_id>/dieu-chinh/<int:amendment_id>/tong-hop",
        course.amendment_consolidate,
        name="amendment_consolidate",
    ),
    path(
        "ke-hoach/<int:plan_id>/dieu-chinh/<int:amendment_id>/quyet-dinh",
        course.amendment_decide,
        name="amendment_decide",
    ),
    path("ke-hoach/<int:plan_id>/noi-nhan", course.plan_recipients, name="plan_recipients"),
    path(
        "ke-hoach/<int:plan_id>/noi-nhan/<int:recipient_id>/gui",
        course.dispatch_record,
        name="dispatch_record",
    ),
    path(
        "ke-hoach/<int:plan_id>/noi-nhan/<int:dispatch_id>/da-nhan",
        course.dispatch_acknowledge,
        name="dispatch_acknowledge",
    ),
    path("ke-hoach/<int:plan_id>/nguon-chi-tieu", course.plan_source, name="plan_source"),
    path(
        "ke-hoach/<int:plan_id>/viec/<int:task_id>/nguon", course.task_funding, name="task_funding"
    ),
    path(
        "ke-hoach/<int:plan_id>/viec/<int:task_id>/huong-dan",
        course.task_guidance,
        name="plan_task_guidance",
    ),
    path(
        "ke-hoach/he-thong/<slug:unit_code>/<int:year>", cascade.plan_cascade, name="plan_cascade"
    ),
    path(
        "ke-hoach/tong-ket/<slug:unit_code>/<int:first>/<int:year>",
        cascade.plan_close_out,
        name="plan_close_out",
    ),
    path("danh-muc/van-ban", legal.legal_list, name="legal_list"),
    path("danh-muc/van-ban/moi", legal.legal_new, name="legal_new"),
    path("danh-muc/van-ban/<int:document_id>", legal.legal_document, name="legal_document"),
    path("danh-muc/van-ban/<int:document_id>/sua", legal.legal_edit, name="legal_edit"),
    path("danh-muc/van-ban/<int:document_id>/giao", legal.legal_assign, name="legal_assign"),
    path("danh-muc/van-ban/<int:document_id>/quan-he", legal.legal_relate, name="legal_relate"),
]
