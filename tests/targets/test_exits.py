"""The list of expected exits: who may stand on it, what is missing, who said why."""

import pytest

from giamngheo.registry.models import Household
from giamngheo.targets.district import unit_rows
from giamngheo.targets.exit_actions import add_exits, explain_shortfall, remove_exit
from giamngheo.targets.exits import ExitList, exit_counts, exit_list
from giamngheo.targets.models import ExpectedExit
from giamngheo.targets.refusals import ExitRefused, ShortfallBad
from tests.factories.accounts import UserFactory
from tests.factories.small_year import YEAR, SmallYear


def found(year: SmallYear) -> ExitList:
    return exit_list(unit=year.district.rural, year=YEAR)


def add(year: SmallYear, *codes: str, reason: str = "có việc làm") -> list[ExpectedExit]:
    return add_exits(
        unit=year.district.rural,
        year=YEAR,
        households=list(Household.objects.filter(code__in=codes)),
        reason=reason,
        has_registered=True,
        by=UserFactory(full_name="Bùi Thị Hạnh"),
    )


def test_the_poor_of_january_stand_beside_the_target(year: SmallYear) -> None:
    Household.objects.filter(code="A-001").update(no_working_capacity=True)

    shown = found(year)

    assert (shown.target, shown.source, shown.missing) == (4, "Kế hoạch 15/KH-UBND", 4)
    # A-006 was poor on 1 January, though the family moved away in July.
    assert {one.code for one in shown.candidates} == {f"A-00{n}" for n in (2, 3, 4, 5, 6)}
    assert [one.code for one in shown.cannot] == ["A-001"]
    assert (shown.poor, shown.can_still) == (6, 5)


def test_a_list_as_long_as_the_target_lacks_nothing(year: SmallYear) -> None:
    add(year, "A-002", "A-003", "A-004")
    assert found(year).missing == 1

    add(year, "A-005")

    shown = found(year)
    assert (shown.missing, len(shown.listed)) == (0, 4)
    with pytest.raises(ShortfallBad, match="đã đủ"):
        explain_shortfall(
            unit=year.district.rural, year=YEAR, words="a", proposal="", by=UserFactory()
        )


@pytest.mark.parametrize(
    ("code", "reason", "problem"),
    [
        ("A-002", " ", "vì sao"),
        ("A-008", "x", "không phải hộ nghèo"),
        ("B-001", "x", "không phải hộ nghèo đầu năm của xã này"),
        ("A-001", "x", "không có khả năng lao động"),
    ],
)
def test_who_cannot_stand_on_it_is_refused(
    year: SmallYear, code: str, reason: str, problem: str
) -> None:
    Household.objects.filter(code="A-001").update(no_working_capacity=True)

    with pytest.raises(ExitRefused, match=problem):
        add(year, "A-003", code, reason=reason)

    assert not found(year).listed


def test_a_household_stands_on_it_once_and_leaves_with_a_reason(year: SmallYear) -> None:
    (row,) = add(year, "A-002")
    by = UserFactory()
    with pytest.raises(ExitRefused, match="đã có trong danh sách"):
        add(year, "A-002")
    with pytest.raises(ExitRefused, match="lý do"):
        remove_exit(row=row, reason="", by=by)

    remove_exit(row=row, reason="ốm nặng", by=by)

    shown = found(year)
    assert ([one.removed_reason for one in shown.removed], shown.listed) == (["ốm nặng"], ())
    with pytest.raises(ExitRefused, match="đã được đưa ra"):
        remove_exit(row=row, reason="lần nữa", by=by)
    assert len(add(year, "A-002")) == 1


def test_a_shortfall_explained_asks_again_when_it_grows(year: SmallYear) -> None:
    by = UserFactory()
    (row,) = add(year, "A-002")
    with pytest.raises(ShortfallBad, match="vì sao"):
        explain_shortfall(unit=year.district.rural, year=YEAR, words=" ", proposal="", by=by)
    explain_shortfall(unit=year.district.rural, year=YEAR, words="Già yếu", proposal="", by=by)
    assert found(year).is_explained

    remove_exit(row=row, reason="chuyển đi", by=by)

    assert (found(year).missing, found(year).is_explained) == (4, False)


def test_the_districts_counts_are_the_lists(year: SmallYear, django_assert_num_queries) -> None:
    add(year, "A-002", "A-003")
    rows = unit_rows(unit=year.district.unit, year=YEAR).rows

    with django_assert_num_queries(2):
        counts = exit_counts(unit=year.district.unit, year=YEAR, rows=rows)

    assert [(one.name, one.target, one.listed, one.registered, one.missing) for one in counts] == [
        ("Đồng Mây", 4, 2, 2, 2),
        ("Phố Núi", 2, 0, 0, 2),
    ]
