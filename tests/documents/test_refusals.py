"""A file that is no plan is refused in one sentence with its code."""

from pathlib import Path

import pytest

from giamngheo.documents import read_plan
from giamngheo.lib.errors import Refusal


def refusal_of(path: Path) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_plan(path)
    return refused.value


def test_a_missing_file(tmp_path: Path):
    refusal = refusal_of(tmp_path / "khong-co.docx")

    assert refusal.code == "DOC-001"
    assert "khong-co.docx" in str(refusal)


def test_a_folder(tmp_path: Path):
    assert refusal_of(tmp_path).code == "DOC-001"


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.doc", "plan"])
def test_an_unknown_type(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")

    refusal = refusal_of(path)

    assert refusal.code == "DOC-002"
    assert ".docx" in str(refusal)


@pytest.mark.parametrize(
    "content", [b"\xff\xfa\x00", "thành phố".encode("latin-1", "ignore"), b"a\0"]
)
def test_a_text_that_is_none(tmp_path: Path, content: bytes):
    path = tmp_path / "plan.txt"
    path.write_bytes(content)

    assert refusal_of(path).code == "DOC-002"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t\n"])
def test_an_empty_text(tmp_path: Path, content: bytes):
    path = tmp_path / "plan.txt"
    path.write_bytes(content)

    assert refusal_of(path).code == "DOC-003"


def test_a_file_far_too_large(tmp_path: Path):
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(41 * 2**20)

    assert refusal_of(path).code == "DOC-005"


def test_any_text_at_all_is_read(tmp_path: Path):
    """A letter or a poem has no parts, and that is all."""
    path = tmp_path / "thu.txt"
    path.write_text("Thưa cô,\n\nHôm nay em nghỉ học.\n", encoding="utf-8")

    reading = read_plan(path)

    assert reading.head.type is None
    assert (reading.targets, reading.tables, reading.tasks) == ((), (), ())
