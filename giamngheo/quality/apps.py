from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "giamngheo.quality"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "chất lượng dữ liệu"
