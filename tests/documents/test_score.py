"""The real plans read as well as the people who read them by hand."""

import importlib.machinery
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from giamngheo.documents import PlanReading, read_plan

pytestmark = pytest.mark.shared

LEAST = {
    "document": 1.0,
    "legal_bases": 1.0,
    "outline": 0.95,
    "targets": 1.0,
    "budget.lines": 1.0,
    "credit_targets": 1.0,
    "tasks": 0.95,
    "recipients": 1.0,
}


@pytest.fixture(scope="module")
def scorer(shared_dir: Path) -> ModuleType:
    path = str(shared_dir / "tools" / "score-plan")
    loader = importlib.machinery.SourceFileLoader("score_plan", path)
    spec = importlib.util.spec_from_loader("score_plan", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def seed(shared_dir: Path, number: str) -> Path:
    return next((shared_dir / "seeds").glob(f"{number}_*.txt"))


def truth_of(shared_dir: Path, number: str) -> dict[str, Any]:
    text = (shared_dir / "reference" / "groundtruth" / f"{number}.json").read_text(encoding="utf-8")
    return json.loads(text)


@pytest.mark.parametrize("number", ["001", "002"])
def test_every_block_scores(shared_dir: Path, scorer: ModuleType, number: str):
    truth = truth_of(shared_dir, number)
    output = json.loads(json.dumps(read_plan(seed(shared_dir, number)).to_json()))

    scores = {"document": scorer.score_document(truth["document"], output["document"])[0]}
    for name, (block, same) in scorer.LIST_BLOCKS.items():
        want, got = block(truth), block(output)
        if want:
            missed, surplus = scorer.pair(want, got, same)
            assert len(missed) + len(surplus) <= 2, (name, missed, surplus)
            scores[name] = 2 * (len(want) - len(missed)) / (len(want) + len(got))

    assert {name: score for name, score in scores.items() if score < LEAST[name]} == {}


def test_every_cell_of_the_tables_is_read(shared_dir: Path, scorer: ModuleType):
    output = read_plan(seed(shared_dir, "001")).to_json()

    score, misses, _ = scorer.score_tables(truth_of(shared_dir, "001")["tables"], output["tables"])

    assert (score, misses) == (1.0, [])


@pytest.fixture(scope="module")
def readings(shared_dir: Path) -> dict[str, PlanReading]:
    return {number: read_plan(seed(shared_dir, number)) for number in ("000", "003", "004")}


@pytest.mark.parametrize(
    ("number", "bases", "parts", "targets", "tasks", "recipients"),
    [("000", 3, 28, 9, 17, 7), ("003", 1, 23, 6, 15, 12), ("004", 2, 38, 0, 29, 11)],
)
def test_the_other_plans_have_as_many_parts_as_people_counted(
    readings: dict[str, PlanReading],
    number: str,
    bases: int,
    parts: int,
    targets: int,
    tasks: int,
    recipients: int,
):
    reading = readings[number]

    assert len(reading.legal_bases) == bases
    assert len(reading.outline) == parts
    assert len(reading.targets) == targets
    assert len(reading.tasks) == tasks
    assert len(reading.recipients) == recipients
