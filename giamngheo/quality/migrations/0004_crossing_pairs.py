from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality", "0003_blocking_key")]
    operations = [
        migrations.AddField(
            model_name="duplicatepair",
            name="crosses_communes",
            field=models.BooleanField(default=False, verbose_name="khác xã"),
        ),
    ]
