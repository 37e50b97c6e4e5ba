"""A village's rows: indicators by number, saved and finished by the row, faults said in the row."""

import pytest

from giamngheo.accounts.models import User
from giamngheo.forms import grid
from giamngheo.forms.enums import FormState
from giamngheo.forms.models import ReviewForm
from giamngheo.forms.queries import open_form
from giamngheo.law.enums import Evidence
from giamngheo.law.standards import get_standard
from giamngheo.registry.models import Household
from giamngheo.reviews.models import Campaign, ReviewResult

STANDARD = get_standard("vn-2016")
CODES = [indicator.code for indicator in STANDARD.indicators]


def texts_of(text: str, evidence: Evidence = Evidence.INCOME) -> dict[str, str]:
    texts = grid.form_texts(
        cells={"thieu": text}, standard=STANDARD, evidence=evidence, household="A-001"
    )
    return {name.removeprefix("i-"): t for name, t in texts.items() if name.startswith("i-")}


@pytest.mark.parametrize("written", ["1 3", "1,3", "3; 1.", " 1  3 "])
def test_numbers_are_ticks_on_a_sheet_of_scores(written: str) -> None:
    ticks = texts_of(written, Evidence.SCORES)
    assert [code for code, text in ticks.items() if text == "yes"] == [CODES[0], CODES[2]]
    assert {text for code, text in ticks.items() if code not in (CODES[0], CODES[2])} == {""}


def test_numbers_answer_all_indicators_of_a_survey() -> None:
    answers = texts_of("1 ?5")
    assert (answers[CODES[0]], answers[CODES[4]], answers[CODES[9]]) == ("yes", "", "no")
    assert set(texts_of("0").values()) == {"no"}
    assert set(texts_of("").values()) == {""}


@pytest.mark.parametrize(
    ("text", "words"),
    [("1 x", "“x” không phải số"), ("11", "có số 11"), ("0 1", "có số 0"), ("3 ?3", "vừa thiếu")],
)
def test_what_is_no_list_of_numbers_is_refused(text: str, words: str) -> None:
    with pytest.raises(grid.LackingUnreadable, match=words):
        texts_of(text)


@pytest.mark.parametrize("text", ["", "0", "1 3", "?2 4"])
def test_cells_come_back_as_typed(
    campaign: Campaign, household: Household, head: User, text: str
) -> None:
    row = {"income": "900.000", "thieu": text, "children": ""}
    save(campaign, household, head, row, Evidence.INCOME)

    found = open_form(campaign=campaign, household=household)

    assert found is not None
    assert grid.row_texts(found)["thieu"] == text


def save(
    campaign: Campaign,
    household: Household,
    by: User,
    cells: dict[str, str],
    evidence: Evidence = Evidence.SCORES,
    base: dict[str, str] | None = None,
) -> grid.RowSaved:
    return grid.save_row(
        campaign=campaign,
        household=household,
        cells=cells,
        base=base or {},
        evidence=evidence,
        by=by,
    )


def test_a_complete_row_is_finished_and_finished_again(
    campaign: Campaign, household: Household, head: User
) -> None:
    first = save(campaign, household, head, {"b1": "118", "b2": "", "thieu": ""})
    assert not first.found.is_done

    row = {"b1": "118", "b2": "10", "thieu": "8"}
    save(campaign, household, head, row, base={"b1": "118"})
    assert ReviewForm.objects.get().state == FormState.DONE
    assert ReviewResult.objects.get(campaign=campaign).deprivations == [CODES[7]]

    save(campaign, household, head, row | {"b1": "151"}, base=row)
    assert ReviewForm.objects.get().state == FormState.DONE
    assert ReviewResult.objects.get(campaign=campaign).score_b1 == 151


def test_two_in_one_row_are_kept_apart(
    campaign: Campaign, household: Household, head: User, clerk: User
) -> None:
    save(campaign, household, head, {"b1": "118", "b2": "10", "thieu": "8"})

    # Her page still shows the empty row.
    second = save(campaign, household, clerk, {"b1": "125", "b2": "10", "thieu": "8"})

    assert second.conflict is not None
    assert second.conflict.offered == {"b1": "125"}
    assert ReviewResult.objects.get(campaign=campaign).score_b1 == 118


def test_a_row_left_as_it_was_changes_nothing(
    campaign: Campaign, household: Household, head: User
) -> None:
    row = {"b1": "118", "b2": "10", "thieu": "8"}
    save(campaign, household, head, row)
    version = ReviewForm.objects.get().row_version

    save(campaign, household, head, row, base=row)

    assert ReviewForm.objects.get().row_version == version
