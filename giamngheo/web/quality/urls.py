from django.urls import path

from giamngheo.web.quality import findings, pairs, views

urlpatterns = [
    path("chat-luong", views.home, name="quality_home"),
    path("chat-luong/quy-tac", views.catalogue, name="quality_rules"),
    path("chat-luong/cap/<int:pair_id>", pairs.pair, name="quality_pair"),
    path("chat-luong/cap/<int:pair_id>/quyet-dinh", pairs.decide, name="quality_pair_decide"),
    path("chat-luong/diem/<int:finding_id>/chap-nhan", findings.accept, name="finding_accept"),
    path("chat-luong/diem/<int:finding_id>/mo-lai", findings.reopen, name="finding_reopen"),
    path("chat-luong/<int:unit_id>", views.board, name="quality_board"),
    path("chat-luong/<int:unit_id>/bang.xlsx", views.board_xlsx, name="quality_board_xlsx"),
    path("chat-luong/<int:unit_id>/kiem-tra", views.check, name="quality_check"),
    path("chat-luong/<int:unit_id>/diem", findings.finding_list, name="finding_list"),
    path(
        "chat-luong/<int:unit_id>/diem.xlsx", findings.finding_list_xlsx, name="finding_list_xlsx"
    ),
    path("chat-luong/<int:unit_id>/cap", pairs.pair_list, name="quality_pairs"),
]
