"""The days off an office enters: checked, nearest office first, limits counted anew."""

from datetime import date

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.law.calendar import add_working_days
from giamngheo.meetings.calendars import calendar_for, enter_year, years_entered
from giamngheo.meetings.models import AnnouncedYear, Complaint, Posting
from giamngheo.meetings.refusals import YearRefused
from tests.factories.accounts import officer
from tests.factories.village_review import VillageYear

# 2027: 1 May and 2 May are a weekend, 2 September is a Thursday.
OFF = [
    (date(2027, 1, 1), "Tết Dương lịch"),
    *((date(2027, 2, day), "Tết Âm lịch") for day in (5, 8, 9, 10, 11)),
    (date(2027, 4, 16), "Giỗ Tổ"),
    (date(2027, 4, 30), "Ngày Chiến thắng"),
    (date(2027, 5, 3), "nghỉ bù 1/5"),
    (date(2027, 9, 2), "Quốc khánh"),
    (date(2027, 9, 3), "Quốc khánh"),
]


def enter(village_year: VillageYear, /, **changes: object) -> AnnouncedYear:
    values = {
        "unit": village_year.district.province,
        "year": 2027,
        "document": "Thông báo 1/TB-BNV",
        "off": OFF,
        "worked": [(date(2027, 8, 28), "làm bù")],
        "by": officer(Role.PROVINCE, village_year.district.province),
        **changes,
    }
    return enter_year(**values)  # type: ignore[arg-type]


def test_an_entered_year_counts_below_its_office(year: VillageYear) -> None:
    enter(year)
    inside, outside = calendar_for(path=year.village.path), calendar_for(path="/1/2/3/")

    found = add_working_days(day=date(2027, 2, 4), count=1, calendar=inside)

    assert found.day == date(2027, 2, 12)
    assert not found.provisional
    assert add_working_days(day=date(2027, 2, 4), count=1, calendar=outside).provisional
    assert inside.is_working_day(date(2027, 8, 28))


def test_the_nearest_office_goes_first(year: VillageYear) -> None:
    enter(year)
    enter(year, unit=year.district.rural, off=[*OFF, (date(2027, 6, 7), "Lễ hội xã")])

    assert not calendar_for(path=year.village.path).is_working_day(date(2027, 6, 7))
    assert calendar_for(path=year.district.urban.path).is_working_day(date(2027, 6, 7))
    assert [one.unit for one in years_entered(path=year.village.path)] == [
        year.district.rural,
        year.district.province,
    ]


def test_entered_again_the_later_version_holds(year: VillageYear) -> None:
    enter(year)
    second = enter(year, off=[*OFF, (date(2027, 6, 7), "hoán đổi")])

    assert second.version == 2
    assert AnnouncedYear.objects.filter(is_current=True).count() == 1
    assert not calendar_for(path=year.village.path).is_working_day(date(2027, 6, 7))


def test_provisional_limits_are_counted_anew(year: VillageYear) -> None:
    posting, complaint = year.hang(), year.complain()
    Posting.objects.update(provisional=True)
    Complaint.objects.update(due_provisional=True)
    shipped = [
        *((date(2021, month, day), "lễ") for month, day in ((1, 1), (4, 21), (4, 30), (5, 3))),
        *((date(2021, 2, day), "Tết") for day in (10, 11, 12, 15, 16)),
        *((date(2021, 9, day), "Quốc khánh") for day in (2, 3)),
    ]

    enter(year, year=2021, off=[*shipped, (date(2021, 11, 10), "nghỉ thêm")], worked=[])

    posting.refresh_from_db()
    complaint.refresh_from_db()
    assert (posting.last_day, posting.provisional) == (date(2021, 11, 12), False)
    assert (complaint.due_day, complaint.due_provisional) == (date(2021, 11, 19), False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"document": " "}, "chưa ghi văn bản"),
        ({"off": [*OFF, (date(2026, 6, 8), "x")]}, "không thuộc năm này"),
        ({"off": [*OFF, (date(2027, 6, 5), "x")]}, "thứ Bảy, Chủ nhật"),
        ({"off": [*OFF, OFF[0]]}, "ghi hai lần"),
        ({"worked": [(date(2027, 6, 8), "x")]}, "vốn là ngày làm việc"),
        ({"off": OFF[1:]}, "thiếu ngày lễ cố định 01/01/2027"),
        ({"off": [OFF[0], OFF[7], *OFF[9:]]}, "mới có 4 ngày nghỉ"),
    ],
)
def test_a_year_that_cannot_be_is_refused(
    year: VillageYear, changes: dict[str, object], words: str
) -> None:
    with pytest.raises(YearRefused, match=words):
        enter(year, **changes)

    assert not AnnouncedYear.objects.exists()
