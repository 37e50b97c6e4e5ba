"""Entered versions: where they stand, and who did what to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from giamngheo.lib.dates import format_date
from giamngheo.rules.enums import RuleKind, RuleState
from giamngheo.rules.models import RuleVersion
from giamngheo.rules.reading import end_of
from giamngheo.web.tables import Cell, Column, Row, Status, Tone

VERSION_COLUMNS = (
    Column(key="title", head="Bản", row_head=True),
    Column(key="kind", head="Loại", wide_only=True),
    Column(key="unit", head="Tỉnh"),
    Column(key="state", head="Tình trạng", kind="status"),
    Column(key="who", head="Người làm", wide_only=True),
)
STATE_TONES: dict[RuleState, Tone] = {
    RuleState.DRAFT: "plain",
    RuleState.SUBMITTED: "look",
    RuleState.RETURNED: "bad",
    RuleState.APPROVED: "good",
}


def version_url(rule: RuleVersion) -> str:
    name = "point_table" if rule.kind == RuleKind.POINTS else "standard"
    return reverse(name, kwargs={"code": rule.code})


def version_state(rule: RuleVersion) -> Status:
    if withdrawal := getattr(rule, "withdrawal", None):
        last = format_date(withdrawal.valid_to - timedelta(days=1))
        return Status(tone="plain", word=f"Bãi bỏ, hết ngày {last}")
    state = RuleState(rule.state)
    return Status(tone=STATE_TONES[state], word=str(state.label))


def version_row(rule: RuleVersion) -> Row:
    return Row(
        cells={
            "title": Cell(value=rule.title, href=version_url(rule), note=rule.code),
            "kind": RuleKind(rule.kind).label,
            "unit": rule.unit.full_name,
            "state": version_state(rule),
            "who": _who(rule),
        }
    )


def _who(rule: RuleVersion) -> str:
    done = [f"{rule.entered_by.full_name} nhập"]
    if rule.submitted_by:
        done.append(f"{rule.submitted_by.full_name} trình")
    if rule.approved_by:
        done.append(f"{rule.approved_by.full_name} duyệt")
    return "; ".join(done)


def version_facts(rule: RuleVersion) -> list[tuple[str, object]]:
    """Return who did what to a version, and when it holds."""
    found: list[tuple[str, object]] = [
        ("Tỉnh", rule.unit.full_name),
        ("Bản", f"{rule.code} (bản số {rule.version})"),
        ("Tệp", rule.file_name),
        ("Nhập", _by(rule.entered_by.full_name, rule.entered_at)),
    ]
    if rule.submitted_by and rule.submitted_at:
        found.append(("Trình", _by(rule.submitted_by.full_name, rule.submitted_at)))
    if rule.approved_by and rule.approved_at:
        found.append(("Duyệt", _by(rule.approved_by.full_name, rule.approved_at)))
    if rule.returned_reason:
        found.append(("Trả lại vì", rule.returned_reason))
    if withdrawal := getattr(rule, "withdrawal", None):
        last = format_date(end_of(rule) - timedelta(days=1))
        found.append(("Bãi bỏ", f"áp dụng đến hết ngày {last}. Lý do: {withdrawal.reason}"))
    return found


def _by(name: str, moment: datetime) -> str:
    return f"{name}, lúc {timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"


def version_rows(rules: Sequence[RuleVersion]) -> list[Row]:
    return [version_row(rule) for rule in rules]
