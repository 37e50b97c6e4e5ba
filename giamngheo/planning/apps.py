from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "giamngheo.planning"
    default_auto_field = "django.db.models.BigAutoField"
