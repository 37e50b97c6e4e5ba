from django.urls import path

from giamngheo.web.papers import views, wording

COMMUNE = "ra-soat/<slug:code>/xa/<slug:unit_code>/van-ban"
VILLAGE = "ra-soat/<slug:code>/thon/<int:village>/van-ban"

urlpatterns = [
    path(COMMUNE, views.commune_papers, name="commune_papers"),
    path(f"{COMMUNE}/giay-chung-nhan", views.certificates, name="certificates"),
    path(
        f"{COMMUNE}/<slug:paper>/<int:part>.<slug:kind>", views.commune_file, name="commune_paper"
    ),
    path(f"{COMMUNE}/pdf", views.commune_pdf, name="commune_paper_pdf"),
    path(f"{VILLAGE}/pdf", views.village_pdf, name="village_paper_pdf"),
    path(VILLAGE, views.village_papers, name="village_papers"),
    path(
        f"{VILLAGE}/<slug:paper>/<int:part>.<slug:kind>", views.village_file, name="village_paper"
    ),
    path("danh-muc/don-vi/<int:unit_id>/loi-van", wording.texts, name="office_texts"),
    path("danh-muc/don-vi/<int:unit_id>/loi-van/luu", wording.save, name="office_text_save"),
]
