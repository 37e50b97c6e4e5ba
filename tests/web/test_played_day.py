"""A demonstration plays on a day of its own, says so, and gives the rights of that day."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from giamngheo.accounts.clock import today
from giamngheo.accounts.enums import Role
from giamngheo.web.access import today as web_today
from tests.factories.accounts import officer


def test_the_played_day_is_today_everywhere(settings: Settings) -> None:
    settings.PLAYED_DAY = date(2021, 11, 8)

    assert today() == web_today() == date(2021, 11, 8)


@pytest.mark.django_db
def test_a_page_says_which_day_is_played(settings: Settings, client: Client) -> None:
    settings.PLAYED_DAY = date(2021, 11, 8)
    client.force_login(officer(Role.SYSTEM))

    page = client.get("/cong-viec").content.decode()

    assert "đang diễn ra ngày 08/11/2021" in page
