"""The forms of events: one small form a kind, each giving the typed request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date, parse_date
from giamngheo.lib.errors import Refusal
from giamngheo.registry.conditions import FIELDS as CONDITION_FIELDS
from giamngheo.registry.enums import EventKind, Relation, Sex
from giamngheo.registry.members import CORRECTABLE
from giamngheo.registry.models import Household, LivingConditions, Member
from giamngheo.registry.requests import (
    Birth,
    Conditions,
    Correction,
    Death,
    Leave,
    MemberIn,
    MemberOut,
    Merge,
    Move,
    NewHead,
    Request,
    Split,
)
from giamngheo.web.households.fact_fields import fact_fields, values_changed

DAY_HELP = "Ví dụ: 15/10/2021"


@dataclass(frozen=True)
class Given:
    """What the forms of one household are made from, fetched before any is drawn."""

    household: Household
    members: Sequence[Member]
    units: Sequence[Unit] = ()
    member: Member | None = None
    conditions: LivingConditions | None = None

    def people(self, *, empty: str = "") -> list[tuple[str, str]]:
        first = [("", empty)] if empty else []
        return first + [(str(member.pk), person_words(member)) for member in self.members]


def person_words(member: Member) -> str:
    born = f", sinh {member.birth_date.year}" if member.birth_date else ""
    return f"{member.full_name} ({Relation(member.relation).label.lower()}{born})"


class EventForm(forms.Form):
    """What every event has: the day, the reason, and the version of the file it was drawn from."""

    day_label = "Ngày xảy ra"
    row_version = forms.IntegerField(widget=forms.HiddenInput)
    event_date = forms.DateField(label="Ngày xảy ra", localize=True, help_text=DAY_HELP)
    reason = forms.CharField(
        label="Lý do, căn cứ",
        max_length=300,
        help_text="Giấy tờ, người báo tin; ví dụ: giấy khai sinh số 15/2021",
    )

    def __init__(self, data: Any = None, *, given: Given, today: date) -> None:
        start = {"event_date": today, "row_version": given.household.row_version}
        super().__init__(data, initial=start)
        self.given = given
        self.fields["event_date"].label = self.day_label
        self.prepare()
        # What has happened first, then when and why: the order in which it is told.
        self.order_fields([n for n in self.fields if n not in ("event_date", "reason")])

    def prepare(self) -> None:
        """Add what depends on the household."""

    def to_request(self) -> Request:
        raise NotImplementedError

    @property
    def values(self) -> dict[str, Any]:
        own = {"event_date", "reason", "row_version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}


def _choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, **more)


def _number(value: str) -> int | None:
    return int(value) if value else None


class PersonForm(EventForm):
    """Name, sex, relation and papers of somebody who joins."""

    first_relation = Relation.OTHER

    def prepare(self) -> None:
        relations = [pair for pair in Relation.choices if pair[0] != Relation.HEAD]
        self.fields["full_name"] = forms.CharField(label="Họ và tên", max_length=120)
        self.fields["sex"] = _choice("Giới tính", [("", "Chọn"), *Sex.choices])
        self.fields["relation"] = _choice(
            "Quan hệ với chủ hộ", relations, initial=self.first_relation
        )
        self.fields["ethnicity"] = forms.CharField(
            label="Dân tộc", max_length=40, required=False, help_text="Để trống: như của hộ"
        )
        self.fields["personal_id"] = forms.CharField(
            label="Số định danh cá nhân", max_length=12, required=False
        )


class BirthForm(PersonForm):
    day_label = "Ngày sinh"
    first_relation = Relation.CHILD

    def to_request(self) -> Request:
        return Birth(**self.values)


class MemberInForm(PersonForm):
    day_label = "Ngày chuyển đến"

    def prepare(self) -> None:
        super().prepare()
        self.fields["born"] = forms.CharField(
            label="Ngày sinh", required=False, help_text="Ví dụ: 05/09/1990, hoặc chỉ năm: 1990"
        )

    def clean_born(self) -> tuple[date | None, bool]:
        return read_birth(self.cleaned_data["born"])

    def to_request(self) -> Request:
        values = self.values
        born, year_only = values.pop("born")
        return MemberIn(**values, birth_date=born, birth_year_only=year_only)


def read_birth(text: str) -> tuple[date | None, bool]:
    """Return the day of birth and whether only its year is known: "1990" is 01/01/1990, True."""
    plain = text.strip()
    if not plain:
        return None, False
    if plain.isdecimal() and len(plain) == 4 and 1880 <= int(plain) <= 2100:
        return date(int(plain), 1, 1), True
    try:
        return parse_date(plain), False
    except Refusal as error:
        raise forms.ValidationError("Ghi ngày như 05/09/1990, hoặc chỉ năm: 1990.") from error


class LeavingForm(EventForm):
    """Who leaves, and who heads the household when its head is among them."""

    def add_new_head(self) -> None:
        self.fields["new_head_id"] = _choice(
            "Chủ hộ mới",
            self.given.people(empty="Chủ hộ không rời hộ"),
            required=False,
            help_text="Chỉ cần khi chủ hộ rời hộ mà còn người ở lại",
        )


class DeathForm(LeavingForm):
    day_label = "Ngày mất"

    def prepare(self) -> None:
        self.fields["member_id"] = _choice("Người qua đời", self.given.people(empty="Chọn người"))
        self.add_new_head()

    def to_request(self) -> Request:
        given = self.cleaned_data
        return Death(
            member_id=int(given["member_id"]), new_head_id=_number(given.get("new_head_id", ""))
        )


class SeveralForm(LeavingForm):
    who_label = "Những người chuyển đi"

    def prepare(self) -> None:
        self.fields["member_ids"] = forms.MultipleChoiceField(
            label=self.who_label,
            choices=self.given.people(),
            widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            error_messages={"required": "Chọn ít nhất một người."},
        )

    def chosen(self) -> tuple[int, ...]:
        return tuple(int(pk) for pk in self.cleaned_data["member_ids"])


class MemberOutForm(SeveralForm):
    day_label = "Ngày chuyển đi"

    def prepare(self) -> None:
        super().prepare()
        self.fields["destination"] = forms.CharField(
            label="Nơi đến", max_length=120, required=False
        )
        self.add_new_head()

    def to_request(self) -> Request:
        given = self.cleaned_data
        return MemberOut(
            member_ids=self.chosen(),
            destination=given["destination"],
            new_head_id=_number(given["new_head_id"]),
        )


class SplitForm(SeveralForm):
    day_label = "Ngày tách hộ"
    who_label = "Những người tách ra"

    def prepare(self) -> None:
        super().prepare()
        self.fields["head_id"] = _choice("Chủ hộ của hộ mới", self.given.people(empty="Chọn người"))
        self.add_new_head()
        self.fields["new_head_id"].label = "Chủ hộ mới của hộ cũ"
        self.fields["code"] = forms.CharField(
            label="Mã hộ mới", max_length=40, required=False,
            help_text="Để trống: hệ thống đặt mã theo mã hộ cũ",
        )  # fmt: skip
        self.fields["address"] = forms.CharField(
            label="Địa chỉ của hộ mới", max_length=200, required=False
        )

    def to_request(self) -> Request:
        given = self.cleaned_data
        return Split(
            member_ids=self.chosen(),
            head_id=int(given["head_id"]),
            new_head_id=_number(given["new_head_id"]),
            code=given["code"],
            address=given["address"],
        )


class MergeForm(EventForm):
    day_label = "Ngày nhập hộ"

    def prepare(self) -> None:
        self.fields["other_code"] = forms.CharField(
            label="Mã hộ nhập vào hộ này",
            max_length=40,
            help_text="Mọi người của hộ đó thành người của hộ này; hộ đó thôi quản lý",
        )

    def to_request(self) -> Request:
        return Merge(other_code=self.cleaned_data["other_code"])


class NewHeadForm(EventForm):
    day_label = "Từ ngày"

    def prepare(self) -> None:
        self.fields["member_id"] = _choice(
            "Chủ hộ mới",
            self.given.people(empty="Chọn người"),
            help_text="Quan hệ của những người khác đổi theo; xem lại sau khi ghi",
        )

    def to_request(self) -> Request:
        return NewHead(member_id=int(self.cleaned_data["member_id"]))


class MoveForm(EventForm):
    day_label = "Ngày chuyển đến nơi ở mới"

    def prepare(self) -> None:
        units = [(str(unit.pk), _unit_words(unit)) for unit in self.given.units]
        self.fields["unit_id"] = _choice(
            "Nơi ở mới",
            [("", "Chọn thôn, hoặc xã khác"), *units],
            help_text="Thôn trong xã, hoặc xã khác; xã nhận sẽ ghi thôn",
        )
        self.fields["address"] = forms.CharField(label="Địa chỉ", max_length=200, required=False)

    def to_request(self) -> Request:
        given = self.cleaned_data
        return Move(unit_id=int(given["unit_id"]), address=given["address"])


def _unit_words(unit: Unit) -> str:
    return unit.full_name if unit.code else f"{unit.full_name} (trong xã)"


class LeaveForm(EventForm):
    day_label = "Ngày rời địa bàn"

    def prepare(self) -> None:
        self.fields["destination"] = forms.CharField(
            label="Nơi đến", max_length=120, required=False
        )

    def to_request(self) -> Request:
        return Leave(destination=self.cleaned_data["destination"])


class FactsForm(EventForm):
    """Fields of a stored row; what is not changed is not sent on."""

    def row(self) -> Household | Member | LivingConditions:
        raise NotImplementedError

    def names(self) -> Sequence[str]:
        raise NotImplementedError

    def prepare(self) -> None:
        self.fields.update(fact_fields(self.row(), self.names()))

    def changed(self) -> Mapping[str, Any]:
        return values_changed(self.row(), self.values)


class HouseholdForm(FactsForm):
    day_label = "Ngày biết thông tin đúng"

    def row(self) -> Household:
        return self.given.household

    def names(self) -> Sequence[str]:
        return ("address", "ethnicity", "no_working_capacity", "has_merit_person")

    def to_request(self) -> Request:
        return Correction(values=self.changed())


class MemberForm(FactsForm):
    day_label = "Ngày biết thông tin đúng"

    def row(self) -> Member:
        assert self.given.member is not None
        return self.given.member

    def names(self) -> Sequence[str]:
        return [name for name in CORRECTABLE if name not in ("birth_date", "birth_year_only")]

    def prepare(self) -> None:
        super().prepare()
        row = self.row()
        if row.relation == Relation.HEAD:
            del self.fields["relation"]
        else:
            choices = [pair for pair in Relation.choices if pair[0] != Relation.HEAD]
            self.fields["relation"] = _choice("Quan hệ với chủ hộ", choices, initial=row.relation)
        self.fields["born"] = forms.CharField(
            label="Ngày sinh", required=False, initial=birth_words(row),
            help_text="Ví dụ: 05/09/1990, hoặc chỉ năm: 1990; để trống: chưa rõ",
        )  # fmt: skip
        first = ["full_name", "sex", "born", "relation", "ethnicity", "personal_id"]
        self.order_fields([*first, *self.fields])

    def clean_born(self) -> tuple[date | None, bool]:
        return read_birth(self.cleaned_data["born"])

    def to_request(self) -> Request:
        values = self.values
        born, year_only = values.pop("born")
        values |= {"birth_date": born, "birth_year_only": year_only}
        return Correction(member_id=self.row().pk, values=values_changed(self.row(), values))


def birth_words(member: Member) -> str:
    if member.birth_date is None:
        return ""
    return str(member.birth_date.year) if member.birth_year_only else format_date(member.birth_date)


class ConditionsForm(FactsForm):
    day_label = "Từ ngày"

    def row(self) -> LivingConditions:
        return self.given.conditions or LivingConditions()

    def names(self) -> Sequence[str]:
        return CONDITION_FIELDS

    def to_request(self) -> Request:
        return Conditions(values=self.changed())


@dataclass(frozen=True)
class EventPage:
    """One kind's address, head and form."""

    slug: str
    kind: EventKind
    title: str
    form: type[EventForm]
    button: str = "Ghi nhận"


PAGES: dict[str, EventPage] = {
    page.slug: page
    for page in (
        EventPage("sinh", EventKind.BIRTH, "Trẻ mới sinh", BirthForm),
        EventPage("qua-doi", EventKind.DEATH, "Người qua đời", DeathForm),
        EventPage("nguoi-den", EventKind.MEMBER_IN, "Người chuyển đến", MemberInForm),
        EventPage("nguoi-di", EventKind.MEMBER_OUT, "Người chuyển đi", MemberOutForm),
        EventPage("doi-chu-ho", EventKind.NEW_HEAD, "Đổi chủ hộ", NewHeadForm),
        EventPage("tach-ho", EventKind.SPLIT, "Tách hộ", SplitForm),
        EventPage("nhap-ho", EventKind.MERGE, "Nhập hộ khác vào hộ này", MergeForm),
        EventPage("noi-o", EventKind.MOVE, "Cả hộ chuyển nơi ở", MoveForm),
        EventPage("roi-dia-ban", EventKind.LEAVE, "Cả hộ rời địa bàn", LeaveForm),
        EventPage("dieu-kien", EventKind.CONDITIONS, "Nhà ở, điều kiện sống", ConditionsForm),
        EventPage("sua", EventKind.CORRECTION, "Sửa thông tin của hộ", HouseholdForm),
        EventPage("nguoi", EventKind.CORRECTION, "Sửa thông tin của người", MemberForm),
    )
}
