"""Twenty worked examples with known answers; changing one answer changes the class at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.forms.actions import finish_form, save_form
from giamngheo.forms.queries import open_form
from giamngheo.law.standards import get_standard
from giamngheo.registry.models import Household
from giamngheo.reviews.actions import judge_communes, open_campaign
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign, ReviewResult
from giamngheo.rules.actions import approve_rule, enter_rule, submit_rule
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.rules import points_workbook

EXAMPLES = yaml.safe_load(
    Path(__file__).with_name("worked_examples.yaml").read_text(encoding="utf-8")
)
YEARS = {"vn-2016": 2019, "vn-2022": 2023}


@pytest.fixture
def small(db: None) -> District:
    built = District()
    built.load("A-001", "B-001", since=date(2018, 1, 1))
    return built


@pytest.fixture
def head(small: District) -> User:
    return officer(Role.DISTRICT, small.unit)


def approve_points(district: District, folder: Path) -> None:
    """Have the example's points approved as the province's own table, as an office would."""
    enterer = officer(Role.PROVINCE, district.province)
    rule = enter_rule(
        content=points_workbook(folder / "b.xlsx", code="diem-tinh", standard="vn-2022"),
        file_name="b.xlsx",
        unit=district.province,
        by=enterer,
    )
    submit_rule(rule=rule, by=enterer)
    approve_rule(rule=rule, by=officer(Role.LEADER, district.province))


def opened(district: District, standard: str) -> Campaign:
    year = YEARS[standard]
    return open_campaign(
        code=f"dot-{year}",
        name=f"Rà soát {year}",
        kind=CampaignKind.PERIODIC,
        year=year,
        unit=district.unit,
        communes=district.communes,
        standard=standard,
        judged_for=date(year, 11, 15),
        by=None,
    )


def typed_of(example: dict[str, Any]) -> dict[str, str]:
    lacking = example.get("lacking")
    if lacking is None:
        return dict(example["typed"])
    ticks = {
        f"i-{indicator.code}": "yes" if indicator.code in lacking else "no"
        for indicator in get_standard(example["standard"]).indicators
    }
    return example["typed"] | ticks


def test_there_are_twenty() -> None:
    assert len(EXAMPLES) == 20
    assert len({example["name"] for example in EXAMPLES}) == 20


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_worked_example(
    small: District, head: User, tmp_path: Path, example: dict[str, Any]
) -> None:
    if "lacking" in example:
        approve_points(small, tmp_path)
    campaign = opened(small, example["standard"])
    code, unit = {"rural": ("A-001", small.rural), "urban": ("B-001", small.urban)}[example["area"]]
    household = Household.objects.select_related("unit").get(code=code)

    save_form(campaign=campaign, household=household, changes=typed_of(example), by=head)

    # What the page shows at once …
    found = open_form(campaign=campaign, household=household)
    assert found is not None
    shown = found.assess()
    assert shown.explanation is not None, (shown.missing, shown.typed.errors, shown.refusal)
    said = shown.explanation.classification
    expected = example["expect"]
    assert {
        "b1": shown.b1,
        "b2": shown.b2,
        "category": said.category.value,
        "group": said.group.value if said.group else "",
    } == expected
    # … is what the review judges of the finished form.
    finish_form(campaign=campaign, household=household, by=head)
    judge_communes(campaign=campaign, units=[unit], by=None)
    result = ReviewResult.objects.get(campaign=campaign)
    assert {
        "b1": result.score_b1,
        "b2": result.score_b2,
        "category": result.category,
        "group": result.group,
    } == expected


def test_changing_one_answer_changes_the_class_at_once(small: District, tmp_path: Path) -> None:
    approve_points(small, tmp_path)
    campaign = opened(small, "vn-2022")
    household = Household.objects.select_related("unit").get(code="A-001")
    found = open_form(campaign=campaign, household=household)
    assert found is not None
    poor = next(e for e in EXAMPLES if e["name"].startswith("trả lời đủ"))
    texts = typed_of(poor)

    def category(**changes: str) -> str:
        answered = texts | {name.replace("__", "-"): text for name, text in changes.items()}
        shown = replace(found, texts=answered).assess()
        assert shown.explanation is not None
        return shown.explanation.classification.category.value

    assert category() == "POOR"
    assert category(i__nutrition="no") == "NEAR_POOR"
    assert category(a__car="yes") == "POOR"
    assert category(a__car="yes", a__floor_area="20") == "NON_POOR"


def test_the_calculation_is_shown_item_by_item(small: District, tmp_path: Path, head: User) -> None:
    """Points of each answer add up to B1; the region once named is that of the next form too."""
    approve_points(small, tmp_path)
    small.load("A-002", since=date(2018, 1, 1))
    campaign = opened(small, "vn-2022")
    first, second = Household.objects.filter(code__startswith="A").select_related("unit")
    example = next(e for e in EXAMPLES if e["name"].startswith("thêm ô tô"))

    saved = save_form(campaign=campaign, household=first, changes=typed_of(example), by=head)

    scored = saved.found.assess().scored
    assert scored == (
        ("Số nhân khẩu", "3-5 người", 40),
        ("Bằng cấp cao nhất", "phổ thông", 25),
        ("Diện tích bình quân (m²)", "8 đến dưới 20 m²", 15),
        ("Có ô tô", "có", 60),
    )
    following = open_form(campaign=campaign, household=second)
    assert following is not None
    assert following.texts["region"] == "NT1"
