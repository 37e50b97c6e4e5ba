from django.urls import path

from giamngheo.web.reviews import views

urlpatterns = [
    path("ra-soat", views.review_list, name="review_list"),
    path("ra-soat/<slug:code>", views.campaign, name="campaign"),
    path("ra-soat/<slug:code>/xa/<slug:unit_code>", views.commune, name="campaign_commune"),
    path("ra-soat/<slug:code>/xa/<slug:unit_code>/xet", views.judge, name="judge"),
    path("ra-soat/<slug:code>/xa/<slug:unit_code>/quyet-dinh", views.decide, name="decide"),
]
