"""The standards a command knows: the nation's, and the provinces' own where a database answers."""

from giamngheo.law.standard_types import Standard
from giamngheo.law.standards import StandardNotFound, get_standard
from giamngheo.lib.errors import Refusal


class LocalRulesOutOfReach(Refusal):
    code = "CLI-022"
    sentence = (
        "Chưa tìm được chuẩn “{wanted}”: không phải chuẩn quốc gia, mà cơ sở dữ liệu giữ chuẩn "
        "riêng của các tỉnh chưa mở được. Kiểm tra mã bằng giamngheo standards list, hoặc đặt "
        "DATABASE_URL hay chạy giamngheo db start rồi thử lại."
    )
    english = "“{wanted}” is no national standard, and no database with local ones answers."


def standard_of(code: str) -> Standard:
    """
    Return the standard called `code`: national, or a province's own that was ever approved.

    A national code asks no database.
    Raises: StandardNotFound [LAW-001], LocalRulesOutOfReach [CLI-022].
    """
    try:
        return get_standard(code)
    except StandardNotFound:
        if not _database_answers():
            raise LocalRulesOutOfReach(wanted=code) from None
    from giamngheo.rules.queries import standard_for

    return standard_for(code)


def local_standards() -> tuple[Standard, ...] | None:
    """Return the provinces' own standards; None when no database answers."""
    if not _database_answers():
        return None
    from giamngheo.rules import queries

    return tuple(queries.local_standards())


def _database_answers() -> bool:
    """Whether a database with our tables is there; nothing is started or made to find out."""
    from config import env, postgres

    if not env.text("DATABASE_URL"):
        if not env.folder("GIAMNGHEO_VAR", env.PROJECT_DIR / "var").is_dir():
            return False
        try:
            running = postgres.is_running(postgres.own_cluster())
        except Refusal:
            return False
        if not running:
            return False
    from giamngheo.cli.main import set_up_django

    set_up_django()
    from django.db import Error, connection

    from giamngheo.rules.models import RuleVersion

    try:
        return RuleVersion._meta.db_table in connection.introspection.table_names()
    except Error:
        return False
