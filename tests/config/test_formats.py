from datetime import date
from decimal import Decimal

from django import forms
from django.utils import formats


def test_dates_are_read_day_first() -> None:
    assert forms.DateField(localize=True).clean("05/07/2026") == date(2026, 7, 5)
    assert forms.DateField(localize=True).clean("25/07/2026") == date(2026, 7, 25)


def test_grouped_number_is_read_whole() -> None:
    assert forms.IntegerField(localize=True).clean("59.360") == 59360
    assert forms.DecimalField(localize=True).clean("2,18") == Decimal("2.18")


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert formats.localize(59360) == "59.360"
    assert formats.localize(Decimal("2.18")) == "2,18"
