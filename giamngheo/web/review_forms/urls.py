from django.urls import path

from giamngheo.web.review_forms import file_views, grid_views, views

_FORM = "ra-soat/<slug:code>/ho/<str:household_code>"
_VILLAGE = "ra-soat/<slug:code>/thon/<int:unit_id>"

urlpatterns = [
    path(_FORM, views.review_form, name="review_form"),
    path(f"{_FORM}/luu", views.save, name="review_form_save"),
    path(f"{_FORM}/sua", views.reopen, name="review_form_reopen"),
    path(f"{_FORM}/chon/<int:conflict_id>", views.settle, name="review_form_settle"),
    path(f"{_VILLAGE}/bang", grid_views.grid, name="village_grid"),
    path(f"{_VILLAGE}/bang/xong", grid_views.finish, name="village_grid_finish"),
    path(f"{_VILLAGE}/bang/ho/<str:household_code>", grid_views.save, name="village_grid_save"),
    path(f"{_VILLAGE}/phieu.xlsx", file_views.workbook, name="village_forms_xlsx"),
    path(f"{_VILLAGE}/nhap", file_views.take, name="village_forms_take"),
]
