"""The `giamngheo` command: finds the command, runs it, turns a refusal into exit code 1."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

from giamngheo.lib.errors import Refusal

DONE, REFUSED, WRONG_USAGE = 0, 1, 2

# One module a command, in giamngheo/cli/commands/: HELP, add_arguments(parser), run(args) -> exit
# code, and NEEDS_DJANGO = True where the database or a model is used.
COMMANDS = (
    "demo",
    "serve",
    "db",
    "classify",
    "classify-one",
    "standards",
    "simulate",
    "synth",
    "plan",
    "tasks",
    "import",
    "areas",
    "users",
    "work",
    "audit",
    "bench",
)


# SQLSTATE classes of a server that cannot be entered: connection, authorisation, no such database,
# shutting down. None: it did not answer at all.
OUT_OF_REACH = ("08", "28", "3D", "57P")


class DatabaseOutOfReach(Refusal):
    code = "CLI-005"
    sentence = (
        "Chưa mở được cơ sở dữ liệu: máy chủ ghi trong DATABASE_URL không trả lời, không nhận tài "
        "khoản, hoặc không có cơ sở dữ liệu mang tên đó. Kiểm tra DATABASE_URL rồi chạy lại."
    )
    english = "The database in DATABASE_URL cannot be reached. Check it and try again."


class Parser(argparse.ArgumentParser):
    """argparse with its complaint in Vietnamese."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(
            f"Lệnh chưa đúng cú pháp: {message}. Xem cách dùng: {self.prog} --help",
            file=sys.stderr,
        )
        raise SystemExit(WRONG_USAGE)


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    parser, modules = build_parser(words)
    args = parser.parse_args(words)
    module = modules[args.command]
    try:
        if getattr(module, "NEEDS_DJANGO", False):
            set_up_django()
        return int(module.run(args))
    except Refusal as refusal:
        print(say(refusal, args.lang), file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu.", file=sys.stderr)
        return REFUSED
    except Exception as error:
        if not is_out_of_reach(error):
            raise
        print(say(DatabaseOutOfReach(), args.lang), file=sys.stderr)
        return REFUSED


def is_out_of_reach(error: Exception) -> bool:
    """Whether the error says that the database server could not be entered."""
    known = sys.modules.get("django.db.utils")
    if known is None or not isinstance(error, known.OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(OUT_OF_REACH)


def build_parser(words: Sequence[str]) -> tuple[Parser, dict[str, ModuleType]]:
    """Return the parser and the modules it needs: only the named command's module is imported."""
    parser = Parser(prog="giamngheo", description="Giảm nghèo bền vững: lệnh dùng trên máy chủ.")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="tiếng của lời từ chối")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    named = [word for word in words if word in COMMANDS][:1]
    modules = {}
    for name in named or COMMANDS:
        module = importlib.import_module(f"giamngheo.cli.commands.{name.replace('-', '_')}")
        modules[name] = module
        module.add_arguments(subparsers.add_parser(name, help=module.HELP, description=module.HELP))
    return parser, modules


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    from config.postgres import ensure_database

    ensure_database()
    django.setup()


def say(refusal: Refusal, language: str) -> str:
    if language == "en" and refusal.english:
        return f"{refusal.english.format(**refusal.details)} ({refusal.code})"
    return str(refusal)


if __name__ == "__main__":
    sys.exit(main())
