from django.urls import path

from giamngheo.web.work import views

urlpatterns = [
    path("cong-viec", views.work_list, name="work_list"),
]
