from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "giamngheo.support"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "nguyên nhân và nhu cầu"
