"""Decisions on requests; whether a deputy signed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from giamngheo.audit.operations import AuditTable

TABLES = ("decisions_recognition", "decisions_recognitionline")


def frozen(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER decisions_frozen BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION decisions_refuse_change();",
        f"DROP TRIGGER decisions_frozen ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("areas", "0002_audit"),
        ("decisions", "0002_audit_and_freeze"),
        ("reviews", "0009_signed_by_deputy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="furtherdecision",
            name="by_deputy",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="Phó Chủ tịch ký thay"
            ),
        ),
        migrations.CreateModel(
            name="Recognition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit_path", models.CharField(db_collation="C", max_length=200)),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("AVERAGE_LIVING", "Hộ có mức sống trung bình"),
                            ("LOW_INCOME_WORKER", "Hộ có người lao động thu nhập thấp"),
                        ],
                        max_length=20,
                        verbose_name="công nhận",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="số, ký hiệu")),
                ("signed_date", models.DateField(verbose_name="ngày ký")),
                ("effective_date", models.DateField(verbose_name="có hiệu lực từ ngày")),
                ("valid_to", models.DateField(null=True, verbose_name="đến trước ngày")),
                ("signer", models.CharField(max_length=120, verbose_name="người ký")),
                (
                    "by_deputy",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="Phó Chủ tịch ký thay"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognitions",
                        to="reviews.campaign",
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name": "quyết định công nhận theo đề nghị",
                "verbose_name_plural": "quyết định công nhận theo đề nghị",
            },
        ),
        migrations.CreateModel(
            name="RecognitionLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recognition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="decisions.recognition",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recognition_line",
                        to="reviews.reviewrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "hộ được công nhận theo đề nghị",
                "verbose_name_plural": "hộ được công nhận theo đề nghị",
            },
        ),
        migrations.AddIndex(
            model_name="recognition",
            index=models.Index(fields=["campaign", "unit_path"], name="recognition_unit"),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gt", models.F("effective_date")),
                    _connector="OR",
                ),
                name="recognition_period",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(("mark__in", ("AVERAGE_LIVING", "LOW_INCOME_WORKER"))),
                name="recognition_of_a_decided_mark",
            ),
        ),
        *(AuditTable(table) for table in TABLES),
        *(frozen(table) for table in TABLES),
    ]
