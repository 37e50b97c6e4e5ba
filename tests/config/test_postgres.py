"""The embedded server against real folders: it starts, is shared, and says what is wrong."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import env, postgres


@pytest.fixture
def var_dir(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder another account can reach, as root's server needs; stopped and removed after."""
    folder = Path(tempfile.mkdtemp(prefix="gn-"))
    folder.chmod(0o755)
    monkeypatch.setattr(postgres, "SYSTEM_HOME", folder / "system")
    yield folder / "var"
    for home in (folder / "var" / "pg", *(folder / "system").glob("*")):
        if (home / "data" / "postmaster.pid").exists():
            cluster = postgres.find_cluster(folder / "var")
            cluster.pg_ctl("stop", "-m", "immediate", "-w")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(var_dir: Path) -> postgres.Cluster:
    cluster = postgres.find_cluster(var_dir)
    postgres.ensure_running(cluster)
    return cluster


def test_server_starts_and_answers(running: postgres.Cluster) -> None:
    with running.connect(postgres.DATABASE) as connection:
        version = connection.execute("SHOW server_version").fetchone()

    assert version is not None
    assert version[0].startswith(postgres.MAJOR)


def test_ensure_running_twice_keeps_the_same_server(running: postgres.Cluster) -> None:
    before = (running.data / "postmaster.pid").read_text().splitlines()[0]

    postgres.ensure_running(running)

    assert (running.data / "postmaster.pid").read_text().splitlines()[0] == before


def test_two_processes_starting_at_once_share_one_server(var_dir: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from config import postgres;"
        f"postgres.SYSTEM_HOME = Path({str(postgres.SYSTEM_HOME)!r});"
        "c = postgres.find_cluster(Path(sys.argv[1])); postgres.ensure_running(c);"
        "print(c.connect('giamngheo').execute('SELECT pg_postmaster_start_time()').fetchone()[0])"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(var_dir)],
            cwd=env.PROJECT_DIR,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]

    started = [process.communicate(timeout=60)[0].strip() for process in processes]

    assert started[0]
    assert started[0] == started[1]


def test_server_survives_a_killed_application(var_dir: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from config import postgres;"
        f"postgres.SYSTEM_HOME = Path({str(postgres.SYSTEM_HOME)!r});"
        "c = postgres.find_cluster(Path(sys.argv[1])); postgres.ensure_running(c);"
        "c.connect('giamngheo').execute('CREATE TABLE kept AS SELECT 1 AS x');"
        "print('ready', flush=True); time.sleep(60)"
    )
    application = subprocess.Popen(
        [sys.executable, "-c", script, str(var_dir)],
        cwd=env.PROJECT_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert application.stdout is not None
    assert application.stdout.readline().strip() == "ready"

    application.send_signal(signal.SIGKILL)
    application.communicate(timeout=10)

    with postgres.find_cluster(var_dir).connect(postgres.DATABASE) as connection:
        assert connection.execute("SELECT x FROM kept").fetchone() == (1,)


def test_server_recovers_after_it_was_killed_itself(running: postgres.Cluster) -> None:
    with running.connect(postgres.DATABASE) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS x")
    pid = int((running.data / "postmaster.pid").read_text().splitlines()[0])

    os.kill(pid, signal.SIGKILL)
    _wait_until_gone(running)
    postgres.ensure_running(running)

    with running.connect(postgres.DATABASE) as connection:
        assert connection.execute("SELECT x FROM kept").fetchone() == (7,)


def test_folder_of_an_older_version_is_refused(running: postgres.Cluster) -> None:
    postgres.stop(running)
    (running.data / "PG_VERSION").write_text("15\n")

    with pytest.raises(postgres.DatabaseOtherVersion, match=r"PostgreSQL 15.*PostgreSQL 18") as no:
        postgres.ensure_running(running)

    assert no.value.code == "DB-003"


@pytest.mark.parametrize("lost", ["PG_VERSION", "global/pg_control", "base"])
def test_broken_folder_is_refused(running: postgres.Cluster, lost: str) -> None:
    postgres.stop(running)
    (running.data / lost).rename(running.home / "lost")

    with pytest.raises(postgres.DatabaseFolderBroken, match="không nguyên vẹn"):
        postgres.ensure_running(running)


def test_damaged_control_file_is_refused(running: postgres.Cluster) -> None:
    postgres.stop(running)
    (running.data / "global" / "pg_control").write_bytes(b"\0" * 8192)

    with pytest.raises(postgres.DatabaseFolderBroken):
        postgres.ensure_running(running)


def test_folder_held_by_another_server_is_refused(running: postgres.Cluster) -> None:
    """Another launcher's server on the same data, its socket elsewhere: ours must not start."""
    moved = running.sockets.with_name("elsewhere")
    running.sockets.rename(moved)
    try:
        with pytest.raises(postgres.DatabaseFolderLocked, match="đang do một tiến trình khác giữ"):
            postgres.ensure_running(running)
    finally:
        shutil.rmtree(running.sockets, ignore_errors=True)
        moved.rename(running.sockets)


def test_stop_when_idle_leaves_a_used_server(running: postgres.Cluster) -> None:
    with running.connect(postgres.DATABASE):
        assert postgres.stop_when_idle(running) is False

    assert postgres.is_running(running)


def test_stop_when_idle_stops_an_unused_server(running: postgres.Cluster) -> None:
    assert postgres.stop_when_idle(running) is True

    assert not postgres.is_running(running)


def test_deep_folder_gets_a_short_socket(var_dir: Path) -> None:
    deep = var_dir / ("thu-muc-dai-" * 5) / ("rat-sau-" * 5)

    cluster = postgres.find_cluster(deep)

    assert len(str(cluster.sockets)) <= postgres.LONGEST_SOCKET_FOLDER


def _wait_until_gone(cluster: postgres.Cluster) -> None:
    import time

    for _ in range(100):
        if not postgres.is_running(cluster):
            time.sleep(0.5)  # its children notice the loss of their parent a moment later
            return
        time.sleep(0.1)
