"""A province's plan: sent in, one item mended, committed, followed, written and read back."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from giamngheo.documents import read_plan
from tests.browser.conftest import PHONE
from tests.browser.test_review_year import Day, confirmed
from tests.demo_site import BuiltDemo, DemoSite
from tests.documents.test_plan_paper import without_places

pytestmark = [pytest.mark.slow, pytest.mark.shared, pytest.mark.xdist_group("demo")]

OFFICER, FIRST_PASSWORD = "tinh.binhphuoc", "Dong-Xanh-2024"
PROVINCE = "70"
MENDED = "Sở Lao động - Thương binh và Xã hội tỉnh Bình Phước"


def test_a_plan_becomes_tasks_targets_and_money(
    demo: BuiltDemo,
    browser: Browser,
    shared_dir: Path,
    tmp_path: Path,
    axe: Callable[[Page], None],
    shoot: Callable[..., Path],
) -> None:
    file = next((shared_dir / "seeds").glob("002_*.txt"))
    with demo.served(on="2024-03-01") as site:
        day = Day(browser, site.url)
        try:
            page = enter(day, site)
            plan_id = send_in(page, file, axe, shoot)
            mend_one(page, shoot)
            commit(page)
            money_and_targets_stand(page, plan_id, axe, shoot)
            tasks_stand(page, plan_id, axe, shoot)
            on_a_phone(day, page, plan_id)
            written_is_read_back(site, file, plan_id, tmp_path)
        finally:
            day.close()


def enter(day: Day, site: DemoSite) -> Page:
    """An officer of the province of the plan: an account by command, a password of her own."""
    made = site.command("users", "add", OFFICER, "--name", "Đỗ Thị Bưởi")
    found = re.search(r"Mật khẩu tạm: (\S+)", made.stdout)
    assert found, made.stderr
    given = site.command("users", "role", OFFICER, "PROVINCE", "--unit", PROVINCE)
    assert given.returncode == 0, given.stderr
    page = day.stranger()
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(OFFICER)
    page.get_by_label("Mật khẩu").fill(found[1])
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mật khẩu đang dùng").fill(found[1])
    page.get_by_label("Mật khẩu mới", exact=True).fill(FIRST_PASSWORD)
    page.get_by_label("Gõ lại mật khẩu mới").fill(FIRST_PASSWORD)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    expect(page.locator("h1")).to_contain_text("Tổng quan")
    return page


def send_in(page: Page, file: Path, axe: Callable[[Page], None], shoot: Callable[..., Path]) -> int:
    page.goto("/ke-hoach/nap")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.wait_for_url("**/ke-hoach/doc/*")
    expect(page.locator(".answer")).to_contain_text("Tỉnh Bình Phước")
    expect(page.locator(".desk-findings")).to_contain_text("45.434")
    axe(page)
    shoot(page, "plan-desk")
    return int(re.sub(r"\D", "", page.url.rsplit("/", 1)[1]))


def mend_one(page: Page, shoot: Callable[..., Path]) -> None:
    """The keyboard opens the first task for mending; what was read stays beside what was typed."""
    page.locator(".desk-blocks a", has_text="Nhiệm vụ").click()
    expect(page.locator(".desk-blocks a[aria-current=true]")).to_contain_text("Nhiệm vụ")
    page.keyboard.press("j")
    expect(page.locator(".desk-item:focus")).to_have_count(1)
    page.keyboard.press("e")
    page.get_by_label("Chủ trì").fill(MENDED)
    page.get_by_role("button", name="Ghi phần sửa").click()
    mended = page.locator(".desk-corrected")
    expect(mended).to_have_count(1)
    expect(mended).to_contain_text(MENDED)
    expect(mended).to_contain_text("Máy đọc:")
    shoot(page, "plan-desk-mended")


def commit(page: Page) -> None:
    confirmed(page, "Nhận hết mục chưa xem")
    expect(page.locator(".answer")).to_contain_text("Đã xem đủ")
    confirmed(page, "Ghi nhận kế hoạch")
    expect(page.locator("h1")).to_contain_text("giảm nghèo bền vững năm 2024")


def money_and_targets_stand(
    page: Page, plan_id: int, axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> None:
    page.goto(f"/ke-hoach/{plan_id}?phan=kinh-phi")
    expect(page.locator("main")).to_contain_text("45.434")
    axe(page)
    shoot(page, "plan-money")
    page.goto(f"/chi-tieu/{PROVINCE}/2024")
    expect(page.locator("main")).to_contain_text("500")
    axe(page)
    shoot(page, "plan-targets")


def tasks_stand(
    page: Page, plan_id: int, axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> None:
    page.goto(f"/ke-hoach/{plan_id}")
    page.get_by_role("link", name="Giao việc, khoảng trống phân công").click()
    page.get_by_role("button", name="Đưa nhiệm vụ của kế hoạch vào bảng theo dõi").click()
    expect(page.locator("main")).to_contain_text("nhiệm vụ vào bảng")
    page.get_by_role("link", name="Xem trên bảng theo dõi").click()
    rows = page.locator("#results tbody tr")
    expect(rows.first).to_be_visible()
    assert rows.count() >= 15
    expect(page.locator("#results")).to_contain_text("Sở Lao động - Thương binh và Xã hội")
    axe(page)
    shoot(page, "plan-tasks")


def on_a_phone(day: Day, page: Page, plan_id: int) -> None:
    """The same desk and board at 360 pixels: nothing lies beside the screen."""
    phone = day.stranger(size=PHONE)
    phone.context.add_cookies(page.context.cookies())
    for address in (f"/ke-hoach/{plan_id}", f"/ke-hoach/{plan_id}?phan=nhiem-vu", "/nhiem-vu"):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def written_is_read_back(site: DemoSite, file: Path, plan_id: int, folder: Path) -> None:
    """The Word file holds what was read, with the one lead that a person mended."""
    target = folder / "ke-hoach.docx"
    written = site.command("plan", "write", str(plan_id), "-o", str(target))
    assert written.returncode == 0, written.stderr
    back = site.command("plan", "read", str(target), "--json")
    before: Any = without_places(read_plan(file).to_json())
    after: Any = without_places(json.loads(back.stdout))
    assert after.keys() == before.keys()
    for block in before.keys() - {"tasks"}:
        assert after[block] == before[block], block
    assert len(after["tasks"]) == len(before["tasks"])
