"""
Twenty users at once on a filled register: how long pages take as a browser sees them.

    DATABASE_URL=postgresql://…/filled_database python -m benchmarks.pages --users 20 --seconds 60

The database is one that `benchmarks.exchange` or `benchmarks.search_members` has filled; the pages
are served by `giamngheo serve`. Each user asks once a second: the officers of communes their own
lists, households and searches, every fifth one those of the province. Prints the percentiles of
every kind of page in milliseconds, and those of the floor: a page of the same frame that asks the
register for nothing. Exit code 1 above the limit.
"""

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from statistics import quantiles
from typing import Any
from urllib.parse import quote

LIMIT_MS = 150
FLOOR = "trang trống"
EVERY_FIFTH = 5
KNOWN_HOUSEHOLDS = 2_000
START_SECONDS = 60
NAMES = ("nguyen thi hoa", "le van", "Trịnh Đức Sơn", "vi ngoc tam", "khong ai ten nay")


def main() -> int:
    parser = argparse.ArgumentParser(description="hai mươi người dùng trên sổ hộ của cả tỉnh")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1, help="số gieo")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    figures = measure_pages(users=args.users, seconds=args.seconds, seed=args.seed)
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    return 0 if figures["all"]["p95"] <= LIMIT_MS else 1


def measure_pages(*, users: int, seconds: int, seed: int) -> dict[str, Any]:
    """Return count and percentiles by kind of page; AssertionError when a page is refused."""
    readers = _readers(users)
    times: dict[str, list[float]] = defaultdict(list)
    with _served() as port:
        _ask_all(port, readers, seed=seed, seconds=min(seconds, 5), times=defaultdict(list))
        begun = time.perf_counter()
        _ask_all(port, readers, seed=seed + 1, seconds=seconds, times=times)
        took = time.perf_counter() - begun
    asked = [spent for kind, spends in times.items() if kind != FLOOR for spent in spends]
    return {
        "users": users,
        "pages_a_second": round(sum(map(len, times.values())) / took, 1),
        "all": _percentiles(asked),
        "kinds": {kind: _percentiles(spends) for kind, spends in sorted(times.items())},
        "limit_p95_ms": LIMIT_MS,
    }


class Reader:
    """One user with a session of his own and what he may ask for."""

    def __init__(self, *, cookie: str, unit_code: str, households: list[str]) -> None:
        self.cookie = cookie
        self.unit_code = unit_code
        self.households = households

    def next_page(self, chance: random.Random) -> tuple[str, str]:
        # The end of the year: the day of a register that was filled during it.
        name, here = quote(chance.choice(NAMES)), f"don-vi={self.unit_code}&luc=cuoi-nam"
        return chance.choice(
            (
                ("danh sách hộ", f"/ho?{here}"),
                ("danh sách, lọc diện", f"/ho?{here}&dien=POOR"),
                ("danh sách, tìm tên", f"/ho?{here}&q={name}"),
                ("một hộ", f"/ho/{chance.choice(self.households)}"),
                ("một hộ", f"/ho/{chance.choice(self.households)}"),
                ("tìm kiếm", f"/tim?q={name}"),
                ("trang đầu", "/"),
                (FLOOR, "/tim"),
            )
        )


def _readers(users: int) -> list[Reader]:
    from giamngheo.accounts.enums import Role
    from giamngheo.areas.enums import UnitLevel
    from giamngheo.areas.models import Unit
    from giamngheo.registry.models import Household

    living = Unit.objects.filter(valid_to=None)
    province = living.get(level=UnitLevel.PROVINCE, code="99")
    communes = living.filter(level=UnitLevel.COMMUNE, path__startswith=province.path)
    readers = []
    for number, commune in enumerate(communes.order_by("code")[:users]):
        wide = number % EVERY_FIFTH == 0
        unit, role = (province, Role.PROVINCE) if wide else (commune, Role.COMMUNE)
        known = Household.objects.filter(unit_path__startswith=unit.path)
        codes = list(known.values_list("code", flat=True)[:KNOWN_HOUSEHOLDS])
        cookie = _session(_user(f"do.toc.do.{number}", unit, role))
        readers.append(Reader(cookie=cookie, unit_code=unit.code or "", households=codes))
    return readers


def _user(name: str, unit: Any, role: Any) -> Any:
    from giamngheo.accounts.actions import assign_role, create_user
    from giamngheo.accounts.models import User

    if user := User.objects.filter(username=name).first():
        return user
    user = create_user(
        username=name,
        full_name="Người Đo Tốc Độ",
        password=f"Do-toc-do-{random.random()}",
        by=None,
        must_change_password=False,
    )
    assign_role(user=user, role=role, unit=unit, valid_from=date(2025, 7, 1), by=None)
    return user


def _session(user: Any) -> str:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def _served() -> Iterator[int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "giamngheo.cli.main", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not start")


def _ask_all(
    port: int, readers: list[Reader], *, seed: int, seconds: int, times: dict[str, list[float]]
) -> None:
    failed: list[str] = []
    threads = [
        threading.Thread(
            target=_ask_for,
            args=(port, reader, random.Random(seed * 1000 + n), seconds, times, failed),
        )
        for n, reader in enumerate(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[:5]


def _ask_for(
    port: int,
    reader: Reader,
    chance: random.Random,
    seconds: int,
    times: dict[str, list[float]],
    failed: list[str],
) -> None:
    """Ask once a second, begun at a moment of the user's own; a late answer delays nobody else."""
    begun = time.perf_counter() + chance.random()
    for second in range(seconds):
        time.sleep(max(0.0, begun + second - time.perf_counter()))
        kind, address = reader.next_page(chance)
        start = time.perf_counter()
        try:
            status = _status(port, address, reader.cookie)
        except OSError as error:
            failed.append(f"{address}: {error}")
            continue
        times[kind].append(time.perf_counter() - start)
        if status != 200:
            failed.append(f"{address}: {status}")


def _status(port: int, address: str, cookie: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _percentiles(spends: list[float]) -> dict[str, float]:
    cuts = quantiles(spends, n=100) if len(spends) > 1 else [spends[0]] * 99
    return {"pages": len(spends)} | {
        f"p{place}": round(1000 * cuts[place - 1], 1) for place in (50, 95, 99)
    }


if __name__ == "__main__":
    sys.exit(main())
