from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "giamngheo.papers"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "văn bản của đợt rà soát"
