"""What the table itself refuses, from both sides."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils import timezone

from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem


def item(**fields: Any) -> WorkItem:
    return WorkItem(kind="count", title="Thử", **fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "LATER"}, "Trạng thái này không có"),
        ({"state": State.DONE}, "phải có giờ kết thúc"),
        ({"finished_at": timezone.now()}, "phải có giờ kết thúc"),
        ({"done": 5, "total": 4}, "không thể lớn hơn tổng số"),
        ({"state": State.FAILED, "finished_at": timezone.now()}, "phải có lý do"),
    ],
)
def test_item_that_contradicts_itself_is_refused(
    db: None, fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(ValidationError, match=constraint):
        item(**fields).validate_constraints()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.QUEUED},
        {"state": State.DONE, "finished_at": Now()},
        {"state": State.FAILED, "finished_at": Now(), "error_sentence": "Không đọc được tệp."},
        {"state": State.RUNNING, "done": 4, "total": 4},
        {"state": State.RUNNING, "done": 9, "total": None},
    ],
)
def test_item_that_is_consistent_is_kept(db: None, fields: dict[str, Any]) -> None:
    kept = item(**fields)
    kept.save()

    kept.refresh_from_db()
    assert kept.state == fields["state"]


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, None, None), (0, 0, None), (1, 3, 33), (3, 3, 100)]
)
def test_percent_is_rounded_down(done: int, total: int | None, percent: int | None) -> None:
    assert item(done=done, total=total).percent == percent
