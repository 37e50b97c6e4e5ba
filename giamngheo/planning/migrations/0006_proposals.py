import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_notes")]
    operations = [
        migrations.AddField(
            model_name="finding",
            name="proposal",
            field=models.TextField(blank=True, default="", verbose_name="đề xuất"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="legaldocument",
            name="plan",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="legal_document",
                to="planning.plan",
                verbose_name="kế hoạch đã nạp",
            ),
        ),
    ]
