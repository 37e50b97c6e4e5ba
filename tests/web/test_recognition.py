"""The page on which a commune's requests become a decision, and what then shows."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from tests.decisions.test_recognising import ask, post
from tests.factories.accounts import officer
from tests.factories.village_review import VillageYear

KIND = "cong-nhan/muc-song-trung-binh"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAPER = {
    "number": "130/QĐ-UBND",
    "signed_date": "16/11/2021",
    "effective_date": "",
    "last_day": "15/11/2022",
    "signer": "Lương Minh Thuyết",
    "by_deputy": "on",
}


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(datetime(2021, 11, 16, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def year(db: None) -> VillageYear:
    return VillageYear()


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def address(year: VillageYear) -> str:
    return f"/ra-soat/{year.campaign.code}/xa/98001/{KIND}"


def page_of(client: Client, where: str) -> str:
    return client.get(where).content.decode()


def test_from_the_request_to_the_household_s_page(year: VillageYear) -> None:
    asked = ask(year, "A-005")
    clerk = enter(year.officer)
    before = page_of(clerk, address(year))
    assert "Chưa niêm yết" in before
    request = page_of(clerk, f"/ra-soat/{year.campaign.code}/de-nghi/{asked.pk}")
    assert address(year) in request
    post(year)

    ready = page_of(clerk, address(year))
    wrong = clerk.post(address(year), {**PAPER, "number": "", "de-nghi": str(asked.pk)})
    nobody = clerk.post(address(year), PAPER)
    done = clerk.post(address(year), {**PAPER, "de-nghi": str(asked.pk)})

    assert "Ra quyết định được" in ready
    assert f'value="{asked.pk}" id="de-nghi-{asked.pk}" checked' in ready
    assert wrong.status_code == 422
    assert (nobody.status_code, done.status_code) == (409, 302)
    after = page_of(clerk, address(year))
    assert "130/QĐ-UBND" in after
    assert "15/11/2022" in after
    assert "Lương Minh Thuyết (KT. Chủ tịch)" in after
    household = page_of(clerk, "/ho/A-005")
    assert "Hộ có mức sống trung bình" in household
    assert "đến hết ngày 15/11/2022" in household
    listed = page_of(clerk, "/ho?don-vi=98001&nam=2021&dien-khac=AVERAGE_LIVING&ngay=16/11/2021")
    assert "A-005" in listed
    assert "A-004" not in listed


@pytest.mark.parametrize(
    ("role", "opens", "decides"),
    [(Role.LEADER, 200, 409), (Role.COMMITTEE_MEMBER, 200, 403), (Role.VIEWER, 403, 403)],
)
def test_who_sees_and_who_decides(year: VillageYear, role: Role, opens: int, decides: int) -> None:
    client = enter(officer(role, year.district.rural))

    assert client.get(address(year)).status_code == opens
    assert client.post(address(year), PAPER).status_code == decides


def test_another_commune_finds_nothing(year: VillageYear) -> None:
    ask(year, "A-005")
    stranger = enter(officer(Role.COMMUNE, year.district.urban))

    assert stranger.get(address(year)).status_code == 403
    assert stranger.post(address(year), PAPER).status_code == 403
    assert enter(year.officer).get(address(year).replace("trung-binh", "x")).status_code == 404


def test_the_page_asks_the_same_however_many_wait(
    year: VillageYear, django_assert_num_queries: object
) -> None:
    ask(year, "A-005")
    clerk = enter(year.officer)
    clerk.get(address(year))
    with django_assert_num_queries(12):  # type: ignore[operator]
        clerk.get(address(year))
    ask(year, "A-004")
    with django_assert_num_queries(12):  # type: ignore[operator]
        clerk.get(address(year))
