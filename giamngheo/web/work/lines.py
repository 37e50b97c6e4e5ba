"""A piece of work as its owner reads it: state, count, rate, time left, reason, result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from giamngheo.lib.numbers import format_number
from giamngheo.web.export_work import exported_sentence
from giamngheo.web.tables import Status, Tone
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem

TONES: Final[dict[str, Tone]] = {
    State.QUEUED: "plain",
    State.RUNNING: "plain",
    State.DONE: "good",
    State.FAILED: "bad",
    State.STOPPED: "look",
}


def _chain_verified(result: Mapping[str, Any]) -> str:
    if result["broken"]:
        return str(result["broken"])
    return f"Chuỗi nhật ký nguyên vẹn: {format_number(result['events'])} sự kiện."


def _simulated(result: Mapping[str, Any]) -> str:
    changed, households = format_number(result["changed"]), format_number(result["households"])
    return f"{changed} trên {households} hộ thay đổi phân loại."


def _certified(result: Mapping[str, Any]) -> str:
    return f"{format_number(result['households'])} giấy chứng nhận trong một tệp PDF."


def _carried(result: Mapping[str, Any]) -> str:
    return f"Đã chuyển {format_number(result['households'])} hộ sang {result['into']}."


def _checked(result: Mapping[str, Any]) -> str:
    households, findings = format_number(result["households"]), format_number(result["findings"])
    pairs = format_number(result["pairs"])
    return f"Đã kiểm tra {households} hộ: {findings} điểm cần xem, {pairs} cặp nghi trùng."


def _import_read(result: Mapping[str, Any]) -> str:
    read, refused = format_number(result["read"]), format_number(result["refused"])
    return f"Đã kiểm tra {read} hộ, trả lại {refused} hộ; xem trước rồi xác nhận ở trang lô nhập."


def _import_done(result: Mapping[str, Any]) -> str:
    added, changed = format_number(result["added"]), format_number(result["changed"])
    return f"Đã thêm {added} hộ, sửa {changed} hộ."


def _import_undone(result: Mapping[str, Any]) -> str:
    added, changed = format_number(result["added"]), format_number(result["changed"])
    return f"Đã hoàn tác: rút {added} hộ thêm mới, đưa {changed} hộ trở lại như trước."


def _plan_read(result: Mapping[str, Any]) -> str:
    return f"Đã đọc văn bản; xem và nhận từng mục ở trang /ke-hoach/doc/{result['plan']}."


# What a kind's result says in a sentence; a kind without a line here says only that it is done.
RESULT_SENTENCES: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "certificates": _certified,
    "carry_households": _carried,
    "export": exported_sentence,
    "quality_check": _checked,
    "verify_audit": _chain_verified,
    "plan_read": _plan_read,
    "simulate": _simulated,
    "import_read": _import_read,
    "import_commit": _import_done,
    "import_undo": _import_undone,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """What `ui.work_item` draws."""

    item: WorkItem
    status: Status
    owner: str
    pace: str
    result: str
    file: bool


def work_line(item: WorkItem, *, now: datetime) -> WorkLine:
    """Return the item with its words; `now` measures the rate of what runs."""
    asked_to_stop = item.is_open and item.stop_asked_at is not None
    word = "Đang dừng" if asked_to_stop else item.get_state_display()
    sentence = RESULT_SENTENCES.get(item.kind)
    return WorkLine(
        item=item,
        status=Status(tone=TONES[item.state], word=word),
        owner="" if item.owner is None else item.owner.full_name,
        pace=_pace(item, now),
        result=sentence(item.result) if sentence and item.result else "",
        file=bool(item.state == State.DONE and item.result and item.result.get("file")),
    )


def _pace(item: WorkItem, now: datetime) -> str:
    """Return "850 mỗi giây, còn khoảng 2 phút" once enough is known to say so."""
    if item.state != State.RUNNING or item.started_at is None or not item.done:
        return ""
    rate = item.done / max((now - item.started_at).total_seconds(), 1.0)
    words = f"{format_number(rate, 0 if rate >= 10 else 1)} mỗi giây"
    if not item.total:
        return words
    return f"{words}, còn khoảng {_duration((item.total - item.done) / rate)}"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{max(round(seconds), 1)} giây"
    if seconds < 3600:
        return f"{round(seconds / 60)} phút"
    return f"{format_number(seconds / 3600, 1)} giờ"
