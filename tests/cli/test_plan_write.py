"""`giamngheo plan write`: a stored plan as a file, read back the same."""

from pathlib import Path

import pytest

from giamngheo.areas.models import Unit
from giamngheo.cli.main import main
from giamngheo.documents import read_plan
from giamngheo.planning.models import Plan
from tests.cli.test_plan import Said, district, plan_file

__all__ = ["district", "plan_file"]  # fixtures


@pytest.fixture
def stored(district: Unit, plan_file: Path, capsys: Said) -> Plan:
    assert main(["plan", "import", str(plan_file), "--accept-all"]) == 0
    capsys.readouterr()
    return Plan.objects.get()


def test_a_stored_plan_is_written_and_read_back(stored: Plan, tmp_path: Path, capsys: Said):
    out = tmp_path / "viet.docx"

    assert main(["plan", "write", str(stored.pk), "-o", str(out)]) == 0

    found = read_plan(out)
    assert "12/KH-UBND của Huyện Suối Bạc" in capsys.readouterr().out
    assert found.head.code == "12/KH-UBND"
    assert [one.name for one in found.recipients][:2] == ["UBND tỉnh", "Các xã"]
    assert len(found.tables[0].rows) == 3


def test_an_unknown_plan_gets_a_sentence(db: None, tmp_path: Path, capsys: Said):
    assert main(["plan", "write", "987", "-o", str(tmp_path / "x.docx")]) == 1

    assert "CLI-024" in capsys.readouterr().err


def test_another_kind_of_file_gets_a_sentence(tmp_path: Path, capsys: Said):
    assert main(["plan", "write", "1", "-o", str(tmp_path / "x.odt")]) == 1

    assert "CLI-025" in capsys.readouterr().err


def test_a_folder_that_is_not_there_gets_a_sentence(stored: Plan, tmp_path: Path, capsys: Said):
    out = tmp_path / "khong-co" / "x.docx"

    assert main(["plan", "write", str(stored.pk), "-o", str(out)]) == 1

    assert "khong-co" in capsys.readouterr().err
