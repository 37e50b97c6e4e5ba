"""Fixtures every test may use."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from config.postgres import ensure_database
from tests.factories.audit import allow_truncate

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the reference material that lies beside the repository on the team's machines."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("tài liệu dùng chung ../shared không có trên máy này")
    return SHARED


@pytest.fixture(scope="session")
def soffice() -> str:
    """Return LibreOffice's program, which opens what we write as an officer's machine would."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("chưa cài LibreOffice (libreoffice-calc, libreoffice-writer)")
    return program


OFFICE_SECONDS = 90
# UTF-8, comma, quoted text; the last number is the sheet (1 is the first).
_OFFICE_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{sheet}"


@pytest.fixture
def convert_office(soffice: str, tmp_path: Path) -> Callable[..., Path]:
    """
    Return `convert(path, to="pdf", sheet=1) -> Path`: the file as LibreOffice opened and saved it.

    `to` is a suffix (pdf, docx, xlsx, csv in UTF-8 of one sheet, "txt:Text (encoded):UTF8").
    """

    def convert(path: Path, to: str = "pdf", sheet: int = 1) -> Path:
        number = sum(folder.name.startswith("office-") for folder in tmp_path.iterdir())
        folder = tmp_path / f"office-{number}"
        out = folder / "out"
        out.mkdir(parents=True)
        # A profile of its own: two workers may convert at once, and nobody's settings count.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        target = _OFFICE_CSV.format(sheet=sheet) if to == "csv" else to
        arguments = ["--headless", "--norestore", "--convert-to", target, "--outdir", str(out)]
        done = subprocess.run(
            [soffice, profile, *arguments, str(path.resolve())],
            capture_output=True,
            text=True,
            timeout=OFFICE_SECONDS,
        )
        made = list(out.iterdir())
        assert done.returncode == 0, done.stderr
        assert len(made) == 1, f"{path.name}: {done.stdout} {done.stderr}"
        return made[0]

    return convert


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever converts through LibreOffice is marked so."""
    for item in items:
        if "soffice" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.office)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Have a server before the test databases, one a worker, are made on it."""
    ensure_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests that commit empty every table afterwards, which the audit trail refuses elsewhere."""
    with django_db_blocker.unblock():
        allow_truncate()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing is skipped: a test that did not run has not passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    skipped = reporter.stats.get("skipped", [])
    if skipped:
        reporter.write_line(f"CI: {len(skipped)} tests were skipped; none may be", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
