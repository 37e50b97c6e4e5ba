"""What later corrections changed in a commune's year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0006_oversight")]
    operations = [
        migrations.AddField(
            model_name="communeyear",
            name="revisions",
            field=models.JSONField(default=list),
        ),
    ]
