from datetime import date

import pytest

from config import env


def test_database_from_url_reads_every_part() -> None:
    settings = env.database_from_url("postgresql://an:m%40t@may:5433/giamngheo?sslmode=require")

    assert settings == {
        "NAME": "giamngheo",
        "USER": "an",
        "PASSWORD": "m@t",
        "HOST": "may",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("sqlite:///x.db", "chỉ dùng PostgreSQL"),
        ("postgresql://may:5432/", "thiếu tên cơ sở dữ liệu"),
        ("postgresql://may:nam/ten", "cổng phải là một số"),
    ],
)
def test_database_from_url_refuses_with_a_hint(url: str, hint: str) -> None:
    with pytest.raises(env.BadSetting, match=hint):
        env.database_from_url(url)


@pytest.mark.parametrize(("written", "read"), [("1", True), ("off", False), ("YES", True)])
def test_flag_reads_common_words(monkeypatch: pytest.MonkeyPatch, written: str, read: bool) -> None:
    monkeypatch.setenv("CO", written)

    assert env.flag("CO") is read


def test_flag_refuses_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CO", "có lẽ")

    with pytest.raises(env.BadSetting, match="viết 1"):
        env.flag("CO")


@pytest.mark.parametrize("written", ["-1", "11", "mười", ""])
def test_integer_refuses_outside_its_range(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SO", written)

    with pytest.raises(env.BadSetting, match="từ 0 đến 10"):
        env.integer("SO", 5, least=0, most=10)


def test_folder_refuses_a_relative_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THU_MUC", "du-lieu")

    with pytest.raises(env.BadSetting, match="đường dẫn đầy đủ"):
        env.folder("THU_MUC", env.PROJECT_DIR)


def test_day_is_read_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGAY", "2021-11-08")
    assert env.day("NGAY") == date(2021, 11, 8)
    monkeypatch.setenv("NGAY", "")
    assert env.day("NGAY") is None
    monkeypatch.setenv("NGAY", "8/11/2021")
    with pytest.raises(env.BadSetting, match="năm-tháng-ngày"):
        env.day("NGAY")
