"""A household's time line finds the files that added or changed it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0003_outcome_words")]

    operations = [
        migrations.AddIndex(
            model_name="stagedhousehold",
            index=models.Index(
                condition=models.Q(("written_version__isnull", False)),
                fields=["household_id"],
                name="staged_household_written",
            ),
        ),
    ]
