"""Fixtures every test may use."""

import os
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
