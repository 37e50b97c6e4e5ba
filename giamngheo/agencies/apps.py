from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "giamngheo.agencies"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "cơ quan"
