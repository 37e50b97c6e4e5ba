"""`giamngheo plan`, as a person types it."""

import json
from pathlib import Path

import pytest

from giamngheo.areas.enums import UnitKind
from giamngheo.areas.models import Unit
from giamngheo.cli.main import main
from giamngheo.planning.models import Plan
from tests.documents.plans import PLAN
from tests.factories.district import make_unit

Said = pytest.CaptureFixture[str]
DEMO_PLAN = Path(__file__).parents[2] / "examples" / "trieu-son-2020" / "ke-hoach.txt"


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def district(db: None) -> Unit:
    province = make_unit(name="Sơn Hà", kind=UnitKind.PROVINCE, level=1, code="97", parent=None)
    unit = make_unit(name="Suối Bạc", kind=UnitKind.DISTRICT, level=2, code="970", parent=province)
    for name, kind, code in (
        ("Nậm Lành", UnitKind.COMMUNE, "97001"),
        ("Bản Thử", UnitKind.COMMUNE, "97002"),
        ("Suối Bạc", UnitKind.TOWN, "97003"),
    ):
        make_unit(name=name, kind=kind, level=3, code=code, parent=unit)
    return unit


def test_read_says_what_the_plan_holds(capsys: Said, plan_file: Path):
    assert main(["plan", "read", str(plan_file)]) == 0

    said = capsys.readouterr().out
    assert "Kế hoạch 12/KH-UBND, ngày 09/02/2023, Ủy ban nhân dân huyện Suối Bạc" in said
    assert "dòng 28: số hộ nghèo giảm trong năm: 30 hộ" in said
    assert "Bảng A1: CHỈ TIÊU GIAO CHO CÁC XÃ, 3 dòng" in said


def test_read_as_json_gives_every_block(capsys: Said, plan_file: Path):
    assert main(["plan", "read", str(plan_file), "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert data["document"]["code"] == "12/KH-UBND"
    assert {name for name, block in data.items() if block} == {
        "document",
        "legal_bases",
        "references",
        "outline",
        "objectives",
        "targets",
        "tables",
        "budget",
        "funding_sources",
        "credit_targets",
        "projects",
        "tasks",
        "deadlines",
        "recipients",
        "footnotes",
        "annexes",
        "page_break_joins",
        "table_breaks",
    }


def test_check_of_a_plan_that_agrees_with_itself(capsys: Said, plan_file: Path):
    assert main(["plan", "check", str(plan_file)]) == 0

    assert capsys.readouterr().out == "ke-hoach.txt: không thấy điều gì cần xem lại.\n"


def test_check_names_line_and_code(capsys: Said, plan_file: Path):
    plan_file.write_text(PLAN.replace("\t60\t12\t0,80", "\t60\t9\t0,60"), encoding="utf-8")

    assert main(["plan", "check", str(plan_file)]) == 0

    first, second, third = capsys.readouterr().out.splitlines()
    assert first == "ke-hoach.txt: 1 sai, 0 cần xem, 0 lưu ý."
    assert second.startswith("[sai] dòng 90: ")
    assert second.endswith("(DOC-F01)")
    assert third.strip() == "Đề nghị: Ghi 12 ở dòng tổng, hoặc xem lại dòng Bản Thử."


def test_check_as_json(capsys: Said, plan_file: Path):
    plan_file.write_text(
        PLAN.replace("Lò Thị Thử", "").replace("KT. CHỦ TỊCH", "").replace("PHÓ CHỦ TỊCH", ""),
        encoding="utf-8",
    )

    assert main(["plan", "check", str(plan_file), "--json"]) == 0

    (finding,) = json.loads(capsys.readouterr().out)
    assert list(finding) == ["code", "severity", "line", "message", "values", "proposal"]
    assert (finding["code"], finding["severity"], finding["line"]) == ("DOC-F07", "note", None)


@pytest.mark.parametrize("task", ["read", "check"])
def test_a_missing_file_is_refused(capsys: Said, tmp_path: Path, task: str):
    assert main(["plan", task, str(tmp_path / "khong-co.txt")]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "khong-co.txt" in said.err
    assert "(DOC-001)" in said.err


def test_import_stores_the_plan_once(capsys: Said, plan_file: Path, district: Unit):
    assert main(["plan", "import", str(plan_file), "--accept-all"]) == 0
    first = capsys.readouterr().out
    assert main(["plan", "import", str(plan_file), "--accept-all"]) == 0
    second = capsys.readouterr().out

    plan = Plan.objects.get()
    assert (plan.unit, plan.code, plan.first_year) == (district, "12/KH-UBND", 2023)
    assert plan.allocation_rows.filter(is_total=False).count() == 3
    assert first.startswith("Đã nạp: kế hoạch 12/KH-UBND của Huyện Suối Bạc, 3 đơn vị")
    assert second.startswith("Đã có từ trước")


def test_import_as_json(capsys: Said, plan_file: Path, district: Unit):
    assert main(["plan", "import", str(plan_file), "--accept-all", "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert (data["code"], data["unit"], data["communes"], data["is_new"]) == (
        "12/KH-UBND",
        district.code,
        3,
        True,
    )
    assert data["findings"] == []


def test_import_without_accepting_waits_for_people(capsys: Said, plan_file: Path, district: Unit):
    assert main(["plan", "import", str(plan_file)]) == 0
    said = capsys.readouterr().out
    assert main(["plan", "list"]) == 0

    plan = Plan.objects.get()
    assert not plan.is_committed
    assert f"/ke-hoach/doc/{plan.pk}" in said
    listed = capsys.readouterr().out.split("\t")
    assert listed[:4] == [str(plan.pk), "Đã đọc, chưa ghi nhận", "12/KH-UBND", "Huyện Suối Bạc"]

    assert main(["plan", "import", str(plan_file), "--accept-all"]) == 0
    plan.refresh_from_db()
    assert plan.is_committed


def test_import_for_a_named_unit(capsys: Said, plan_file: Path, district: Unit):
    text = PLAN.replace("ỦY BAN NHÂN DÂN\nHUYỆN SUỐI BẠC\n", "").replace("tỉnh Sơn Hà", "tỉnh")
    plan_file.write_text(text, encoding="utf-8")

    assert main(["plan", "import", str(plan_file)]) == 1
    refused = capsys.readouterr().err
    assert main(["plan", "import", str(plan_file), "--unit", "970"]) == 0

    assert "(PLA-001)" in refused
    assert Plan.objects.get().unit == district


def test_import_for_an_unknown_code(capsys: Said, plan_file: Path, district: Unit):
    assert main(["plan", "import", str(plan_file), "--unit", "999"]) == 1

    said = capsys.readouterr().err
    assert "999" in said
    assert "09/02/2023" in said
    assert Plan.objects.count() == 0


def test_the_demonstration_plan_is_ours_and_carries_the_figures(capsys: Said):
    assert DEMO_PLAN.read_text(encoding="utf-8").startswith("(Bản viết lại cho dữ liệu trình diễn")

    assert main(["plan", "read", str(DEMO_PLAN), "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    values = {one["indicator"]: one["value"] for one in data["targets"]}
    assert (data["document"]["code"], data["document"]["date"]) == ("154/KH-UBND", "2020-01-31")
    assert [len(table["rows"]) for table in data["tables"]] == [34, 18]
    assert (values["poor_households_reduced"], values["poverty_rate_end_of_year"]) == (1297, 0.89)
    assert (values["income_per_capita_increase"], values["income_per_capita"]) == (228000, 1715000)
    assert (values["children_returned_to_school"], values["poor_households_solid_house"]) == (
        65,
        129,
    )
    assert (values["poor_households_min_floor_area"], values["hygienic_latrine_households"]) == (
        295,
        982,
    )
    assert (values["hygienic_water_households"], values["information_service_households"]) == (
        425,
        46,
    )
    assert values["health_insurance_coverage_near_poor"] == 100
