"""The words people read for what becomes of a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_audit"),
    ]

    operations = [
        migrations.AlterField(
            model_name="stagedhousehold",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("ADDED", "Thêm mới"),
                    ("CHANGED", "Sửa"),
                    ("SAME", "Giữ nguyên"),
                    ("DUPLICATE", "Trùng lặp"),
                    ("REFUSED", "Trả lại"),
                ],
                max_length=9,
                verbose_name="kết quả",
            ),
        ),
    ]
