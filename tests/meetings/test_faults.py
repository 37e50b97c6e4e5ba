"""The database goes while a list is being posted: all of it stands, or nothing does."""

from typing import Any

import pytest
from django.db import OperationalError, connection

from giamngheo.meetings import posting
from giamngheo.meetings.models import PostedHousehold, Posting
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import StageChange
from tests.factories.village_review import VillageYear


@pytest.mark.django_db(transaction=True)
def test_a_connection_killed_after_the_rows_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    year = VillageYear()
    year.meet()
    stage = year.review.stage
    moves = StageChange.objects.count()
    go_on: Any = posting.stages.move_village

    def killed(**arguments: Any) -> Any:
        assert PostedHousehold.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return go_on(**arguments)

    monkeypatch.setattr(posting.stages, "move_village", killed)
    with pytest.raises(OperationalError):
        year.post()
    connection.close()
    monkeypatch.undo()

    assert not Posting.objects.exists()
    assert not PostedHousehold.objects.exists()
    assert StageChange.objects.count() == moves
    assert year.review.stage == stage
    assert year.post().from_day
    assert year.review.stage == VillageStage.POSTED
