"""Every change of the directory leaves a trace."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

TABLES = (
    "agencies_agency",
    "agencies_agencyalias",
    "agencies_agencysuccession",
    "agencies_agencystaff",
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("audit", "0002_chain")]
    operations = [AuditTable(table) for table in TABLES]
