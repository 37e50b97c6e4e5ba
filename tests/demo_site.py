"""The demonstration as a newcomer meets it: built and served, in a database of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
BUILD_SECONDS = 300
START_SECONDS = 60


@dataclass(frozen=True)
class DemoSite:
    """`report` is what `giamngheo demo --no-serve --json` printed; `url` where it is served."""

    url: str
    report: dict[str, Any]
    environment: dict[str, str]

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return giamngheo(*words, environment=self.environment)


def giamngheo(*words: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "giamngheo.cli.main", *words],
        cwd=ROOT,
        env=environment,
        text=True,
        capture_output=True,
        timeout=BUILD_SECONDS,
        check=False,
    )


@dataclass(frozen=True)
class BuiltDemo:
    """The year in a database of its own; `served` opens it, on a day of its own if need be."""

    report: dict[str, Any]
    environment: dict[str, str]

    @contextmanager
    def served(self, *, on: str = "") -> Iterator[DemoSite]:
        environment = self.environment | {"GIAMNGHEO_TODAY": on}
        with _served(environment) as address:
            yield DemoSite(address, self.report, environment)


@contextmanager
def built_demo() -> Iterator[BuiltDemo]:
    """Build the year in a new database of the suite's own server; take it away afterwards."""
    name = f"demo_{os.getpid()}"
    with _database(name) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }
        built = giamngheo("demo", "--no-serve", "--json", environment=environment)
        assert built.returncode == 0, built.stderr
        yield BuiltDemo(json.loads(built.stdout), environment)


@contextmanager
def _database(name: str) -> Iterator[str]:
    known = settings.DATABASES["default"]
    parts = {
        "host": known["HOST"] or "localhost",
        "port": known["PORT"] or "5432",
        "user": known["USER"],
        "password": known["PASSWORD"],
    }
    with psycopg.connect(**parts, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield _url(name, **parts)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _url(name: str, *, host: str, port: str, user: str, password: str) -> str:
    who = quote(user) + (f":{quote(password)}" if password else "")
    if host.startswith("/"):
        return f"postgresql://{who}@/{name}?{urlencode({'host': host})}"
    return f"postgresql://{who}@{host}:{port}/{name}"


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "giamngheo.cli.main", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(START_SECONDS * 5):
        assert server.poll() is None, "giamngheo serve ended by itself"
        try:
            urlopen(f"{address}/dang-nhap", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")
