"""The real plans read as well from Word and PDF as from text."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document

from giamngheo.documents import read_plan
from tests.documents.test_score import scorer, seed, truth_of

__all__ = ["scorer"]
pytestmark = pytest.mark.shared

LEAST = 0.90
FILTERS = {"docx": "docx", "pdf": "pdf:writer_pdf_Export"}


@pytest.fixture(scope="module")
def converted(shared_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with both plans as LibreOffice writes them, typed and as plain text."""
    folder = tmp_path_factory.mktemp("converted")
    for number in ("001", "002"):
        text = seed(shared_dir, number)
        shutil.copyfile(text, folder / f"{number}.txt")
        type_in_word(text.read_text(encoding="utf-8"), folder / f"{number}-typed.docx")
    convert(folder, FILTERS["docx"], "*.txt")
    convert(folder, FILTERS["pdf"], "*.txt")
    convert(folder, FILTERS["pdf"], "*-typed.docx")
    return folder


def convert(folder: Path, wanted: str, names: str) -> None:
    program = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in sorted(folder.glob(names))]
    command = [program, profile, "--headless", "--convert-to", wanted, "--outdir", str(folder)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)


def type_in_word(text: str, path: Path) -> None:
    """Write a plan as an office types it: paragraphs whole, bold, tables ruled."""
    document = Document()
    rows: list[list[str]] = []
    for line in [*text.replace("*", "").split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            table = document.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
            for cells in rows:
                for cell, words in zip(table.add_row().cells, cells, strict=False):
                    cell.text = words
            rows = []
        if line.strip():
            run = document.add_paragraph().add_run(line)
            run.bold = re.match(r"[IVX]+\.", line) is not None
    document.save(str(path))


@pytest.mark.parametrize("number", ["001", "002"])
@pytest.mark.parametrize("name", ["{}.docx", "{}.pdf", "{}-typed.docx", "{}-typed.pdf"])
def test_every_block_scores_when_converted(
    shared_dir: Path, scorer: ModuleType, converted: Path, number: str, name: str
):
    truth = truth_of(shared_dir, number)
    output = json.loads(json.dumps(read_plan(converted / name.format(number)).to_json()))

    scores = scores_of(scorer, truth, output)

    assert {block: score for block, score in scores.items() if score < LEAST} == {}


def scores_of(scorer: ModuleType, truth: dict[str, Any], output: dict[str, Any]) -> dict[str, Any]:
    scorer.COMPARE_LINES = False
    scores = {"document": scorer.score_document(truth["document"], output["document"])[0]}
    if truth["tables"]:
        scores["tables"] = scorer.score_tables(truth["tables"], output["tables"])[0]
    for name, (block, same) in scorer.LIST_BLOCKS.items():
        want, got = block(truth), block(output)
        if want or got:
            missed, _ = scorer.pair(want, got, same)
            scores[name] = 2 * (len(want) - len(missed)) / (len(want) + len(got))
    return scores
