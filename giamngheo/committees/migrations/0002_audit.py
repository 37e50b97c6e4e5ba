"""Every change of a committee leaves a trace; what was said in a meeting is masked there."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

TABLES = ("committees_committee", "committees_committeemember", "committees_memberunit")


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(AuditTable(table) for table in TABLES),
        AuditTable("committees_committeemeeting", mask=("content",)),
        AuditTable("committees_conclusion", mask=("words",)),
    ]
