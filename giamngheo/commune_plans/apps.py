from django.apps import AppConfig


class CommunePlansConfig(AppConfig):
    name = "giamngheo.commune_plans"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "kế hoạch cấp xã"
