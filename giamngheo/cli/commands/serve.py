"""`giamngheo serve`: the web server, with its worker for longer work."""

import argparse
import signal
import subprocess
import sys
from pathlib import Path

HELP = "mở trang web trên máy này"
NEEDS_DJANGO = True
STOPPING_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe")
    parser.add_argument("--port", type=int, default=8000, help="cổng (mặc định 8000)")
    parser.add_argument("--workers", type=int, default=2, help="số tiến trình phục vụ")


def run(args: argparse.Namespace) -> int:
    from giamngheo.cli.commands.db import migrate

    migrate()
    print(f"Mở trình duyệt tại http://localhost:{args.port} (Ctrl+C để dừng)", flush=True)
    return serve(host=args.host, port=args.port, workers=args.workers)


def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> int:
    """Serve until stopped (Ctrl+C or a terminating signal); the worker ends with the server."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    signal.signal(signal.SIGTERM, _leave)
    folder = Path(settings.BASE_DIR)
    worker = subprocess.Popen([sys.executable, "-m", "giamngheo.cli.main", "work", "run"])
    server = subprocess.Popen(_granian(host, port, workers), cwd=folder)
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            process.wait(timeout=STOPPING_SECONDS)


def _leave(*_: object) -> None:
    raise KeyboardInterrupt


def _granian(host: str, port: int, workers: int) -> list[str]:
    # One blocking thread a worker: on two cores more threads gave fewer pages and a longer tail.
    return [
        sys.executable,
        "-m",
        "granian",
        "config.wsgi:application",
        "--interface=wsgi",
        f"--host={host}",
        f"--port={port}",
        f"--workers={workers}",
        "--blocking-threads=1",
        "--no-ws",
        "--log-level=warning",
    ]
