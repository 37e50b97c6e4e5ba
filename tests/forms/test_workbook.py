"""Forms filled without network: out, filled, in; twice the same file; what changed meanwhile."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit.models import AuditEvent
from giamngheo.forms import actions, refusals
from giamngheo.forms.enums import FormState
from giamngheo.forms.models import FormConflict, FormFile, ReviewForm
from giamngheo.forms.queries import village_forms
from giamngheo.forms.taking import take_file
from giamngheo.forms.workbook import HEAD_ROW, NotOurWorkbook, WorkbookOfAnother, write_forms
from giamngheo.registry.models import Household
from giamngheo.reviews import actions as reviews
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, ReviewListing, ReviewResult
from giamngheo.reviews.stages import move_village
from tests.factories.district import District
from tests.factories.full_campaign import DAY, add_village, open_full

MANY = {f"T-{number:03}": (100 + number, 0) for number in range(1, 21)}


@pytest.fixture
def village(district: District) -> Unit:
    return district.villages["A"]


def taken_out(campaign: Campaign, village: Unit) -> bytes:
    found = village_forms(campaign=campaign, unit=village)
    assert found is not None
    return write_forms(village=found)


def filled(content: bytes, cells: dict[str, dict[str, Any]], **changes: Any) -> bytes:
    """Save a workbook anew with cells typed into it: household code → heading → value."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }
    heads, *rows = sheets["Phiếu"][HEAD_ROW:]
    for row in rows:
        for title, value in cells.get(row[0], {}).items():
            row[heads.index(title)] = value
    sheets["Phiếu"] += [[code, "Ai đó"] for code in changes.get("add", ())]
    if title := changes.get("drop"):
        place = heads.index(title)
        for row in (heads, *rows):
            del row[place]
    if changes.get("without_base"):
        del sheets["goc"]
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, lines in sheets.items():
            sheet = made.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return out.getvalue()


def take(campaign: Campaign, village: Unit, content: bytes, by: User) -> FormFile:
    return take_file(
        campaign=campaign, unit=village, content=content, file_name="phieu.xlsx", by=by
    )


def counts(file: FormFile) -> tuple[int, int, int, int, int]:
    return file.read, file.changed, file.same, file.conflicting, file.refused


def test_twenty_forms_go_out_and_come_back(district: District, head: User) -> None:
    """Numbers typed as numbers, marks in words; importing twice makes no second form."""
    add_village(district, "T", "Thôn Xa")
    unit = district.villages["T"]
    district.load(*MANY)
    campaign = open_full(district, code="xa", whole_register=True)
    content = taken_out(campaign, unit)
    typed = {
        code: {"Điểm B1": b1, "Điểm B2": "10", "8. Hố xí, nhà tiêu hợp vệ sinh – thiếu hụt?": "có"}
        for code, (b1, _) in MANY.items()
    }
    back = filled(content, typed)

    first = take(campaign, unit, back, head)
    second = take(campaign, unit, back, head)

    assert counts(first) == (20, 20, 0, 0, 0)
    assert counts(second) == (20, 0, 20, 0, 0)
    forms = ReviewForm.objects.filter(campaign=campaign)
    assert forms.count() == 20
    assert not FormConflict.objects.exists()
    assert set(forms.values_list("state", "is_provisional")) == {(FormState.DRAFT, True)}
    # Provisional: the review knows nothing of them until somebody looked.
    assert not ReviewResult.objects.filter(campaign=campaign).exists()

    households = list(Household.objects.filter(code__startswith="T").select_related("unit"))
    done = actions.finish_forms(campaign=campaign, households=households, by=head)

    assert (len(done.done), done.left) == (20, ())
    results = ReviewResult.objects.filter(campaign=campaign).order_by("household__code")
    assert list(results.values_list("score_b1", flat=True)) == [b1 for b1, _ in MANY.values()]
    assert set(results.values_list("score_b2", flat=True)) == {10}


def test_what_was_changed_meanwhile_is_kept_beside(
    campaign: Campaign, village: Unit, household: Household, head: User, clerk: User
) -> None:
    content = taken_out(campaign, village)
    actions.save_form(
        campaign=campaign, household=household, changes={"b1": "130", "b2": "30"}, by=clerk
    )
    back = filled(
        content,
        {
            "A-001": {"Điểm B1": "118", "Điểm B2": "30", "Tường bền chắc": "không"},
            "A-002": {"Điểm B1": "121"},
        },
    )

    first = take(campaign, village, back, head)
    again = take(campaign, village, back, head)

    assert counts(first) == (3, 1, 1, 1, 0)
    assert counts(again) == (3, 0, 2, 1, 0)
    # One conflict, not two, and what did not clash went in.
    conflict = FormConflict.objects.get()
    assert (conflict.offered, conflict.standing["b1"][:2]) == ({"b1": "118"}, ["130", "Hà Thị Ân"])
    form = ReviewForm.objects.get(household=household)
    assert (form.values["b1"], form.values["l-durable_wall"]) == ("130", "no")


def test_a_choice_once_made_is_not_asked_again(
    campaign: Campaign, village: Unit, household: Household, head: User, clerk: User
) -> None:
    content = taken_out(campaign, village)
    actions.save_form(campaign=campaign, household=household, changes={"b1": "130"}, by=clerk)
    back = filled(content, {"A-001": {"Điểm B1": "118"}})
    take(campaign, village, back, head)
    actions.settle_conflict(conflict=FormConflict.objects.get(), take=False, by=clerk)

    again = take(campaign, village, back, head)

    assert FormConflict.objects.count() == 1
    assert FormConflict.objects.get().taken is False
    assert again.read == 3


def test_a_form_finished_meanwhile_is_not_overwritten(
    campaign: Campaign, village: Unit, household: Household, head: User, clerk: User
) -> None:
    content = taken_out(campaign, village)
    actions.save_form(
        campaign=campaign, household=household, changes={"b1": "130", "b2": "30"}, by=clerk
    )
    actions.finish_form(campaign=campaign, household=household, by=clerk)

    done = take(campaign, village, filled(content, {"A-001": {"Nhà tiêu": "Hai ngăn"}}), head)

    assert done.conflicting == 1
    form = ReviewForm.objects.get(household=household)
    assert (form.state, form.is_provisional) == (FormState.DONE, False)
    assert FormConflict.objects.get().offered == {"l-toilet": "two_chamber"}


def test_her_own_later_typing_is_not_undone_by_her_older_file(
    campaign: Campaign, village: Unit, household: Household, head: User
) -> None:
    content = taken_out(campaign, village)
    actions.save_form(campaign=campaign, household=household, changes={"b1": "130"}, by=head)

    done = take(campaign, village, filled(content, {"A-001": {"Điểm B1": "118"}}), head)

    assert done.conflicting == 1
    assert ReviewForm.objects.get(household=household).values["b1"] == "130"


def test_what_is_no_answer_is_kept_and_said(
    campaign: Campaign, village: Unit, household: Household, head: User
) -> None:
    back = filled(taken_out(campaign, village), {"A-001": {"Điểm B1": "khoảng 118"}})
    take(campaign, village, back, head)

    found = village_forms(campaign=campaign, unit=village)

    assert found is not None
    form = next(one for one in found.forms if one.household == household)
    assert form.texts["b1"] == "khoảng 118"
    assert "b1" in form.assess().typed.errors


def test_rows_of_nobody_are_given_back(
    campaign: Campaign, village: Unit, household: Household, head: User
) -> None:
    content = taken_out(campaign, village)
    ReviewListing.objects.filter(campaign=campaign, household=household).update(
        withdrawn_on=DAY, withdrawn_reason="rời địa bàn"
    )
    back = filled(content, {"A-001": {"Điểm B1": "118"}}, add=["Z-009", "A-002"])

    done = take(campaign, village, back, head)

    assert counts(done) == (5, 0, 2, 0, 3)
    words = " / ".join(" ".join(problem) for problem in done.problems)
    assert "Z-009 hộ không có trong tệp lúc xuất" in words
    assert "A-002 hộ đã có ở dòng" in words
    assert "A-001" in words
    assert "không có trong danh sách cần rà soát" in words


def test_past_the_survey_a_file_is_refused_whole(
    campaign: Campaign, district: District, village: Unit, head: User
) -> None:
    back = filled(taken_out(campaign, village), {"A-001": {"Điểm B1": "118"}})
    for one in Household.objects.filter(code__startswith="A").select_related("unit"):
        actions.save_form(
            campaign=campaign, household=one, changes={"b1": "130", "b2": "30"}, by=head
        )
        actions.finish_form(campaign=campaign, household=one, by=head)
    reviews.judge_communes(campaign=campaign, units=[district.rural], by=None)
    move_village(campaign=campaign, village=village, to=VillageStage.SCORED, by=head, as_of=DAY)

    with pytest.raises(refusals.FormLocked, match="Đã chấm"):
        take(campaign, village, back, head)
    assert not FormFile.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ({"without_base": True}, "không phải tệp phiếu"),
        ({"drop": "Điểm B2"}, "thiếu cột “Điểm B2”"),
    ],
)
def test_a_spoilt_workbook_is_refused(
    campaign: Campaign, village: Unit, head: User, spoil: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotOurWorkbook, match=words):
        take(campaign, village, filled(taken_out(campaign, village), {}, **spoil), head)


@pytest.mark.parametrize("content", [b"", b"no workbook at all", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(
    campaign: Campaign, village: Unit, head: User, content: bytes
) -> None:
    with pytest.raises(NotOurWorkbook, match=r"phieu\.xlsx"):
        take(campaign, village, content, head)
    assert not AuditEvent.objects.filter(action="forms.take_file").exists()


def test_a_file_of_another_village_is_refused(
    campaign: Campaign, district: District, village: Unit, head: User
) -> None:
    back = taken_out(campaign, district.villages["B"])
    with pytest.raises(WorkbookOfAnother, match=f"thôn số {village.pk}"):
        take(campaign, village, back, head)
