from django.urls import path

from giamngheo.web.households import views

urlpatterns = [
    path("ho", views.household_list, name="household_list"),
    path("ho/danh-sach.xlsx", views.household_list_xlsx, name="household_list_xlsx"),
    path("ho/<str:code>", views.household, name="household"),
]
