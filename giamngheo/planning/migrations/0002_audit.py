from django.db import migrations

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("planning_plan", exclude=["text"]),
        AuditTable("planning_legalbasis"),
        AuditTable("planning_target"),
        AuditTable("planning_allocationrow"),
        AuditTable("planning_allocationfigure"),
        AuditTable("planning_finding"),
    ]
