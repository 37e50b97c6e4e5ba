"""A later correction: a new version with number, reason and author; the first stays as it was."""

from datetime import date
from typing import Any

import pytest

from giamngheo.decisions import refusals
from giamngheo.decisions.correcting import Correction, correct_decision
from giamngheo.decisions.models import FurtherDecision
from giamngheo.decisions.queries import correction_paper, corrections_of, decision_paper
from giamngheo.lib.errors import Refusal
from giamngheo.registry.models import HouseholdStatus
from giamngheo.registry.statuses import StatusAlreadyLater
from giamngheo.reviews.models import CommuneYear, Decision, ReviewResult
from tests.factories.finished_list import SIGNED, YEAR, FinishedList

LATER = date(YEAR, 12, 20)


@pytest.fixture
def decided(finished: FinishedList) -> FinishedList:
    finished.bring_to_opinion()
    finished.decide()
    return finished


def correct(decided: FinishedList, *corrections: Correction, **changes: Any) -> FurtherDecision:
    values: dict[str, Any] = {
        "decision": Decision.objects.get(campaign=decided.campaign),
        "corrections": corrections,
        "number": "130/QĐ-UBND",
        "signed_date": LATER,
        "effective_date": LATER,
        "signer": "Lương Minh Thuyết",
        "reason": "Chấm sót điểm nhà ở",
        "by": decided.chairman,
        "as_of": LATER,
    } | changes
    return correct_decision(**values)


ESCAPES = Correction(household_code="A-003", category="NON_POOR", reason="Điểm B1 là 160")


def category_on(day: date, code: str = "A-003") -> str:
    return HouseholdStatus.objects.in_force(day).get(household__code=code).category


def test_a_correction_is_a_new_version_and_the_first_stays(decided: FinishedList) -> None:
    first = Decision.objects.get(campaign=decided.campaign)
    before = decision_paper(decision=first)

    further = correct(decided, ESCAPES)

    assert (further.version, further.number, further.reason) == (
        2,
        "130/QĐ-UBND",
        "Chấm sót điểm nhà ở",
    )
    assert further.recorded_by == decided.chairman
    assert decision_paper(decision=first) == before
    assert ReviewResult.objects.get(decision=first, household__code="A-003").category == "POOR"
    assert (category_on(date(YEAR, 12, 19)), category_on(LATER)) == ("POOR", "NON_POOR")
    paper = correction_paper(further=further)
    assert [(one.household.code, one.before_category, one.category) for one in paper.lines] == [
        ("A-003", "POOR", "NON_POOR")
    ]
    assert (paper.first_number, paper.version) == ("125/QĐ-UBND", 2)
    assert corrections_of(decision=first) == [further]


def test_counts_show_the_revision(decided: FinishedList) -> None:
    row = CommuneYear.objects.get(unit=decided.unit, year=YEAR)
    assert (row.poor_end, row.movements["STAYED_POOR"]) == (3, 1)

    correct(decided, ESCAPES)

    row.refresh_from_db()
    assert (row.poor_end, row.poor_start) == (2, 3)
    assert row.movements == {
        "ESCAPED_POOR": 2,
        "NEAR_POOR_TO_POOR": 1,
        "POOR_TO_NEAR_POOR": 1,
        "NEW_POOR": 1,
    }
    assert row.revisions == [
        {
            "number": "130/QĐ-UBND",
            "effective_date": "2021-12-20",
            "movements": {"STAYED_POOR": -1, "ESCAPED_POOR": 1},
        }
    ]
    assert CommuneYear.objects.get(unit=decided.unit, year=YEAR + 1).poor_start == 2
    assert Decision.objects.get(campaign=decided.campaign).poor == 3


def test_a_second_correction_starts_from_the_first(decided: FinishedList) -> None:
    correct(decided, ESCAPES)

    further = correct(
        decided,
        Correction(household_code="A-003", category="NEAR_POOR"),
        number="131/QĐ-UBND",
        signed_date=date(YEAR, 12, 28),
        effective_date=date(YEAR, 12, 28),
        as_of=date(YEAR, 12, 28),
    )

    assert further.version == 3
    line = further.lines.get()
    assert (line.before_category, line.before_movement) == ("NON_POOR", "ESCAPED_POOR")
    row = CommuneYear.objects.get(unit=decided.unit, year=YEAR)
    assert row.movements["POOR_TO_NEAR_POOR"] == 2
    assert row.movements["ESCAPED_POOR"] == 1
    assert (row.poor_end, row.near_poor_end) == (2, 2)


def test_a_correction_of_the_next_year_moves_that_year(decided: FinishedList) -> None:
    day = date(YEAR + 1, 2, 1)
    correct(decided, ESCAPES, signed_date=day, effective_date=day, as_of=day)

    assert CommuneYear.objects.get(unit=decided.unit, year=YEAR).poor_end == 3
    following = CommuneYear.objects.get(unit=decided.unit, year=YEAR + 1)
    assert (following.poor_start, following.poor_end) == (3, None)
    assert following.revisions[0]["movements"] == {"ESCAPED_POOR": 1}


def test_a_household_left_out_comes_in_by_correction(decided: FinishedList) -> None:
    decided.district.load("A-006", since=date(YEAR - 2, 1, 1))

    correct(decided, Correction(household_code="A-006", category="POOR", group="N1"))

    assert category_on(LATER, "A-006") == "POOR"
    row = CommuneYear.objects.get(unit=decided.unit, year=YEAR)
    assert (row.poor_end, row.movements["NEW_POOR"]) == (4, 2)


@pytest.mark.parametrize(
    ("corrections", "changes", "refusal"),
    [
        ((), {}, refusals.CorrectionEmpty),
        ((ESCAPES,), {"reason": " "}, refusals.CorrectionEmpty),
        ((ESCAPES, ESCAPES), {}, refusals.HouseholdTwice),
        ((Correction(household_code="B-001", category="POOR"),), {}, refusals.NotOnTheList),
        (
            (Correction(household_code="A-003", category="POOR", group="N1"),),
            {},
            refusals.NothingCorrected,
        ),
        ((Correction(household_code="A-001", category="POOR"),), {}, refusals.GroupMismatch),
        (
            (Correction(household_code="A-003", category="NON_POOR", group="N1"),),
            {},
            refusals.GroupMismatch,
        ),
        ((ESCAPES,), {"number": "125/QĐ-UBND"}, refusals.NumberTaken),
        ((ESCAPES,), {"number": "126/QĐ-UBND"}, refusals.NumberTaken),
        ((ESCAPES,), {"number": ""}, refusals.PaperNumberMissing),
        ((ESCAPES,), {"signed_date": date(YEAR, 12, 21)}, refusals.DayOutOfOrder),
        ((ESCAPES,), {"effective_date": date(YEAR, 12, 5)}, refusals.DayOutOfOrder),
        (
            (Correction(household_code="A-002", category="NON_POOR"),),
            {"effective_date": SIGNED, "signed_date": SIGNED},
            StatusAlreadyLater,
        ),
    ],
)
def test_a_correction_that_does_not_fit_changes_nothing(
    decided: FinishedList,
    corrections: tuple[Correction, ...],
    changes: dict[str, Any],
    refusal: type[Refusal],
) -> None:
    decided.district.load("B-001")
    statuses = list(HouseholdStatus.objects.order_by("id").values())

    with pytest.raises(refusal):
        correct(decided, *corrections, **changes)

    assert not FurtherDecision.objects.filter(kind="CORRECTION").exists()
    assert list(HouseholdStatus.objects.order_by("id").values()) == statuses
