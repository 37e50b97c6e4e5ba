"""Writing files so that a reader never meets half of one."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from giamngheo.lib.errors import Refusal


class CannotWrite(Refusal):
    code = "LIB-020"
    sentence = (
        "Chưa ghi được tệp “{name}”: {reason}. Chọn nơi lưu khác hoặc xin quyền ghi rồi thử lại."
    )
    english = "Could not write “{name}”. Choose another place or obtain the right to write there."


@contextlib.contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """
    Give a path beside `path` to write to; it takes the place of `path` when the block succeeds.

    When the block fails nothing is left behind and an older file stays as it was. The suffix is
    kept, since writers choose their format by it.
    Raises: CannotWrite [LIB-020] for a missing folder, a folder in the file's place, no right to
    write, a full disk.
    """
    target = Path(path)
    beside = target.with_name(f".{target.stem[:60]}.{secrets.token_hex(4)}{target.suffix}")
    try:
        _check_target(target)
        yield beside
        _to_disk(beside)
        beside.replace(target)
    except OSError as error:
        raise CannotWrite(name=target.name, reason=_reason(error)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _check_target(target: Path) -> None:
    if not target.parent.is_dir():
        raise CannotWrite(name=target.name, reason=f"không có thư mục “{target.parent}”")
    if target.is_dir():
        raise CannotWrite(name=target.name, reason="đã có thư mục mang tên này")


def _to_disk(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _reason(error: OSError) -> str:
    reasons = {
        PermissionError: "không có quyền ghi vào thư mục",
        FileNotFoundError: "thư mục không còn nữa",
    }
    return reasons.get(type(error), "đĩa đầy hoặc ổ đĩa có lỗi")
