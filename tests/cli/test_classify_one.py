"""`giamngheo classify-one`, as a person types it."""

import json
from pathlib import Path

import pytest

from giamngheo.cli.main import main

EXAMPLE_TABLE = Path(__file__).parents[1] / "law" / "points" / "vi-du.yaml"
SCORED = '{"area_type": "rural", "b1": 121, "b2": 20}'
ANSWERED = (
    '{"area_type": "urban", "has_able_member": true, "a_household_size": 2, "a_car": true, '
    '"a_qualification": "school", "a_floor_area": 9}'
)


def test_scores_are_explained_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify-one", "--standard", "vn-2016", "--json", SCORED]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["category"], found["group"], found["confidence"]) == (
        *("NEAR_POOR", None),
        "unverified",
    )
    assert found["nearest_changes"]


def test_scores_are_explained_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify-one", "--standard", "vn-2016", "--json", SCORED, "--text"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Thêm 1 chỉ số thiếu hụt (điểm B2 tăng 10): Hộ nghèo, nhóm N2"


def test_answers_need_points(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["classify-one", "--standard", "vn-2022", "--json", ANSWERED]

    assert main(words) == 1
    assert "LAW-005" in capsys.readouterr().err
    assert main([*words, "--points", str(EXAMPLE_TABLE)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["category"], found["b1"]) == ("NON_POOR", 90 + 30 + 20 + 70)
    assert "VÍ DỤ" in found["caution"]


def test_unknown_indicators_that_decide_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    facts = '{"area_type": "rural", "income_per_capita_vnd": 1}'

    assert main(["classify-one", "--standard", "vn-2022", "--json", facts]) == 1
    assert "Nhà tiêu hợp vệ sinh" in capsys.readouterr().err
