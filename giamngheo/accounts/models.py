"""Tables of users and of what each is assigned to."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
from django.db.models import F, Q

from giamngheo.accounts.enums import Role, Sector


class User(AbstractBaseUser):
    """
    A person who logs in. What she may do comes from her assignments and nowhere else: there is
    no superuser flag and no group, so one table answers "who has the right to see this?".
    """

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[ASCIIUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField(max_length=400, db_collation="C", editable=False)
    position = models.CharField("chức vụ", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    is_generated = models.BooleanField("tài khoản trình diễn", default=False)
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = BaseUserManager()

    class Meta:
        ordering = ["sort_key", "id"]
        verbose_name = "người dùng"

    class DataScrubbing:
        personal = ("username", "full_name", "sort_key", "phone", "password", "last_login")

    def __str__(self) -> str:
        return f"{self.full_name} ({self.username})"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, as_of: date) -> AssignmentQuerySet:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=as_of), valid_from__lte=as_of)


class Assignment(models.Model):
    """One role of one user in one unit for a period; `valid_to` is the first day without it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        "areas.Unit",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="đơn vị",
    )
    sector = models.CharField("ngành", max_length=20, choices=Sector.choices, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["user_id", "valid_from", "id"]
        verbose_name = "phân công"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="assignment_role_known",
                violation_error_message="Vai trò này không có trong hệ thống.",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(role=Role.SYSTEM),
                name="assignment_has_unit",
                violation_error_message="Chọn đơn vị cho vai trò này.",
            ),
            models.CheckConstraint(
                condition=(Q(role=Role.SECTOR) & Q(sector__in=Sector.values))
                | (~Q(role=Role.SECTOR) & Q(sector="")),
                name="assignment_sector_with_role",
                violation_error_message="Chọn ngành cho cán bộ sở, ngành, và chỉ cho vai trò đó.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="assignment_period_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    class DataScrubbing:
        personal = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id or ''}".strip()
