from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "giamngheo.targets"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "chỉ tiêu và phân bổ"
