"""Pages of events: the forms, the answers, undoing, and the line that tells it all."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from giamngheo.accounts.enums import Role
from giamngheo.registry.models import Household, HouseholdEvent, Member
from giamngheo.web.households.event_forms import PAGES
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.families import make_family, member
from tests.web.reading import text_of

TODAY = datetime(2021, 11, 8, 3, tzinfo=UTC)
SAID = {"event_date": "01/10/2021", "reason": "Giấy khai sinh", "row_version": "1"}


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def district(db: None) -> District:
    return District()


@pytest.fixture
def family(district: District) -> Household:
    return make_family(district)


@pytest.fixture
def client_of(district: District, log_in_as: Callable[..., Client]) -> Callable[..., Client]:
    def enter(role: Role = Role.COMMUNE) -> Client:
        place = district.villages["A"] if role == Role.VILLAGE else district.rural
        return log_in_as(officer(role, place, full_name=f"Cán Bộ {role.value}"))

    return enter


@pytest.mark.parametrize("slug", [slug for slug in PAGES if slug != "nguoi"])
def test_every_form_opens_and_refuses_to_be_sent_empty(
    family: Household, client_of, slug: str
) -> None:
    client = client_of()

    page = client.get(f"/ho/A-001/ghi/{slug}")
    sent = client.post(f"/ho/A-001/ghi/{slug}", {"row_version": "1"})

    assert page.status_code == 200
    assert PAGES[slug].title in text_of(page)
    assert sent.status_code == 422
    assert not HouseholdEvent.objects.exists()


def test_a_birth_is_recorded_and_told_on_the_line(family: Household, client_of) -> None:
    client = client_of()

    done = client.post(
        "/ho/A-001/ghi/sinh", SAID | {"full_name": "Lò Thị Bé", "sex": "F", "relation": "CHILD"}
    )

    assert done.headers["Location"] == "/ho/A-001#dong-thoi-gian"
    page = text_of(client.get("/ho/A-001"))
    line = page.split('id="dong-thoi-gian"')[1]
    assert "Sinh Lò Thị Bé" in line
    assert "Lý do: Giấy khai sinh" in line
    assert line.index("01/10/2021") < line.index("01/01/2018")


def test_a_refusal_keeps_what_was_typed(family: Household, client_of) -> None:
    sent = SAID | {"full_name": "Lò Thị Bé", "sex": "F", "relation": "CHILD"}

    page = client_of().post("/ho/A-001/ghi/sinh", sent | {"event_date": "01/01/2022"})

    assert page.status_code == 409
    assert "REG-008" in text_of(page)
    assert 'value="Lò Thị Bé"' in page.content.decode()


def test_an_old_form_is_told_who_was_faster(family: Household, client_of) -> None:
    client = client_of()
    sent = SAID | {"full_name": "Lò Thị Bé", "sex": "F", "relation": "CHILD"}
    client.post("/ho/A-001/ghi/sinh", sent)

    page = client.post("/ho/A-001/ghi/sinh", sent | {"full_name": "Lò Văn Hai"})

    assert page.status_code == 409
    assert "Cán Bộ COMMUNE đã sửa hộ này lúc 10:00 ngày 08/11/2021" in text_of(page)
    assert Member.objects.filter(household=family).count() == 5


def test_a_member_is_put_right_in_one_form(family: Household, client_of) -> None:
    client, son = client_of(), member(family, "Lò Văn Nam")
    address = f"/ho/A-001/ghi/nguoi?ai={son.pk}"
    form = client.get(address).content.decode()
    assert 'value="03/07/2000"' in form
    sent = SAID | {
        "full_name": "Lò Văn Nam", "sex": "M", "relation": "CHILD", "ethnicity": "Thái",
        "personal_id": son.personal_id or "", "born": "1999", "has_job": "0", "attending": "4",
    }  # fmt: skip

    assert client.post(address, sent).status_code == 302

    son.refresh_from_db()
    assert (son.birth_date.year, son.birth_year_only, son.has_job) == (1999, True, False)
    assert (son.attending, son.able_to_work) == (4, None)
    assert HouseholdEvent.objects.get().request["values"].keys() == {
        "birth_date", "birth_year_only", "has_job", "attending",
    }  # fmt: skip


def test_conditions_are_written_as_people_write_numbers(family: Household, client_of) -> None:
    client = client_of()
    sent = SAID | {"floor_area_m2": "31,9", "devices": ["television"], "toilet": "none"}

    assert client.post("/ho/A-001/ghi/dieu-kien", sent).status_code == 302

    row = family.conditions.get()
    assert (str(row.floor_area_m2), row.devices, row.toilet) == ("31.9", ["television"], "none")
    page = text_of(client.get("/ho/A-001"))
    assert re.search(r"Diện tích nhà ở[^<]*</dt><dd>thiếu hụt", page)
    again = client.get("/ho/A-001/ghi/dieu-kien").content.decode()
    assert 'value="31,9"' in again


def test_a_village_asks_and_the_commune_answers(family: Household, client_of) -> None:
    village = client_of(Role.VILLAGE)
    sent = SAID | {"full_name": "Lò Thị Bé", "sex": "F", "relation": "CHILD"}
    page = village.get("/ho/A-001/ghi/sinh").content.decode()
    assert "Gửi đề nghị" in page
    village.post("/ho/A-001/ghi/sinh", sent)
    event = HouseholdEvent.objects.get()
    assert event.state == "REQUESTED"
    assert village.post(f"/ho/A-001/thay-doi/{event.pk}/chap-nhan").status_code == 403

    commune = client_of()
    waiting = text_of(commune.get("/ho/de-nghi"))
    assert "Sinh Lò Thị Bé" in waiting
    assert commune.post(f"/ho/A-001/thay-doi/{event.pk}/chap-nhan").status_code == 302

    event.refresh_from_db()
    assert event.state == "DONE"
    assert "Không có đề nghị nào" in text_of(commune.get("/ho/de-nghi"))


def test_a_request_refused_tells_why(family: Household, client_of) -> None:
    client_of(Role.VILLAGE).post(
        "/ho/A-001/ghi/sinh", SAID | {"full_name": "Lò Thị Bé", "sex": "F", "relation": "CHILD"}
    )
    event = HouseholdEvent.objects.get()

    client_of().post(f"/ho/A-001/thay-doi/{event.pk}/tu-choi", {"reason": "Trẻ ở hộ khác"})

    page = text_of(client_of(Role.VILLAGE).get("/ho/A-001"))
    assert "Lý do không chấp nhận: Trẻ ở hộ khác" in page
    assert "Không chấp nhận" in page


def test_undoing_is_told_beside_what_was_undone(family: Household, client_of) -> None:
    client = client_of()
    client.post(
        "/ho/A-001/ghi/sinh", SAID | {"full_name": "Lò Thị Bé", "sex": "F", "relation": "CHILD"}
    )
    event = HouseholdEvent.objects.get()
    address = f"/ho/A-001/thay-doi/{event.pk}/huy"
    assert client.post(address, {"row_version": "2"}).status_code == 409

    assert client.post(address, {"row_version": "2", "reason": "Ghi nhầm"}).status_code == 302

    line = text_of(client.get("/ho/A-001")).split('id="dong-thoi-gian"')[1]
    assert "<del>Sinh Lò Thị Bé</del>" in line
    assert "Hủy: Sinh Lò Thị Bé" in line
    assert address not in line


def test_a_household_moved_away_leaves_the_reader_her_list(
    district: District, family: Household, client_of
) -> None:
    sent = SAID | {"unit_id": str(district.urban.pk)}

    done = client_of().post("/ho/A-001/ghi/noi-o", sent)

    assert done.headers["Location"] == "/ho"
    family.refresh_from_db()
    assert family.unit_path == district.urban.path


def test_a_supervisor_reads_and_changes_nothing(family: Household, client_of) -> None:
    client = client_of(Role.COMMITTEE_MEMBER)

    assert "Ghi thay đổi" not in text_of(client.get("/ho/A-001"))
    assert client.get("/ho/A-001/ghi/sinh").status_code == 403
