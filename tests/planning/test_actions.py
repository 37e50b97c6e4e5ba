"""A plan document put in whole, or refused with nothing left behind."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.areas.models import Unit
from giamngheo.audit.models import AuditEvent
from giamngheo.lib.errors import Refusal
from giamngheo.planning import actions
from giamngheo.planning.enums import UnitMatch
from giamngheo.planning.models import AllocationFigure, AllocationRow, Finding, Plan, Target
from tests.factories.accounts import officer

EXAMPLE = Path(__file__).parents[2] / "examples" / "trieu-son-2020" / "ke-hoach.txt"
TABLE_HEAD = "CHỈ TIÊU GIẢM HỘ NGHÈO, HỘ CẬN NGHÈO"


@pytest.fixture
def variant(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of the example's text with some words replaced."""

    def make(*changes: tuple[str, str]) -> Path:
        text = EXAMPLE.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "ke-hoach.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def row_of(name: str) -> AllocationRow:
    return AllocationRow.objects.select_related("unit").get(name_as_written=name)


def figures_of(name: str) -> dict[str, Decimal]:
    return dict(row_of(name).figures.values_list("measure", "value"))


def test_a_plan_is_stored_with_its_facts(trieu_son: Unit) -> None:
    done = actions.import_plan(path=EXAMPLE, by=None)

    plan = done.plan
    assert (done.is_new, done.communes) == (True, 34)
    assert (plan.unit, plan.unit_path) == (trieu_son, trieu_son.path)
    assert (plan.code, str(plan.issued_date)) == ("154/KH-UBND", "2020-01-31")
    assert (plan.first_year, plan.last_year) == (2020, 2020)
    assert plan.legal_bases.count() == 5
    assert plan.text.splitlines()[4] == "Số: 154/KH-UBND"


def test_each_figure_keeps_its_characters_and_its_line(trieu_son: Unit) -> None:
    plan = actions.import_plan(path=EXAMPLE, by=None).plan
    lines = plan.text.splitlines()

    for row in plan.allocation_rows.all():
        assert row.name_as_written in lines[row.line - 1]
        for figure in row.figures.all():
            assert figure.as_written in lines[row.line - 1]
    assert figures_of("Thọ Bình") == {
        "total_households": 2204,
        "poor_start": 306,
        "poor_reduced": 200,
        "poor_rate_pp": Decimal("9.07"),
        "near_poor_start": 115,
        "near_poor_reduced": 30,
        "near_poor_rate_pp": Decimal("1.36"),
    }
    total = plan.allocation_rows.get(is_total=True)
    assert total.unit == trieu_son
    assert total.figures.get(measure="near_poor_reduced").as_written == "795"


def test_names_are_tied_to_the_units_of_the_plans_day(trieu_son: Unit) -> None:
    actions.import_plan(path=EXAMPLE, by=None)

    rows = AllocationRow.objects.filter(is_total=False)
    assert rows.count() == rows.values("unit").distinct().count() == 34
    assert all(row.unit_path.startswith(trieu_son.path) for row in rows)
    assert row_of("Thọ Bình").unit.code == "15670"
    near = row_of("Thọ Tiên")
    assert near.unit.name == "Thọ Tiến"
    assert near.match != UnitMatch.EXACT


def test_a_name_only_near_a_units_waits_for_a_person(trieu_son: Unit) -> None:
    done = actions.import_plan(path=EXAMPLE, by=None)

    suggested = AllocationRow.objects.filter(match=UnitMatch.SUGGESTED)
    warned = {finding.line for finding in done.findings if finding.code == "PLA-W01"}
    assert warned == set(suggested.values_list("line", flat=True))


def test_what_is_wrong_in_the_plan_is_kept_with_its_line(trieu_son: Unit) -> None:
    done = actions.import_plan(path=EXAMPLE, by=None)

    total = done.plan.allocation_rows.get(is_total=True)
    sums = [one for one in done.findings if "818" in one.message and "795" in one.message]
    assert [one.line for one in sums] == [total.line]
    assert Finding.objects.filter(plan=done.plan).count() == len(done.findings)
    # What was printed stays as printed.
    assert total.figures.get(measure="near_poor_reduced").value == 795


def test_promises_are_stored_with_their_sentence(trieu_son: Unit) -> None:
    plan = actions.import_plan(path=EXAMPLE, by=None).plan

    stored = {one.indicator: one for one in Target.objects.filter(plan=plan)}
    assert stored["poor_households_reduced"].value == 1297
    rate = stored["poverty_rate_end_of_year"]
    assert (rate.comparator, rate.value) == ("<", Decimal("0.89"))
    assert stored["children_returned_to_school"].value == 65
    assert stored["hygienic_latrine_households"].comparator == "~"
    lines = plan.text.splitlines()
    for one in stored.values():
        assert one.text.split()[0] in lines[one.line - 1]


def test_the_same_file_again_changes_nothing(trieu_son: Unit) -> None:
    first = actions.import_plan(path=EXAMPLE, by=None)

    second = actions.import_plan(path=EXAMPLE, by=None)

    assert (second.is_new, second.plan, second.communes) == (False, first.plan, 34)
    assert len(second.findings) == len(first.findings)
    assert Plan.objects.count() == 1
    assert AuditEvent.objects.filter(action="planning.import_plan").count() == 1


def test_an_import_is_an_event_of_its_officer(trieu_son: Unit) -> None:
    user = officer(Role.DISTRICT, trieu_son)

    plan = actions.import_plan(path=EXAMPLE, by=user).plan

    event = AuditEvent.objects.get(action="planning.import_plan")
    assert (event.actor_id, event.unit_path) == (user.pk, trieu_son.path)
    assert event.details["file"] == "ke-hoach.txt"
    assert plan.imported_by == user.username


def without_table(text: str) -> str:
    return text[: text.index(TABLE_HEAD)]


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ([("TRIỆU SƠN", "KHÔNG ĐÂU"), ("Triệu Sơn", "Không Đâu")], actions.PlanUnitUnknown, "2020"),
        ([("3\tThọ Bình", "3\tXyz Qwk")], actions.PlanUnitsUnmatched, "Xyz Qwk"),
        ([("3\tThọ Bình", "3\tThọ Sơn")], actions.PlanUnitTwice, "Xã Thọ Sơn"),
    ],
)
def test_a_plan_that_cannot_be_tied_is_refused_whole(
    trieu_son: Unit, variant, changes, refusal: type[Refusal], words: str
) -> None:
    with pytest.raises(refusal, match=words) as no:
        actions.import_plan(path=variant(*changes), by=None)

    assert "ke-hoach.txt" in str(no.value)
    for model in (Plan, AllocationRow, AllocationFigure, Target, Finding):
        assert not model.objects.exists()
    assert not AuditEvent.objects.filter(action="planning.import_plan").exists()


def test_a_plan_without_a_target_table_is_stored(trieu_son: Unit, tmp_path: Path) -> None:
    path = tmp_path / "khong-bang.txt"
    path.write_text(without_table(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")

    done = actions.import_plan(path=path, by=None)

    assert (done.communes, done.plan.allocation_rows.count()) == (0, 0)
    assert done.plan.targets.count() > 5
    assert done.plan.is_committed


def test_a_unit_named_by_the_officer_is_taken(trieu_son: Unit, variant) -> None:
    path = variant(("HUYỆN TRIỆU SƠN", "HUYỆN KHÔNG ĐÂU"))

    plan = actions.import_plan(path=path, by=None, unit=trieu_son).plan

    assert plan.unit == trieu_son


def test_a_missing_file_is_the_readers_refusal(trieu_son: Unit, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="DOC-001"):
        actions.import_plan(path=tmp_path / "khong-co.txt", by=None)
