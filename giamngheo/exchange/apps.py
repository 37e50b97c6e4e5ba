from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "giamngheo.exchange"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "nhập và xuất danh sách hộ"
