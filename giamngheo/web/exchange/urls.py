from django.urls import path

from giamngheo.web.exchange import exports, views

urlpatterns = [
    path("ho/nhap", views.import_list, name="import_list"),
    path("ho/nhap/moi", views.import_new, name="import_new"),
    path("ho/nhap/<int:batch_id>", views.import_batch, name="import_batch"),
    path("ho/nhap/<int:batch_id>/ghi", views.import_commit, name="import_commit"),
    path("ho/nhap/<int:batch_id>/doc-lai", views.import_reread, name="import_reread"),
    path("ho/nhap/<int:batch_id>/bo", views.import_discard, name="import_discard"),
    path("ho/nhap/<int:batch_id>/hoan-tac", views.import_undo, name="import_undo"),
    path("ho/nhap/<int:batch_id>/tra-lai.xlsx", views.import_refused, name="import_refused"),
    path("ho/xuat", exports.export_page, name="export_page"),
    path("ho/xuat/mau-trong.xlsx", exports.empty_template, name="empty_template"),
    path("ho/xuat/danh-sach-ho.xlsx", exports.filled_template, name="filled_template"),
    path("ho/xuat/danh-sach-quoc-gia.xlsx", exports.national_list, name="national_list"),
]
