"""What a form asks, by standard and evidence: fields, how each is answered, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from giamngheo.law.enums import AreaType, Evidence
from giamngheo.law.facts import B1_LIMIT, INCOME_LIMIT_VND
from giamngheo.law.point_table import REGION_LABELS, ItemKind, PointItem, PointTable, Region
from giamngheo.law.standard_types import Standard
from giamngheo.registry.enums import DeviceKind, School, ToiletKind, Water

YES, NO, NONE = "yes", "no", "none"
B1, B2, INCOME, CHILDREN = "b1", "b2", "income", "children"
REGION, ABLE = "region", "able"
INDICATOR, ANSWER, LIVING, MEMBER = "i-", "a-", "l-", "m"
MOST_CHILDREN = 20


class Kind(StrEnum):
    """How a field is answered. SEVERAL keeps codes joined by commas, or "none"."""

    WHOLE = "whole"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    TICK = "tick"
    SEVERAL = "several"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question. `options` are codes with their words; a flag has none."""

    name: str
    label: str
    kind: Kind
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    hint: str = ""
    is_required: bool = False
    most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """Fields that stand together under one heading."""

    key: str
    title: str
    fields: tuple[Field, ...]
    note: str = ""
    is_folded: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member of the household as the form lists it; `known`: facts of the register, as text."""

    position: int
    name: str
    relation: str
    sex: str
    birth_date: date | None
    age: int | None
    known: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _MemberQuestion:
    """Asked of members whose age lies within; an unknown age is asked everything."""

    fact: str
    label: str
    kind: Kind = Kind.FLAG
    first: int = 0
    last: int = 200

    def asks(self, age: int | None) -> bool:
        return age is None or self.first <= age <= self.last


_SCHOOLS = tuple((str(level.value), str(level.label)) for level in School)
_MEMBER_QUESTIONS = (
    _MemberQuestion(fact="attending", label="Đang học", kind=Kind.CHOICE, first=3, last=30),
    _MemberQuestion(
        fact="finished", label="Đã tốt nghiệp bậc cao nhất", kind=Kind.CHOICE, first=15, last=40
    ),
    _MemberQuestion(fact="has_health_insurance", label="Có bảo hiểm y tế", first=6),
    _MemberQuestion(fact="is_stunted", label="Thấp còi (chiều cao theo tuổi)", last=15),
    _MemberQuestion(fact="is_underweight", label="Nhẹ cân (cân nặng theo tuổi)", last=15),
    _MemberQuestion(
        fact="gets_social_allowance", label="Hưởng trợ cấp xã hội hằng tháng", first=16
    ),
    _MemberQuestion(fact="of_working_age", label="Trong độ tuổi lao động", first=15),
    _MemberQuestion(fact="able_to_work", label="Có khả năng lao động", first=15),
    _MemberQuestion(fact="willing_to_work", label="Muốn làm việc", first=15),
    _MemberQuestion(fact="has_job", label="Có việc làm", first=15),
    _MemberQuestion(fact="is_wage_earner", label="Làm công ăn lương", first=15),
    _MemberQuestion(fact="has_labour_contract", label="Có hợp đồng lao động", first=15),
    _MemberQuestion(
        fact="ill_without_care", label="Ốm nặng mà không đi khám chữa bệnh trong 12 tháng"
    ),
)
_LIVING_FIELDS = (
    Field(name="floor_area_m2", label="Diện tích nhà ở", kind=Kind.NUMBER, unit="m²", most=10_000),
    Field(name="durable_wall", label="Tường bền chắc", kind=Kind.FLAG),
    Field(name="durable_column", label="Cột, khung bền chắc", kind=Kind.FLAG),
    Field(name="durable_roof", label="Mái bền chắc", kind=Kind.FLAG),
    Field(
        name="water_source",
        label="Nguồn nước sinh hoạt chính",
        kind=Kind.CHOICE,
        options=tuple((str(o.value), str(o.label)) for o in Water),
    ),
    Field(
        name="toilet",
        label="Nhà tiêu",
        kind=Kind.CHOICE,
        options=tuple((str(o.value), str(o.label)) for o in ToiletKind),
    ),
    Field(name="uses_internet", label="Có người dùng internet", kind=Kind.FLAG),
    Field(name="uses_phone", label="Có người dùng điện thoại", kind=Kind.FLAG),
    Field(
        name="devices",
        label="Phương tiện nghe, nhìn, thông tin",
        kind=Kind.SEVERAL,
        options=(*((str(o.value), str(o.label)) for o in DeviceKind), (NONE, "Không có")),
    ),
    Field(name="hears_loudspeaker", label="Nghe được loa truyền thanh xã", kind=Kind.FLAG),
)
_WORK = ("of_working_age", "able_to_work", "willing_to_work", "has_job", "is_wage_earner")
# What each rule of `law.indicators` reads: the form asks no more than its standard computes with.
RULE_FACTS: dict[str, tuple[str, ...]] = {
    "adult_education": ("attending", "finished"),
    "child_attendance": ("attending",),
    "dependents": ("gets_social_allowance",),
    "employment": (*_WORK, "has_labour_contract"),
    "floor_area": ("floor_area_m2",),
    "health_insurance": ("has_health_insurance",),
    "health_services": ("ill_without_care",),
    "housing_quality": ("durable_wall", "durable_column", "durable_roof"),
    "info_device_2016": ("devices", "hears_loudspeaker"),
    "info_device_2022": ("devices",),
    "nutrition": ("is_stunted", "is_underweight"),
    "telecom_service_2016": ("uses_internet", "uses_phone"),
    "telecom_service_2022": ("uses_internet",),
    "toilet": ("toilet",),
    "water_source": ("water_source",),
}


def facts_asked(standard: Standard) -> frozenset[str]:
    """Return the facts that the standard's indicators are computed from."""
    rules = [indicator.rule.value for indicator in standard.indicators if indicator.rule]
    return frozenset(fact for rule in rules for fact in facts_of_rule(rule))


def facts_of_rule(rule: str) -> tuple[str, ...]:
    """Return what one rule reads; a rule of another year usually reads the same."""
    return RULE_FACTS.get(rule) or RULE_FACTS[rule.rpartition("_")[0]]


def sections_of(
    *,
    standard: Standard,
    points: PointTable | None,
    evidence: Evidence,
    area: AreaType,
    people: Sequence[Person],
) -> tuple[Section, ...]:
    """Return the whole form: what the evidence needs first, then what explains the indicators."""
    asked = facts_asked(standard)
    living = tuple(_named(f, LIVING) for f in _LIVING_FIELDS if f.name in asked)
    found = [
        _first_section(evidence, points, area),
        Section(
            key="chi-so",
            title="Chỉ số thiếu hụt",
            fields=tuple(_indicator_fields(standard, evidence)),
            note="Đánh dấu như trên phiếu giấy."
            if evidence is Evidence.SCORES
            else "Để trống chỉ số nào thì chỉ số đó tính từ tình trạng ghi ở dưới.",
        ),
        Section(
            key="dieu-kien",
            title="Nhà ở và điều kiện sống",
            fields=living,
            is_folded=evidence is Evidence.SCORES,
        ),
        *(
            section
            for person in people
            if (section := member_section(person, asked, evidence)).fields
        ),
    ]
    return tuple(section for section in found if section.fields)


def member_section(person: Person, asked: Iterable[str], evidence: Evidence) -> Section:
    wanted = frozenset(asked)
    questions = [q for q in _MEMBER_QUESTIONS if q.fact in wanted and q.asks(person.age)]
    return Section(
        key=f"{MEMBER}{person.position}",
        title=person.name,
        fields=tuple(
            Field(
                name=f"{MEMBER}{person.position}-{question.fact}",
                label=question.label,
                kind=question.kind,
                options=_SCHOOLS if question.kind is Kind.CHOICE else (),
            )
            for question in questions
        ),
        is_folded=True,
    )


def _first_section(evidence: Evidence, points: PointTable | None, area: AreaType) -> Section:
    children = Field(
        name=CHILDREN,
        label="Trẻ em trong độ tuổi không đi học",
        kind=Kind.WHOLE,
        unit="em",
        hint="Để trống: không có",
        most=MOST_CHILDREN,
    )
    if evidence is Evidence.SCORES:
        scores = (
            Field(name=B1, label="Điểm B1", kind=Kind.WHOLE, is_required=True, most=B1_LIMIT),
            Field(name=B2, label="Điểm B2", kind=Kind.WHOLE, is_required=True, most=B1_LIMIT),
        )
        return Section(key="diem", title="Điểm trên phiếu", fields=(*scores, children))
    if evidence is Evidence.INCOME:
        income = Field(
            name=INCOME,
            label="Thu nhập bình quân đầu người một tháng",
            kind=Kind.WHOLE,
            unit="đồng",
            is_required=True,
            most=INCOME_LIMIT_VND,
            hint="Ví dụ: 1.250.000",
        )
        return Section(key="thu-nhap", title="Thu nhập khảo sát", fields=(income, children))
    assert points is not None
    fields = (*_region_fields(points, area), *map(_item_field, points.items), children)
    return Section(key="phieu-b1", title=f"Phiếu B1: {points.title}", fields=fields)


def _region_fields(points: PointTable, area: AreaType) -> list[Field]:
    found = []
    rural = [region for region in points.regions if region is not Region.TT]
    if area is AreaType.RURAL and len(rural) > 1:
        options = tuple((region.value, REGION_LABELS[region]) for region in rural)
        found.append(
            Field(name=REGION, label="Vùng", kind=Kind.CHOICE, options=options, is_required=True)
        )
    if any(item.skipped_without_able_member for item in points.items):
        label = "Hộ có người có khả năng lao động"
        found.append(Field(name=ABLE, label=label, kind=Kind.FLAG, is_required=True))
    return found


def _item_field(item: PointItem) -> Field:
    kinds = {ItemKind.BAND: Kind.NUMBER, ItemKind.CHOICE: Kind.CHOICE, ItemKind.FLAG: Kind.FLAG}
    options = tuple((o.code, o.label) for o in item.options)
    return Field(
        name=ANSWER + item.code,
        label=item.name,
        kind=kinds[item.kind],
        options=options if item.kind is ItemKind.CHOICE else (),
        hint="; ".join(label for _, label in options) if item.kind is ItemKind.BAND else "",
        is_required=True,
    )


def _indicator_fields(standard: Standard, evidence: Evidence) -> Iterable[Field]:
    kind = Kind.TICK if evidence is Evidence.SCORES else Kind.FLAG
    for number, indicator in enumerate(standard.indicators, start=1):
        yield Field(
            name=INDICATOR + indicator.code,
            label=f"{number}. {indicator.name}",
            kind=kind,
            hint=indicator.deprived_when.value if indicator.deprived_when else "",
        )


def _named(one: Field, prefix: str) -> Field:
    return Field(
        name=prefix + one.name,
        label=one.label,
        kind=one.kind,
        options=one.options,
        unit=one.unit,
        most=one.most,
    )
