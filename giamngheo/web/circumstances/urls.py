from django.urls import path

from giamngheo.web.circumstances import views

HERE = "ho/<str:code>/hoan-canh"

urlpatterns = [
    path(HERE, views.circumstances, name="circumstances"),
    path(f"{HERE}/nguyen-nhan", views.causes, name="causes_record"),
    path(f"{HERE}/nhu-cau", views.need, name="need_record"),
    path(f"{HERE}/nhu-cau/<int:pk>/het", views.need_end, name="need_end"),
    path(f"{HERE}/dat-nuoc", views.land, name="land_record"),
    path(f"{HERE}/dat-nuoc/<int:pk>/het", views.land_end, name="land_end"),
    path(f"{HERE}/lao-dong", views.working, name="working_set"),
    path(f"{HERE}/cong-dong", views.measure, name="measure_record"),
    path(f"{HERE}/cong-dong/<int:pk>/ket-qua", views.measure_end, name="measure_end"),
]
