"""`giamngheo db`: bring the tables up to date; the embedded server by hand."""

import argparse

from giamngheo.lib.errors import Refusal

HELP = "cơ sở dữ liệu: cập nhật bảng, xem tình trạng, khởi động hoặc tắt máy chủ đi kèm"


class ServerIsElsewhere(Refusal):
    code = "CLI-001"
    sentence = (
        "Không {what} được: DATABASE_URL đang trỏ tới một máy chủ PostgreSQL riêng. Làm việc này "
        "trên máy chủ đó."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("migrate", "check", "status", "start", "stop"))


def run(args: argparse.Namespace) -> int:
    if args.what == "migrate":
        migrate()
        return 0
    if args.what == "check":
        return check()
    return _embedded(args.what)


def migrate() -> None:
    """Bring every table to the present version of the code."""
    from django.core.management import call_command

    from giamngheo.cli.main import set_up_django

    set_up_django()
    call_command("migrate", interactive=False, verbosity=0)


def check() -> int:
    """Run Django's own checks, and see that no model has changed without a migration."""
    from django.core.management import call_command

    from giamngheo.cli.main import set_up_django

    set_up_django()
    call_command("check")
    call_command("makemigrations", check=True, dry_run=True)
    return 0


def _embedded(what: str) -> int:
    from config import env, postgres

    if env.text("DATABASE_URL"):
        raise ServerIsElsewhere(what={"start": "khởi động", "stop": "tắt"}.get(what, "xem"))
    cluster = postgres.own_cluster()
    if what == "start":
        postgres.ensure_running(cluster)
    elif what == "stop":
        postgres.stop(cluster)
    running = postgres.is_running(cluster)
    print(f"Máy chủ đi kèm {'đang chạy' if running else 'đã tắt'}; dữ liệu ở {cluster.data}")
    return 0
