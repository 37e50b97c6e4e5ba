from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "giamngheo.decisions"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "trình duyệt và quyết định"
