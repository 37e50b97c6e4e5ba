"""One commune walks the whole review of 2021, from its last village's forms to next year's list."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from giamngheo.demo.accounts import PASSWORD
from tests.browser.conftest import LAPTOP, PHONE, Watch
from tests.demo_site import BuiltDemo

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

CAMPAIGN = "/ra-soat/trieu-son-2021"
COMMUNE = f"{CAMPAIGN}/xa/15670"
VILLAGE_HEAD, OFFICER, CHAIRMAN = "thon.thobinh", "xa.thobinh", "chutich.thobinh"
DISTRICT_LEADER, NEIGHBOUR = "lanhdao.trieuson", "xa.binhson"
DISTRICT_OFFICER = "huyen.trieuson"
# B1 and B2 as typed for the seven households, in the order of the village's list.
FORMS = (("100", "10"), ("125", "20"), ("155", "10"), ("90", "0"), ("150", "0"), ("160", "0"))
LAST_FORM = ("95", "30")


class Day:
    """The demonstration served on one day, entered by one person after another."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.pages: list[Page] = []

    def page(self, username: str, *, size: dict[str, int] = LAPTOP) -> Page:
        page = self.stranger(size=size)
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda address: not address.endswith("/dang-nhap"))
        return page

    def stranger(self, *, size: dict[str, int] = LAPTOP) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            viewport=size,
            is_mobile=size is PHONE,
            has_touch=size is PHONE,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.watch = Watch(page)
        self.pages.append(page)
        return page

    def close(self) -> None:
        faults = [fault for page in self.pages for fault in page.watch.unexpected()]
        for page in self.pages:
            page.context.close()
        assert not faults, "\n".join(faults)


@pytest.fixture
def on(demo: BuiltDemo, browser: Browser) -> Callable[[str], object]:
    """Return a maker of days: `with on("2021-11-08") as day`."""

    @contextmanager
    def served(day: str) -> Iterator[Day]:
        with demo.served(on=day) as site:
            opened = Day(browser, site.url)
            yield opened
            opened.close()

    return served


def test_a_commune_walks_the_year(
    on: Callable[..., object], axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> None:
    with on("2021-11-08") as day:
        village = fill_the_forms(day, axe, shoot)
        hold_a_failed_meeting(day, village)
        hold_a_passed_meeting(day, village, axe, shoot)
        public = post_the_list(day, village, axe, shoot)
    with on("2021-11-09") as day:
        complain(day, village, public)
        neighbour_gets_nothing(day, village)
    with on("2021-11-11") as day:
        recheck(day, village)
    with on("2021-11-17") as day:
        close(day, village)
        submit(day, axe)
        check(day)
        report(day)
    with on("2021-11-22") as day:
        give_opinion(day)
    with on("2021-11-24") as day:
        decide(day, axe, shoot)
        take_the_papers(day)
    with on("2022-09-01") as day:
        next_list_is_this_list(day)


def fill_the_forms(day: Day, axe: Callable[[Page], None], shoot: Callable[..., Path]) -> str:
    """Return the address of the village whose forms were filled on a phone."""
    page = day.page(VILLAGE_HEAD, size=PHONE)
    page.get_by_role("link", name="cuối năm 2021").click()
    expect(page.locator("h1")).to_contain_text("Thôn Đồi Nứa")
    village = page.url.removeprefix(day.url)
    page.get_by_role("link", name="Nhập phiếu").first.click()
    page.locator("table a").first.click()
    axe(page)
    shoot(page, "review-form-phone")
    for b1, b2 in FORMS:
        fill_one(page, b1, b2)
        page.get_by_role("button", name="Xong, sang hộ tiếp theo").click()
    fill_one(page, *LAST_FORM)
    page.get_by_role("button", name="Hoàn thành", exact=True).click()
    return village


def fill_one(page: Page, b1: str, b2: str) -> None:
    """Type one form as it stands on paper: B2 is ten points for each service lacking."""
    page.get_by_label("Điểm B1").fill(b1)
    page.get_by_label("Điểm B2").fill(b2)
    ticks = page.locator("input[type=checkbox][name^=i-]")
    for number in range(ticks.count()):
        ticks.nth(number).set_checked(number < int(b2) // 10)


def score(page: Page, village: str) -> None:
    page.goto(f"{village}/danh-sach")
    page.get_by_role("button", name="Chấm xong, chuyển họp dân").click()
    expect(page.locator("main")).to_contain_text("Bước tiếp theo: họp dân")


def confirmed(page: Page, words: str, **fields: str) -> None:
    """Press a button that asks once more, fill what it asks, and say yes."""
    box = page.locator("details.confirm", has=page.locator("summary", has_text=words))
    box.locator("summary").click()
    for label, value in fields.items():
        page.locator(f"[name={label}]:visible").fill(value)
    page.locator("button[type=submit]:visible", has_text=words).click()


def hold_a_failed_meeting(day: Day, village: str) -> None:
    """Fourteen of thirty agree: one short of half, so the forms are looked at again."""
    page = day.page(OFFICER)
    page.goto(village)
    confirmed(page, "Chấm xong, chuyển họp dân")
    record_meeting(page, village, agree=14, against=16)
    expect(page.locator(".answer").first).to_contain_text("Đang thu thập phiếu")
    expect(page.get_by_role("link", name="Ghi niêm yết", exact=True)).to_have_count(0)


def hold_a_passed_meeting(
    day: Day, village: str, axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> None:
    """Half is enough, to the vote: fifteen of thirty."""
    page = day.page(OFFICER)
    score(page, village)
    page.goto(village)
    axe(page)
    record_meeting(page, village, agree=15, against=15)
    expect(page.locator(".answer").first).to_contain_text("Họp dân đã thống nhất")
    shoot(page, "village-agreed")


def record_meeting(page: Page, village: str, *, agree: int, against: int) -> None:
    page.goto(village)
    page.get_by_role("link", name="Ghi họp dân").click()
    page.get_by_label("Chủ trì", exact=True).fill("Quách Thị Mơ")
    page.get_by_label("Thư ký").fill("Lò Văn Ơn")
    page.locator("input[name=count_OTHER_HOUSEHOLD]").fill(str(agree + against))
    page.locator("input[name=agree]").fill(str(agree))
    page.locator("input[name=against]").fill(str(against))
    page.get_by_role("button", name="Ghi họp dân").click()
    page.goto(village)


def post_the_list(
    day: Day, village: str, axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> str:
    """Return the address of the public page, which shows names and results and nothing else."""
    page = day.page(OFFICER)
    page.goto(village)
    page.get_by_role("link", name="Ghi niêm yết", exact=True).click()
    page.get_by_label("Nơi niêm yết").fill("Nhà văn hóa thôn; trụ sở Ủy ban nhân dân xã")
    page.get_by_label("Nơi tiếp nhận phản ánh").fill("Ban Chỉ đạo rà soát xã Thọ Bình")
    page.get_by_label("Điện thoại tiếp nhận phản ánh").fill("0237 000 000")
    page.get_by_label("Người chứng kiến").fill("Bí thư chi bộ thôn")
    page.get_by_role("button", name="Ghi niêm yết").click()
    page.goto(village)
    # Monday the 8th and three working days after it: the last is Thursday the 11th.
    expect(page.locator("#niem-yet")).to_contain_text("đến hết 11/11/2021")
    link = page.locator("#niem-yet a.code").first.inner_text()
    public = day.stranger(size=PHONE)
    public.goto(link)
    expect(public.locator("main table tbody tr")).to_have_count(7)
    text = public.locator("main").inner_text()
    assert not re.search(r"\b\d{12}\b", text), "a personal number in public"
    for private in ("B1", "B2", "N1", "Điểm", "TS-15670"):
        assert private not in text
    axe(public)
    shoot(public, "public-list-phone")
    return link


def complain(day: Day, village: str, public: str) -> None:
    """A neighbour writes on the public page; the officer confirms that it was received."""
    stranger = day.stranger(size=PHONE)
    stranger.goto(public)
    stranger.get_by_role("link", name="phản ánh").first.click()
    stranger.get_by_label("Họ và tên").fill("Hà Thị Ân")
    stranger.locator("[name=contact]").fill("0912 000 000")
    stranger.locator("[name=about]").fill("hộ Hà Văn Lâm")
    stranger.locator("[name=text]").fill("Hộ này đã bán máy cày, thu nhập không còn như trước.")
    stranger.get_by_role("button", name="Gửi").click()
    confirm_complaint(day, village)


def confirm_complaint(day: Day, village: str) -> None:
    page = day.page(OFFICER)
    page.goto(village)
    page.get_by_role("link", name="Xác nhận phản ánh").click()
    option = page.locator("select[name=household] option", has_text="Hà Văn Lâm")
    page.locator("select[name=household]").select_option(option.get_attribute("value"))
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    # Seven working days after Tuesday the 9th.
    expect(page.locator(".answer")).to_contain_text("18/11/2021")


def neighbour_gets_nothing(day: Day, village: str) -> None:
    page = day.page(NEIGHBOUR)
    page.watch.expect("status of 40[34]")
    for address in (village, f"{village}/bang", f"{village}/danh-sach", f"{COMMUNE}/trinh-duyet"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403, address


def recheck(day: Day, village: str) -> None:
    """The re-check finds another score: the form is mended, judged and posted again."""
    page = day.page(OFFICER)
    page.goto(village)
    page.get_by_role("link", name="Ghi phúc tra").click()
    page.get_by_label("Tổ phúc tra").fill("Bùi Thị Hạnh, Hà Văn Quyết")
    page.get_by_label("Kết quả phúc tra").fill("Hộ không còn máy cày; điểm B1 chấm lại là 145.")
    page.locator("select[name=changes_answers]").select_option("1")
    page.get_by_role("button", name="Ghi phúc tra").click()
    mend_and_post_again(day, village)


def mend_and_post_again(day: Day, village: str) -> None:
    page = day.page(OFFICER)
    page.goto(f"{village}/bang")
    page.get_by_role("link", name="Hà Văn Lâm").click()
    page.get_by_role("button", name="Sửa phiếu").click()
    page.get_by_label("Điểm B1").fill("145")
    page.get_by_role("button", name="Hoàn thành", exact=True).click()
    score(page, village)
    page.goto(village)
    page.get_by_role("link", name="Ghi niêm yết lại").click()
    page.get_by_label("Nơi niêm yết").fill("Nhà văn hóa thôn")
    page.get_by_label("Nơi tiếp nhận phản ánh").fill("Ban Chỉ đạo rà soát xã Thọ Bình")
    page.get_by_label("Điện thoại tiếp nhận phản ánh").fill("0237 000 000")
    page.get_by_label("Người chứng kiến").fill("Bí thư chi bộ thôn")
    page.get_by_role("button", name="Ghi niêm yết").click()
    answer_complaint(day, village)


def answer_complaint(day: Day, village: str) -> None:
    page = day.page(OFFICER)
    page.goto(village)
    page.get_by_role("link", name="Trả lời phản ánh").click()
    page.get_by_label("Nội dung trả lời").fill("Đã phúc tra, chấm lại và niêm yết lại danh sách.")
    page.get_by_role("button", name="Ghi trả lời").click()


def close(day: Day, village: str) -> None:
    page = day.page(OFFICER)
    page.goto(village)
    confirmed(page, "Kết thúc niêm yết")
    expect(page.locator(".answer").first).to_contain_text("hết khiếu nại")


def submit(day: Day, axe: Callable[[Page], None]) -> None:
    page = day.page(OFFICER)
    page.goto(f"{COMMUNE}/trinh-duyet")
    axe(page)
    page.get_by_role("button", name="Trình danh sách").click()
    expect(page.get_by_role("button", name="Đã thẩm tra, đồng ý")).to_have_count(0)


def check(day: Day) -> None:
    """Another person than who submitted."""
    page = day.page(CHAIRMAN)
    page.goto(f"{COMMUNE}/trinh-duyet")
    page.get_by_role("button", name="Đã thẩm tra, đồng ý").click()


def report(day: Day) -> None:
    page = day.page(OFFICER)
    page.goto(f"{COMMUNE}/trinh-duyet")
    page.get_by_label("Số, ký hiệu").fill("85/BC-UBND")
    page.get_by_label("Ngày gửi").fill("17/11/2021")
    page.get_by_role("button", name="Ghi báo cáo đã gửi").click()
    # Five working days after Wednesday the 17th.
    expect(page.locator("main")).to_contain_text("24/11/2021")


def give_opinion(day: Day) -> None:
    page = day.page(DISTRICT_LEADER)
    page.goto("/viec-cho-duyet")
    page.get_by_role("link", name="Thọ Bình").first.click()
    page.goto(f"{COMMUNE}/trinh-duyet")
    page.get_by_label("Số, ký hiệu").fill("1210/UBND-LĐTBXH")
    page.get_by_label("Ngày ký").fill("22/11/2021")
    page.get_by_label("Người ký").fill("Vũ Đình Trạch")
    page.get_by_role("button", name="Ghi văn bản ý kiến").click()


def decide(day: Day, axe: Callable[[Page], None], shoot: Callable[..., Path]) -> None:
    page = day.page(OFFICER)
    page.goto(f"{COMMUNE}/trinh-duyet")
    page.locator("[name=number]").fill("312/QĐ-UBND")
    page.locator("[name=escape_number]").fill("313/QĐ-UBND")
    page.get_by_label("Ngày ký").fill("24/11/2021")
    page.get_by_label("Người ký").fill("Hà Văn Quyết")
    page.get_by_role("button", name="Ghi quyết định và khóa danh sách").click()
    expect(page.locator(".answer")).to_contain_text("312/QĐ-UBND")
    axe(page)
    shoot(page, "decided")


def take_the_papers(day: Day) -> None:
    """Every paper of the commune comes down; the certificates are made as work."""
    page = day.page(OFFICER)
    page.goto(f"{COMMUNE}/van-ban")
    papers = page.locator("main a[download], main a[href$='.docx']")
    assert papers.count() >= 3
    for number in range(papers.count()):
        with page.expect_download() as download:
            papers.nth(number).click()
        assert Path(download.value.path()).stat().st_size > 5_000


def next_list_is_this_list(day: Day) -> None:
    """A year later the review opens with the households that this decision left poor or near."""
    page = day.page(DISTRICT_OFFICER)
    page.goto(f"{COMMUNE}/trinh-duyet")
    tiles = page.locator(".tiles a").all_inner_texts()
    closing = sum(int(re.sub(r"\D", "", text)) for text in tiles[:2])
    page.goto("/ra-soat/mo-dot")
    page.get_by_label("Tên đợt").fill("Rà soát năm 2022, xã Thọ Bình")
    for box in page.locator("input[name=communes]").all():
        box.set_checked(False)
    page.get_by_label("Xã Thọ Bình").check()
    page.get_by_role("button", name="Mở đợt và lập danh sách").click()
    page.get_by_role("link", name="Tiến độ").click()
    expect(page.locator("main")).to_contain_text(f"{closing} hộ")
