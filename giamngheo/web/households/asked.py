"""What a list of households is asked for in its address, and the same said in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from giamngheo.accounts.enums import Permission
from giamngheo.accounts.scope import Scope
from giamngheo.areas.models import Unit
from giamngheo.law.standards import load_standards
from giamngheo.lib.dates import format_date, parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.registry.enums import Group, Mark, Sex, StatusCategory
from giamngheo.registry.models import Household
from giamngheo.registry.queries import (
    MINORITY,
    YOUNG_YEARS,
    HouseholdFilter,
    households_matching,
)
from giamngheo.reviews import queries as reviews
from giamngheo.reviews.enums import Movement
from giamngheo.reviews.models import ReviewResult
from giamngheo.rules.queries import standard_for

START, END = "dau-nam", "cuoi-nam"
OUT_OF_SCHOOL, RETURNED = "1", "het"
MOMENTS = ((START, "Đầu năm"), (END, "Cuối năm"))
CATEGORY_CODES = dict(StatusCategory.choices)
GROUP_CODES = dict(Group.choices)
MARK_CODES = dict(Mark.choices)
SEX_CODES = dict(Sex.choices)
# The largest by the census; the address takes any other too.
LARGEST_ETHNICITIES = (
    *("Kinh", "Tày", "Thái", "Mường", "Khmer", "Nùng", "Mông", "Dao", "Hoa", "Gia Rai", "Ê Đê"),
    *("Ba Na", "Xơ Đăng", "Sán Chay", "Cơ Ho", "Chăm", "Sán Dìu", "Hrê", "Raglai", "Mnông", "Thổ"),
)
MINORITY_WORDS = "Dân tộc thiểu số"
MOVEMENT_CODES = dict(Movement.choices)
CHILDREN_HEADS = {
    OUT_OF_SCHOOL: "Trẻ em không đi học",
    RETURNED: "Trẻ em đi học trở lại",
}


@dataclass(frozen=True)
class Asked:
    """The filters of one address; unknown values are passed over."""

    unit: Unit | None
    year: int
    moment: str
    category: str
    left: str
    entered: str
    lacking: str
    resolved: str
    children: str
    movement: str
    search: str
    # A day of its own, in place of the year's first or last.
    day: date | None = None
    day_error: str = ""
    group: str = ""
    mark: str = ""
    head_sex: str = ""
    ethnicity: str = ""
    young: bool = False

    @property
    def as_of(self) -> date:
        if self.day:
            return self.day
        if self.moment == END:
            return reviews.last_day(self.year)
        return reviews.first_day(self.year)

    @property
    def shown_on(self) -> date:
        """The day whose category the list shows: after the year for those who left or entered."""
        closing = self.left or self.entered or self.movement or self.resolved
        return reviews.last_day(self.year) if closing else self.as_of

    @property
    def narrowed(self) -> bool:
        """Whether the list asks what the households and their members were on its day."""
        told = (self.group, self.mark, self.head_sex, self.ethnicity)
        return self.young or any(told)

    @property
    def path(self) -> str:
        return self.unit.path if self.unit else "/"


def read_asked(request: HttpRequest, *, this_year: int, scope: Scope) -> Asked:
    given = request.GET
    indicators = indicator_names()
    day, day_error = _day(given.get("ngay", ""))
    year = day.year if day else _year(given.get("nam", ""), this_year)
    code = given.get("don-vi", "").strip()
    return Asked(
        unit=_unit_of_year(code, year, scope) if code else None,
        year=year,
        moment=END if given.get("luc") == END else START,
        category=_known(given.get("dien", ""), CATEGORY_CODES),
        left=_known(given.get("ra", ""), CATEGORY_CODES),
        entered=_known(given.get("vao", ""), CATEGORY_CODES),
        lacking=_known(given.get("thieu", ""), indicators),
        resolved=_known(given.get("het-thieu", ""), indicators),
        children=_known(given.get("tre-em", ""), CHILDREN_HEADS),
        movement=_known(given.get("bien-dong", ""), MOVEMENT_CODES),
        search=given.get("q", "").strip()[:100],
        day=day,
        day_error=day_error,
        group=_known(given.get("nhom", ""), GROUP_CODES),
        mark=_known(given.get("dien-khac", ""), MARK_CODES),
        head_sex=_known(given.get("chu-ho", ""), SEX_CODES),
        ethnicity=given.get("dan-toc", "").strip()[:40],
        young=given.get("duoi-6-tuoi") == "1",
    )


def _day(text: str) -> tuple[date | None, str]:
    """Return the day typed, or the sentence that says how to type one."""
    if not text.strip():
        return None, ""
    try:
        return parse_date(text), ""
    except Refusal:
        return None, "Ghi ngày như 31/12/2020."


def _unit_of_year(code: str, year: int, scope: Scope) -> Unit | None:
    """Return the unit that carried the code in the year: one in scope first, then the later."""
    lived = Q(valid_to=None) | Q(valid_to__gt=reviews.first_day(year))
    found = Unit.objects.filter(lived, code=code, valid_from__lte=reviews.last_day(year))
    units = list(found.select_related("parent").order_by("-valid_from"))
    return next((unit for unit in units if scope.covers(unit.path)), units[0] if units else None)


def asked_households(asked: Asked, *, scope: Scope, permission: Permission) -> QuerySet[Household]:
    wanted = HouseholdFilter(
        unit_path=asked.path,
        as_of=_registered_day(asked),
        category=asked.category,
        left_category=asked.left,
        entered_category=asked.entered,
        left_by=reviews.last_day(asked.year),
        search=asked.search,
        group=asked.group,
        mark=asked.mark,
        head_sex=asked.head_sex,
        ethnicity=asked.ethnicity,
        with_young_children=asked.young,
    )
    found = households_matching(wanted=wanted, scope=scope, permission=permission)
    for ids in _reviewed(asked):
        found = found.filter(pk__in=ids)
    if not asked.children:
        return found
    return reviews.with_children(
        households=found,
        year=asked.year,
        at_start=asked.moment == START,
        returned=asked.children == RETURNED,
    )


def _registered_day(asked: Asked) -> date | None:
    """Return the day the families must be in the register; None where decisions count them."""
    if asked.left or asked.entered:
        return reviews.first_day(asked.year)
    decided = asked.lacking or asked.resolved or asked.children or asked.movement
    of_a_day = asked.category or asked.day or asked.narrowed
    return None if decided and not of_a_day else asked.as_of


def _reviewed(asked: Asked) -> Iterator[QuerySet[ReviewResult, Any]]:
    """Yield the ids of households that each filter on the year's reviews leaves."""
    year, path, at_start = asked.year, asked.path, asked.moment == START
    if asked.lacking:
        yield reviews.households_deprived(
            indicator=asked.lacking, year=year, at_start=at_start, unit_path=path
        )
    if asked.resolved:
        yield reviews.households_resolved(indicator=asked.resolved, year=year, unit_path=path)
    if asked.children == RETURNED:
        yield reviews.households_with_children_returned(year=year, unit_path=path)
    elif asked.children:
        yield reviews.households_with_children_out_of_school(
            year=year, at_start=at_start, unit_path=path
        )
    if asked.movement:
        yield reviews.households_moved(movement=asked.movement, year=year, unit_path=path)


def words_of(asked: Asked, *, standard: str) -> str:
    """Return the list's question as a phrase: "Hộ nghèo đầu năm 2020, xã Thọ Bình"."""
    year = asked.year
    moment = dict(MOMENTS)[asked.moment].lower()
    phrase = "Hộ"
    if asked.left:
        phrase = f"{CATEGORY_CODES[asked.left]} đầu năm không còn trong diện cuối năm {year}"
    elif asked.entered:
        phrase = f"{CATEGORY_CODES[asked.entered]} phát sinh trong năm {year}"
    elif asked.movement:
        phrase = f"{MOVEMENT_CODES[asked.movement]}, năm {year}"
    elif asked.resolved:
        name = indicator_name(asked.resolved, standard)
        phrase = f"Hộ nghèo đầu năm {year} đã hết thiếu hụt: {name}"
    elif asked.lacking:
        phrase = f"Hộ nghèo thiếu hụt: {indicator_name(asked.lacking, standard)}, {moment} {year}"
    elif asked.children == RETURNED:
        phrase = f"Hộ nghèo đầu năm có trẻ em đi học trở lại trong năm {year}"
    elif asked.children:
        phrase = f"Hộ nghèo có trẻ em không đi học, {moment} {year}"
    elif asked.category:
        phrase = f"{CATEGORY_CODES[asked.category]} {moment} {year}"
    else:
        phrase = f"Tất cả các hộ {moment} {year}"
    if asked.day:
        phrase = phrase.replace(f"{moment} {year}", f"ngày {format_date(asked.day)}")
    place = f", {asked.unit.full_name}" if asked.unit else ""
    return f"{phrase}{place}"


@dataclass(frozen=True)
class Fields:
    """What the fields of the filter bar offer."""

    categories: tuple[tuple[str, str], ...]
    moments: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    sexes: tuple[tuple[str, str], ...]
    ethnicities: tuple[tuple[str, str], ...]
    indicators: tuple[tuple[str, str], ...]


def fields_of(asked: Asked) -> Fields:
    """Return the choices of each field; an ethnicity in the address is offered whatever it is."""
    names = [*LARGEST_ETHNICITIES]
    if asked.ethnicity and asked.ethnicity not in (*names, MINORITY):
        names.append(asked.ethnicity)
    return Fields(
        categories=tuple(CATEGORY_CODES.items()),
        moments=MOMENTS,
        groups=tuple(GROUP_CODES.items()),
        marks=tuple(MARK_CODES.items()),
        sexes=tuple(SEX_CODES.items()),
        ethnicities=((MINORITY, MINORITY_WORDS), *((name, name) for name in names)),
        indicators=tuple(indicator_names().items()),
    )


def extra_words(asked: Asked) -> list[str]:
    """Return what else the list is narrowed to, a phrase each, for the line under its head."""
    words = []
    if asked.group:
        words.append(f"nhóm {asked.group}")
    if asked.mark:
        words.append(MARK_CODES[asked.mark].lower())
    if asked.head_sex:
        words.append(f"chủ hộ là {SEX_CODES[asked.head_sex].lower()}")
    if asked.ethnicity:
        named = MINORITY_WORDS.lower() if asked.ethnicity == MINORITY else asked.ethnicity
        words.append(named if asked.ethnicity == MINORITY else f"dân tộc {named}")
    if asked.young:
        words.append(f"có trẻ em dưới {YOUNG_YEARS} tuổi")
    if asked.search:
        words.append(f"tên hoặc mã có “{asked.search}”")
    return words


def indicator_name(code: str, standard: str) -> str:
    """Return the name under the standard of the day; an older list keeps the older name."""
    own = standard_for(standard).indicators
    return next((item.name for item in own if item.code == code), indicator_names()[code])


def indicator_names() -> dict[str, str]:
    """Return every indicator code of every standard with its latest name."""
    return {item.code: item.name for one in load_standards() for item in one.indicators}


def _year(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and 1990 <= int(text) <= 2100 else default


def _known(value: str, known: dict[str, str]) -> str:
    return value if value in known else ""
