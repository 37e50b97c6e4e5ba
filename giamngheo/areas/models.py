"""Dated administrative units, their succession, other spellings and special status."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import BigIntegerField, F, Func, Q, Value
from django.db.models.functions import Cast, Now

from giamngheo.areas.enums import AreaChoice, ImportState, LinkKind, StatusKind, UnitKind, UnitLevel


class _Int8Range(Func):
    function = "int8range"
    output_field = BigIntegerRangeField()


class _DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


def _one(expression: models.expressions.Combinable) -> _Int8Range:
    # A range of one number stands in for "=": equality under GiST would need btree_gist.
    return _Int8Range(expression, expression, Value("[]"))


_PERIOD = (_DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS)
# One number for level and code together; a code has at most five digits.
_CODE_NUMBER = F("level") * Value(1_000_000) + Cast("code", BigIntegerField())


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_force(self, as_of: date) -> Self:
        return self.filter(valid_from__lte=as_of).filter(Q(valid_to=None) | Q(valid_to__gt=as_of))

    def inside(self, path: str) -> Self:
        return self.filter(path__startswith=path)

    def at_level(self, level: int) -> Self:
        return self.filter(level=level)

    def in_order(self) -> Self:
        return self.order_by("sort_key", "id")


class UnitImport(models.Model):
    """One file of changes applied by an officer; undone as a whole or not at all."""

    file_name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm của tệp", max_length=64)
    document = models.TextField("văn bản", blank=True)
    row_count = models.PositiveIntegerField("số dòng")
    state = models.CharField(
        "trạng thái", max_length=8, choices=ImportState.choices, default=ImportState.APPLIED
    )
    recorded_at = models.DateTimeField("ghi nhận lúc", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "lần nhập thay đổi đơn vị"

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.pk}: {self.file_name}"


class Unit(models.Model):
    """
    One unit under one name, kind and parent, for one period.

    A code or a name passes to other units over time: the row is the identity. Where our sources
    do not give a boundary's date, the date is the first day a source shows the later state, and
    `start_known` or `end_known` is false.
    """

    key = models.CharField(
        "khóa dữ liệu gốc", max_length=40, null=True, unique=True, editable=False
    )
    code = models.CharField("mã đơn vị", max_length=5, null=True, blank=True)
    name = models.CharField("tên", max_length=120)
    full_name = models.CharField("tên đầy đủ", max_length=140)
    kind = models.CharField("loại đơn vị", max_length=20, choices=UnitKind.choices)
    level = models.PositiveSmallIntegerField("cấp", choices=UnitLevel.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="cấp trên",
    )
    path = models.TextField("đường dẫn", db_collation="C")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("trước ngày", null=True, blank=True)
    start_known = models.BooleanField("biết ngày bắt đầu", default=True)
    end_known = models.BooleanField("biết ngày kết thúc", default=True)
    area_type = models.CharField(
        "khu vực", max_length=5, choices=AreaChoice.choices, null=True, blank=True
    )
    search_key = models.TextField(db_collation="C", editable=False)
    compare_key = models.TextField(db_collation="C", editable=False)
    sort_key = models.TextField(db_collation="C", editable=False)
    source = models.CharField("nguồn", max_length=120)
    note = models.TextField("ghi chú", blank=True, default="")
    opened_by = models.ForeignKey(
        UnitImport,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="opened_units",
    )
    closed_by = models.ForeignKey(
        UnitImport,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="closed_units",
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đơn vị hành chính"
        constraints = [
            models.UniqueConstraint(
                fields=["path"],
                name="areas_unit_path_unique",
                violation_error_message="Đường dẫn của đơn vị đã có.",
            ),
            models.CheckConstraint(
                condition=Q(path__regex=r"^/([0-9]+/)+$"),
                name="areas_unit_path_shape",
                violation_error_message="Đường dẫn của đơn vị phải có dạng /12/345/.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="areas_unit_period",
                violation_error_message="Ngày kết thúc của đơn vị phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=False, code__regex=r"^[0-9]{2,5}$")
                | Q(code=None, level=UnitLevel.VILLAGE),
                name="areas_unit_code",
                violation_error_message="Mã đơn vị gồm 2 đến 5 chữ số; chỉ thôn, tổ được để trống.",
            ),
            models.CheckConstraint(
                condition=Q(level=UnitLevel.PROVINCE, parent=None)
                | Q(level__gt=UnitLevel.PROVINCE, parent__isnull=False),
                name="areas_unit_parent",
                violation_error_message="Chỉ đơn vị cấp tỉnh không có đơn vị cấp trên.",
            ),
            models.CheckConstraint(
                condition=Q(level__in=UnitLevel.values) & Q(kind__in=UnitKind.values),
                name="areas_unit_kind",
                violation_error_message="Loại hoặc cấp của đơn vị không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(area_type=None) | Q(area_type__in=AreaChoice.values),
                name="areas_unit_area_type",
                violation_error_message="Khu vực phải là nông thôn hoặc thành thị.",
            ),
            ExclusionConstraint(
                name="areas_unit_code_period",
                expressions=[(_one(_CODE_NUMBER), RangeOperators.OVERLAPS), _PERIOD],
                condition=Q(code__isnull=False),
                violation_error_message="Trong cùng thời gian đã có đơn vị khác mang mã này.",
            ),
        ]
        indexes = [
            models.Index(fields=["code", "level"], name="areas_unit_code_level"),
            models.Index(fields=["compare_key"], name="areas_unit_compare"),
            models.Index(fields=["search_key"], name="areas_unit_search"),
        ]

    class DataScrubbing:
        personal = ()
        not_personal = ("full_name",)  # the unit's own, "Xã Thọ Bình"

    def __str__(self) -> str:
        return self.full_name

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the province down to the parent, read from the path."""
        return [int(part) for part in self.path.strip("/").split("/")[:-1]]

    def is_inside(self, other: Unit) -> bool:
        return self.path.startswith(other.path)


class UnitLink(models.Model):
    """What a unit became: one row per predecessor and successor."""

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, related_name="links_onward", verbose_name="đơn vị cũ"
    )
    successor = models.ForeignKey(
        Unit, models.PROTECT, related_name="links_back", verbose_name="đơn vị mới"
    )
    kind = models.CharField("thay đổi", max_length=12, choices=LinkKind.choices)
    split = models.BooleanField("bị chia cho nhiều đơn vị", default=False)
    is_default = models.BooleanField("phần chính theo nguồn", default=True)
    share = models.DecimalField(
        "phần chuyển sang", max_digits=7, decimal_places=6, null=True, blank=True
    )
    source = models.CharField("nguồn", max_length=120)
    note = models.TextField("ghi chú", blank=True, default="")
    made_by = models.ForeignKey(
        UnitImport, models.PROTECT, null=True, blank=True, editable=False, related_name="links"
    )

    class Meta:
        verbose_name = verbose_name_plural = "tiếp nối đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="areas_link_unique",
                violation_error_message="Hai đơn vị này đã được nối với nhau.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="areas_link_two_units",
                violation_error_message="Một đơn vị không thể tiếp nối chính nó.",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=1),
                name="areas_link_share",
                violation_error_message="Phần chuyển sang phải lớn hơn 0 và không quá 1.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class UnitAlias(models.Model):
    """Another spelling or an earlier name; a guess resolves only once an officer confirmed it."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="đơn vị")
    name = models.CharField("tên khác", max_length=120)
    compare_key = models.TextField(db_collation="C", editable=False)
    search_key = models.TextField(db_collation="C", editable=False)
    valid_from = models.DateField("dùng từ ngày", null=True, blank=True)
    valid_to = models.DateField("dùng trước ngày", null=True, blank=True)
    confirmed = models.BooleanField("đã xác nhận", default=False)
    source = models.CharField("nguồn", max_length=255)
    note = models.TextField("ghi chú", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "tên khác của đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="areas_alias_unique",
                violation_error_message="Đơn vị đã có tên khác này.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="areas_alias_period",
                violation_error_message="Ngày thôi dùng tên khác phải sau ngày bắt đầu.",
            ),
        ]
        indexes = [models.Index(fields=["compare_key"], name="areas_alias_compare")]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.name} = {self.unit}"


class UnitStatus(models.Model):
    """A unit's place on a dated list: poor district, border commune, zone …"""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="statuses", verbose_name="đơn vị")
    kind = models.CharField("diện", max_length=24, choices=StatusKind.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("trước ngày", null=True, blank=True)
    source = models.CharField("văn bản", max_length=255)
    note = models.TextField("ghi chú", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "diện đặc thù của đơn vị"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="areas_status_period",
                violation_error_message="Ngày kết thúc của diện phải sau ngày bắt đầu.",
            ),
            *[
                ExclusionConstraint(
                    name=f"areas_status_{kind.lower()}",
                    expressions=[(_one(F("unit")), RangeOperators.OVERLAPS), _PERIOD],
                    condition=Q(kind=kind),
                    violation_error_message="Đơn vị đã thuộc diện này trong thời gian đó.",
                )
                for kind in StatusKind.values
            ],
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_kind_display()}"
