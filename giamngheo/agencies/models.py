"""Tables of the directory. An agency lives from a day up to, not including, another."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from giamngheo.accounts.models import User
from giamngheo.agencies.enums import AgencyLevel, Certainty
from giamngheo.areas.models import Unit

WRONG_PERIOD = "Ngày kết thúc phải sau ngày bắt đầu."


class AgencyQuerySet(models.QuerySet["Agency"]):
    def in_force(self, as_of: date) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=as_of), Q(valid_to=None) | Q(valid_to__gt=as_of)
        )

    def in_order(self) -> Self:
        return self.order_by("level", "unit_path", "is_collective", "sort_key", "id")


class Agency(models.Model):
    """
    One office, organisation or group of them, under one name; `unit` None: the country's own.

    `kind` is a code of the shipped kinds, empty when an officer typed it. A collective ("UBND các
    xã, thị trấn") stands for many. `valid_from` None: it began before anybody noted.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_path = models.CharField(max_length=200, db_collation="C", blank=True)
    kind = models.CharField("kiểu cơ quan", max_length=40, blank=True)
    name = models.CharField("tên cơ quan", max_length=200)
    short = models.CharField("tên viết tắt", max_length=60, blank=True)
    name_key = models.CharField(max_length=300, db_collation="C", editable=False)
    sort_key = models.CharField(max_length=600, db_collation="C", editable=False)
    level = models.PositiveSmallIntegerField("cấp", choices=AgencyLevel.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="cơ quan cấp trên",
    )
    is_collective = models.BooleanField("chỉ nhóm cơ quan", default=False)
    email = models.EmailField("thư điện tử công vụ", blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("nguồn", max_length=300)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cơ quan"
        indexes: ClassVar = [models.Index(fields=["unit_path"], name="agency_by_path")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "name_key"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="agency_name_once",
                violation_error_message="Đơn vị đã có cơ quan tên này.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="agency_period",
                violation_error_message=WRONG_PERIOD,
            ),
            models.CheckConstraint(
                condition=Q(unit=None, level=AgencyLevel.NATIONAL)
                | (Q(unit__isnull=False) & ~Q(level=AgencyLevel.NATIONAL)),
                name="agency_level_of_unit",
                violation_error_message="Cơ quan trung ương không thuộc đơn vị hành chính nào.",
            ),
        ]

    class DataScrubbing:
        personal = ("email",)

    def __str__(self) -> str:
        return self.name


class AgencyAlias(models.Model):
    """Another writing of an agency's name; `key` is what writings are compared by."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="aliases")
    key = models.CharField(max_length=300, db_collation="C", editable=False)
    as_written = models.CharField("tên viết trong văn bản", max_length=200)
    is_shipped = models.BooleanField("có sẵn theo kiểu cơ quan", default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "tên gọi khác của cơ quan"
        indexes: ClassVar = [models.Index(fields=["key"], name="agency_alias_key")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "key"],
                name="agency_alias_once",
                violation_error_message="Cơ quan đã có tên gọi này.",
            )
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return self.as_written


class AgencySuccession(models.Model):
    """
    Who took over from whom from a day on; `part` of the work, empty for all of it.

    `is_main`: the heir of poverty reduction. `day_known` False: only the month is attested.
    """

    before = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    after = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="origins")
    starts_on = models.DateField("từ ngày")
    day_known = models.BooleanField("biết đúng ngày", default=True)
    part = models.CharField("phần việc", max_length=200, blank=True)
    is_main = models.BooleanField("nhận việc giảm nghèo", default=True)
    source = models.CharField("văn bản, nguồn", max_length=300)
    confidence = models.CharField("độ tin cậy", max_length=12, choices=Certainty.choices)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "kế nhiệm cơ quan"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["before", "after"],
                name="agency_succession_once",
                violation_error_message="Hai cơ quan này đã được nối với nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(before=F("after")),
                name="agency_succession_two",
                violation_error_message="Cơ quan không thể kế nhiệm chính mình.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class AgencyStaff(models.Model):
    """A user who reports for an agency in a period."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "người báo cáo của cơ quan"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "user"],
                condition=Q(valid_to=None),
                name="agency_staff_once",
                violation_error_message="Người này đã được giao báo cáo cho cơ quan.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="agency_staff_period",
                violation_error_message=WRONG_PERIOD,
            ),
        ]

    class DataScrubbing:
        personal = ("user",)

    def __str__(self) -> str:
        return f"{self.user_id} {self.agency_id}"
