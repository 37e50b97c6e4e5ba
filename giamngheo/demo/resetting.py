"""Keeping the demonstration apart from an office's own data; emptying what is generated."""

from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from giamngheo.accounts.models import User
from giamngheo.lib.errors import Refusal
from giamngheo.planning.models import Plan
from giamngheo.registry.models import Household


class OwnDataPresent(Refusal):
    code = "DEM-002"
    sentence = (
        "Chưa dựng được năm trình diễn: cơ sở dữ liệu đang có {what} không phải dữ liệu trình "
        "diễn; hai loại không được trộn vào nhau, cũng không được xóa. Dùng một cơ sở dữ liệu khác "
        "(đặt DATABASE_URL hoặc GIAMNGHEO_VAR) rồi chạy lại."
    )
    english = "Not built: the database holds data that are not the demonstration's ({what})."


def reset_database() -> None:
    """
    Drop every table and make them anew, where everything stored is generated.

    A decided list is frozen by the database itself, so rows cannot be deleted one by one.
    Raises: OwnDataPresent [DEM-002]; nothing is dropped then.
    """
    refuse_own_data(Household, User, Plan)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    call_command("migrate", interactive=False, verbosity=0)


def refuse_mixing() -> None:
    """
    Refuse to put invented households and accounts of a known password beside real ones.

    Raises: OwnDataPresent [DEM-002].
    """
    refuse_own_data(Household, User)


def refuse_own_data(*models: type[Model]) -> None:
    for model in models:
        count = model._default_manager.filter(is_generated=False).count()
        if count:
            raise OwnDataPresent(what=f"{count} {model._meta.verbose_name}")
