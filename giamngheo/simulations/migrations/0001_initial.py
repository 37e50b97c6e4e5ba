"""Scenarios, their runs, and the households a run finds changed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("areas", "0002_audit"),
        ("registry", "0002_audit"),
        ("reviews", "0003_evidence_of_income"),
        ("work", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tên kịch bản")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("SIMULATION", "Mô phỏng chuẩn khác trên kết quả đã rà soát"),
                            ("REJUDGEMENT", "Xét lại danh sách đã có quyết định để so sánh"),
                        ],
                        max_length=12,
                        verbose_name="mục đích",
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="ngày")),
                (
                    "grouping",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Không chia nhóm"),
                            ("ethnicity", "Dân tộc của chủ hộ"),
                            ("area_type", "Nông thôn, thành thị"),
                            ("decided", "Kết quả đã công nhận"),
                        ],
                        max_length=12,
                        verbose_name="chia nhóm",
                    ),
                ),
                ("variants", models.JSONField(verbose_name="các phương án")),
                (
                    "monthly_cost_vnd",
                    models.JSONField(blank=True, default=dict, verbose_name="mức hỗ trợ"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="lập lúc")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
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
                "verbose_name": "kịch bản mô phỏng",
                "verbose_name_plural": "kịch bản mô phỏng",
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("confirmed", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("made_at", models.DateTimeField(null=True, verbose_name="tính lúc")),
                ("households", models.PositiveIntegerField(null=True, verbose_name="số hộ")),
                (
                    "changed_count",
                    models.PositiveIntegerField(null=True, verbose_name="số hộ thay đổi"),
                ),
                ("standards", models.JSONField(default=list)),
                ("cautions", models.JSONField(default=list)),
                ("result", models.JSONField(null=True)),
                (
                    "work_item",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.workitem",
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="simulations.scenario",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần chạy mô phỏng",
                "verbose_name_plural": "các lần chạy mô phỏng",
            },
        ),
        migrations.CreateModel(
            name="ChangedHousehold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), size=None
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.household",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changed",
                        to="simulations.run",
                    ),
                ),
            ],
            options={
                "verbose_name": "hộ thay đổi phân loại",
                "verbose_name_plural": "các hộ thay đổi phân loại",
                "indexes": [
                    models.Index(fields=["run", "unit_path"], name="simulation_changed_list")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="scenario",
            index=models.Index(
                fields=["unit_path", "-created_at"], name="simulation_scenario_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("as_of__isnull", False), ("campaign__isnull", True)),
                    models.Q(("as_of__isnull", True), ("campaign__isnull", False)),
                    _connector="OR",
                ),
                name="simulation_campaign_or_day",
                violation_error_message="Kịch bản dựa trên một đợt rà soát hoặc một ngày.",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("changed_count__isnull", True),
                        ("households__isnull", True),
                        ("made_at__isnull", True),
                        ("result__isnull", True),
                    ),
                    models.Q(
                        ("changed_count__isnull", False),
                        ("households__isnull", False),
                        ("made_at__isnull", False),
                        ("result__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="simulation_run_whole",
            ),
        ),
    ]
