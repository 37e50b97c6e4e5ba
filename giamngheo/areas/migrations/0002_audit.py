from django.db import migrations

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_units"), ("audit", "0002_chain")]
    operations = [
        AuditTable("areas_unit", exclude=["search_key", "compare_key", "sort_key"]),
        AuditTable("areas_unitlink"),
        AuditTable("areas_unitalias", exclude=["search_key", "compare_key"]),
        AuditTable("areas_unitstatus"),
        AuditTable("areas_unitimport"),
    ]
