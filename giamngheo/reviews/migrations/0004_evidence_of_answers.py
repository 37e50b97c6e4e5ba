"""Answers to Form B1 as the third kind of evidence, beside typed scores and surveyed income."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_audit"),
        ("reviews", "0003_evidence_of_income"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reviewresult",
            name="result_holds_its_evidence",
        ),
        migrations.AddField(
            model_name="reviewresult",
            name="answers",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, verbose_name="câu trả lời của phiếu B1"
            ),
        ),
        migrations.AddField(
            model_name="reviewresult",
            name="facts",
            field=models.JSONField(
                blank=True,
                db_default={},
                default=dict,
                verbose_name="tình trạng của hộ khi rà soát",
            ),
        ),
        migrations.AddField(
            model_name="reviewresult",
            name="points_code",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=20, verbose_name="bảng điểm"
            ),
        ),
        migrations.AddField(
            model_name="reviewresult",
            name="points_version",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="bản của bảng điểm"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answers", {}),
                        ("evidence", "scores"),
                        ("income_per_capita_vnd__isnull", True),
                        ("points_code", ""),
                        ("score_b1__isnull", False),
                        ("score_b2__isnull", False),
                        ("unknown_deprivations", []),
                    ),
                    models.Q(
                        ("answers", {}),
                        ("evidence", "income"),
                        ("income_per_capita_vnd__isnull", False),
                        ("points_code", ""),
                        ("score_b1__isnull", True),
                        ("score_b2__isnull", True),
                    ),
                    models.Q(
                        ("evidence", "answers"),
                        ("income_per_capita_vnd__isnull", True),
                        ("points_version__isnull", False),
                        models.Q(("answers", {}), _negated=True),
                        models.Q(("points_code", ""), _negated=True),
                        models.Q(("category", ""), ("score_b1__isnull", False), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="result_holds_its_evidence",
                violation_error_message="Kết quả phải có đúng những gì căn cứ xét của nó cần.",
            ),
        ),
    ]
