"""Whether a household is expected to leave is said in one place: the list of `targets`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0004_household_plans_audit")]
    operations = [migrations.RemoveField(model_name="householdplan", name="expects_exit")]
