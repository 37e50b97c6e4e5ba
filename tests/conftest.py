"""Fixtures every test may use."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the team's reference material, which lies beside the repository on our machines only."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("tài liệu dùng chung ../shared không có trên máy này")
    return SHARED
