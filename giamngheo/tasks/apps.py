from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "giamngheo.tasks"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "nhiệm vụ"
