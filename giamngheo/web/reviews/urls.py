from django.urls import path

from giamngheo.web.reviews import (
    board_views,
    check_views,
    continuity_views,
    listing_views,
    opening_views,
    plan_views,
    request_views,
    supervision_views,
    views,
)

_CAMPAIGN = "ra-soat/<slug:code>"
_COMMUNE = f"{_CAMPAIGN}/xa/<slug:unit_code>"
_VILLAGE = f"{_CAMPAIGN}/thon/<int:unit_id>"
_CHECK = f"{_COMMUNE}/phuc-tra"
_SUPERVISION = f"{_COMMUNE}/giam-sat"

urlpatterns = [
    path("ra-soat", views.review_list, name="review_list"),
    path("ra-soat/mo-dot", opening_views.campaign_new, name="campaign_new"),
    path(_CAMPAIGN, views.campaign, name="campaign"),
    path(f"{_CAMPAIGN}/tien-do", board_views.campaign_board, name="campaign_board"),
    path(f"{_CAMPAIGN}/tien-do.xlsx", board_views.campaign_board_xlsx, name="campaign_board_xlsx"),
    path(f"{_CAMPAIGN}/dau-ky", continuity_views.campaign_start, name="campaign_start"),
    path(f"{_CAMPAIGN}/de-nghi", request_views.request_list, name="request_list"),
    path(
        f"{_CAMPAIGN}/de-nghi/ho/<str:household_code>",
        request_views.request_take,
        name="request_take",
    ),
    path(
        f"{_CAMPAIGN}/de-nghi/<int:request_id>",
        request_views.request_answer,
        name="request_answer",
    ),
    path(
        f"{_CAMPAIGN}/danh-sach/<int:listing_id>",
        listing_views.listing_withdraw,
        name="listing_withdraw",
    ),
    path(_COMMUNE, views.commune, name="campaign_commune"),
    path(f"{_COMMUNE}/xet", views.judge, name="judge"),
    path(f"{_COMMUNE}/quyet-dinh", views.decide, name="decide"),
    path(f"{_COMMUNE}/tien-do", board_views.commune_board, name="commune_board"),
    path(f"{_COMMUNE}/tien-do.xlsx", board_views.commune_board_xlsx, name="commune_board_xlsx"),
    path(_CHECK, check_views.second_check, name="second_check"),
    path(f"{_CHECK}/rut-mau", check_views.second_check_draw, name="second_check_draw"),
    path(f"{_CHECK}/<int:item_id>", check_views.second_check_item, name="second_check_item"),
    path(_SUPERVISION, supervision_views.supervision, name="supervision"),
    path(f"{_SUPERVISION}/kiem-tra", supervision_views.supervision_visit, name="supervision_visit"),
    path(f"{_SUPERVISION}/hoi", supervision_views.supervision_ask, name="supervision_ask"),
    path(
        f"{_SUPERVISION}/hoi/<int:question_id>/tra-loi",
        supervision_views.supervision_answer,
        name="supervision_answer",
    ),
    path(
        f"{_SUPERVISION}/hoi/<int:question_id>/ket-thuc",
        supervision_views.supervision_close,
        name="supervision_close",
    ),
    path(f"{_SUPERVISION}/xac-nhan", supervision_views.supervision_sign, name="supervision_sign"),
    path(f"{_VILLAGE}/danh-sach", listing_views.village_listing, name="village_listing"),
    path(
        f"{_VILLAGE}/danh-sach.xlsx",
        listing_views.village_listing_xlsx,
        name="village_listing_xlsx",
    ),
    path(f"{_VILLAGE}/cham", listing_views.village_score, name="village_score"),
    path(f"{_VILLAGE}/tra-lai", listing_views.village_send_back, name="village_send_back"),
    path(f"{_VILLAGE}/ke-hoach", plan_views.village_plan, name="village_plan"),
]
