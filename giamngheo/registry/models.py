"""Tables of the register. A household's unit is its village, or its commune when none is known."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from giamngheo.areas.models import Unit
from giamngheo.registry.carrying_models import Carrying
from giamngheo.registry.constraints import FAR_FUTURE, forward_period, one_at_a_time
from giamngheo.registry.dated_models import (
    HouseholdLink,
    HouseholdMark,
    LivingConditions,
    Residence,
)
from giamngheo.registry.enums import (
    Closed,
    Disability,
    Group,
    Joined,
    Left,
    Relation,
    School,
    Sex,
    StatusCategory,
)
from giamngheo.registry.event_models import HouseholdEvent

__all__ = [
    "FAR_FUTURE",
    "Carrying",
    "Household",
    "HouseholdEvent",
    "HouseholdLink",
    "HouseholdMark",
    "HouseholdStatus",
    "LivingConditions",
    "Member",
    "Residence",
]


def search_vector() -> models.GeneratedField:
    """Return a column PostgreSQL fills itself: words without marks, with marks, and units."""
    return models.GeneratedField(
        expression=Func(
            F("search_key"),
            F("name_key"),
            F("unit_path"),
            function="giamngheo_search_vector",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )


class HouseholdQuerySet(models.QuerySet["Household"]):
    def inside(self, path: str) -> HouseholdQuerySet:
        """Return the households of the unit at `path` and of every unit below it."""
        return self.filter(unit_path__startswith=path)

    def registered_on(self, as_of: date) -> HouseholdQuerySet:
        return self.filter(
            Q(registered_to__isnull=True) | Q(registered_to__gt=as_of), registered_from__lte=as_of
        )

    def with_status(self, category: str, as_of: date) -> HouseholdQuerySet:
        return self.filter(self._has(category, as_of))

    def without_status(self, category: str, as_of: date) -> HouseholdQuerySet:
        return self.filter(~self._has(category, as_of))

    @staticmethod
    def _has(category: str, as_of: date) -> models.Exists:
        in_force = HouseholdStatus.objects.in_force(as_of)
        return models.Exists(in_force.filter(category=category, household=models.OuterRef("pk")))


class Household(models.Model):
    """One household of the Law on Residence, in its unit."""

    code = models.CharField("mã hộ", max_length=40, unique=True)
    # Where it lives now; where it lived before stands in its residences.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị"
    )
    # The unit's path, copied so that scope and counts need no join; kept by the actions.
    unit_path = models.CharField(max_length=200, db_collation="C")
    head_name = models.CharField("chủ hộ", max_length=120)
    sort_key = models.CharField(max_length=400, db_collation="C")
    search_key = models.CharField(max_length=240, db_collation="C")
    # The head's name as compared: marks kept, tone in one place (lib.text.compare_key).
    name_key = models.CharField(max_length=240, db_collation="C", db_default="", default="")
    search_vector = search_vector()
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    member_count = models.PositiveSmallIntegerField("số nhân khẩu", default=0)
    no_working_capacity = models.BooleanField("không có khả năng lao động", default=False)
    has_merit_person = models.BooleanField("có người có công", default=False)
    registered_from = models.DateField("quản lý từ ngày")
    registered_to = models.DateField("quản lý đến trước ngày", null=True, blank=True)
    closed_as = models.CharField(
        "thôi quản lý vì", max_length=10, choices=Closed.choices, blank=True, db_default="",
        default="",
    )  # fmt: skip
    is_generated = models.BooleanField("dữ liệu sinh ra để trình diễn", default=False)
    # Each change of the household, its members or its conditions adds one: see `touching`.
    row_version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(
        "người sửa gần nhất", max_length=150, blank=True, db_default="", default=""
    )
    changed_at = models.DateTimeField("sửa gần nhất lúc", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "hộ"
        verbose_name_plural = "hộ"
        indexes: ClassVar = [
            models.Index(fields=["unit_path", "sort_key", "id"], name="household_list"),
            # A province's list has no narrow path to begin with.
            models.Index(fields=["sort_key", "id"], name="household_order"),
            GinIndex(fields=["search_vector"], name="household_words"),
        ]
        constraints: ClassVar = [
            # Equal days: the household was entered by mistake and never counts.
            models.CheckConstraint(
                condition=Q(registered_to__isnull=True)
                | Q(registered_to__gte=F("registered_from")),
                name="household_period",
                violation_error_message="Ngày thôi quản lý hộ phải sau ngày bắt đầu quản lý.",
            )
        ]

    class DataScrubbing:
        personal = ("head_name", "sort_key", "search_key", "name_key", "address", "ethnicity")
        sensitive = ("no_working_capacity", "has_merit_person")
        not_personal = ("changed_by",)

    def __str__(self) -> str:
        return f"{self.code} {self.head_name}"


class MemberQuerySet(models.QuerySet["Member"]):
    def on(self, as_of: date) -> MemberQuerySet:
        """Return who belonged to a household on the day; a retracted entry never did."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), valid_from__lte=as_of)

    def present(self) -> MemberQuerySet:
        return self.filter(valid_to__isnull=True)


def _answer(label: str) -> models.BooleanField[bool | None, bool | None]:
    """Return a yes or no question; null is "chưa rõ", which is not "không"."""
    return models.BooleanField(label, null=True, blank=True)


class Member(models.Model):
    """
    One person in one household, for the days from `valid_from` up to, not including, `valid_to`.

    Whoever moves to another household has a row in each; `previous` leads back.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    # The household's path, copied for search; kept by the actions.
    unit_path = models.CharField(max_length=200, db_collation="C", db_default="", default="")
    position = models.PositiveSmallIntegerField("số thứ tự trong hộ")
    full_name = models.CharField("họ và tên", max_length=120)
    search_key = models.CharField(max_length=120, db_collation="C")
    name_key = models.CharField(max_length=240, db_collation="C", db_default="", default="")
    search_vector = search_vector()
    sex = models.CharField("giới tính", max_length=1, choices=Sex.choices)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    # Lists often give the year alone: birth_date is then its 1 January, and no day is shown.
    birth_year_only = models.BooleanField("chỉ rõ năm sinh", default=False, db_default=False)
    relation = models.CharField("quan hệ với chủ hộ", max_length=12, choices=Relation.choices)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    # A citizen ID has no check digit: its shape is warned about on entry, never a reason to block.
    personal_id = models.CharField(
        "số định danh cá nhân", max_length=12, null=True, blank=True, db_collation="C"
    )
    valid_from = models.DateField("thành viên từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    joined_as = models.CharField(
        "vào hộ vì", max_length=10, choices=Joined.choices, db_default=Joined.REGISTERED,
        default=Joined.REGISTERED,
    )  # fmt: skip
    left_as = models.CharField(
        "rời hộ vì", max_length=10, choices=Left.choices, blank=True, db_default="", default=""
    )
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following"
    )

    attending = models.PositiveSmallIntegerField(
        "đang học", choices=School.choices, null=True, blank=True
    )
    finished = models.PositiveSmallIntegerField(
        "bậc học cao nhất đã tốt nghiệp", choices=School.choices, null=True, blank=True
    )
    of_working_age = _answer("trong độ tuổi lao động")
    able_to_work = _answer("có khả năng lao động")
    willing_to_work = _answer("sẵn sàng làm việc")
    has_job = _answer("có việc làm")
    is_wage_earner = _answer("làm công ăn lương")
    has_labour_contract = _answer("có hợp đồng lao động")
    job = models.CharField("nghề nghiệp", max_length=120, blank=True, db_default="", default="")
    disability = models.CharField(
        "khuyết tật", max_length=12, choices=Disability.choices, null=True, blank=True
    )
    is_merit_person = _answer("người có công với cách mạng")
    merit_kind = models.CharField(
        "diện người có công", max_length=120, blank=True, db_default="", default=""
    )
    gets_social_allowance = _answer("đang hưởng trợ cấp xã hội hằng tháng")
    allowance_from = models.DateField("hưởng trợ cấp từ ngày", null=True, blank=True)
    allowance_kind = models.CharField(
        "diện bảo trợ xã hội", max_length=120, blank=True, db_default="", default=""
    )
    has_health_insurance = _answer("có thẻ bảo hiểm y tế")
    is_chronically_ill = _answer("mắc bệnh hiểm nghèo, bệnh mạn tính")
    ill_without_care = _answer("ốm nặng mà không đi khám, chữa bệnh trong 12 tháng qua")
    is_pregnant = _answer("đang mang thai")
    is_stunted = _answer("suy dinh dưỡng chiều cao theo tuổi")
    is_underweight = _answer("suy dinh dưỡng cân nặng theo tuổi")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "nhân khẩu"
        verbose_name_plural = "nhân khẩu"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["household", "position"],
                name="member_position",
                violation_error_message="Hai nhân khẩu của một hộ mang cùng số thứ tự.",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation=Relation.HEAD, valid_to__isnull=True),
                name="member_one_head",
                violation_error_message="Một hộ chỉ có một chủ hộ.",
            ),
            # Equal days: entered by mistake, or born and dead on one day.
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True, left_as="")
                | Q(valid_to__gte=F("valid_from"), left_as__gt=""),
                name="member_period",
                violation_error_message="Ngày rời hộ phải sau ngày vào hộ và có lý do.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["search_key"], name="member_search"),
            models.Index(fields=["personal_id"], name="member_personal_id"),
            GinIndex(fields=["search_vector"], name="member_words"),
        ]

    class DataScrubbing:
        personal = (
            *("full_name", "search_key", "name_key", "sex", "birth_date", "birth_year_only"),
            *("ethnicity", "personal_id", "job"),
        )
        sensitive = (
            *("relation", "attending", "finished", "of_working_age", "able_to_work"),
            *("willing_to_work", "has_job", "is_wage_earner", "has_labour_contract"),
            *("disability", "is_merit_person", "merit_kind", "gets_social_allowance"),
            *("allowance_from", "allowance_kind", "has_health_insurance", "is_chronically_ill"),
            *("ill_without_care", "is_pregnant", "is_stunted", "is_underweight"),
        )

    def __str__(self) -> str:
        return self.full_name


class StatusQuerySet(models.QuerySet["HouseholdStatus"]):
    def in_force(self, as_of: date) -> StatusQuerySet:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), valid_from__lte=as_of)


class HouseholdStatus(models.Model):
    """What a household is, from a day on, and by which decision."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="statuses")
    category = models.CharField("phân loại", max_length=10, choices=StatusCategory.choices)
    group = models.CharField("nhóm", max_length=2, choices=Group.choices, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    standard = models.CharField("chuẩn nghèo", max_length=20)
    source = models.CharField("căn cứ", max_length=120)
    # A new period's list under another standard: nobody crossed a line by it.
    by_opening_list = models.BooleanField(
        "theo rà soát đầu giai đoạn", default=False, db_default=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = "phân loại hộ"
        verbose_name_plural = "phân loại hộ"
        indexes: ClassVar = [
            models.Index(fields=["household", "valid_from"], name="status_history"),
        ]
        constraints: ClassVar = [
            forward_period("status_period", "Ngày kết thúc phân loại phải sau ngày bắt đầu."),
            models.CheckConstraint(
                condition=Q(group="") | Q(category=StatusCategory.POOR),
                name="status_group_only_when_poor",
                violation_error_message="Chỉ hộ nghèo mới có nhóm N1 hoặc N2.",
            ),
            one_at_a_time(
                "status_one_at_a_time", "Hộ đã có một phân loại khác trong cùng thời gian."
            ),
        ]

    class DataScrubbing:
        sensitive = ("category", "group")

    def __str__(self) -> str:
        return f"{self.household_id} {self.category} {self.valid_from}"

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
