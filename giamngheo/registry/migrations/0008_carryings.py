"""Households carried over to the unit that took theirs over."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_audit"),
        ("registry", "0007_decided_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="householdevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("BIRTH", "Trẻ mới sinh"),
                    ("DEATH", "Người qua đời"),
                    ("MEMBER_IN", "Người chuyển đến"),
                    ("MEMBER_OUT", "Người chuyển đi"),
                    ("MOVE", "Cả hộ chuyển nơi ở"),
                    ("LEAVE", "Cả hộ rời địa bàn"),
                    ("SPLIT", "Tách hộ"),
                    ("MERGE", "Nhập hộ"),
                    ("NEW_HEAD", "Đổi chủ hộ"),
                    ("CORRECTION", "Sửa thông tin"),
                    ("CONDITIONS", "Điều kiện sống"),
                    ("TRANSFER", "Đơn vị sáp nhập, chia tách"),
                    ("UNDO", "Hủy thay đổi đã ghi"),
                ],
                max_length=10,
                verbose_name="việc",
            ),
        ),
        migrations.CreateModel(
            name="Carrying",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("day", models.DateField(verbose_name="từ ngày")),
                ("source", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("is_whole", models.BooleanField(verbose_name="cả đơn vị")),
                ("households", models.PositiveIntegerField(verbose_name="số hộ")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(null=True, verbose_name="hoàn tác lúc")),
                (
                    "undo_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do hoàn tác"),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.unit",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carryings",
                        to="areas.unit",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="areas.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần chuyển hộ sang đơn vị mới",
                "verbose_name_plural": "lần chuyển hộ sang đơn vị mới",
            },
        ),
        migrations.AddField(
            model_name="householdevent",
            name="carrying",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="registry.carrying",
            ),
        ),
        migrations.AddIndex(
            model_name="carrying",
            index=models.Index(fields=["unit", "-id"], name="carrying_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="carrying",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone_at__isnull", True),
                    models.Q(("undo_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="carrying_undone_with_reason",
                violation_error_message="Hoàn tác phải ghi lý do.",
            ),
        ),
        AuditTable("registry_carrying"),
    ]
