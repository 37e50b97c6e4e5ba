"""`giamngheo classify` as a person calls it: files, sentences, exit codes."""

import json
import unicodedata
from pathlib import Path

import polars as pl
import pytest

from giamngheo.cli.main import main

ENGLISH = "household_code,area_type,b1,b2\nH1,rural,120,0\nH2,urban,150,30\nH3,rural,150,20\n"
VIETNAMESE = "STT;Điểm B2;Mã hộ;Khu vực;Điểm B1\n1;0;H1;Nông thôn;120\n2;30;H2;thành thị;150\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "ho.csv"
    path.write_text(ENGLISH)
    return path


def classify(source: Path, out: Path, *more: str) -> int:
    return main(["classify", str(source), "--standard", "vn-2016", "-o", str(out), *more])


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "parquet"])
def test_every_kind_of_result_is_written(source: Path, tmp_path: Path, suffix: str):
    assert classify(source, tmp_path / f"kq.{suffix}") == 0
    assert (tmp_path / f"kq.{suffix}").stat().st_size > 0


def test_the_columns_promised_are_added(source: Path, tmp_path: Path):
    classify(source, tmp_path / "kq.parquet")

    result = pl.read_parquet(tmp_path / "kq.parquet")
    assert result.columns[:4] == ["household_code", "area_type", "b1", "b2"]
    assert result.select("category", "group", "standard").rows() == [
        ("POOR", "N1", "vn-2016"),
        ("POOR", "N2", "vn-2016"),
        ("NEAR_POOR", None, "vn-2016"),
    ]
    assert result["reason"].null_count() == 0


def test_vietnamese_headings_and_extra_columns_are_kept(tmp_path: Path):
    source = tmp_path / "ho.csv"
    source.write_text(unicodedata.normalize("NFD", VIETNAMESE))

    assert classify(source, tmp_path / "kq.parquet") == 0

    result = pl.read_parquet(tmp_path / "kq.parquet")
    assert result.columns[:5] == ["STT", "Điểm B2", "Mã hộ", "Khu vực", "Điểm B1"]
    assert result["category"].to_list() == ["POOR", "POOR"]


def test_explain_adds_the_reasons(source: Path, tmp_path: Path):
    classify(source, tmp_path / "kq.parquet", "--explain")

    explanation = pl.read_parquet(tmp_path / "kq.parquet")["explanation"]
    assert all("B1" in text for text in explanation)


def test_json_counts_the_rows(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    classify(source, tmp_path / "kq.csv", "--json")

    printed = json.loads(capsys.readouterr().out)
    assert (printed["read"], printed["judged"], printed["refused"]) == (3, 3, 0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("household_code,area_type,b1\nH1,rural,120\n", "thiếu cột “Điểm B2”"),
        ("household_code,area_type,b1,b2\n", "không có dòng dữ liệu nào"),
        ("", "không có dòng dữ liệu nào"),
    ],
)
def test_bad_content_is_one_sentence_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, says: str
):
    source = tmp_path / "ho.csv"
    source.write_text(content)

    code = classify(source, tmp_path / "kq.csv")

    printed = capsys.readouterr()
    assert (code, printed.out) == (1, "")
    assert says in printed.err
    assert len(printed.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("H1,rural,1200,0", "dòng 2 (hộ H1), cột Điểm B1 “1200”"),
        ("H1,rural,120,999", "dòng 2 (hộ H1), cột Điểm B2 “999”"),
        ("H1,biển,120,0", "dòng 2 (hộ H1), cột Khu vực “biển”"),
        ('H1,rural,"120,5",0', "dòng 2 (hộ H1), cột Điểm B1 “120,5”"),
        (",rural,120,0", "dòng 2, cột Mã hộ: ô bắt buộc còn trống"),
        ("H1,rural,,0", "cột Điểm B1: ô bắt buộc còn trống"),
    ],
)
def test_when_nothing_can_be_judged_the_code_is_one_and_the_reasons_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: str, says: str
):
    source = tmp_path / "ho.csv"
    source.write_text(f"household_code,area_type,b1,b2\n{row}\n")

    code = classify(source, tmp_path / "kq.csv", "--json")

    printed = capsys.readouterr()
    assert (code, printed.out) == (1, "")
    assert says in printed.err
    assert "kq-bi-tra-lai.csv" in printed.err
    assert len(pl.read_csv(tmp_path / "kq-bi-tra-lai.csv")) == 1
    assert not (tmp_path / "kq.csv").exists()


def test_good_rows_go_through_and_the_refused_are_counted_and_named(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    source.write_text(f'{ENGLISH}H4,rural,-5,0\nH5,rural,"9,5",0\n')
    back = tmp_path / "kq-bi-tra-lai.csv"

    assert classify(source, tmp_path / "kq.csv", "--json") == 0

    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert found | {"counts": None} == {
        "read": 5,
        "judged": 3,
        "refused": 2,
        "counts": None,
        "refused_file": str(back),
    }
    assert sum(found["counts"].values()) == 3
    assert f"2 dòng bị trả lại, lý do ghi ở {back}" in printed.err
    assert pl.read_csv(back)["household_code"].to_list() == ["H4", "H5"]
    assert classify(source, tmp_path / "kq.csv", "--refused", str(tmp_path / "sai.csv")) == 0
    assert "Đã đọc 5 dòng, phân loại 3 hộ" in capsys.readouterr().out
    assert (tmp_path / "sai.csv").read_bytes() == back.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["không-có.csv", "--standard", "vn-2016", "-o", "kq.csv"], "LIB-010"),
        (["ho.pdf", "--standard", "vn-2016", "-o", "kq.csv"], "LIB-012"),
        (["broken.xlsx", "--standard", "vn-2016", "-o", "kq.csv"], "LIB-011"),
        (["ho.csv", "--standard", "vn-1800", "-o", "kq.csv"], "LAW-001"),
        (["ho.csv", "--standard", "vn-2016", "-o", "kq.docx"], "LIB-012"),
        (["ho.csv", "--standard", "vn-2016", "-o", "không/có/kq.csv"], "LIB-020"),
    ],
)
def test_bad_files_are_refused(
    db: None,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: str,
):
    monkeypatch.chdir(source.parent)
    (source.parent / "ho.pdf").write_bytes(b"%PDF")
    (source.parent / "broken.xlsx").write_bytes(b"no workbook")

    assert main(["classify", *arguments]) == 1

    assert f"({code})" in capsys.readouterr().err
    assert not (source.parent / "kq.csv").exists()


def test_an_older_result_stays_when_the_new_one_is_refused(source: Path, tmp_path: Path):
    (tmp_path / "kq.csv").write_text("kết quả cũ")
    source.write_text(ENGLISH.splitlines()[0] + "\nH1,rural,1200,0\n")

    assert classify(source, tmp_path / "kq.csv") == 1
    assert (tmp_path / "kq.csv").read_text() == "kết quả cũ"


def test_refusals_speak_english_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["classify", str(tmp_path / "a.csv"), "--standard", "vn-2016", "-o", "b.csv"]

    assert main(["--lang", "en", *arguments]) == 1
    assert "was not found" in capsys.readouterr().err


def test_wrong_usage_is_exit_code_two(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["classify"])

    assert stopped.value.code == 2
    assert "chưa đúng cú pháp" in capsys.readouterr().err
