"""A plan read, its items decided one by one, committed; and a corrected file that follows it."""

from decimal import Decimal
from pathlib import Path

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.areas.models import UnitAlias
from giamngheo.audit.models import AuditEvent
from giamngheo.planning import actions
from giamngheo.planning.carrying import changes_between
from giamngheo.planning.enums import ItemState, MoneyKind, MoneySource, PlanLevel, UnitMatch
from giamngheo.planning.fields import FieldBad
from giamngheo.planning.items import PROSE, items_of
from giamngheo.planning.models import AllocationRow, Plan, PlanItem, PlanTask
from giamngheo.planning.queries import plan_of, reading_of
from giamngheo.planning.refusals import (
    ItemChangedMeanwhile,
    ItemsUndecided,
    NameNotWaiting,
    PlanCommitted,
    PlanUnitsUnmatched,
    PlanUnitUnconfirmed,
    WrongFamily,
)
from giamngheo.planning.workbench import Cover, workbench_of
from tests.factories.accounts import officer
from tests.factories.plans import SuoiBac, committed, item_of, read


@pytest.fixture
def place(db: None) -> SuoiBac:
    return SuoiBac()


def decide(item: PlanItem, state: ItemState, **typed: str) -> PlanItem:
    return actions.decide_item(
        item=item, state=state, version=item.version, by=None, typed=typed or None
    )


def test_a_read_plan_holds_its_items_and_nothing_else(place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path)

    assert (plan.is_committed, plan.unit, plan.level) == (False, place.unit, PlanLevel.DISTRICT)
    blocks = set(plan.items.values_list("block", flat=True))
    assert {"document", "targets", "tables", "tasks", "budget", "recipients", PROSE} <= blocks
    asked = plan.items.exclude(block=PROSE)
    assert set(asked.values_list("state", flat=True)) == {ItemState.PROPOSED}
    assert not plan.targets.exists()
    assert not plan.allocation_rows.exists()
    # A plan that was only read drives nothing.
    assert plan_of(unit=place.unit, year=2023) is None


def test_keys_are_of_the_words_and_not_of_the_place() -> None:
    task = {"id": "K1", "section": "IV.1", "lead": ["Phòng Y tế"], "text": "rà soát", "line": 64}
    moved = task | {"id": "K9", "section": "V.2", "line": 90}

    first, second = (items_of(data={"tasks": [one]})[-1].key for one in (task, moved))
    twice = [item.key for item in items_of(data={"tasks": [task, moved]}) if item.block == "tasks"]

    assert first == second
    assert len(set(twice)) == 2
    other = items_of(data={"tasks": [task | {"text": "rà soát lại"}]})[-1].key
    assert other != first


def test_an_item_is_accepted_rejected_reopened(place: SuoiBac, tmp_path: Path) -> None:
    user = officer(Role.DISTRICT, place.unit)
    item = item_of(read(tmp_path), "targets")

    done = actions.decide_item(item=item, state=ItemState.ACCEPTED, version=0, by=user)
    assert (done.state, done.decided_by, done.version) == (ItemState.ACCEPTED, user.username, 1)
    done = actions.decide_item(
        item=done, state=ItemState.REJECTED, version=1, by=user, reason="không phải chỉ tiêu"
    )
    assert (done.state, done.reason) == (ItemState.REJECTED, "không phải chỉ tiêu")
    assert decide(done, ItemState.PROPOSED).state == ItemState.PROPOSED
    event = AuditEvent.objects.filter(action="planning.decide_item").order_by("id").first()
    assert event is not None
    assert (event.actor_id, event.unit_path) == (user.pk, place.unit.path)


def test_a_correction_stands_beside_what_was_read(place: SuoiBac, tmp_path: Path) -> None:
    item = item_of(read(tmp_path), "targets", "'value': 30,")

    done = decide(item, ItemState.CORRECTED, value="1.032", year="2024")

    assert (done.data["value"], done.corrected["value"]) == (30, 1032)
    assert (done.value["value"], done.value["year"]) == (1032, 2024)
    assert done.state == ItemState.CORRECTED
    again = decide(done, ItemState.CORRECTED, value="30")
    assert (again.state, again.corrected) == (ItemState.ACCEPTED, None)


@pytest.mark.parametrize("written", ["ba mươi", "1.03", "--"])
def test_a_number_that_is_none_is_refused(place: SuoiBac, tmp_path: Path, written: str) -> None:
    item = item_of(read(tmp_path), "targets", "'value': 30,")

    with pytest.raises(FieldBad, match="Mức"):
        decide(item, ItemState.CORRECTED, value=written)

    item.refresh_from_db()
    assert item.state == ItemState.PROPOSED


def test_the_second_of_two_people_is_told(place: SuoiBac, tmp_path: Path) -> None:
    first = officer(Role.DISTRICT, place.unit, username="mot")
    item = item_of(read(tmp_path), "tasks")
    same = PlanItem.objects.get(pk=item.pk)
    actions.decide_item(item=item, state=ItemState.REJECTED, version=0, by=first)

    with pytest.raises(ItemChangedMeanwhile, match="mot vừa ghi «không nhận»"):
        actions.decide_item(item=same, state=ItemState.ACCEPTED, version=0, by=None)

    same.refresh_from_db()
    assert same.state == ItemState.REJECTED


def test_accepting_the_rest_leaves_decisions_alone(place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path)
    gone = decide(item_of(plan, "tasks"), ItemState.REJECTED)

    count = actions.accept_all(plan=plan, by=None, block="tasks")

    assert count == plan.items.filter(block="tasks").count() - 1
    gone.refresh_from_db()
    assert gone.state == ItemState.REJECTED
    assert plan.items.filter(block="targets", state=ItemState.PROPOSED).exists()


def test_undecided_items_keep_a_plan_from_the_books(place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path)
    actions.accept_all(plan=plan, by=None)
    decide(item_of(plan, "tasks"), ItemState.PROPOSED)

    with pytest.raises(ItemsUndecided, match=r"còn 1 mục chưa xem \(nhiệm vụ\)"):
        actions.commit_plan(plan=plan, by=None)

    assert not Plan.objects.get(pk=plan.pk).is_committed


def test_what_was_taken_becomes_rows(place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path)
    decide(item_of(plan, "targets", "'value': 30,"), ItemState.CORRECTED, value="31")
    decide(item_of(plan, "tasks", "Gửi mẫu phiếu"), ItemState.REJECTED)
    actions.accept_all(plan=plan, by=None)
    user = officer(Role.DISTRICT, place.unit)

    plan = actions.commit_plan(plan=plan, by=user)

    assert (plan.is_committed, plan.committed_by) == (True, user.username)
    assert plan_of(unit=place.unit, year=2023) == plan
    assert plan.targets.get(indicator="poor_households_reduced").value == 31
    tasks = {task.text: task for task in plan.tasks.all()}
    assert not any("Gửi mẫu phiếu" in text for text in tasks)
    health = next(task for text, task in tasks.items() if "danh sách người chưa có thẻ" in text)
    assert (health.lead, health.line) == (["Phòng Y tế"], 68)
    shares = {
        (one.source, one.kind): one.amount for one in plan.money_lines.filter(is_headline=False)
    }
    assert shares[MoneySource.ALL, MoneyKind.ALL] == 1_250_000_000
    assert shares[MoneySource.CENTRAL, MoneyKind.INVESTMENT] == 300_000_000
    assert shares[MoneySource.CENTRAL, MoneyKind.RECURRENT] == 700_000_000
    assert shares[MoneySource.PEOPLE, MoneyKind.ALL] == 50_000_000
    assert plan.credit_targets.get().amount == 4_500_000_000
    assert plan.recipients.get(is_archive=True).name.startswith("Lưu")
    rows = plan.allocation_rows.filter(is_total=False)
    assert {row.unit for row in rows} == set(place.communes.values())


def test_a_corrected_name_in_the_table_finds_its_unit(place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path, ("\tBản Thử\t", "\tXyz Qwk\t"))
    row = item_of(plan, "tables", "Xyz Qwk")
    actions.accept_all(plan=plan, by=None)
    with pytest.raises(PlanUnitsUnmatched, match="Xyz Qwk"):
        actions.commit_plan(plan=plan, by=None)

    row.refresh_from_db()
    decide(row, ItemState.CORRECTED, unit="Bản Thử")
    actions.commit_plan(plan=plan, by=None)

    unit = place.communes["Bản Thử"]
    figures = AllocationRow.objects.get(unit=unit).figures
    assert figures.get(measure="poor_reduced").value == 10


def test_a_spelling_is_confirmed_once_and_remembered(place: SuoiBac, tmp_path: Path) -> None:
    plan = committed(tmp_path, ("\tNậm Lành\t", "\tNậm Lanh\t"))
    row = plan.allocation_rows.get(name_as_written="Nậm Lanh")
    assert row.match == UnitMatch.SUGGESTED
    assert plan.findings.filter(code="PLA-W01").count() == 1
    user = officer(Role.DISTRICT, place.unit)

    row = actions.confirm_name(row=row, by=user)

    assert row.match == UnitMatch.ALIAS
    alias = UnitAlias.objects.get(unit=place.communes["Nậm Lành"])
    assert (alias.name, alias.confirmed) == ("Nậm Lanh", True)
    assert not plan.findings.filter(code="PLA-W01").exists()
    with pytest.raises(NameNotWaiting):
        actions.confirm_name(row=row, by=user)


def test_a_committed_plan_takes_no_more_decisions(place: SuoiBac, tmp_path: Path) -> None:
    plan = committed(tmp_path)
    item = item_of(plan, "targets")

    with pytest.raises(PlanCommitted, match="12/KH-UBND"):
        actions.decide_item(item=item, state=ItemState.REJECTED, version=item.version, by=None)
    with pytest.raises(PlanCommitted):
        actions.accept_all(plan=plan, by=None)
    with pytest.raises(PlanCommitted):
        actions.commit_plan(plan=plan, by=None)


def test_a_plan_whose_unit_nobody_knows_waits_for_a_person(place: SuoiBac, tmp_path: Path) -> None:
    path = tmp_path / "la.txt"
    text = "KẾ HOẠCH\nGiảm nghèo năm 2023\n\nI. CHỈ TIÊU\n\n- Cả xã giảm 12 hộ nghèo năm 2023.\n"
    path.write_text(text, encoding="utf-8")
    plan = actions.read_file(path=path, by=None, fallback=place.unit).plan
    actions.accept_all(plan=plan, by=None)
    with pytest.raises(PlanUnitUnconfirmed):
        actions.commit_plan(plan=plan, by=None)

    commune = place.communes["Bản Thử"]
    plan = actions.choose_unit(plan=plan, unit=commune, by=officer(Role.DISTRICT, place.unit))
    plan = actions.commit_plan(plan=plan, by=None)

    assert (plan.unit, plan.level, plan.unit_path) == (commune, PlanLevel.COMMUNE, commune.path)
    assert plan.targets.get().value == 12


def test_a_letterhead_outside_the_senders_area_is_no_answer(place: SuoiBac, tmp_path: Path) -> None:
    path = tmp_path / "kh.txt"
    path.write_text(
        "ỦY BAN NHÂN DÂN\nHUYỆN SUỐI BẠC\nSố: 3/KH-UBND\n\nKẾ HOẠCH\nGiảm nghèo năm 2023\n\n"
        "Căn cứ Kế hoạch số 30/KH-UBND của UBND tỉnh Sơn Hà;\n\nI. CHỈ TIÊU\n\n- Giảm 3 hộ.\n",
        encoding="utf-8",
    )

    plan = actions.read_file(
        path=path, by=None, fallback=place.neighbour, within=[place.neighbour.path]
    ).plan

    assert (plan.unit, plan.is_unit_confirmed) == (place.neighbour, False)


def test_a_corrected_file_keeps_decisions_and_shows_what_changed(
    place: SuoiBac, tmp_path: Path
) -> None:
    before = read(tmp_path)
    rejected = decide(item_of(before, "recipients", "Các xã"), ItemState.REJECTED)
    decide(item_of(before, "targets", "'value': 30,"), ItemState.CORRECTED, value="31")
    decide(item_of(before, "tasks", "thẻ bảo hiểm"), ItemState.ACCEPTED)

    after = read(
        tmp_path,
        ("-------\n", "-------\n\n\n"),
        ("\t500\t40\t15\t3,00", "\t500\t40\t16\t3,20"),
        ("trước ngày 01/3/2023", "trước ngày 10/3/2023"),
        supersedes=before,
    )

    same = after.items.get(key=rejected.key)
    assert (same.state, same.line) == (ItemState.REJECTED, (rejected.line or 0) + 2)
    kept = item_of(after, "targets", "'value': 30,")
    assert (kept.state, kept.corrected["value"]) == (ItemState.CORRECTED, 31)
    assert item_of(after, "tables", "Nậm Lành").state == ItemState.PROPOSED
    changes = changes_between(before=before.items.all(), after=after.items.all())
    told = {
        (one.block, one.before.data.get("unit"), one.after.data.get("poor_reduced"))
        for one in changes
        if one.before and one.after
    }
    assert ("tables", "Nậm Lành", 16) in told
    assert any(one.block == "tasks" and one.before and one.after for one in changes)


def test_a_correction_that_the_new_file_has_itself_is_accepted(
    place: SuoiBac, tmp_path: Path
) -> None:
    before = read(tmp_path)
    decide(item_of(before, "recipients", "Các xã"), ItemState.CORRECTED, name="Các xã, thị trấn")

    after = read(tmp_path, ("- Các xã;", "- Các xã, thị trấn;"), supersedes=before)

    item = item_of(after, "recipients", "thị trấn")
    assert (item.state, item.corrected) == (ItemState.ACCEPTED, None)


def test_a_committed_correction_takes_the_place_of_the_first(
    place: SuoiBac, tmp_path: Path
) -> None:
    first = committed(tmp_path)
    after = read(tmp_path, ("\t500\t40\t15\t3,00", "\t500\t40\t16\t3,20"), supersedes=first)
    assert plan_of(unit=place.unit, year=2023) == first

    actions.accept_all(plan=after, by=None)
    actions.commit_plan(plan=after, by=None)

    assert plan_of(unit=place.unit, year=2023) == after
    first.refresh_from_db()
    assert first.is_committed
    keys = set(PlanTask.objects.filter(plan=first).values_list("key", flat=True))
    assert keys == set(PlanTask.objects.filter(plan=after).values_list("key", flat=True))


def test_lines_are_covered_by_what_was_taken(place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path)
    fresh = workbench_of(plan=plan)
    decide(item_of(plan, "tasks", "Gửi mẫu phiếu"), ItemState.ACCEPTED)

    desk = workbench_of(plan=plan, block="tasks")

    covers = {line.number: line.cover for line in desk.lines}
    assert (covers[64], covers[66], covers[65]) == (Cover.TAKEN, Cover.PROPOSED, Cover.BLANK)
    assert (covers[1], covers[18]) == (Cover.PROSE, Cover.PROSE)
    assert desk.coverage.covered == fresh.coverage.covered + 1
    assert (desk.block, {item.block for item in desk.items}) == ("tasks", {"tasks"})
    assert desk.waiting == fresh.waiting - 1
    parts = desk.coverage
    assert parts.taken + parts.prose + parts.waiting + parts.open == parts.lines


def test_a_yearly_plan_hangs_under_the_one_above(place: SuoiBac, tmp_path: Path) -> None:
    lower = committed(tmp_path)
    upper = Plan.objects.create(
        unit=place.province,
        unit_path=place.province.path,
        title="Kế hoạch tỉnh",
        first_year=2021,
        last_year=2025,
        file_digest="1" * 64,
    )
    by = officer(Role.DISTRICT, place.unit)

    assert actions.name_parent(plan=lower, parent=upper, by=by).parent == upper
    for wrong in (lower, Plan(pk=upper.pk, unit_path="/999/", first_year=2023, last_year=2023)):
        with pytest.raises(WrongFamily):
            actions.name_parent(plan=lower, parent=wrong, by=by)
    assert actions.name_parent(plan=lower, parent=None, by=by).parent is None


def test_the_reading_of_a_plan_leaves_out_what_was_refused(place: SuoiBac, tmp_path: Path) -> None:
    plan = read(tmp_path)
    decide(item_of(plan, "tasks", "Gửi mẫu phiếu"), ItemState.REJECTED)
    title = item_of(plan, "document", "Giúp hộ nghèo")
    decide(title, ItemState.CORRECTED, value="Giúp hộ nghèo vươn lên")
    actions.accept_all(plan=plan, by=None)
    plan = actions.commit_plan(plan=plan, by=None)

    reading = reading_of(plan=plan)

    assert reading.head.title == "Giúp hộ nghèo vươn lên"
    assert not any("Gửi mẫu phiếu" in task.text for task in reading.tasks)
    assert any("thẻ bảo hiểm" in task.text for task in reading.tasks)
    assert plan.targets.count() == len(reading.targets)
    assert plan.targets.filter(value=Decimal(30)).exists()
