"""A review form by keyboard alone, on a phone, and a village's grid, in a real browser."""

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.forms.models import ReviewForm
from giamngheo.reviews.models import ReviewResult
from tests.factories.accounts import PASSWORD, officer
from tests.factories.district import District
from tests.factories.full_campaign import open_full, with_year_before

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/ra-soat/cuoi-nam-2019/ho/A-001"


@pytest.fixture
def head(transactional_db):
    built = District()
    with_year_before(built)
    # Villages of the test district end on 1 July 2025: her right must hold today.
    for unit in (built.province, built.unit, built.rural, built.villages["A"]):
        type(unit).objects.filter(pk=unit.pk).update(valid_to=None)
    open_full(built)
    user = officer(Role.VILLAGE, built.villages["A"], full_name="Lò Văn Ơn")
    user.village = built.villages["A"]
    return user


def saved(page) -> None:
    """Wait until the panel has come back from the server."""
    page.get_by_text("Đã lưu lúc").first.wait_for()


def test_a_form_by_keyboard_alone(page, log_in, head, axe, shoot):
    log_in(page, head.username, PASSWORD)
    page.goto(FORM)
    page.locator("#f-b1").focus()
    page.keyboard.type("118")
    saved(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "b2"
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    page.locator("#results").get_by_text("Hộ nghèo (N1)").wait_for()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")

    # Leave in the middle, come back: it is all there.
    page.locator("#results").get_by_text("nhưng đánh dấu 1").wait_for()
    page.reload()
    assert page.locator("#f-b1").input_value() == "118"

    # A number chooses, and goes on to the next question.
    page.get_by_text("Nhà ở và điều kiện sống").click()
    page.locator("input[name='l-durable_wall']").first.focus()
    page.keyboard.press("2")
    assert page.evaluate("document.activeElement.name") == "l-durable_column"
    page.wait_for_function("document.querySelector('#phien').value !== '0'")

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/ho/A-002")
    form = ReviewForm.objects.get()
    assert (form.state, form.values["l-durable_wall"]) == ("DONE", "no")
    axe(page)
    shoot(page, "review-form")


def test_a_form_on_a_phone(phone, log_in, head, axe, fits, shoot):
    log_in(phone, head.username, PASSWORD)
    phone.goto(FORM)
    fits(phone)
    axe(phone)
    small = phone.evaluate(
        """() => [...document.querySelectorAll(
             '.entry .form-control, .entry-option, .form-bar .btn')]
           .filter(one => one.offsetParent)
           .filter(one => one.getBoundingClientRect().height < 43)
           .map(one => one.textContent.trim())"""
    )
    assert small == []
    phone.locator("#f-b1").fill("118")
    phone.locator("#f-b2").fill("30")
    phone.locator("#tom-tat").get_by_text("Hộ nghèo (N1)").wait_for()
    shoot(phone, "review-form-phone")


def test_a_village_row_by_row(page, phone, log_in, head, axe, fits, shoot):
    address = f"/ra-soat/cuoi-nam-2019/thon/{head.village.pk}/bang"
    log_in(page, head.username, PASSWORD)
    page.goto(address)
    rows = page.locator("#bang-phieu tbody tr")
    for place, (b1, b2) in enumerate((("118", "10"), ("151", "0"), ("130", "30"))):
        rows.nth(place).locator("[name=b1]").fill(b1)
        rows.nth(place).locator("[name=b2]").fill(b2)
        rows.nth(place).locator("[name=thieu]").fill("8" if b2 == "10" else "")
        page.keyboard.press("Enter")
    for place in range(3):
        rows.nth(place).get_by_text("Đã xong lúc").wait_for()
    assert list(
        ReviewResult.objects.filter(campaign__code="cuoi-nam-2019")
        .order_by("household__code")
        .values_list("score_b1", flat=True)
    ) == [118, 151, 130]
    axe(page)
    shoot(page, "village-grid")

    log_in(phone, head.username, PASSWORD)
    phone.goto(address)
    fits(phone)
    shoot(phone, "village-grid-phone")


def test_without_a_script(open_page, log_in, head):
    plain = open_page(scripts=False)
    log_in(plain, head.username, PASSWORD)
    plain.goto(FORM)
    plain.locator("#f-b1").fill("118")
    plain.locator("#f-b2").fill("30")
    plain.get_by_role("button", name="Xong, sang hộ tiếp theo").click()
    plain.wait_for_url("**/ho/A-002")
    assert ReviewResult.objects.get(campaign__code="cuoi-nam-2019").score_b1 == 118
