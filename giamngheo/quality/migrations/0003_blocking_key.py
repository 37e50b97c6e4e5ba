from django.db import migrations

# The key duplicates are looked up by while a household is saved: everybody born on a day, by name.
MAKE = "CREATE INDEX quality_born_and_named ON registry_member (birth_date, search_key)"


class Migration(migrations.Migration):
    dependencies = [("quality", "0002_audit"), ("registry", "0003_history")]
    operations = [migrations.RunSQL(MAKE, "DROP INDEX quality_born_and_named")]
