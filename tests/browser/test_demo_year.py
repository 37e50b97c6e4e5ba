"""The main job end to end, in a browser, on the demonstration that one command builds."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from giamngheo.demo.accounts import PASSWORD
from tests.demo_site import BuiltDemo, DemoSite

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

YEAR = "/chi-tieu/397/2020"
DISTRICT, NEIGHBOUR, THO_BINH = "huyen.trieuson", "huyen.nongcong", "xa.thobinh"


@pytest.fixture(scope="module")
def site(demo: BuiltDemo) -> Iterator[DemoSite]:
    with demo.served() as served:
        yield served


@pytest.fixture
def site_url(site: DemoSite) -> str:
    return site.url


@pytest.fixture
def officer_page(page: Page, log_in: Callable[..., None]) -> Page:
    log_in(page, DISTRICT, PASSWORD)
    return page


def test_report_of_the_build(site: DemoSite) -> None:
    report = site.report

    assert report["unit"] == "Huyện Triệu Sơn"
    assert (report["year"], report["communes"]) == (2020, 34)
    assert (report["households"], report["poor_start"]) == (59360, 1825)
    assert (report["poor_target"], report["near_poor_start"]) == (1297, 4241)
    assert 0 < report["poor_end"] < report["poor_start"]
    assert any("818" in warning and "795" in warning for warning in report["warnings"])
    assert report["seconds"] <= 90


def test_second_build_finds_the_first(site: DemoSite) -> None:
    again = site.command("demo", "--no-serve", "--json")

    assert again.returncode == 0, again.stderr
    assert '"households": 59360' in again.stdout


def test_audit_chain_of_the_build_is_whole(site: DemoSite) -> None:
    verified = site.command("audit", "verify")

    assert verified.returncode == 0, verified.stderr


def test_officer_reads_the_year(
    officer_page: Page, axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> None:
    officer_page.goto(YEAR)

    tiles = officer_page.locator(".tiles")
    for figure in ("59.360", "1.825", "1.297", "4.241"):
        expect(tiles.get_by_text(figure, exact=False).first).to_be_visible()
    expect(tiles).to_contain_text("dưới 0,89 %")
    warnings = officer_page.locator(".warnings")
    expect(warnings).to_contain_text("818")
    expect(warnings).to_contain_text("795")
    expect(officer_page.locator("#chi-tieu tbody tr")).to_have_count(35)
    expect(officer_page.locator(".generated-banner")).to_be_visible()
    axe(officer_page)
    shoot(officer_page, "district-year")


def test_officer_goes_from_a_figure_to_the_reasons(
    officer_page: Page, axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> None:
    officer_page.goto(YEAR)
    row = officer_page.locator("#chi-tieu tbody tr", has=officer_page.get_by_text("Thọ Bình"))

    row.get_by_role("link", name="306").click()

    expect(officer_page.locator("h1")).to_contain_text("Hộ nghèo đầu năm 2020")
    expect(officer_page.locator("#danh-sach-ho tbody tr")).to_have_count(50)
    axe(officer_page)
    shoot(officer_page, "household-list")
    officer_page.locator("#danh-sach-ho tbody a").first.click()
    expect(officer_page.locator(".reasons").first).to_contain_text("Điểm B1")
    expect(officer_page.locator(".years")).to_contain_text("2019")
    axe(officer_page)
    shoot(officer_page, "household")


def test_officer_sorts_and_exports_what_is_shown(officer_page: Page) -> None:
    officer_page.goto(f"{YEAR}?sap-xep=-poor_start")
    first = officer_page.locator("#chi-tieu tbody tr").nth(1).locator("th")
    expect(first).to_have_text("Thọ Bình")

    with officer_page.expect_download() as download:
        officer_page.get_by_role("link", name="Xuất Excel").click()

    content = Path(download.value.path()).read_bytes()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    names = [str(row[0]) for row in rows]
    at = names.index("Tổng cộng")
    assert names[at + 1 : at + 4] == ["Thọ Bình", "Triệu Thành", "Bình Sơn"]
    assert rows[at][1:4] == [59360, 1825, 1297]
    assert len([name for name in names[at + 1 :] if name]) == 34


def test_neighbour_district_gets_nothing(page: Page, log_in: Callable[..., None]) -> None:
    page.watch.expect("status of 40[34]")  # type: ignore[attr-defined]
    log_in(page, NEIGHBOUR, PASSWORD)

    for address in (
        YEAR,
        f"{YEAR}/bang.xlsx",
        "/ho?don-vi=15670&nam=2020&dien=POOR",
        "/ho/danh-sach.xlsx?don-vi=15670&nam=2020",
        "/ho/TS-15670-000766",
        "/ra-soat/trieu-son-2020",
        "/ra-soat/trieu-son-2020/xa/15670",
        "/chi-tieu/15670/2020",
    ):
        answer = page.request.get(address)
        assert answer.status == 403, address
        assert "TS-15670" not in answer.text().replace("TS-15670-000766", ""), address

    page.goto("/ho?nam=2020&dien=POOR")
    expect(page.locator("#results")).to_contain_text("Không có hộ nào")


def test_commune_officer_sees_her_commune_only(page: Page, log_in: Callable[..., None]) -> None:
    page.watch.expect("status of 403")  # type: ignore[attr-defined]
    log_in(page, THO_BINH, PASSWORD)

    page.goto("/chi-tieu/15670/2020")

    expect(page.locator(".tiles")).to_contain_text("306")
    assert page.request.get("/chi-tieu/15769/2020").status == 403
    assert page.request.get("/ho?don-vi=15769&nam=2020").status == 403


def test_plan_page_shows_its_lines(
    officer_page: Page, axe: Callable[[Page], None], shoot: Callable[..., Path]
) -> None:
    officer_page.goto("/ke-hoach")

    officer_page.get_by_role("link", name="154/KH-UBND").click()

    expect(officer_page.locator("main")).to_contain_text("31/01/2020")
    officer_page.get_by_role("link", name="Căn cứ", exact=True).click()
    # Five bases, and the decision that the text names.
    expect(officer_page.locator("#can-cu tbody tr")).to_have_count(6)
    axe(officer_page)
    shoot(officer_page, "plan")


@pytest.mark.parametrize(
    "address",
    [
        YEAR,
        "/ho?don-vi=15670&nam=2020&dien=POOR&luc=dau-nam",
        "/ho/TS-15670-000766",
        "/ra-soat/trieu-son-2020/xa/15670",
        "/ke-hoach",
    ],
)
def test_pages_fit_a_phone(
    phone: Page,
    log_in: Callable[..., None],
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    shoot: Callable[..., Path],
    address: str,
) -> None:
    log_in(phone, DISTRICT, PASSWORD)

    phone.goto(address)

    fits(phone)
    axe(phone)
    shoot(phone, "phone" + address.split("?")[0].replace("/", "-"))
