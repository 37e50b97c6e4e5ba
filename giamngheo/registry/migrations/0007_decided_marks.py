"""A second mark that a decision gives; statuses by an opening list are told apart."""

import datetime

import django.contrib.postgres.constraints
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_ended_residences"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="householdmark",
            name="mark_only_what_is_decided",
        ),
        migrations.RemoveConstraint(
            model_name="householdmark",
            name="mark_one_at_a_time",
        ),
        migrations.AddField(
            model_name="householdstatus",
            name="by_opening_list",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="theo rà soát đầu giai đoạn"
            ),
        ),
        migrations.AlterField(
            model_name="householdmark",
            name="mark",
            field=models.CharField(
                choices=[
                    ("ESCAPED_POOR", "Hộ mới thoát nghèo"),
                    ("ESCAPED_NEAR_POOR", "Hộ mới thoát cận nghèo"),
                    ("AVERAGE_LIVING", "Hộ có mức sống trung bình"),
                    ("LOW_INCOME_WORKER", "Hộ có người lao động thu nhập thấp"),
                    ("SOCIAL_PROTECTION", "Hộ có đối tượng bảo trợ xã hội"),
                ],
                max_length=20,
                verbose_name="diện",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ("AVERAGE_LIVING", "LOW_INCOME_WORKER"))),
                name="mark_only_what_is_decided",
                violation_error_message="Diện này không được ghi bằng quyết định riêng.",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmark",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("mark", "AVERAGE_LIVING")),
                expressions=[
                    (
                        models.Func(
                            models.F("household_id"),
                            models.F("household_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            django.db.models.functions.comparison.Coalesce(
                                models.F("valid_to"), datetime.date(9999, 12, 31)
                            ),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="mark_one_at_a_time",
                violation_error_message="Hộ đã được công nhận trong cùng thời gian.",
            ),
        ),
        migrations.AddConstraint(
            model_name="householdmark",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("mark", "LOW_INCOME_WORKER")),
                expressions=[
                    (
                        models.Func(
                            models.F("household_id"),
                            models.F("household_id"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("valid_from"),
                            django.db.models.functions.comparison.Coalesce(
                                models.F("valid_to"), datetime.date(9999, 12, 31)
                            ),
                            function="daterange",
                        ),
                        "&&",
                    ),
                ],
                name="low_income_one_at_a_time",
                violation_error_message="Hộ đã được công nhận trong cùng thời gian.",
            ),
        ),
    ]
