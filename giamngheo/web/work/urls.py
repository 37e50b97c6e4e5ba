from django.urls import path

from giamngheo.web.work import views

urlpatterns = [
    path("cong-viec", views.work_list, name="work_list"),
    path("cong-viec/<int:item_id>/dung", views.stop, name="work_stop"),
    path("cong-viec/<int:item_id>/tep", views.file, name="work_file"),
    path("cong-viec/<int:item_id>/chay-lai", views.retry, name="work_retry"),
]
