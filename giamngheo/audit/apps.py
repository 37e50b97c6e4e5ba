from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "giamngheo.audit"
    default_auto_field = "django.db.models.BigAutoField"
