"""
Every change leaves a trace, and no trace tells what is confidential: of a working category neither
which one nor why, of a community measure not even whose.
"""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

OPEN = ("support_householdcause", "support_householdneed", "support_landlack")


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(AuditTable(table) for table in OPEN),
        # Three kinds have three digests: a mask would hide nothing.
        AuditTable("support_workingcategory", exclude=("kind",), mask=("grounds",)),
        AuditTable(
            "support_communitymeasure",
            exclude=("household_id",),
            mask=("measure", "organisation", "outcome"),
        ),
    ]
