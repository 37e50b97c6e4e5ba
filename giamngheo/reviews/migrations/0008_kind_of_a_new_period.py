"""A review that opens a period under its new standard."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0007_commune_year_revisions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="campaign",
            name="kind",
            field=models.CharField(
                choices=[
                    ("PERIODIC", "Rà soát định kỳ hằng năm"),
                    ("REGULAR", "Rà soát thường xuyên"),
                    ("OPENING", "Rà soát đầu giai đoạn, theo chuẩn mới"),
                ],
                max_length=10,
                verbose_name="loại",
            ),
        ),
    ]
