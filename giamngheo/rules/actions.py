"""What moves a rule on: entered, submitted, approved by a second person or sent back, withdrawn."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard
from giamngheo.law.standards import load_standards, shipped_indicator_codes
from giamngheo.law.standards_checks import check_standards
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.periods import Period
from giamngheo.rules import queries
from giamngheo.rules.enums import RuleKind, RuleState
from giamngheo.rules.models import RuleVersion, RuleWithdrawal
from giamngheo.rules.reading import (
    RuleFileRefused,
    end_of,
    kind_of_file,
    point_table_of,
    read_entered,
    standard_of,
)

_CODE_RE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_VERSION_RE = re.compile(r"-v\d+$")
LONGEST_CODE, LONGEST_TITLE = 16, 300


class SecondPersonNeeded(Refusal):
    code = "RUL-001"
    sentence = (
        "Chưa duyệt được {rule}: {user} là người nhập hoặc người trình bản này. Đề nghị một lãnh "
        "đạo khác duyệt."
    )
    english = "{rule} not approved: {user} entered or submitted it. A second person approves."


class WrongState(Refusal):
    code = "RUL-002"
    sentence = (
        "Chưa {verb} được {rule}: bản này đang ở tình trạng “{state}”. Tải lại trang để xem ai đã "
        "làm gì; cần sửa nội dung thì nhập một bản mới."
    )
    english = "{rule}: not done, its state is now {state}."


class WrongUnit(Refusal):
    code = "RUL-003"
    sentence = (
        "Chưa nhập được tệp {file}: tệp ghi phạm vi “{scope}”, còn đơn vị nhập là {unit}. Chuẩn "
        "riêng ghi “scope: province/<mã tỉnh>” của chính tỉnh mình; sửa rồi nhập lại."
    )
    english = "File {file} not entered: its scope {scope} is not that of {unit}."


class CodeRefused(Refusal):
    code = "RUL-004"
    sentence = (
        "Chưa nhập được tệp {file}: mã “{rule}” {problem}. Đặt mã như tinh-38-2027, dài nhất 16 ký "
        "tự, rồi nhập lại."
    )
    english = "File {file} not entered: code “{rule}” {problem}."


class PointsWithoutStandard(Refusal):
    code = "RUL-006"
    sentence = (
        "Chưa nhập được bảng điểm trong tệp {file}: không có chuẩn mang mã “{standard}”. Ghi mã "
        "một chuẩn đang có ở trang Thông tin rồi nhập lại."
    )
    english = "Point table {file} not entered: no standard is called “{standard}”."


class PointsNotFit(Refusal):
    code = "RUL-007"
    sentence = (
        "Chưa {verb} được bảng điểm {rule}: {problem}. Bổ sung theo văn bản gốc, nhập thành bản "
        "mới rồi trình lại."
    )
    english = "Point table {rule}: {problem}."


class PeriodsOverlap(Refusal):
    code = "RUL-008"
    sentence = (
        "Chưa duyệt được {rule}: {other} cũng áp dụng trong thời gian đó ({period}). Bãi bỏ bản đó "
        "từ ngày {day} hoặc sớm hơn rồi duyệt lại, hoặc nhập bản mới áp dụng từ ngày {end}."
    )
    english = "{rule} not approved: {other} holds in the same time ({period})."


class AlreadyEntered(Refusal):
    code = "RUL-009"
    sentence = (
        "Tệp {file} đã được nhập thành bản {rule} ({state}). Mở bản đó để làm tiếp; muốn đổi nội "
        "dung thì sửa tệp rồi nhập lại."
    )
    english = "File {file} is already entered as {rule}."


class BadWithdrawal(Refusal):
    code = "RUL-010"
    sentence = (
        "Chưa bãi bỏ được {rule}: ngày {day} không nằm trong thời gian áp dụng ({period}). Chọn "
        "một ngày trong thời gian đó."
    )
    english = "{rule} not withdrawn: {day} is outside {period}."


class AlreadyWithdrawn(Refusal):
    code = "RUL-011"
    sentence = (
        "Bản {rule} đã được bãi bỏ, hết áp dụng từ ngày {day}. Muốn áp dụng lại, nhập một bản mới."
    )
    english = "{rule} is withdrawn already, from {day} on."


@dataclass(frozen=True)
class _Entered:
    """What an entered file is about, whichever its kind."""

    code: str
    title: str
    valid_from: date
    valid_to: date
    standard: str = ""


@transaction.atomic
def enter_rule(*, content: bytes, file_name: str, unit: Unit, by: User) -> RuleVersion:
    """
    Enter a file as a draft: a province's own standard (.yaml) or a point table (.xlsx, .yaml).

    A code entered before gives the next version. Nothing holds until a second person approves.
    Raises: RuleFileRefused [RUL-005], WrongUnit [RUL-003], CodeRefused [RUL-004],
            PointsWithoutStandard [RUL-006], AlreadyEntered [RUL-009], and what the law's own checks
            refuse: LAW-002 (a line lower than the nation's, a value without source), LAW-010.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    digest = hashlib.sha256(content).hexdigest()
    kind = kind_of_file(content=content, file_name=file_name)
    found = read_entered(content=content, file_name=file_name, kind=kind)
    entered = (
        _standard_facts(found, unit, file_name)
        if isinstance(found, Standard)
        else _points_facts(found, file_name)
    )
    _check_words(entered, file_name)
    _check_code_free(entered.code, kind, unit, file_name)
    version = _next_version(entered.code, digest, file_name)
    audit.record(
        action="rules.enter", by=by, subject=f"{entered.code}, {file_name}", unit_path=unit.path
    )
    return RuleVersion.objects.create(
        kind=kind,
        unit=unit,
        unit_path=unit.path,
        base_code=entered.code,
        version=version,
        code=entered.code if version == 1 else f"{entered.code}-v{version}",
        standard=entered.standard,
        title=entered.title,
        valid_from=entered.valid_from,
        valid_to=entered.valid_to,
        file_name=file_name,
        content=content,
        digest=digest,
        entered_by=by,
    )


def _standard_facts(standard: Standard, unit: Unit, file_name: str) -> _Entered:
    own = f"province/{unit.code}"
    if standard.scope != own or unit.level != UnitLevel.PROVINCE:
        raise WrongUnit(file=file_name, scope=standard.scope, unit=unit.full_name)
    if standard.code in {nation.code for nation in load_standards()}:
        raise CodeRefused(file=file_name, rule=standard.code, problem="là mã của chuẩn quốc gia")
    check_standards([*load_standards(), standard])
    for indicator in standard.indicators:
        if indicator.code not in shipped_indicator_codes():
            # Answers, lists and counts are kept by code: a code nobody asks about is never lacking.
            problem = f"dòng {indicator.line}: chỉ số “{indicator.code}” không có trong danh mục"
            raise RuleFileRefused(file=file_name, problem=problem)
    return _Entered(
        code=standard.code,
        title=standard.title,
        valid_from=standard.valid_from.value,
        valid_to=standard.valid_to.value,
    )


def _points_facts(table: PointTable, file_name: str) -> _Entered:
    known = {standard.code: standard for standard in queries.all_standards()}
    standard = known.get(table.standard.strip().lower())
    if standard is None:
        raise PointsWithoutStandard(file=file_name, standard=table.standard)
    return _Entered(
        code=table.code,
        title=table.title,
        valid_from=standard.valid_from.value,
        valid_to=standard.valid_to.value,
        standard=standard.code,
    )


def _check_words(entered: _Entered, file_name: str) -> None:
    problem = ""
    if _CODE_RE.fullmatch(entered.code) is None:
        problem = "phải là chữ thường không dấu, số và gạch nối"
    elif len(entered.code) > LONGEST_CODE:
        problem = f"dài quá {LONGEST_CODE} ký tự"
    elif _VERSION_RE.search(entered.code):
        problem = "không được tự ghi số bản (-v…): hệ thống đánh số"
    if problem:
        raise CodeRefused(file=file_name, rule=entered.code, problem=problem)
    if len(entered.title) > LONGEST_TITLE:
        raise RuleFileRefused(file=file_name, problem=f"tên dài quá {LONGEST_TITLE} ký tự")


def _check_code_free(code: str, kind: RuleKind, unit: Unit, file_name: str) -> None:
    if code in {table.code for table in queries.shipped_points()}:
        problem = "là mã của bảng điểm có sẵn"
        raise CodeRefused(file=file_name, rule=code, problem=problem)
    # A version's own code may not meet another rule's: both are what a campaign keeps.
    others = RuleVersion.objects.filter(base_code=code).exclude(kind=kind, unit=unit)
    if others.exists() or RuleVersion.objects.filter(code=code).exclude(base_code=code).exists():
        raise CodeRefused(file=file_name, rule=code, problem="đã dùng cho một quy định khác")


def _next_version(code: str, digest: str, file_name: str) -> int:
    earlier = RuleVersion.objects.filter(base_code=code).defer("content").order_by("version")
    version = 0
    for rule in earlier:
        version = rule.version
        if rule.digest == digest and rule.state != RuleState.RETURNED:
            state = RuleState(rule.state).label
            raise AlreadyEntered(file=file_name, rule=rule.code, state=state)
    return version + 1


@transaction.atomic
def submit_rule(*, rule: RuleVersion, by: User) -> RuleVersion:
    """
    Hand a draft to those who approve.

    Raises: WrongState [RUL-002], PointsNotFit [RUL-007] for a table with holes or an example.
    """
    locked = _lock(rule, RuleState.DRAFT, "trình")
    _check_points_fit(locked, "trình")
    _record("rules.submit", locked, by)
    locked.state = RuleState.SUBMITTED
    locked.submitted_by = by
    locked.submitted_at = timezone.now()
    locked.save(update_fields=["state", "submitted_by", "submitted_at"])
    return locked


@transaction.atomic
def approve_rule(*, rule: RuleVersion, by: User) -> RuleVersion:
    """
    Make a submitted version hold from its first day; from now on nobody changes it.

    Two officers approving at once wait for each other; the second is refused.
    Raises: WrongState [RUL-002], SecondPersonNeeded [RUL-001], PointsNotFit [RUL-007],
            PeriodsOverlap [RUL-008], LawFileInvalid [LAW-002] when it is lower than the nation's.
    """
    locked = _lock(rule, RuleState.SUBMITTED, "duyệt")
    if by.pk in (locked.entered_by_id, locked.submitted_by_id):
        raise SecondPersonNeeded(rule=locked.code, user=by.full_name)
    _check_points_fit(locked, "duyệt")
    _check_no_overlap(locked)
    if locked.kind == RuleKind.STANDARD:
        check_standards([*load_standards(), standard_of(locked)])
    _record("rules.approve", locked, by)
    locked.state = RuleState.APPROVED
    locked.approved_by = by
    locked.approved_at = timezone.now()
    locked.save(update_fields=["state", "approved_by", "approved_at"])
    return locked


@transaction.atomic
def return_rule(*, rule: RuleVersion, reason: str, by: User) -> RuleVersion:
    """
    Send a draft or a submitted version back; it stays readable, and a new one is entered.

    Raises: WrongState [RUL-002].
    """
    locked = _lock(rule, (RuleState.DRAFT, RuleState.SUBMITTED), "trả lại")
    _record("rules.return", locked, by, reason=reason)
    locked.state = RuleState.RETURNED
    locked.returned_reason = reason
    locked.save(update_fields=["state", "returned_reason"])
    return locked


@transaction.atomic
def withdraw_rule(*, rule: RuleVersion, valid_to: date, reason: str, by: User) -> RuleWithdrawal:
    """
    End an approved version from `valid_to` on; what was decided under it stays as decided.

    Raises: WrongState [RUL-002], AlreadyWithdrawn [RUL-011], BadWithdrawal [RUL-010].
    """
    locked = _lock(rule, RuleState.APPROVED, "bãi bỏ")
    withdrawal = getattr(locked, "withdrawal", None)
    if withdrawal is not None:
        raise AlreadyWithdrawn(rule=locked.code, day=format_date(withdrawal.valid_to))
    if not locked.valid_from <= valid_to < locked.valid_to:
        period = str(Period(locked.valid_from, locked.valid_to))
        raise BadWithdrawal(rule=locked.code, day=format_date(valid_to), period=period)
    _record("rules.withdraw", locked, by, reason=reason)
    return RuleWithdrawal.objects.create(
        rule=locked, valid_to=valid_to, reason=reason, recorded_by=by
    )


def _lock(rule: RuleVersion, states: RuleState | tuple[RuleState, ...], verb: str) -> RuleVersion:
    """Lock the province's rules, so that no two that overlap are approved side by side."""
    Unit.objects.select_for_update(no_key=True).get(pk=rule.unit_id)
    locked = queries.versions().select_for_update(of=("self",)).get(pk=rule.pk)
    if locked.state not in (states if isinstance(states, tuple) else (states,)):
        raise WrongState(rule=locked.code, verb=verb, state=RuleState(locked.state).label)
    return locked


def _record(action: str, rule: RuleVersion, by: User, *, reason: str = "") -> None:
    audit.record(
        action=action,
        by=by,
        subject=f"{rule.code}: {rule.title}",
        unit_path=rule.unit_path,
        reason=reason,
        details={"digest": rule.digest},
    )


def _check_points_fit(rule: RuleVersion, verb: str) -> None:
    if rule.kind != RuleKind.POINTS:
        return
    table = point_table_of(rule)
    if table.is_example:
        problem = "bảng ghi là VÍ DỤ, không phải quy định"
        raise PointsNotFit(verb=verb, rule=rule.code, problem=problem)
    if table.holes:
        problem = f"bảng còn thiếu {'; '.join(table.holes)}"
        raise PointsNotFit(verb=verb, rule=rule.code, problem=problem)


def _check_no_overlap(rule: RuleVersion) -> None:
    approved = queries.versions().filter(
        kind=rule.kind, unit=rule.unit_id, standard=rule.standard, state=RuleState.APPROVED
    )
    for other in approved:
        if other.valid_from < rule.valid_to and rule.valid_from < end_of(other):
            raise PeriodsOverlap(
                rule=rule.code,
                other=other.code,
                period=str(Period(other.valid_from, end_of(other))),
                day=format_date(max(rule.valid_from, other.valid_from)),
                end=format_date(end_of(other)),
            )
