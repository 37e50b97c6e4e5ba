from django.apps import AppConfig


class SimulationsConfig(AppConfig):
    name = "giamngheo.simulations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "mô phỏng"
