"""What the public sees: the allowed fields and no other, and only while the list hangs."""

from dataclasses import asdict, fields
from datetime import date

import pytest

from giamngheo.meetings.models import PostedHousehold
from giamngheo.meetings.public import PUBLIC_FIELDS, Hanging, PublicLine, public_posting
from giamngheo.registry.models import Household, Member
from tests.factories.village_review import POSTED, POSTED_TO, VillageYear

# Named here a second time on purpose: who widens the list must do it in both places.
ALLOWED = {"position", "head_name", "before"}


def test_the_public_fields_are_these_and_no_others() -> None:
    assert set(PUBLIC_FIELDS) == ALLOWED
    assert {one.name for one in fields(PublicLine)} == ALLOWED


def test_nothing_private_is_even_stored_with_a_posting() -> None:
    stored = {one.name for one in PostedHousehold._meta.get_fields()}

    assert stored == {
        *("id", "posting", "household", "position", "head_name"),
        *("previous_category", "category", "change"),
    }


@pytest.mark.parametrize("as_of", [POSTED, POSTED_TO])
def test_the_list_is_shown_while_it_hangs(year: VillageYear, as_of: date) -> None:
    token = year.hang().token

    found = public_posting(token=token, as_of=as_of)

    assert found is not None
    assert found.hanging is Hanging.NOW
    shown = {section.title: [asdict(line) for line in section.lines] for section in found.sections}
    assert [line["head_name"] for line in shown["Hộ nghèo"]] == [
        "Nguyễn Thị Hồng 002",
        "Nguyễn Thị Hồng 003",
    ]
    assert shown["Hộ thoát nghèo"] == [
        {
            "position": 1,
            "head_name": "Nguyễn Thị Hồng 001",
            "before": "Hộ nghèo",
        }
    ]
    assert "Nguyễn Thị Hồng 005" not in str(found)


def test_no_private_value_reaches_the_public(year: VillageYear) -> None:
    Household.objects.update(address="Ngõ kín 12", ethnicity="Thái riêng")
    posting = year.hang()

    found = str(public_posting(token=posting.token, as_of=POSTED))

    member = Member.objects.first()
    assert member is not None
    for secret in ("Ngõ kín 12", "Thái riêng", "A-002", "038180000001", "1980", "110", "B1"):
        assert secret not in found


def test_nothing_is_shown_once_the_posting_is_over(year: VillageYear) -> None:
    token = year.hang().token

    found = public_posting(token=token, as_of=date(2021, 11, 12))

    assert found is not None
    assert (found.hanging, found.sections) == (Hanging.OVER, ())


def test_nothing_is_shown_while_results_are_scored_again(year: VillageYear) -> None:
    token = year.hang().token
    year.recheck(year.complain(), changes_answers=True)

    found = public_posting(token=token, as_of=date(2021, 11, 10))

    assert found is not None
    assert (found.hanging, found.sections) == (Hanging.TAKEN_DOWN, ())


def test_no_posting_behind_an_unknown_address(year: VillageYear) -> None:
    year.hang()

    assert public_posting(token="aaaaaaaaaa", as_of=POSTED) is None
