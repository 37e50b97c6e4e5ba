"""The base in a real browser: log-in, frame, search, keyboard, dialogs, phone, print, no script."""

import re

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.work.models import WorkItem
from tests.browser.conftest import RESULTS
from tests.factories.accounts import PASSWORD, officer
from tests.web.conftest import (  # noqa: F401
    district,
    district_officer,
    neighbour,
    new_tho_binh,
    province,
    tho_binh,
    tho_son,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def system(db):
    return officer(Role.SYSTEM, full_name="Hoàng Minh Tuệ")


@pytest.fixture
def people(transactional_db, district_officer, tho_binh, new_tho_binh):  # noqa: F811
    return district_officer


def _go_in(page, log_in, user):
    log_in(page, user.username, PASSWORD)


def test_the_log_in_page(page, phone, axe, shoot, fits, transactional_db):
    for one in (page, phone):
        one.goto("/dang-nhap")
        axe(one)
        fits(one)
        shoot(one, "log-in")


def test_a_refused_log_in_says_so_and_a_right_one_leads_home(page, log_in, people, shoot):
    page.watch.expect("status of 400")
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(people.username)
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("button", name="Đăng nhập").click()
    assert page.get_by_role("alert").inner_text().startswith("Sai")
    shoot(page, "log-in-refused")

    _go_in(page, log_in, people)

    assert page.get_by_role("heading", level=1).inner_text() == "Tổng quan"


def test_the_first_page(page, phone, log_in, people, axe, shoot, fits):
    for one in (page, phone):
        _go_in(one, log_in, people)
        axe(one)
        fits(one)
        shoot(one, "home")


def test_slash_goes_to_the_search_box_and_finds_without_marks(page, log_in, people, axe, shoot):
    _go_in(page, log_in, people)

    page.keyboard.press("/")
    page.keyboard.type("tho binh")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("/tim"))
    assert page.get_by_role("link", name="Xã Thọ Bình").count() == 2
    axe(page)
    shoot(page, "search")


def test_unit_and_year_are_kept_by_choosing(page, log_in, people, tho_binh):  # noqa: F811
    _go_in(page, log_in, people)

    with page.expect_navigation():
        page.get_by_label("Năm", exact=True).select_option("2020")
    with page.expect_navigation():
        page.get_by_label("Đơn vị", exact=True).select_option(str(tho_binh.pk))
    page.goto("/danh-muc/don-vi")

    assert page.get_by_label("Năm", exact=True).input_value() == "2020"
    assert page.get_by_label("Đơn vị", exact=True).input_value() == str(tho_binh.pk)
    assert page.get_by_label("Tại ngày").input_value() == "31/12/2020"


def test_the_register_of_units_filters_without_leaving_the_page(
    page, phone, log_in, people, axe, shoot, fits
):
    for one in (page, phone):
        _go_in(one, log_in, people)
        one.goto("/danh-muc/don-vi")
        one.evaluate("window.sameDocument = true")
        one.get_by_label("Tên đơn vị").fill("tho")
        one.get_by_label("Tại ngày").fill("30/06/2025")
        one.get_by_label("Tại ngày").press("Enter")
        one.get_by_role("cell", name="15667").wait_for()
        assert one.evaluate("window.sameDocument")
        assert "ten=tho" in one.url
        axe(one)
        fits(one)
        shoot(one, "units")


def test_a_unit_through_time(page, phone, log_in, people, tho_son, axe, shoot, fits):  # noqa: F811
    for one in (page, phone):
        _go_in(one, log_in, people)
        one.goto(f"/danh-muc/don-vi/{tho_son.pk}")
        axe(one)
        fits(one)
        shoot(one, "unit")

    page.get_by_role("link", name="Xã Thọ Bình").first.click()

    assert page.get_by_role("heading", level=1).inner_text() == "Xã Thọ Bình"
    assert page.get_by_role("link", name="Xã Thọ Sơn").count() == 1


def test_the_gallery(page, phone, log_in, system, axe, shoot, fits):
    for one in (page, phone):
        _go_in(one, log_in, system)
        one.goto("/giao-dien")
        axe(one)
        fits(one)
        shoot(one, "gallery")


def test_sorting_keeps_the_page_the_focus_and_the_address(page, log_in, system):
    _go_in(page, log_in, system)
    page.goto("/giao-dien")
    page.evaluate("window.sameDocument = true")
    first = page.locator("#gallery-communes tbody tr:nth-child(2) th")

    page.get_by_role("link", name="Đầu năm", exact=True).click()
    page.wait_for_url(re.compile("sap-xep=-poor_start"))

    assert first.inner_text().startswith("Phường Thành phố Hồ Chí Minh")
    assert page.evaluate("document.activeElement.id") == "gallery-communes-poor_start"
    assert page.evaluate("window.sameDocument")
    page.go_back()
    page.wait_for_url(re.compile("/giao-dien$"))
    assert first.inner_text() != ""


def test_arrow_keys_move_down_a_column(page, log_in, system):
    _go_in(page, log_in, system)
    page.goto("/giao-dien?sap-xep=-poor_start")
    page.get_by_role("link", name="210").focus()

    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "182"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent") == "12"


def test_the_head_of_a_table_stays_under_the_head_of_the_page(page, log_in, system):
    _go_in(page, log_in, system)
    page.goto("/giao-dien")
    page.locator("#gallery-communes tbody tr:nth-child(4)").evaluate(
        "row => scrollTo(0, row.getBoundingClientRect().top + scrollY - 150)"
    )

    top = page.locator("#gallery-communes thead").evaluate(
        "head => head.rows[0].cells[0].getBoundingClientRect().top"
    )
    assert 50 <= top <= 60


def test_a_consequence_is_confirmed_in_a_dialog(page, log_in, system, axe):
    _go_in(page, log_in, system)
    page.goto("/giao-dien")

    page.locator("summary", has_text="Ban hành").click()
    dialog = page.get_by_role("dialog", name="Ban hành danh sách")
    assert "63 hộ được khóa" in dialog.inner_text()
    axe(page)
    page.keyboard.press("Escape")

    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_running_work_moves_on_by_itself(page, log_in, people, axe, shoot):
    item = WorkItem.objects.create(
        kind="verify_audit", title="Nạp danh sách hộ", owner=people, done=10, total=59360
    )
    _go_in(page, log_in, people)
    page.goto("/cong-viec")
    assert "10 / 59.360" in page.locator("#results").inner_text()
    axe(page)
    shoot(page, "work")

    WorkItem.objects.filter(pk=item.pk).update(done=29680)

    page.get_by_text("29.680 / 59.360").wait_for()


def test_a_lost_network_is_said(page, log_in, system):
    page.watch.expect("INTERNET_DISCONNECTED")
    page.watch.expect("htmx:")
    _go_in(page, log_in, system)
    page.goto("/giao-dien")

    page.context.set_offline(True)
    page.get_by_role("link", name="Đầu năm", exact=True).click()

    page.locator("#messages").get_by_text("không nối được với máy chủ").wait_for()


def test_an_ended_session_leads_to_the_log_in_page_and_back(page, log_in, system):
    _go_in(page, log_in, system)
    page.goto("/giao-dien")

    page.context.clear_cookies()
    page.get_by_role("link", name="Đầu năm", exact=True).click()
    page.wait_for_url(re.compile("dang-nhap"))
    page.get_by_label("Tên đăng nhập").fill(system.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()

    page.wait_for_url(re.compile("/giao-dien$"))


def test_everything_works_without_a_script(open_page, log_in, people, tho_binh):  # noqa: F811
    page = open_page(scripts=False)
    _go_in(page, log_in, people)

    page.get_by_label("Năm", exact=True).select_option("2020")
    page.get_by_role("button", name="Chọn", exact=True).click()
    page.get_by_role("link", name="Danh mục").first.click()
    page.get_by_label("Tên đơn vị").fill("tho binh")
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("link", name="Tên đơn vị").click()

    assert "sap-xep=name" in page.url
    page.get_by_role("link", name="Xã Thọ Bình").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Xã Thọ Bình"


def test_no_right_names_who_has_it(page, log_in, people, neighbour, axe, shoot):  # noqa: F811
    page.watch.expect("status of 403")
    _go_in(page, log_in, people)

    page.goto("/giao-dien")

    assert "người quản trị hệ thống" in page.locator("main").inner_text()
    axe(page)
    shoot(page, "no-right")


def test_print_leaves_only_the_paper(page, log_in, system, shoot):
    _go_in(page, log_in, system)
    page.goto("/giao-dien")

    page.emulate_media(media="print")

    assert not page.locator(".rail").is_visible()
    assert not page.locator(".frame-head").is_visible()
    assert "Liberation Serif" in page.evaluate("getComputedStyle(document.body).fontFamily")
    assert page.get_by_text("In lúc").is_visible()
    shoot(page, "gallery-print")
    page.pdf(path=RESULTS / "gallery.pdf", prefer_css_page_size=True)


def test_skip_link_is_the_first_stop(page, log_in, people):
    _go_in(page, log_in, people)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("fault", ["request", "console"])
def test_the_watch_sees_what_it_must(open_page, transactional_db, fault):
    page = open_page()
    page.goto("/dang-nhap")
    scripts = {
        "request": "fetch('http://192.0.2.1/').catch(() => null)",
        "console": "document.body.setAttribute('style', 'color: red')",
    }

    page.evaluate(scripts[fault])
    page.wait_for_timeout(300)

    assert page.watch.unexpected()
    page.watch.expect("")
