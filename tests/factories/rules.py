"""A province's own standard and point tables as an office would enter them."""

from dataclasses import replace
from pathlib import Path

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.law.point_files import read_point_table, write_point_template
from giamngheo.law.standards import SHIPPED_FOLDER
from giamngheo.rules.actions import approve_rule, enter_rule, submit_rule
from giamngheo.rules.models import RuleVersion

EXAMPLE_POINTS = Path(__file__).resolve().parents[1] / "law" / "points" / "vi-du.yaml"


def local_text(
    *, scope: str = "98", code: str = "tinh-mau", changes: dict[str, str] | None = None
) -> str:
    """
    Return vn-2022 as a province's own standard: its lines 1.800.000 rural and 2.400.000 urban, its
    rural cut-off 160 points of B1. `changes` are further replacements, each of which must hit.
    """
    own = {
        "code: vn-2022": f"code: {code}",
        "scope: national": f"scope: province/{scope}",
        "1_500_000": "1_800_000",
        "2_000_000": "2_400_000",
        "value: 140": "value: 160",
    }
    text = (SHIPPED_FOLDER / "vn-2022.yaml").read_text(encoding="utf-8")
    for old, new in (own | (changes or {})).items():
        assert old in text, f"{old!r} is not in the standard"
        text = text.replace(old, new)
    return text


def enter(text: str, *, unit: Unit, by: User, file_name: str = "tinh.yaml") -> RuleVersion:
    return enter_rule(content=text.encode(), file_name=file_name, unit=unit, by=by)


def approved(text: str, *, unit: Unit, by: User, second: User) -> RuleVersion:
    """Return the text entered, submitted and approved by a second person."""
    rule = submit_rule(rule=enter(text, unit=unit, by=by), by=by)
    return approve_rule(rule=rule, by=second)


def points_workbook(path: Path, *, code: str, standard: str, is_example: bool = False) -> bytes:
    """Return the Excel template filled with the example's points under another code."""
    table = read_point_table(EXAMPLE_POINTS)
    filled = replace(
        table, code=code, title="Bảng điểm thử của tỉnh", standard=standard, is_example=is_example
    )
    write_point_template(path=path, table=filled)
    return path.read_bytes()
