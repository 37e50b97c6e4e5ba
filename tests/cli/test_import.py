"""`giamngheo import households`, as an operator types it."""

import json
from pathlib import Path

import polars as pl
import pytest

from giamngheo.cli.main import main
from giamngheo.exchange.enums import BatchState
from giamngheo.exchange.models import ImportBatch
from giamngheo.registry.models import Household
from tests.exchange.files import HEADINGS, head, member, write_csv, write_xlsx
from tests.factories.district import District

Said = pytest.CaptureFixture[str]
ON = ("--on", "2021-11-08")
NEW = "038180000777"


@pytest.fixture
def district(db: None) -> District:
    return District()


def run(*words: object) -> int:
    return main(["import", "households", *map(str, words), *ON])


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".parquet"])
def test_a_list_goes_in(district: District, tmp_path: Path, capsys: Said, suffix: str):
    rows = [head(id_=NEW), member("Lò Văn Tư")]
    path = tmp_path / f"ho{suffix}"
    if suffix == ".xlsx":
        write_xlsx(path, {"Hộ": rows})
    elif suffix == ".csv":
        write_csv(path, rows)
    else:
        columns = {name: [row[i] for row in rows] for i, name in enumerate(HEADINGS)}
        pl.DataFrame(
            columns, schema_overrides={"STT": pl.String, "Mã hộ": pl.String}
        ).write_parquet(path)

    assert run(path, "--unit", "98001") == 0

    said = capsys.readouterr().out
    assert "đọc 1 hộ (2 dòng) = thêm mới 1, sửa 0, giữ nguyên 0, trùng lặp 0, trả lại 0" in said
    assert ImportBatch.objects.get().state == BatchState.COMMITTED
    assert Household.objects.get().member_count == 2


def test_without_a_unit_the_file_names_its_communes(
    district: District, tmp_path: Path, capsys: Said
):
    rows = [[*head(id_=NEW), "98001"], [*head("Vi Thị Ơn", id_=None, village=None), "98002"]]
    rows[1][3] = "Khu phố Hai"
    path = write_csv(tmp_path / "ho.csv", rows, headings=[*HEADINGS, "Mã xã"])

    assert run(path, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["unit"], told["added"], told["read"]) == ("980", 2, 2)
    places = Household.objects.order_by("id").values_list("unit__name", flat=True)
    assert list(places) == ["Thôn Một", "Khu phố Hai"]


def test_without_any_unit_it_is_refused(district: District, tmp_path: Path, capsys: Said):
    assert run(write_csv(tmp_path / "ho.csv", [head(id_=NEW)])) == 1

    assert "EXC-011" in capsys.readouterr().err


@pytest.mark.parametrize("code", ["99999", "1", "x"])
def test_an_unknown_unit_is_refused(district: District, tmp_path: Path, capsys: Said, code: str):
    assert run(write_csv(tmp_path / "ho.csv", [head(id_=NEW)]), "--unit", code) == 1

    assert "CLI-023" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(district: District, tmp_path: Path, capsys: Said):
    path = write_xlsx(tmp_path / "ho.xlsx", {"Hộ": [head(id_=NEW)]})

    assert run(path, "--unit", "98001", "--dry-run") == 0

    assert "Sẽ đọc 1 hộ" in capsys.readouterr().out
    assert not Household.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_refused_rows_are_named_and_come_back(
    district: District, tmp_path: Path, capsys: Said, more: tuple[str, ...]
):
    path = write_xlsx(tmp_path / "ho.xlsx", {"Hộ": [head(id_=NEW), head("Cao Thị Sai", id_="12")]})
    back = tmp_path / "tra-lai.xlsx"

    assert run(path, "--unit", "98001", "--refused", back, *more) == 0

    assert "Trang “Hộ”, dòng 3, cột J “Số CCCD” ghi “12”" in capsys.readouterr().err
    assert back.exists()
    assert Household.objects.count() == (0 if more else 1)


def test_all_refused_is_a_refusal(district: District, tmp_path: Path):
    path = write_xlsx(tmp_path / "ho.xlsx", {"Hộ": [head("Cao Thị Sai", id_="12")]})

    assert run(path, "--unit", "98001") == 1


def test_the_default_only_adds(district: District, tmp_path: Path, capsys: Said):
    district.load("A-001")
    row = head("Nguyễn Thị Hồng Nhung", code="A-001", address="Xóm Đình")

    assert run(write_csv(tmp_path / "ho.csv", [row]), "--unit", "98001") == 0

    assert "trùng lặp 1" in capsys.readouterr().out
    assert Household.objects.get().address == ""


@pytest.mark.parametrize("words", [("--mode", "all"), ("--on", "hôm nay")])
def test_wrong_words_are_wrong_usage(tmp_path: Path, words: tuple[str, str]):
    with pytest.raises(SystemExit) as ended:
        main(["import", "households", str(tmp_path / "x.csv"), *words])

    assert ended.value.code == 2


def test_a_missing_file_is_refused(district: District, tmp_path: Path, capsys: Said):
    assert run(tmp_path / "khong-co.csv", "--unit", "98001") == 1

    assert "LIB-010" in capsys.readouterr().err
