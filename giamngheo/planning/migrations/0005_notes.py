from django.db import migrations, models


def rename(apps, schema_editor):
    """What was called a notice is a note; running it again finds nothing to rename."""
    apps.get_model("planning", "Finding").objects.filter(severity="notice").update(severity="note")


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_workbench_audit")]
    operations = [
        migrations.AlterField(
            model_name="finding",
            name="severity",
            field=models.CharField(
                choices=[("error", "Sai"), ("warning", "Cần xem"), ("note", "Lưu ý")], max_length=8
            ),
        ),
        migrations.RunPython(rename, migrations.RunPython.noop, elidable=True),
    ]
