"""Entering, approving by a second person, freezing and withdrawing a province's own rules."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.law.yaml_nodes import LawFileInvalid
from giamngheo.lib.errors import Refusal
from giamngheo.rules import actions
from giamngheo.rules.enums import RuleKind, RuleState
from giamngheo.rules.models import RuleVersion, RuleWithdrawal
from giamngheo.rules.reading import point_table_of
from tests.factories.district import District
from tests.factories.rules import approved, enter, local_text, points_workbook


def test_a_standard_is_entered_as_a_draft(district: District, enterer: User) -> None:
    rule = enter(local_text(), unit=district.province, by=enterer)

    assert (rule.kind, rule.state, rule.code) == (RuleKind.STANDARD, RuleState.DRAFT, "tinh-mau")
    assert (rule.valid_from, rule.valid_to) == (date(2022, 1, 1), date(2027, 1, 1))
    event = AuditEvent.objects.get(action="rules.enter")
    assert (event.actor_name, event.unit_path) == (str(enterer), district.province.path)


def test_submitted_then_approved_by_a_second_person(
    district: District, enterer: User, leader: User
) -> None:
    rule = approved(local_text(), unit=district.province, by=enterer, second=leader)

    assert rule.state == RuleState.APPROVED
    assert (rule.entered_by, rule.submitted_by, rule.approved_by) == (enterer, enterer, leader)
    actions_done = AuditEvent.objects.filter(action__startswith="rules.").order_by("id")
    assert [event.action for event in actions_done] == [
        "rules.enter",
        "rules.submit",
        "rules.approve",
    ]


@pytest.mark.parametrize("who", ["entered", "submitted"])
def test_the_same_person_never_approves(
    district: District, enterer: User, leader: User, who: str
) -> None:
    rule = enter(local_text(), unit=district.province, by=enterer)
    rule = actions.submit_rule(rule=rule, by=leader if who == "submitted" else enterer)

    with pytest.raises(actions.SecondPersonNeeded, match="RUL-001"):
        actions.approve_rule(rule=rule, by=leader if who == "submitted" else enterer)

    assert RuleVersion.objects.get(pk=rule.pk).state == RuleState.SUBMITTED


def test_the_database_itself_wants_a_second_person(district: District, enterer: User) -> None:
    rule = enter(local_text(), unit=district.province, by=enterer)
    actions.submit_rule(rule=rule, by=enterer)

    with pytest.raises(DatabaseError, match="rule_approved_by_a_second"), transaction.atomic():
        RuleVersion.objects.filter(pk=rule.pk).update(
            state=RuleState.APPROVED, approved_by=enterer.pk
        )


@pytest.mark.parametrize("state", list(RuleState))
@pytest.mark.parametrize("verb", ["submit", "approve", "return", "withdraw"])
def test_each_step_starts_from_its_own_state(
    district: District, enterer: User, leader: User, state: RuleState, verb: str
) -> None:
    rule = enter(local_text(), unit=district.province, by=enterer)
    if state in (RuleState.SUBMITTED, RuleState.APPROVED):
        actions.submit_rule(rule=rule, by=enterer)
    if state == RuleState.APPROVED:
        actions.approve_rule(rule=rule, by=leader)
    if state == RuleState.RETURNED:
        actions.return_rule(rule=rule, reason="thử", by=leader)
    steps = {
        "submit": lambda: actions.submit_rule(rule=rule, by=leader),
        "approve": lambda: actions.approve_rule(rule=rule, by=leader),
        "return": lambda: actions.return_rule(rule=rule, reason="thử", by=leader),
        "withdraw": lambda: actions.withdraw_rule(
            rule=rule, valid_to=date(2024, 1, 1), reason="thử", by=leader
        ),
    }
    starts = {
        "submit": {RuleState.DRAFT},
        "approve": {RuleState.SUBMITTED},
        "return": {RuleState.DRAFT, RuleState.SUBMITTED},
        "withdraw": {RuleState.APPROVED},
    }

    if state in starts[verb]:
        steps[verb]()
    else:
        with pytest.raises(actions.WrongState, match=str(state.label)):
            steps[verb]()


@pytest.mark.parametrize("sql", ["UPDATE {} SET title = 'khác'", "DELETE FROM {}"])
def test_an_approved_version_is_frozen_even_for_raw_sql(
    district: District, enterer: User, leader: User, sql: str
) -> None:
    approved(local_text(), unit=district.province, by=enterer, second=leader)

    with (
        pytest.raises(DatabaseError, match="frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format("rules_ruleversion"))


def test_what_was_entered_is_not_edited_before_approval_either(
    district: District, enterer: User
) -> None:
    rule = enter(local_text(), unit=district.province, by=enterer)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        RuleVersion.objects.filter(pk=rule.pk).update(content=b"code: khac")


def test_a_withdrawal_is_frozen(district: District, enterer: User, leader: User) -> None:
    rule = approved(local_text(), unit=district.province, by=enterer, second=leader)
    actions.withdraw_rule(rule=rule, valid_to=date(2024, 7, 1), reason="thay thế", by=leader)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        RuleWithdrawal.objects.update(valid_to=date(2026, 1, 1))


def test_a_lower_line_than_the_nations_is_refused_with_its_line(
    district: District, enterer: User
) -> None:
    text = local_text(changes={"1_800_000": "1_499_999"})
    line = 1 + text[: text.index("1_499_999")].count("\n")

    with pytest.raises(LawFileInvalid, match="thấp hơn mức 1500000") as refused:
        enter(text, unit=district.province, by=enterer)

    assert refused.value.details["line"] == line
    assert not RuleVersion.objects.exists()


def test_the_nations_own_line_is_allowed(district: District, enterer: User) -> None:
    text = local_text(changes={"1_800_000": "1_500_000"})

    assert enter(text, unit=district.province, by=enterer).pk


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (local_text(scope="97"), "RUL-003", "province/97"),
        (local_text().replace("province/98", "national"), "RUL-003", "national"),
        (local_text(code="vn-2022"), "RUL-004", "chuẩn quốc gia"),
        (local_text(code="tinh-mau-2022-2026-x"), "RUL-004", "dài quá 16"),
        (local_text(code="tinh-v2"), "RUL-004", "hệ thống đánh số"),
        (local_text(code="b1-2016"), "RUL-004", "bảng điểm có sẵn"),
        (local_text().replace("source: Nghị", "nguon: Nghị", 1), "LAW-002", "thiếu “source”"),
        (local_text(changes={"code: toilet": "code: garden"}), "RUL-005", "chỉ số “garden”"),
        ("", "LAW-002", "không có nội dung"),
        ("[" * 5000, "LAW-002", "dòng 1: lồng quá nhiều tầng"),
        ("? [a]\n: b", "LAW-002", "dòng 1: khóa phải là một từ"),
        ("code: \x00", "LAW-002", "dòng 1: có ký tự không dùng"),
        ("x" * (1024 * 1024 + 1), "RUL-005", "lớn hơn 1 MB"),
    ],
)
def test_a_file_that_cannot_be_entered_says_why(
    district: District, enterer: User, text: str, code: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        enter(text, unit=district.province, by=enterer)

    assert refused.value.code == code


def test_other_kinds_of_file_are_refused(district: District, enterer: User) -> None:
    with pytest.raises(Refusal, match="RUL-005"):
        enter(local_text(), unit=district.province, by=enterer, file_name="chuan.pdf")
    with pytest.raises(LawFileInvalid, match="UTF-8"):
        actions.enter_rule(
            content=local_text().encode("utf-16"),
            file_name="tinh.yaml",
            unit=district.province,
            by=enterer,
        )


def test_only_a_province_has_a_standard_of_its_own(district: District, enterer: User) -> None:
    with pytest.raises(actions.WrongUnit, match="Huyện Thử"):
        enter(local_text(), unit=district.unit, by=enterer)


def test_the_same_file_twice_is_refused_until_it_was_returned(
    district: District, enterer: User, leader: User
) -> None:
    rule = enter(local_text(), unit=district.province, by=enterer)

    with pytest.raises(actions.AlreadyEntered, match="tinh-mau"):
        enter(local_text(), unit=district.province, by=enterer)
    actions.return_rule(rule=rule, reason="thiếu trang 2", by=leader)
    again = enter(local_text(), unit=district.province, by=enterer)

    assert (again.version, again.code) == (2, "tinh-mau-v2")


def test_a_code_belongs_to_one_rule_of_one_province(district: District, enterer: User) -> None:
    from tests.factories.district import make_unit

    enter(local_text(), unit=district.province, by=enterer)
    other = make_unit(name="Tỉnh Khác", kind="PROVINCE", level=1, code="97", parent=None)

    with pytest.raises(actions.CodeRefused, match="đã dùng"):
        enter(local_text(scope="97"), unit=other, by=enterer)


def test_versions_may_not_hold_side_by_side(
    district: District, enterer: User, leader: User
) -> None:
    first = approved(local_text(), unit=district.province, by=enterer, second=leader)
    higher = local_text(
        changes={"1_800_000": "1_900_000", "value: 2022-01-01": "value: 2024-01-01"}
    )
    second = actions.submit_rule(rule=enter(higher, unit=district.province, by=enterer), by=enterer)

    with pytest.raises(actions.PeriodsOverlap, match="từ ngày 01/01/2024 hoặc sớm hơn"):
        actions.approve_rule(rule=second, by=leader)
    actions.withdraw_rule(rule=first, valid_to=date(2024, 1, 1), reason="thay thế", by=leader)
    actions.approve_rule(rule=second, by=leader)

    assert RuleVersion.objects.get(pk=second.pk).code == "tinh-mau-v2"


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2027, 1, 1)])
def test_a_withdrawal_lies_inside_the_period(
    district: District, enterer: User, leader: User, day: date
) -> None:
    rule = approved(local_text(), unit=district.province, by=enterer, second=leader)

    with pytest.raises(actions.BadWithdrawal, match="đến hết ngày 31/12/2026"):
        actions.withdraw_rule(rule=rule, valid_to=day, reason="thử", by=leader)


def test_a_version_is_withdrawn_once(district: District, enterer: User, leader: User) -> None:
    rule = approved(local_text(), unit=district.province, by=enterer, second=leader)
    actions.withdraw_rule(rule=rule, valid_to=date(2024, 7, 1), reason="thử", by=leader)

    with pytest.raises(actions.AlreadyWithdrawn, match="01/07/2024"):
        actions.withdraw_rule(rule=rule, valid_to=date(2025, 1, 1), reason="thử", by=leader)


def test_a_point_table_of_the_excel_template(
    district: District, enterer: User, leader: User, tmp_path: Path
) -> None:
    content = points_workbook(tmp_path / "b.xlsx", code="diem-tinh", standard="VN-2022")

    rule = actions.enter_rule(
        content=content, file_name="b.xlsx", unit=district.province, by=enterer
    )
    actions.submit_rule(rule=rule, by=enterer)
    done = actions.approve_rule(rule=rule, by=leader)

    assert (done.kind, done.standard, done.code) == (RuleKind.POINTS, "vn-2022", "diem-tinh")
    assert point_table_of(done).standard == "vn-2022"
    assert (done.valid_from, done.valid_to) == (date(2022, 1, 1), date(2027, 1, 1))


def test_an_example_or_a_table_with_holes_is_not_submitted(
    district: District, enterer: User, tmp_path: Path
) -> None:
    example = points_workbook(
        tmp_path / "a.xlsx", code="diem-thu", standard="vn-2022", is_example=True
    )
    from giamngheo.law.point_files import SHIPPED_FOLDER

    partial = (SHIPPED_FOLDER / "b1-2016.yaml").read_bytes().replace(b"b1-2016", b"b1-tinh")
    for content, name, words in (
        (example, "a.xlsx", "VÍ DỤ"),
        (partial, "b.yaml", "còn thiếu"),
    ):
        rule = actions.enter_rule(
            content=content, file_name=name, unit=district.province, by=enterer
        )
        with pytest.raises(actions.PointsNotFit, match=words):
            actions.submit_rule(rule=rule, by=enterer)


def test_a_point_table_needs_its_standard(
    district: District, enterer: User, tmp_path: Path
) -> None:
    content = points_workbook(tmp_path / "b.xlsx", code="diem-tinh", standard="vn-1999")

    with pytest.raises(actions.PointsWithoutStandard, match="vn-1999"):
        actions.enter_rule(content=content, file_name="b.xlsx", unit=district.province, by=enterer)


def _race(steps: list) -> list[str]:  # type: ignore[type-arg]
    """Run the steps at once, each on a connection of its own; return "done" or the code."""
    barrier = Barrier(len(steps))

    def run(step) -> str:  # type: ignore[no-untyped-def]
        try:
            barrier.wait(timeout=10)
            step()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


@pytest.mark.django_db(transaction=True)
def test_two_leaders_approving_at_once() -> None:
    from giamngheo.accounts.enums import Role
    from tests.factories.accounts import officer

    district = District()
    enterer = officer(Role.PROVINCE, district.province)
    leaders = [officer(Role.LEADER, district.province) for _ in range(2)]
    rule = actions.submit_rule(
        rule=enter(local_text(), unit=district.province, by=enterer), by=enterer
    )

    done = _race([lambda by=by: actions.approve_rule(rule=rule, by=by) for by in leaders])

    assert done == ["RUL-002", "done"]


@pytest.mark.django_db(transaction=True)
def test_two_versions_that_overlap_approved_at_once() -> None:
    from giamngheo.accounts.enums import Role
    from tests.factories.accounts import officer

    district = District()
    enterer, leader = (officer(role, district.province) for role in (Role.PROVINCE, Role.LEADER))
    texts = [local_text(), local_text(changes={"1_800_000": "1_900_000"})]
    rules = [
        actions.submit_rule(rule=enter(text, unit=district.province, by=enterer), by=enterer)
        for text in texts
    ]

    done = _race([lambda rule=rule: actions.approve_rule(rule=rule, by=leader) for rule in rules])

    assert done == ["RUL-008", "done"]
    assert RuleVersion.objects.filter(state=RuleState.APPROVED).count() == 1
