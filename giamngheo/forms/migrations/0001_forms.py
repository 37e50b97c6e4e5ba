"""Forms being filled, what two people wrote differently, and files taken back in."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0002_chain"),
        ("areas", "0002_audit"),
        ("registry", "0005_words_and_audit"),
        ("reviews", "0006_oversight"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("scores", "điểm B1, B2 ghi trên phiếu"),
                            ("answers", "câu trả lời chấm theo bảng điểm"),
                            ("income", "thu nhập khảo sát và các chỉ số thiếu hụt"),
                        ],
                        max_length=12,
                        verbose_name="căn cứ xét",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "Đang nhập"), ("DONE", "Đã xong")],
                        default="DRAFT",
                        max_length=5,
                        verbose_name="tình trạng",
                    ),
                ),
                ("values", models.JSONField(default=dict, verbose_name="câu trả lời")),
                ("touched", models.JSONField(default=dict)),
                ("pending", models.JSONField(default=dict)),
                (
                    "is_provisional",
                    models.BooleanField(default=False, verbose_name="tạm, chờ kiểm tra"),
                ),
                ("row_version", models.PositiveIntegerField(default=0)),
                (
                    "saved_from",
                    models.CharField(
                        choices=[
                            ("PAGE", "trang phiếu"),
                            ("GRID", "bảng của thôn"),
                            ("FILE", "tệp nhập khi không có mạng"),
                        ],
                        max_length=4,
                    ),
                ),
                ("saved_at", models.DateTimeField(verbose_name="lưu lúc")),
                ("told_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True, verbose_name="xong lúc")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="registry.household",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu rà soát",
                "verbose_name_plural": "phiếu rà soát",
            },
        ),
        migrations.CreateModel(
            name="FormConflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("offered", models.JSONField()),
                ("standing", models.JSONField()),
                (
                    "offered_from",
                    models.CharField(
                        choices=[
                            ("PAGE", "trang phiếu"),
                            ("GRID", "bảng của thôn"),
                            ("FILE", "tệp nhập khi không có mạng"),
                        ],
                        max_length=4,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("taken", models.BooleanField(null=True, verbose_name="lấy bản gửi sau")),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="forms.reviewform",
                    ),
                ),
            ],
            options={
                "verbose_name": "chỗ ghi khác nhau",
                "verbose_name_plural": "chỗ ghi khác nhau",
            },
        ),
        migrations.CreateModel(
            name="FormFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("file_name", models.CharField(max_length=255, verbose_name="tệp")),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm của tệp")),
                ("read", models.PositiveIntegerField(verbose_name="số phiếu đã đọc")),
                ("changed", models.PositiveIntegerField(verbose_name="ghi vào")),
                ("same", models.PositiveIntegerField(verbose_name="không đổi")),
                ("conflicting", models.PositiveIntegerField(verbose_name="có chỗ khác nhau")),
                ("refused", models.PositiveIntegerField(verbose_name="không nhận")),
                ("problems", models.JSONField(default=list)),
                ("taken_at", models.DateTimeField(verbose_name="nhập lúc")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "taken_by",
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
                        related_name="+",
                        to="areas.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp phiếu đã nhập",
                "verbose_name_plural": "tệp phiếu đã nhập",
                "indexes": [
                    models.Index(fields=["campaign", "unit", "-id"], name="form_file_of_village")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "read",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("changed"), "+", models.F("same")
                                        ),
                                        "+",
                                        models.F("conflicting"),
                                    ),
                                    "+",
                                    models.F("refused"),
                                ),
                            )
                        ),
                        name="form_file_adds_up",
                        violation_error_message="Số phiếu đã đọc phải bằng tổng các phần.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="reviewform",
            index=models.Index(fields=["campaign", "unit_path"], name="form_list"),
        ),
        migrations.AddConstraint(
            model_name="reviewform",
            constraint=models.UniqueConstraint(
                fields=("campaign", "household"),
                name="form_once",
                violation_error_message="Hộ này đã có phiếu trong đợt rà soát.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "DRAFT"),
                    models.Q(
                        ("done_at__isnull", False), ("is_provisional", False), ("state", "DONE")
                    ),
                    _connector="OR",
                ),
                name="form_done_by_somebody",
                violation_error_message="Phiếu đã xong phải có thời gian xong và đã được kiểm tra.",
            ),
        ),
        migrations.AddIndex(
            model_name="formconflict",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)),
                fields=["form"],
                name="conflict_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="formconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("taken__isnull", True)),
                    models.Q(("settled_at__isnull", False), ("taken__isnull", False)),
                    _connector="OR",
                ),
                name="conflict_settled_one_way",
                violation_error_message="Chỗ ghi khác nhau đã giải quyết phải ghi lấy bản nào.",
            ),
        ),
        # Autosaves are told to the trail together, by the events of `forms.actions`.
        AuditTable(
            "forms_reviewform",
            exclude=["values", "touched", "pending", "row_version", "saved_at", "told_at"],
        ),
        AuditTable("forms_formconflict"),
        AuditTable("forms_formfile"),
    ]
