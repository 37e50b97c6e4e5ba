"""Fixtures every test may use."""

from pathlib import Path

import pytest

from config.postgres import ensure_database

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the team's reference material, which lies beside the repository on our machines only."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("tài liệu dùng chung ../shared không có trên máy này")
    return SHARED


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Have a server before the test database is made: the embedded one, or DATABASE_URL's."""
    ensure_database()
