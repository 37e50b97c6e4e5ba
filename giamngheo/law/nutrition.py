"""Who the nutrition project is for: ages on the measuring day, and which households."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from giamngheo.law.classification import Reason, cited_reason, weakest
from giamngheo.law.enums import Confidence
from giamngheo.law.standard_types import Cited
from giamngheo.law.survey_facts import age_on
from giamngheo.law.yaml_nodes import Entry, LawFileInvalid, read_document, text_of_file
from giamngheo.lib.dates import format_date

FILE = Path(__file__).parent / "rules" / "nutrition.yaml"


class NutritionHousehold(StrEnum):
    """What the child's household is on the measuring day."""

    POOR = "POOR"
    NEAR_POOR = "NEAR_POOR"
    NEWLY_ESCAPED = "NEWLY_ESCAPED"
    OTHER = "OTHER"


HOUSEHOLD_LABELS = {
    NutritionHousehold.POOR: "hộ nghèo",
    NutritionHousehold.NEAR_POOR: "hộ cận nghèo",
    NutritionHousehold.NEWLY_ESCAPED: "hộ mới thoát nghèo",
    NutritionHousehold.OTHER: "hộ khác",
}


@dataclass(frozen=True, kw_only=True)
class NutritionItem:
    """One part of the project: children from one age up to, not including, another."""

    code: str
    name: str
    from_age: Cited[int]
    below_age: Cited[int]
    takes: frozenset[NutritionHousehold]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NutritionAnswer:
    """Whether a child belongs to an item; None when the birth date is not known."""

    item: NutritionItem
    belongs: bool | None
    reasons: tuple[Reason, ...]
    note: str

    @property
    def confidence(self) -> Confidence:
        return weakest(reason.confidence for reason in self.reasons)


def nutrition_answers(
    *, birth_date: dt.date | None, household: NutritionHousehold, measured_on: dt.date
) -> tuple[NutritionAnswer, ...]:
    """
    Return for each item of the nutrition project whether a child belongs to it on `measured_on`.

    Source: Kế hoạch giảm nghèo bền vững năm 2024 của tỉnh Bình Phước, Mục III.2.2.
    """
    age = age_on(birth_date, measured_on)
    return tuple(_answer(item, age, household, measured_on) for item in nutrition_items())


def _answer(
    item: NutritionItem, age: int | None, household: NutritionHousehold, day: dt.date
) -> NutritionAnswer:
    taken = household in item.takes
    label = HOUSEHOLD_LABELS[household].capitalize()
    who = f"{label} {'thuộc' if taken else 'không thuộc'} nhóm hộ của hoạt động này"
    fits = None if age is None else item.from_age.value <= age < item.below_age.value
    span = f"từ {item.from_age.value} đến dưới {item.below_age.value} tuổi"
    old = "Chưa rõ ngày sinh" if age is None else f"Trẻ {age} tuổi vào ngày {format_date(day)}"
    return NutritionAnswer(
        item=item,
        belongs=False if not taken else fits,
        reasons=(
            cited_reason(f"{old}; hoạt động dành cho trẻ {span}", item.below_age),
            cited_reason(who, item.from_age),
        ),
        note=item.note,
    )


@cache
def nutrition_items() -> tuple[NutritionItem, ...]:
    """
    Return the items of the nutrition project, the project itself first.

    Raises: LawFileInvalid [LAW-002].
    """
    top = read_document(text=text_of_file(FILE), file=FILE.name)
    items = tuple(_item(entry) for entry in top.entries("items"))
    top.close()
    return items


def _item(entry: Entry) -> NutritionItem:
    item = NutritionItem(
        code=entry.text("code"),
        name=entry.text("name"),
        from_age=entry.cited("from_age", Entry.whole_number),
        below_age=entry.cited("below_age", Entry.whole_number),
        takes=frozenset(entry.choices("takes", NutritionHousehold)),
        note=entry.text_or_empty("note"),
    )
    entry.close()
    if item.from_age.value >= item.below_age.value:
        problem = "tuổi đầu phải dưới tuổi cuối"
        raise LawFileInvalid(file=FILE.name, line=entry.line, problem=problem)
    return item
