"""The words of papers: each with its source; an office's own first."""

import re
from datetime import date

import pytest

from giamngheo.papers.actions import TextRefused, set_text
from giamngheo.papers.models import OfficeText
from giamngheo.papers.queries import office_of, wording_of
from giamngheo.papers.wording import (
    Wording,
    placeholders,
    shipped_bases,
    shipped_texts,
)
from tests.factories.finished_list import FinishedList
from tests.papers.reading import words_of
from tests.papers.samples import papers

DAY = date(2021, 12, 5)


def test_every_text_has_a_source_and_names_what_it_wants() -> None:
    for key, block in shipped_texts().items():
        assert block.source.strip(), key
        assert block.text.format(**dict.fromkeys(block.names, "x")), key


def test_every_text_is_used_by_a_paper() -> None:
    """A block nobody prints would be edited in vain."""
    from giamngheo.papers import wording

    package = wording.FILE.parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))

    assert [key for key in shipped_texts() if not re.search(rf"['\"]{key}['\"]", code)] == []


@pytest.mark.parametrize(
    ("day", "known", "not_known"),
    [
        (date(2021, 8, 31), "59/2015", "24/2021"),
        (date(2021, 9, 1), "24/2021", "07/2021"),
        (date(2021, 12, 31), "59/2015", "07/2021"),
        (date(2022, 1, 1), "07/2021", "59/2015"),
        (date(2025, 7, 1), "131/2025", "351/2025"),
        (date(2027, 1, 1), "351/2025", "24/2021"),
    ],
)
def test_legal_bases_hold_on_their_days(day: date, known: str, not_known: str) -> None:
    bases = " ".join(Wording().bases(day))

    assert known in bases
    assert not_known not in bases
    assert all(one.source for one in shipped_bases())


def test_an_office_writes_its_own_and_goes_back(finished: FinishedList) -> None:
    text = "Nhân dân {village} họp tại {place}, hồi {time}"
    set_text(unit=finished.unit, key="minutes.opening", text=text, by=finished.maker)

    own = wording_of(unit=finished.unit)
    assert own.text("minutes.opening", village="thôn 1", place="nhà", time="8 giờ", year=1) == (
        "Nhân dân thôn 1 họp tại nhà, hồi 8 giờ"
    )
    assert office_of(unit=finished.district.villages["A"], as_of=DAY).wording == own
    assert "minutes.opening" not in wording_of(unit=finished.district.urban).own

    assert set_text(unit=finished.unit, key="minutes.opening", text=" ", by=finished.maker) is None
    assert not OfficeText.objects.exists()


def test_the_nearest_office_s_words_hold(finished: FinishedList) -> None:
    for unit, name in ((finished.district.unit, "Huyện"), (finished.unit, "Xã")):
        set_text(unit=unit, key="committee", text=f"Ban {name}", by=finished.maker)

    assert wording_of(unit=finished.unit).text("committee", commune="x") == "Ban Xã"
    assert wording_of(unit=finished.district.urban).text("committee", commune="x") == "Ban Huyện"


def test_own_legal_bases_stand_instead_of_the_shipped_ones(finished: FinishedList) -> None:
    set_text(unit=finished.unit, key="bases", text="Căn cứ A\n\nCăn cứ B", by=finished.maker)

    assert wording_of(unit=finished.unit).bases(DAY, "Căn cứ C") == (
        "Căn cứ A",
        "Căn cứ B",
        "Căn cứ C",
    )


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("minutes.opening", "Ngày {ngay}", r"\{ngay\}"),
        ("minutes.opening", "Ngày {day", "ngoặc nhọn"),
        ("minutes.opening", "Ngày {}", "ngoặc nhọn"),
        ("minutes.opening", "{day.__class__}", "ngoặc nhọn"),
        ("minutes.opening", "{day:>999999999}", "ngoặc nhọn"),
        ("minutes.opening", "{day!r}", "ngoặc nhọn"),
        ("minutes.opening", "a" * 2001, "2000"),
        ("nothing.here", "x", "không có đoạn"),
        ("bases", "Căn cứ {year}", r"\{year\}"),
    ],
)
def test_a_text_that_asks_too_much_is_refused(
    finished: FinishedList, key: str, text: str, problem: str
) -> None:
    with pytest.raises(TextRefused, match=problem):
        set_text(unit=finished.unit, key=key, text=text, by=finished.maker)

    assert not OfficeText.objects.exists()


def test_placeholders_are_plain_names() -> None:
    assert placeholders("{a} và {b} {{c}}") == {"a", "b"}


def test_no_paper_prints_a_place_nobody_filled() -> None:
    for name, paper in papers().items():
        words = words_of(paper)
        assert "{" not in words, name
        assert "None" not in words, name
