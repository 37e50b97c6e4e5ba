from django.urls import path

from giamngheo.web.log_in import views

urlpatterns = [
    path("dang-nhap", views.login, name="login"),
    path("dang-xuat", views.logout, name="logout"),
    path("doi-mat-khau", views.change_password, name="password_change"),
]
