"""What the five real plans write is read: no day, no sum, no period is passed over."""

import re
from pathlib import Path

import pytest

from giamngheo.lib.dates import DateKind, find_dates
from giamngheo.lib.money import parse_amount
from giamngheo.lib.periods import find_year_periods
from giamngheo.lib.text import nfc

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def plans(shared_dir: Path) -> list[str]:
    return [nfc(path.read_text()) for path in sorted((shared_dir / "seeds").glob("*.txt"))]


def test_every_day_written_in_the_plans_is_found(plans: list[str]):
    for plan in plans:
        found = find_dates(plan)
        for day in re.finditer(r"\bngày\s+\d", plan, re.IGNORECASE):
            assert any(date.start <= day.start() < date.end for date in found), day


def test_every_day_found_in_the_plans_exists(plans: list[str]):
    days = [date for plan in plans for date in find_dates(plan) if date.kind is DateKind.DATE]

    assert len(days) > 60
    assert [day for day in days if day.problem] == []


def test_every_sum_in_the_plans_is_read(plans: list[str]):
    sums = re.findall(r"\d[\d.]*(?:,\d+)? (?:triệu |nghìn |tỷ )?đồng(?:/\w+)*", "\n".join(plans))

    assert len(sums) > 30
    assert all(parse_amount(written).vnd > 0 for written in sums)


def test_every_period_of_the_plans_is_read(plans: list[str]):
    periods = [period for plan in plans for period in find_year_periods(plan)]

    assert {(2016, 2020), (2021, 2025), (2012, 2020), (2019, 2020)} <= set(periods)
