"""Reading settings from the environment, refusing bad values with a hint."""

import os
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

PROJECT_DIR = Path(__file__).resolve().parent.parent


class BadSetting(Exception):
    """A setting that cannot be used; the message names it and says what would do."""

    def __init__(self, name: str, value: str, hint: str) -> None:
        self.name = name
        super().__init__(f"Cài đặt {name}={value!r} không dùng được: {hint}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def required(name: str, hint: str) -> str:
    value = text(name)
    if not value:
        raise BadSetting(name, "", hint)
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise BadSetting(name, value, "viết 1 (bật) hoặc 0 (tắt).")


def integer(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise BadSetting(name, value, f"viết một số nguyên từ {least} đến {most}.")
    return int(value)


def day(name: str) -> date | None:
    value = text(name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadSetting(name, value, "viết năm-tháng-ngày, ví dụ 2021-11-08.") from error


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    value = text(name)
    path = Path(value) if value else default
    if not path.is_absolute():
        raise BadSetting(name, value, "viết đường dẫn đầy đủ, bắt đầu từ gốc.")
    if path.exists() and not path.is_dir():
        raise BadSetting(name, str(path), "đường dẫn này là một tệp, cần một thư mục.")
    return path


def database_from_url(url: str, *, name: str = "DATABASE_URL") -> dict[str, object]:
    """Return Django's connection settings for `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(
            name,
            url,
            "chỉ dùng PostgreSQL: postgresql://tài_khoản:mật_khẩu@máy:5432/tên_cơ_sở_dữ_liệu",
        )
    database = unquote(parts.path.lstrip("/"))
    if not database:
        raise BadSetting(name, url, "thiếu tên cơ sở dữ liệu sau dấu / cuối cùng.")
    try:
        port = parts.port
    except ValueError as error:
        raise BadSetting(name, url, "cổng phải là một số, ví dụ 5432.") from error
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
