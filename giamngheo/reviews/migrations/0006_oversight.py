"""The second check of a sample, and the supervision by the committee member in charge."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_audit"),
        ("audit", "0002_chain"),
        ("registry", "0005_words_and_audit"),
        ("reviews", "0005_full_procedure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("percent", models.PositiveSmallIntegerField(verbose_name="tỷ lệ rút mẫu")),
                ("seed", models.BigIntegerField(verbose_name="số khởi tạo")),
                ("population", models.PositiveIntegerField(verbose_name="số hộ được rút từ")),
                ("drawn_on", models.DateField(verbose_name="ngày rút mẫu")),
                (
                    "drawn_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("drawn_by", models.CharField(max_length=150, verbose_name="người rút mẫu")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_checks",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "commune_review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_check",
                        to="reviews.communereview",
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
                "verbose_name": "phúc tra",
                "verbose_name_plural": "phúc tra",
            },
        ),
        migrations.CreateModel(
            name="SecondCheckItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("sort_key", models.CharField(db_collation="C", max_length=400)),
                (
                    "first",
                    models.JSONField(blank=True, default=dict, verbose_name="kết quả lần đầu"),
                ),
                (
                    "second",
                    models.JSONField(blank=True, default=dict, verbose_name="kết quả phúc tra"),
                ),
                ("team", models.CharField(blank=True, max_length=200, verbose_name="đội phúc tra")),
                (
                    "checked_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày phúc tra"),
                ),
                (
                    "checked_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người ghi"),
                ),
                ("differs", models.BooleanField(null=True, verbose_name="lệch nhau")),
                (
                    "settlement",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FIRST", "Giữ kết quả lần đầu"),
                            ("SECOND", "Theo kết quả phúc tra"),
                        ],
                        max_length=6,
                        verbose_name="chọn",
                    ),
                ),
                ("settled_reason", models.TextField(blank=True, verbose_name="lý do")),
                ("settled_on", models.DateField(blank=True, null=True, verbose_name="ngày xử lý")),
                (
                    "settled_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người xử lý"),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_check_items",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="reviews.secondcheck",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.villagereview",
                    ),
                ),
            ],
            options={
                "verbose_name": "hộ phúc tra",
                "verbose_name_plural": "các hộ phúc tra",
            },
        ),
        migrations.CreateModel(
            name="SupervisionQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("question", models.TextField(verbose_name="câu hỏi")),
                ("asked_on", models.DateField(verbose_name="ngày hỏi")),
                ("asked_by", models.CharField(max_length=150, verbose_name="người hỏi")),
                ("answer", models.TextField(blank=True, verbose_name="trả lời")),
                (
                    "answered_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày trả lời"),
                ),
                (
                    "answered_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người trả lời"),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày kết thúc"),
                ),
                (
                    "closed_by",
                    models.CharField(blank=True, max_length=150, verbose_name="người kết thúc"),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "commune_review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="reviews.communereview",
                    ),
                ),
            ],
            options={
                "verbose_name": "câu hỏi giám sát",
                "verbose_name_plural": "các câu hỏi giám sát",
            },
        ),
        migrations.CreateModel(
            name="SupervisionSignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("remarks", models.TextField(blank=True, verbose_name="ý kiến")),
                ("signed_on", models.DateField(verbose_name="ngày xác nhận")),
                ("signed_by", models.CharField(max_length=150, verbose_name="người xác nhận")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "commune_review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_off",
                        to="reviews.communereview",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "xác nhận giám sát",
                "verbose_name_plural": "các xác nhận giám sát",
            },
        ),
        migrations.CreateModel(
            name="SupervisionVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("visited_on", models.DateField(verbose_name="ngày kiểm tra")),
                ("remarks", models.TextField(verbose_name="nhận xét")),
                ("visited_by", models.CharField(max_length=150, verbose_name="người kiểm tra")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "commune_review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="reviews.communereview",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="reviews.villagereview",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần kiểm tra, giám sát",
                "verbose_name_plural": "các lần kiểm tra, giám sát",
            },
        ),
        migrations.AddConstraint(
            model_name="secondcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 1), ("percent__lte", 100)),
                name="second_check_percent",
                violation_error_message="Tỷ lệ rút mẫu từ 1 đến 100 phần trăm.",
            ),
        ),
        migrations.AddIndex(
            model_name="secondcheckitem",
            index=models.Index(fields=["check_of", "sort_key", "id"], name="second_check_list"),
        ),
        migrations.AddIndex(
            model_name="secondcheckitem",
            index=models.Index(fields=["campaign", "unit_path"], name="second_check_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="secondcheckitem",
            constraint=models.UniqueConstraint(
                fields=("check_of", "household"), name="second_check_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondcheckitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settlement", ""),
                    models.Q(
                        ("differs", True),
                        models.Q(("settled_reason", ""), _negated=True),
                        models.Q(("settled_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="second_check_settled_with_reason",
                violation_error_message="Xử lý chênh lệch phải ghi lý do và người xử lý.",
            ),
        ),
        AuditTable("reviews_secondcheck"),
        AuditTable("reviews_secondcheckitem"),
        AuditTable("reviews_supervisionvisit"),
        AuditTable("reviews_supervisionquestion"),
        AuditTable("reviews_supervisionsignoff"),
    ]
