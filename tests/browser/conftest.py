"""
A real browser against a served page.

The fixture `page` fails its test when the page asks any host but ours, writes an error to the
console (a refused style or script is one) or throws. Screenshots go to test-results/.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.demo_site import BuiltDemo, built_demo

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STYLE = ROOT / "giamngheo" / "web" / "static" / "build" / "style.css"
RESULTS = ROOT / "test-results"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
OURS = {"localhost", "127.0.0.1"}
INSIDE = {"data", "blob", "about"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


class Watch:
    """What a page did that it must not; a test that provokes an error names it in `expected`."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self.expected: list[str] = []
        page.on("request", self._see_request)
        page.on("console", self._see_console)
        page.on("pageerror", lambda error: self.faults.append(f"pageerror: {error}"))

    def expect(self, pattern: str) -> None:
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [
            fault
            for fault in self.faults
            if not any(re.search(pattern, fault) for pattern in self.expected)
        ]

    def _see_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in INSIDE and parts.hostname not in OURS:
            self.faults.append(f"request: {request.url}")

    def _see_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")


@pytest.fixture(scope="session")
def _unsafe_allowed() -> Iterator[None]:
    """Playwright keeps an event loop in this thread; the ORM may be used beside it all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser(_unsafe_allowed: None) -> Iterator[Browser]:
    assert STYLE.exists(), "chưa dựng giao diện: npm ci && npm run build"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo(django_db_setup: None) -> Iterator[BuiltDemo]:
    """Return the demonstration, built once; each module reads or works on a year of its own."""
    with built_demo() as built:
        yield built


@pytest.fixture
def site_url(live_server) -> str:
    """Return where the pages are served; a module with a site of its own says another."""
    return live_server.url


@pytest.fixture
def open_page(browser: Browser, site_url: str) -> Iterator[Callable[..., Page]]:
    """Return a maker of pages: `open_page(size=PHONE, scripts=False)`; addresses are relative."""
    opened = []

    def make(*, size: dict[str, int] = LAPTOP, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site_url,
            viewport=size,
            has_touch=size is PHONE,
            is_mobile=size is PHONE,
            java_script_enabled=scripts,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.watch = Watch(page)
        opened.append((context, page))
        return page

    yield make
    faults = [fault for _, page in opened for fault in page.watch.unexpected()]
    for context, _ in opened:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """Return a page as on an officer's laptop."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """Return a page as on a 360-pixel phone."""
    return open_page(size=PHONE)


@pytest.fixture
def log_in() -> Callable[..., None]:
    """Return a function that logs in through the log-in page: `log_in(page, user)`."""

    def enter(page: Page, username: str, password: str) -> None:
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(password)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: not url.endswith("/dang-nhap"))

    return enter


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a check that fails on serious and critical faults of accessibility."""

    def check(page: Page) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("async () => (await axe.run()).violations")
        grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
        assert not grave, "\n".join(_describe(fault) for fault in grave)

    return check


def _describe(fault: dict) -> str:
    places = "; ".join(node["html"][:160] for node in fault["nodes"][:5])
    return f"{fault['impact']} {fault['id']}: {fault['help']} – {places}"


@pytest.fixture
def shoot() -> Callable[[Page, str], Path]:
    """Return a function that keeps a picture of the whole page: `shoot(page, "district")`."""

    def take(page: Page, name: str) -> Path:
        RESULTS.mkdir(exist_ok=True)
        size = page.viewport_size or LAPTOP
        file = RESULTS / f"{name}-{size['width']}.png"
        # Hiding the caret would put a style into the page, which its own policy refuses.
        page.screenshot(path=file, full_page=True, caret="initial")
        return file

    return take


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Return a check that the page does not scroll sideways: only a table inside it may."""

    def check(page: Page) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    return check
