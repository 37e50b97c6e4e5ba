from django.db import migrations

from giamngheo.audit.operations import AuditTable


class Migration(migrations.Migration):
    # What the machine wondered about can be made anew; what people answered leaves a trace.
    dependencies = [("quality", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("quality_pairdecision"),
        AuditTable("quality_findinganswer"),
    ]
