from django.urls import path

from giamngheo.web.standards import handling, points, views

urlpatterns = [
    path("chuan-ngheo", views.standard_list, name="standard_list"),
    path("chuan-ngheo/so-sanh", views.standard_compare, name="standard_compare"),
    path("chuan-ngheo/nhap", handling.rule_enter, name="rule_enter"),
    path("chuan-ngheo/mau-bang-diem.xlsx", points.point_template, name="point_template"),
    path("chuan-ngheo/bang-diem/<slug:code>", points.point_table, name="point_table"),
    path("chuan-ngheo/ban/<int:version_id>/trinh", handling.rule_submit, name="rule_submit"),
    path("chuan-ngheo/ban/<int:version_id>/duyet", handling.rule_approve, name="rule_approve"),
    path("chuan-ngheo/ban/<int:version_id>/tra-lai", handling.rule_return, name="rule_return"),
    path("chuan-ngheo/ban/<int:version_id>/bai-bo", handling.rule_withdraw, name="rule_withdraw"),
    path("chuan-ngheo/<slug:code>.yaml", views.standard_file, name="standard_file"),
    path("chuan-ngheo/<slug:code>", views.standard, name="standard"),
]
