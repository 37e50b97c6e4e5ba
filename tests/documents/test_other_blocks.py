"""The blocks that help in cleaning and following a plan, against those read by hand."""

import difflib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from giamngheo.documents import read_plan
from tests.documents.test_score import seed, truth_of

pytestmark = pytest.mark.shared

Item = Any
Same = Callable[[Item, Item], bool]


def plain(text: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"^\d+\. ", "", str(text or ""))).strip(" .;:/").casefold()


def alike(one: object, other: object, least: float = 0.8) -> bool:
    a, b = plain(one), plain(other)
    return a == b or difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= least


def line_of(item: Item) -> int:
    line = item["line"]
    return line[0] if isinstance(line, list) else line


def f1(want: list[Item], got: list[Item], same: Same) -> float:
    """Return the share of items found, those invented counted against it."""
    left, hits = list(got), 0
    for item in want:
        hit = next((one for one in left if same(item, one)), None)
        if hit is not None:
            left.remove(hit)
            hits += 1
    return 2 * hits / (len(want) + len(got)) if want or got else 1.0


def same_passage(one: Item, other: Item) -> bool:
    return line_of(one) == line_of(other) and alike(one["text"], other["text"], 0.9)


def same_report(one: Item, other: Item) -> bool:
    fields = ("reporter", "recipient", "frequency")
    return line_of(one) == line_of(other) and all(
        alike(one[key], other[key], 0.6) for key in fields
    )


def passages(found: dict[str, Any]) -> list[Item]:
    """Return the passages of the projects one by one, each with its project and facet."""
    listed = []
    for project in found.get("projects", []):
        for facet in ("goal", "beneficiaries", "contents"):
            listed += [{**one, "of": (project["id"], facet)} for one in project[facet]]
        if project["allocation_rule"]:
            listed.append({**project["allocation_rule"], "of": (project["id"], "rule")})
    return listed


def objectives(found: dict[str, Any]) -> list[Item]:
    kinds = ("purposes", "requirements", "general", "key_results")
    return [{**one, "of": kind} for kind in kinds for one in found["objectives"][kind]]


def block(name: str) -> Callable[[dict[str, Any]], list[Item]]:
    return lambda found: found.get(name, [])


BLOCKS: dict[str, tuple[Callable[[dict[str, Any]], list[Item]], Same, float]] = {
    "objectives": (objectives, lambda a, b: a["of"] == b["of"] and same_passage(a, b), 1.0),
    "reporting": (block("reporting"), same_report, 0.85),
    "projects": (passages, lambda a, b: a["of"] == b["of"] and same_passage(a, b), 1.0),
    "projects_absent": (block("projects_absent"), lambda a, b: a["id"] == b["id"], 1.0),
    "eligibility_rules": (
        block("eligibility_rules"),
        lambda a, b: line_of(a) == line_of(b) and alike(a["rule"], b["rule"]),
        0.9,
    ),
    "funding_sources": (
        block("funding_sources"),
        lambda a, b: line_of(a) == line_of(b) and alike(a["source"], b["source"]),
        1.0,
    ),
    "named_systems": (
        block("named_systems"),
        lambda a, b: alike(a["name"], b["name"], 0.7) and bool(set(a["lines"]) & set(b["lines"])),
        0.85,
    ),
    "named_campaigns": (block("named_campaigns"), alike, 1.0),
    "page_break_joins": (block("page_break_joins"), lambda a, b: a == b, 1.0),
    "table_breaks": (block("table_breaks"), lambda a, b: a == b, 1.0),
    "ocr_errors": (
        block("ocr_errors"),
        lambda a, b: line_of(a) == line_of(b) and plain(b["as_written"]) in plain(a["as_written"]),
        0.6,
    ),
    "references": (
        block("references"),
        lambda a, b: a["code"] == b["code"] and a["lines"] == b["lines"],
        0.9,
    ),
    "solutions": (block("solutions"), lambda a, b: a["lines"] == b["lines"], 1.0),
}


@pytest.mark.parametrize("number", ["001", "002"])
@pytest.mark.parametrize("name", list(BLOCKS))
def test_a_block_is_read_as_by_hand(shared_dir: Path, number: str, name: str):
    items, same, least = BLOCKS[name]
    output = json.loads(json.dumps(read_plan(seed(shared_dir, number)).to_json()))

    assert f1(items(truth_of(shared_dir, number)), items(output), same) >= least


@pytest.mark.parametrize(("number", "reports"), [("000", 12), ("003", 5), ("004", 7)])
def test_as_many_duties_to_report_as_people_counted(shared_dir: Path, number: str, reports: int):
    assert len(read_plan(seed(shared_dir, number)).reporting) == reports


def test_what_is_invented_counts_as_much_as_what_is_missed():
    same: Same = lambda a, b: a == b  # noqa: E731

    assert f1([1, 2], [1, 2], same) == 1.0
    assert f1([1, 2], [1], same) == f1([1], [1, 2], same) < 1.0
