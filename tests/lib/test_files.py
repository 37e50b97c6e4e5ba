"""Nothing is half-written."""

import os
from pathlib import Path

import pytest

from giamngheo.lib.files import CannotWrite, atomic_path


def test_atomic_path_puts_the_whole_file_in_place(tmp_path: Path):
    target = tmp_path / "kết quả.csv"

    with atomic_path(target) as beside:
        beside.write_text("mới")
        assert not target.exists()
        assert beside.suffix == ".csv"

    assert target.read_text() == "mới"
    assert list(tmp_path.iterdir()) == [target]


def test_atomic_path_keeps_the_old_file_when_writing_fails(tmp_path: Path):
    target = tmp_path / "kq.csv"
    target.write_text("cũ")

    with pytest.raises(RuntimeError, match="giữa chừng"):
        _fail_half_way(target)

    assert target.read_text() == "cũ"
    assert list(tmp_path.iterdir()) == [target]


def _fail_half_way(target: Path) -> None:
    with atomic_path(target) as beside:
        beside.write_text("một nửa")
        raise RuntimeError("giữa chừng")


def test_atomic_path_gives_the_rights_of_an_ordinary_file(tmp_path: Path):
    with atomic_path(tmp_path / "kq.csv") as beside:
        beside.write_text("")
    (tmp_path / "khác.csv").write_text("")

    assert (tmp_path / "kq.csv").stat().st_mode == (tmp_path / "khác.csv").stat().st_mode


def test_atomic_path_refuses_a_missing_folder(tmp_path: Path):
    with (
        pytest.raises(CannotWrite, match="không có thư mục"),
        atomic_path(tmp_path / "x" / "kq.csv"),
    ):
        pass


def test_atomic_path_refuses_a_folder_in_its_place(tmp_path: Path):
    (tmp_path / "kq.csv").mkdir()

    with pytest.raises(CannotWrite, match="đã có thư mục"), atomic_path(tmp_path / "kq.csv"):
        pass


def test_atomic_path_refuses_when_the_disk_is_full(tmp_path: Path):
    with pytest.raises(CannotWrite, match="đĩa đầy") as refused, atomic_path(tmp_path / "kq.csv"):
        raise OSError(28, os.strerror(28))

    assert refused.value.code == "LIB-020"
    assert list(tmp_path.iterdir()) == []
