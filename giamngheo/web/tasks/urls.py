from django.urls import path

from giamngheo.web.tasks import changes, gap_views, obstacle_views, views

HERE = "nhiem-vu"

urlpatterns = [
    path(HERE, views.task_list, name="task_list"),
    path(f"{HERE}/danh-sach.xlsx", views.task_list_xlsx, name="task_list_xlsx"),
    path(f"{HERE}/giao/<int:unit_id>", changes.new, name="task_new"),
    path(f"{HERE}/ke-hoach/<int:plan_id>", changes.take_over, name="task_take_over"),
    path(f"{HERE}/khoang-trong/<int:plan_id>", gap_views.gaps, name="task_gaps"),
    path(f"{HERE}/<int:task_id>", views.task, name="task"),
    path(f"{HERE}/<int:task_id>/tien-do", changes.progress, name="task_progress"),
    path(f"{HERE}/<int:task_id>/huong-dan", changes.guidance, name="task_dated"),
    path(f"{HERE}/<int:task_id>/chu-tri", changes.lead, name="task_lead"),
    path(f"{HERE}/<int:task_id>/rut", changes.withdraw, name="task_withdraw"),
    path(
        f"{HERE}/<int:task_id>/minh-chung/<int:evidence_id>", views.evidence, name="task_evidence"
    ),
    path(f"{HERE}/vuong-mac", obstacle_views.obstacle_list, name="obstacle_list"),
    path(f"{HERE}/vuong-mac/neu/<int:unit_id>", obstacle_views.new, name="obstacle_new"),
    path(f"{HERE}/vuong-mac/<int:obstacle_id>", obstacle_views.obstacle, name="obstacle"),
    path(f"{HERE}/vuong-mac/<int:obstacle_id>/chuyen", obstacle_views.route, name="obstacle_route"),
    path(
        f"{HERE}/vuong-mac/<int:obstacle_id>/tra-loi", obstacle_views.answer, name="obstacle_answer"
    ),
    path(
        f"{HERE}/vuong-mac/<int:obstacle_id>/hoi-lai", obstacle_views.reopen, name="obstacle_reopen"
    ),
]
