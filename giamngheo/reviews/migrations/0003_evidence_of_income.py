"""Surveyed income beside typed scores; a result holds what its evidence needs and no more."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_audit"),
        ("reviews", "0002_audit_and_freeze"),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewresult",
            name="income_per_capita_vnd",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="thu nhập bình quân đầu người một tháng"
            ),
        ),
        migrations.AddField(
            model_name="reviewresult",
            name="unknown_deprivations",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                blank=True,
                default=list,
                size=None,
                verbose_name="chỉ số chưa rõ",
            ),
        ),
        migrations.AlterField(
            model_name="reviewresult",
            name="score_b1",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="điểm B1"),
        ),
        migrations.AlterField(
            model_name="reviewresult",
            name="score_b2",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="điểm B2"),
        ),
        migrations.AddConstraint(
            model_name="reviewresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("evidence", "scores"),
                        ("income_per_capita_vnd__isnull", True),
                        ("score_b1__isnull", False),
                        ("score_b2__isnull", False),
                        ("unknown_deprivations", []),
                    ),
                    models.Q(
                        ("evidence", "income"),
                        ("income_per_capita_vnd__isnull", False),
                        ("score_b1__isnull", True),
                        ("score_b2__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="result_holds_its_evidence",
                violation_error_message="Kết quả phải có đúng những gì căn cứ xét của nó cần.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deprivations__overlap", models.F("unknown_deprivations")), _negated=True
                ),
                name="result_lacking_is_known",
                violation_error_message="Một chỉ số không thể vừa thiếu hụt vừa chưa rõ.",
            ),
        ),
    ]
