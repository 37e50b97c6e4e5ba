"""The pages of review forms: filled, saved as one types, two at once, read-only, grid and file."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.audit.models import AuditEvent
from giamngheo.forms import actions
from giamngheo.forms.enums import FormState
from giamngheo.forms.models import FormConflict, ReviewForm
from giamngheo.registry.models import Household
from giamngheo.reviews import actions as reviews
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, ReviewListing, ReviewResult
from giamngheo.reviews.stages import move_village
from tests.factories.accounts import officer
from tests.factories.district import District
from tests.factories.full_campaign import DAY, add_village, open_full, with_year_before

FORM = "/ra-soat/cuoi-nam-2019/ho/A-001"
BACKEND = "django.contrib.auth.backends.ModelBackend"
HTMX = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel(datetime(2019, 10, 10, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def small(db: None) -> District:
    built = District()
    with_year_before(built)
    return built


@pytest.fixture
def campaign(small: District) -> Campaign:
    return open_full(small)


@pytest.fixture
def household(campaign: Campaign) -> Household:
    return Household.objects.select_related("unit").get(code="A-001")


@pytest.fixture
def head(small: District) -> User:
    return officer(Role.VILLAGE, small.villages["A"], full_name="Lò Văn Ơn")


@pytest.fixture
def clerk(small: District) -> User:
    return officer(Role.COMMUNE, small.rural, full_name="Hà Thị Ân")


@pytest.fixture
def enter() -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return log_in


@pytest.fixture
def client(enter: Callable[[User], Client], head: User, campaign: Campaign) -> Client:
    return enter(head)


def text_of(response: HttpResponse) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[-1])
    return re.sub(r"\s+", " ", unescape(plain))


def base_of(page: str) -> dict[str, str]:
    """Return what the page says it showed, as the plain form sends it back."""
    found = re.search(r'name="goc" value="([^"]*)"', page)
    assert found is not None
    base: dict[str, str] = json.loads(unescape(found[1]))
    return base


def autosave(client: Client, name: str, *texts: str, version: int = 0) -> HttpResponse:
    data = {name: list(texts), "truong": name, "phien": str(version)}
    return client.post(f"{FORM}/luu", data, headers=HTMX)


def send(client: Client, button: str, base: dict[str, str], **typed: str) -> HttpResponse:
    """Send the whole form as a browser without a script does."""
    data = {**base, **typed, "goc": json.dumps(base), "viec": button}
    return client.post(f"{FORM}/luu", data)


# ── One form ──────────────────────────────────────────────────────────────────────────────────


def test_a_new_form_shows_last_year_beside(client: Client) -> None:
    response = client.get(FORM)
    words = text_of(response)

    assert response.status_code == 200
    assert "Phiếu rà soát: Nguyễn Thị Hồng 001" in words
    assert "Lần trước, Rà soát thử 2018:" in words
    assert "Hộ nghèo (N1)" in words
    assert "Lần trước: 100" in words
    assert "Còn thiếu Điểm B1 Điểm B2" in words
    assert "Chưa lưu lần nào" in words
    assert "Chưa có bảng điểm đầy đủ nào được duyệt cho chuẩn vn-2016" in words
    # Reading writes nothing but that somebody read.
    assert not ReviewForm.objects.exists()
    assert AuditEvent.objects.filter(action="forms.read", subject__contains="A-001").exists()


def test_form_page_keeps_its_number_of_queries(client: Client, household: Household) -> None:
    client.get(FORM)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(FORM)
    assert len(queries) <= 20, [q["sql"][:90] for q in queries]


def test_a_field_is_saved_as_it_is_typed(client: Client, campaign: Campaign) -> None:
    first = autosave(client, "b1", "118")
    second = autosave(client, "b2", "30", version=1)

    assert first.status_code == second.status_code == 200
    words = text_of(second)
    assert "Hộ nghèo (N1)" in words
    assert "Điểm B1 118 ≤ 120 (nông thôn)" in words
    assert "Đã lưu lúc 10:00" in words
    assert "Điểm B1 tăng 3 điểm: Hộ nghèo, nhóm N2" in words
    page = second.content.decode()
    assert 'id="phien" name="phien" value="2" hx-swap-oob="true"' in page
    assert 'id="tt-b2"' in page
    form = ReviewForm.objects.get()
    assert (form.values["b1"], form.values["b2"], form.state) == ("118", "30", FormState.DRAFT)


def test_the_fragment_is_the_pages_own_block(client: Client) -> None:
    fragment = autosave(client, "b1", "118").content.decode()
    page = client.get(FORM).content.decode()

    panel = fragment[: fragment.index("</section>")].strip()
    assert panel in page


def test_changing_one_answer_changes_the_class_at_once(client: Client) -> None:
    autosave(client, "b1", "150")
    assert "Hộ cận nghèo" in text_of(autosave(client, "b2", "20", version=1))
    assert "Hộ nghèo (N2)" in text_of(autosave(client, "b2", "30", version=2))
    assert "Hộ không nghèo" in text_of(autosave(client, "b1", "151", version=3))


def test_what_cannot_be_read_is_said_and_kept(client: Client) -> None:
    words = text_of(autosave(client, "b1", "một trăm"))
    assert "Chưa đọc được “một trăm”: ghi một số nguyên." in words
    assert 'value="một trăm"' in client.get(FORM).content.decode()


def test_several_boxes_and_none_of_them(client: Client) -> None:
    autosave(client, "l-devices", "television", "radio")
    assert ReviewForm.objects.get().values["l-devices"] == "radio,television"
    autosave(client, "l-devices", version=1)
    assert "l-devices" not in ReviewForm.objects.get().values


def test_facts_beside_the_paper(client: Client) -> None:
    autosave(client, "i-toilet", "yes")
    response = autosave(client, "l-toilet", "septic", version=1)
    words = text_of(response)
    assert "Theo tình trạng đã ghi: không thiếu, khác phiếu giấy" in words
    assert "Kết quả tính theo phiếu giấy" in words


def test_leave_and_come_back(client: Client) -> None:
    autosave(client, "b1", "118")
    page = client.get(FORM).content.decode()
    assert 'value="118"' in page
    assert "Đã lưu lúc 10:00" in page


def test_the_plain_form_finishes_and_opens_the_next(client: Client, campaign: Campaign) -> None:
    base = base_of(client.get(FORM).content.decode())

    response = send(client, "tiep", base, b1="118", b2="30")

    assert response.status_code == 302
    assert response["Location"] == "/ra-soat/cuoi-nam-2019/ho/A-002"
    assert ReviewResult.objects.get(campaign=campaign).score_b1 == 118


def test_the_last_form_leads_back_to_the_village(
    client: Client, campaign: Campaign, small: District, head: User
) -> None:
    for code in ("A-002", "A-003"):
        one = Household.objects.select_related("unit").get(code=code)
        actions.save_form(
            campaign=campaign, household=one, changes={"b1": "130", "b2": "0"}, by=head
        )
        actions.finish_form(campaign=campaign, household=one, by=head)

    response = send(client, "tiep", {}, b1="118", b2="30")

    village = small.villages["A"].pk
    assert response["Location"] == f"/ra-soat/cuoi-nam-2019/thon/{village}/bang"


def test_an_incomplete_form_is_saved_and_told(client: Client) -> None:
    response = send(client, "xong", {}, b1="118")

    words = text_of(client.get(response["Location"]))
    assert "còn thiếu Điểm B2. Phiếu vẫn được lưu" in words
    assert "(FRM-005)" in words
    assert ReviewForm.objects.get().values["b1"] == "118"


def test_a_finished_form_is_read_until_it_is_opened(client: Client) -> None:
    send(client, "xong", {}, b1="118", b2="30")

    page = client.get(FORM)
    assert "Lò Văn Ơn hoàn thành lúc 10:00" in text_of(page)
    assert '<fieldset class="form-body" disabled>' in page.content.decode()
    refused = autosave(client, "b1", "130", version=9)
    assert refused.status_code == 409
    assert "Bấm «Sửa phiếu»" in text_of(refused)

    client.post(f"{FORM}/sua")
    assert '<fieldset class="form-body">' in client.get(FORM).content.decode()
    assert autosave(client, "b1", "130", version=9).status_code == 200


def test_evidence_is_changed_on_the_page(client: Client) -> None:
    response = client.post(f"{FORM}/luu", {"can-cu": "income", "chi-can-cu": "1"})
    assert response.status_code == 302
    assert "Thu nhập bình quân đầu người một tháng" in text_of(client.get(FORM))

    refused = client.post(f"{FORM}/luu", {"can-cu": "answers", "chi-can-cu": "1"})
    assert refused.status_code == 409
    assert "FRM-008" in text_of(refused)


# ── Two people ────────────────────────────────────────────────────────────────────────────────


def test_the_second_is_told_who_and_when_and_nothing_is_lost(
    client: Client, enter: Callable[[User], Client], clerk: User
) -> None:
    other = enter(clerk)
    base = base_of(other.get(FORM).content.decode())
    autosave(client, "b1", "118")

    answer = text_of(autosave(other, "b1", "125"))

    assert "Lò Văn Ơn đã ghi “118” lúc 10:00 ngày 10/10/2019" in answer
    assert "bạn vừa ghi “125”" in answer
    # The plain form of the same stale page: her other field goes in.
    send(other, "luu", base, b1="125", children="2")
    form = ReviewForm.objects.get()
    assert (form.values["b1"], form.values["children"]) == ("118", "2")
    conflict = FormConflict.objects.get()
    page = text_of(client.get(FORM))
    assert "Chỗ ghi khác nhau" in page
    assert "đang ghi: 118 (Lò Văn Ơn lúc 10:00" in page
    assert "gửi sau: 125" in page

    settled = client.post(f"{FORM}/chon/{conflict.pk}", {"lay": "sau"})

    assert settled.status_code == 302
    assert ReviewForm.objects.get().values["b1"] == "125"
    assert client.post(f"{FORM}/chon/{conflict.pk}", {"lay": "truoc"}).status_code == 409
    assert client.post(f"{FORM}/chon/999", {"lay": "truoc"}).status_code == 404


# ── Read-only, and whose it is ────────────────────────────────────────────────────────────────


def test_past_the_survey_the_page_says_who_closed_it_and_who_may_open(
    client: Client, campaign: Campaign, small: District, head: User, clerk: User
) -> None:
    for one in Household.objects.filter(code__startswith="A").select_related("unit"):
        actions.save_form(
            campaign=campaign, household=one, changes={"b1": "130", "b2": "0"}, by=head
        )
        actions.finish_form(campaign=campaign, household=one, by=head)
    reviews.judge_communes(campaign=campaign, units=[small.rural], by=None)
    village = small.villages["A"]
    move_village(campaign=campaign, village=village, to=VillageStage.SCORED, by=clerk, as_of=DAY)

    words = text_of(client.get(FORM))

    assert "Phiếu bị khóa: thôn Thôn Một đang ở bước «Đã chấm, chờ họp dân»" in words
    assert re.search(r"do Hà Thị Ân[^.]* chuyển lúc \d\d:\d\d ngày", words)
    assert "Mở lại được: Hà Thị Ân" in words
    assert "Sửa phiếu" not in words
    assert client.post(f"{FORM}/sua").status_code == 409
    grid = client.get(f"/ra-soat/cuoi-nam-2019/thon/{village.pk}/bang").content.decode()
    assert "Phiếu bị khóa" in grid
    assert "hx-post" not in grid.split("<tbody>")[1]


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.LEADER])
def test_who_may_only_read_gets_no_field(
    small: District, campaign: Campaign, enter: Callable[[User], Client], role: Role
) -> None:
    client = enter(officer(role, small.rural))

    page = client.get(FORM)

    assert "Bạn xem được phiếu; người nhập:" in text_of(page)
    assert '<fieldset class="form-body" disabled>' in page.content.decode()
    assert client.post(f"{FORM}/luu", {"b1": "1"}).status_code == 403


def test_a_village_head_is_kept_to_her_village(
    small: District, campaign: Campaign, enter: Callable[[User], Client]
) -> None:
    other = add_village(small, "C", "Thôn Khác")
    client = enter(officer(Role.VILLAGE, other))
    village = small.villages["A"].pk
    addresses = (FORM, f"/ra-soat/cuoi-nam-2019/thon/{village}/bang")
    assert [client.get(address).status_code for address in addresses] == [403, 403]
    assert client.post(f"{FORM}/luu", {"b1": "1"}).status_code == 403
    assert client.get(f"/ra-soat/cuoi-nam-2019/thon/{village}/phieu.xlsx").status_code == 403
    assert not ReviewForm.objects.exists()


def test_not_listed_and_not_here(client: Client, small: District) -> None:
    ReviewListing.objects.filter(household__code="A-001").update(
        withdrawn_on=date(2019, 10, 1), withdrawn_reason="chuyển đi"
    )
    assert "Hộ không có trong danh sách cần rà soát" in text_of(client.get(FORM))
    assert client.get("/ra-soat/cuoi-nam-2019/ho/Z-999").status_code == 404
    assert client.get("/ra-soat/khong-co/ho/A-001").status_code == 404


# ── The village ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def grid(small: District, campaign: Campaign) -> str:
    return f"/ra-soat/cuoi-nam-2019/thon/{small.villages['A'].pk}"


def test_grid_lists_who_is_to_be_reviewed(client: Client, grid: str) -> None:
    page = client.get(f"{grid}/bang")
    words = text_of(page)
    assert "0 trên 3 phiếu đã hoàn thành" in words
    assert [f"Nguyễn Thị Hồng 00{n}" in words for n in (1, 2, 3)] == [True] * 3
    assert "B1 100, B2 0" in words
    assert "<li>Trình độ giáo dục" in page.content.decode()


def test_a_row_is_saved_by_htmx_and_by_its_button(client: Client, grid: str) -> None:
    row = f"{grid}/bang/ho/A-001"
    typed = {"can-cu": "scores", "b1": "118", "b2": "10", "thieu": "8", "children": ""}
    typed["goc"] = json.dumps({"b1": "", "b2": "", "thieu": ""})

    fragment = client.post(row, typed, headers={"HX-Request": "true", "HX-Target": "tt-1"})

    assert fragment.status_code == 200
    words = text_of(fragment)
    assert "Hộ nghèo (N1)" in words
    assert "Đã xong lúc 10:00" in words
    assert 'name="goc"' in fragment.content.decode()
    again = typed | {"b1": "151", "goc": json.dumps({"b1": "118", "b2": "10", "thieu": "8"})}
    plain = client.post(row, again)
    assert plain["Location"].startswith(f"{grid}/bang?can-cu=scores#d-")
    assert "1 trên 3 phiếu" in text_of(client.get(f"{grid}/bang"))
    assert "Hộ không nghèo" in text_of(client.get(f"{grid}/bang"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"b1": "118", "thieu": "1 77"}, "có số 77"),
        ({"b1": "nhiều", "b2": "10"}, "Chưa đọc được “nhiều”"),
        ({"b1": "118", "b2": "110"}, "tối đa 100"),
        ({"b1": "118"}, "Còn thiếu Điểm B2."),
    ],
)
def test_a_fault_is_said_in_its_row(
    client: Client, grid: str, typed: dict[str, str], words: str
) -> None:
    row = f"{grid}/bang/ho/A-001"
    data = {"can-cu": "scores", "goc": "{}", **typed}

    fragment = client.post(row, data, headers={"HX-Request": "true", "HX-Target": "tt-1"})

    assert fragment.status_code == 200
    assert words in text_of(fragment)
    assert not ReviewResult.objects.filter(campaign__code="cuoi-nam-2019").exists()


def test_two_rows_of_two_people(
    client: Client, grid: str, enter: Callable[[User], Client], clerk: User
) -> None:
    row, empty = f"{grid}/bang/ho/A-001", json.dumps({"b1": "", "b2": "", "thieu": ""})
    typed = {"can-cu": "scores", "b2": "10", "thieu": "8", "goc": empty}
    headers = {"HX-Request": "true", "HX-Target": "tt-1"}
    client.post(row, typed | {"b1": "118"}, headers=headers)

    answer = enter(clerk).post(row, typed | {"b1": "125"}, headers=headers)

    assert "Lò Văn Ơn đã ghi “118”" in text_of(answer)
    assert FormConflict.objects.get().offered == {"b1": "125"}


def test_broken_requests_are_no_errors(client: Client, grid: str) -> None:
    row = f"{grid}/bang/ho/A-001"
    assert client.post(row, {"can-cu": "magic"}).status_code == 404
    assert client.post(row, {"can-cu": "scores", "goc": "[1"}).status_code == 302
    assert client.post(f"{FORM}/luu", {"goc": "no json", "b1": "118"}).status_code == 302
    assert autosave(client, "no-such-field", "1").status_code == 409
    assert client.post(f"{FORM}/luu", {"truong": "b1"}, headers=HTMX).status_code == 200


def test_hundred_households_cost_the_same_queries(
    small: District, enter: Callable[[User], Client]
) -> None:
    """A row more asks the database nothing more."""
    village = add_village(small, "T", "Thôn Đông")
    client = enter(officer(Role.VILLAGE, village))
    client.get("/")
    counts = []
    for number, size in enumerate((5, 100)):
        codes = [f"T-{number}{place:03}" for place in range(size)]
        small.load(*codes)
        open_full(small, code=f"dong-{number}", whole_register=True)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/ra-soat/dong-{number}/thon/{village.pk}/bang")
        counts.append(len(queries))
        assert page.content.decode().count('name="b1"') == size + (5 if number else 0)

    assert counts[0] == counts[1]
    assert counts[1] <= 24


# ── Without network ───────────────────────────────────────────────────────────────────────────


def test_the_workbook_goes_out_and_comes_back(client: Client, grid: str) -> None:
    out = client.get(f"{grid}/phieu.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(out.content))
    assert book.sheet_names == ["Phiếu", "Hướng dẫn", "goc"]
    assert AuditEvent.objects.filter(action="forms.export_village").exists()

    upload = SimpleUploadedFile("phieu.xlsx", out.content)
    response = client.post(f"{grid}/nhap", {"tep": upload})

    assert response.status_code == 302
    words = text_of(client.get(f"{grid}/bang"))
    assert "đọc 3 phiếu = 0 ghi vào + 3 không đổi" in words


@pytest.mark.parametrize(
    ("upload", "code"),
    [(None, "FRM-010"), (SimpleUploadedFile("a.xlsx", b"not a workbook"), "FRM-010")],
)
def test_a_bad_file_is_refused_by_name(
    client: Client, grid: str, upload: SimpleUploadedFile | None, code: str
) -> None:
    response = client.post(f"{grid}/nhap", {"tep": upload} if upload else {})
    assert response.status_code == 409
    assert code in text_of(response)


def test_drafts_are_finished_together_after_a_look(
    client: Client, grid: str, campaign: Campaign, head: User
) -> None:
    for code, b1 in (("A-001", "118"), ("A-002", "")):
        one = Household.objects.select_related("unit").get(code=code)
        actions.save_form(campaign=campaign, household=one, changes={"b1": b1, "b2": "10"}, by=head)

    response = client.post(f"{grid}/bang/xong")

    words = text_of(client.get(response["Location"]))
    assert "Đã hoàn thành 1 phiếu." in words
    assert "Hộ A-002: còn thiếu Điểm B1." in words
