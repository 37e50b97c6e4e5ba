from django.urls import path

from giamngheo.web.targets import allocation_views, exit_views, target_views, views

_YEAR = "chi-tieu/<slug:unit_code>/<int:year>"
_ONE = "chi-tieu-phan-bo/<int:allocation_id>"
_TARGET = "chi-tieu-so/<int:target_id>"

urlpatterns = [
    path(_YEAR, views.unit_year, name="unit_year"),
    path(f"{_YEAR}/bang.xlsx", views.unit_year_xlsx, name="unit_year_xlsx"),
    path(f"{_YEAR}/phan-bo", allocation_views.allocation_list, name="allocation_list"),
    path(f"{_YEAR}/phan-bo/moi", allocation_views.allocation_open, name="allocation_open"),
    path(f"{_YEAR}/du-kien-thoat", exit_views.exits, name="exits"),
    path(f"{_YEAR}/du-kien-thoat/them", exit_views.exits_add, name="exits_add"),
    path(
        f"{_YEAR}/du-kien-thoat/<int:row_id>/dua-ra", exit_views.exits_remove, name="exits_remove"
    ),
    path(f"{_YEAR}/du-kien-thoat/giai-trinh", exit_views.exits_explain, name="exits_explain"),
    path(_TARGET, target_views.target, name="target"),
    path(f"{_TARGET}/phu-trach", target_views.target_own, name="target_own"),
    path(f"{_TARGET}/thuc-hien", target_views.target_result, name="target_result"),
    path(f"{_TARGET}/nguyen-nhan", target_views.target_behind, name="target_behind"),
    path(
        f"{_TARGET}/minh-chung/<int:result_id>",
        target_views.target_evidence,
        name="target_evidence",
    ),
    path(_ONE, allocation_views.allocation, name="allocation"),
    path(f"{_ONE}/ghi", allocation_views.allocation_save, name="allocation_save"),
    path(f"{_ONE}/de-xuat", allocation_views.allocation_propose, name="allocation_propose"),
    path(f"{_ONE}/hoan-tac", allocation_views.allocation_undo, name="allocation_undo"),
    path(f"{_ONE}/chi-tieu-chung", allocation_views.allocation_goal, name="allocation_goal"),
    path(f"{_ONE}/cach-tinh", allocation_views.allocation_terms, name="allocation_terms"),
    path(f"{_ONE}/nhap", allocation_views.allocation_import, name="allocation_import"),
    path(f"{_ONE}/ban-moi", allocation_views.allocation_copy, name="allocation_copy"),
    path(f"{_ONE}/ban-hanh", allocation_views.allocation_decide, name="allocation_decide"),
    path(f"{_ONE}/phu-luc.docx", allocation_views.allocation_docx, name="allocation_docx"),
    path(f"{_ONE}/phu-luc.xlsx", allocation_views.allocation_xlsx, name="allocation_xlsx"),
]
