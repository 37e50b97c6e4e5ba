from django.db import migrations

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("registry_household", exclude=["search_key", "sort_key"]),
        AuditTable("registry_member", exclude=["search_key"]),
        AuditTable("registry_householdstatus"),
    ]
