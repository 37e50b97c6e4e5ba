"""Who signs the minutes for the households; what was answered to an opinion."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_audit"),
    ]

    operations = [
        migrations.AddField(
            model_name="meetingopinion",
            name="answer",
            field=models.TextField(blank=True, verbose_name="giải trình"),
        ),
        migrations.AddField(
            model_name="villagemeeting",
            name="representatives",
            field=models.TextField(blank=True, verbose_name="đại diện hộ ký biên bản"),
        ),
    ]
