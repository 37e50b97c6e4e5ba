from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "giamngheo.forms"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "phiếu rà soát"

    def ready(self) -> None:
        from giamngheo.forms.guards import register

        register()
