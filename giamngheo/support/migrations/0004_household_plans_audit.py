"""Every change of what is planned for a household leaves a trace."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [("support", "0003_household_plans"), ("audit", "0002_chain")]
    operations = [
        AuditTable("support_householdplan"),
        AuditTable("support_householdmeasure"),
    ]
