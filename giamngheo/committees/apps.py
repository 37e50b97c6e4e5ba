from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "giamngheo.committees"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "ban chỉ đạo"
