from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "giamngheo.meetings"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "họp dân và niêm yết"

    def ready(self) -> None:
        from giamngheo.meetings import guards

        guards.register()
