from django.db import migrations

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("accounts_user", exclude=["last_login", "sort_key"], mask=["password"]),
        AuditTable("accounts_assignment"),
    ]
