from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "giamngheo.areas"
    default_auto_field = "django.db.models.BigAutoField"
