"""A plan's parts in the words officers use: what an item says, a value with its sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from giamngheo.lib.dates import format_date
from giamngheo.lib.money import format_million_vnd
from giamngheo.lib.numbers import format_number
from giamngheo.planning.fields import MEASURE_LABELS, MONEY_NAMES, fields_of, shown
from giamngheo.planning.models import Plan, Target

SIGNS = {"<": "dưới", "<=": "không quá", ">": "trên", ">=": "từ", "~": "khoảng", "=": ""}
MEASURED_IN = {
    "household": "hộ",
    "child": "trẻ em",
    "person": "người",
    "percent": "%",
    "percentage point": "điểm %",
    "VND/person/month": "đồng/người/tháng",
    "VND": "đồng",
    "times": "lần",
}
DIRECTIONS = {"decrease": "giảm", "increase": "tăng"}
MONEY_LABELS = {
    "total": "tổng",
    "state_budget_total": "ngân sách nhà nước",
    "central": "trung ương",
    "local": "địa phương",
    "people": "người dân",
}


def years_of(plan: Plan) -> str:
    if plan.first_year == plan.last_year:
        return str(plan.first_year)
    return f"{plan.first_year}-{plan.last_year}"


def number(value: float | Decimal) -> str:
    plain = Decimal(str(value)).normalize()
    return format_number(plain, max(-int(plain.as_tuple().exponent), 0))


def target_words(target: Target) -> str:
    """Return "dưới 0,89 điểm %"; "định tính" where no number is given."""
    return level_words(
        {
            "comparator": target.comparator,
            "value": target.value,
            "value_min": target.value_min,
            "value_max": target.value_max,
            "unit": target.measured_in,
        }
    )


def level_words(data: Mapping[str, Any]) -> str:
    unit = data.get("unit") or ""
    measured = MEASURED_IN.get(unit, unit)
    low, high, value = data.get("value_min"), data.get("value_max"), data.get("value")
    if low is not None and high is not None:
        return f"{number(low)} đến {number(high)} {measured}".strip()
    if value is None:
        return "định tính"
    return f"{SIGNS.get(data.get('comparator') or '', '')} {number(value)} {measured}".strip()


def deadline_words(deadline: Mapping[str, Any] | None) -> str:
    """Return a deadline as the plan writes it; a conditional one says what it waits for."""
    return str((deadline or {}).get("as_written") or "")


def item_words(*, block: str, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what an item says in one line, and what else is known of it in a quieter one."""
    maker = _MAKERS.get(block)
    return maker(data) if maker else (_text(data), "")


def _document(data: Mapping[str, Any]) -> tuple[str, str]:
    (field,) = fields_of(block="document", data=data)
    return f"{field.label}: {shown(field=field, data=data) or 'không thấy trong văn bản'}", ""


def _target(data: Mapping[str, Any]) -> tuple[str, str]:
    label = str(data.get("label") or data.get("indicator") or "")
    turn = DIRECTIONS.get(str(data.get("direction") or ""), "")
    about = [data.get("population"), f"năm {data['year']}" if data.get("year") else ""]
    words = ", ".join(str(one) for one in about if one)
    return f"{label[:1].upper()}{label[1:]}: {level_words(data)}", ", ".join(
        one for one in (turn, words) if one
    )


def _row(data: Mapping[str, Any]) -> tuple[str, str]:
    if data["part"] == "head":
        return str(data.get("title") or "Bảng không tên"), str(data.get("caption") or "")
    name = data.get("unit") or data.get("name") or "Dòng"
    figures = [
        f"{MEASURE_LABELS.get(key, key)} {number(value)}"
        for key, value in data.items()
        if isinstance(value, int | float) and key not in ("line", "stt")
    ]
    others = [
        ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for key, value in data.items()
        if key in ("position", "units") and value
    ]
    head = f"Tổng cộng: {name}" if data["part"] == "total" else str(name)
    return head, "; ".join([*others, *figures])


def _task(data: Mapping[str, Any]) -> tuple[str, str]:
    parts = [("Chủ trì", data.get("lead")), ("phối hợp", data.get("coordinate"))]
    said = [f"{label}: {', '.join(names)}" for label, names in parts if names]
    when = deadline_words(data.get("deadline"))
    if when:
        said.append(f"thời hạn: {when}")
    if data.get("requested"):
        said.append("đề nghị")
    return _text(data), "; ".join(said) or "chưa rõ ai chủ trì"


def _money(data: Mapping[str, Any]) -> tuple[str, str]:
    names = [data.get("project_name"), data.get("subproject_name")]
    head = "; ".join(str(one) for one in names if one)
    label = "Tổng kinh phí" if data["part"] == "headline" else f"{data.get('id')}: {head}"
    sums = [
        f"{MONEY_LABELS[name]} {number(data[name])}"
        for name in MONEY_NAMES
        if name in MONEY_LABELS and data.get(name)
    ]
    return label, f"{'; '.join(sums)} (triệu đồng)" if sums else ""


def _credit(data: Mapping[str, Any]) -> tuple[str, str]:
    amount = data.get("amount")
    words = "" if amount is None else f"{number(amount)} triệu đồng"
    return f"Cho vay {data.get('group') or ''}: {words}", ""


def _citation(data: Mapping[str, Any]) -> tuple[str, str]:
    day = data.get("date")
    when = f" ngày {format_date(date.fromisoformat(day))}" if day else ""
    head = f"{data.get('type') or ''} {data.get('code') or ''}".strip() + when
    rest = [data.get("issuer"), data.get("subject")]
    return head, "; ".join(str(one) for one in rest if one)


def _recipient(data: Mapping[str, Any]) -> tuple[str, str]:
    return str(data.get("name") or data.get("as_written") or ""), str(data.get("purpose") or "")


def _annex(data: Mapping[str, Any]) -> tuple[str, str]:
    there = "có kèm theo" if data.get("present") else "không thấy trong tệp"
    return str(data.get("mention") or data.get("table") or "Phụ lục"), there


def _report(data: Mapping[str, Any]) -> tuple[str, str]:
    whom = _plain(data.get("recipient"))
    words = f"{_plain(data.get('reporter'))} báo cáo {whom}".strip()
    return words, ", ".join(one for one in (_plain(data.get("frequency")),) if one)


def _project(data: Mapping[str, Any]) -> tuple[str, str]:
    goals = data.get("goal") or []
    first = goals[0].get("text", "") if goals and isinstance(goals[0], Mapping) else ""
    counts = [
        f"{len(data[key])} {label}"
        for key, label in (("beneficiaries", "nhóm đối tượng"), ("contents", "nội dung"))
        if isinstance(data.get(key), list)
    ]
    return f"{data.get('id') or 'Dự án'}: {first}", ", ".join(counts)


def _text(data: Mapping[str, Any]) -> str:
    return str(data.get("text") or data.get("as_written") or data.get("name") or "")


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


_MAKERS = {
    "document": _document,
    "targets": _target,
    "tables": _row,
    "tasks": _task,
    "budget": _money,
    "credit_targets": _credit,
    "legal_bases": _citation,
    "references": _citation,
    "recipients": _recipient,
    "annexes": _annex,
    "reporting": _report,
    "projects": _project,
}


def million(vnd: int) -> str:
    return format_million_vnd(vnd)
