from django.db import migrations

from giamngheo.audit.operations import AuditTable

LEVELS = {1: "PROVINCE", 2: "DISTRICT", 3: "COMMUNE"}


def fill_levels(apps, schema_editor):
    """A plan taken in before it had a level is of its unit's level; running it again is harmless."""
    plans = apps.get_model("planning", "Plan")
    for level, name in LEVELS.items():
        plans.objects.filter(level="", unit__level=level).update(level=name)


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_workbench"), ("audit", "0002_chain")]
    operations = [
        migrations.RunPython(fill_levels, migrations.RunPython.noop, elidable=True),
        # What the machine read stands in the plan's text already; what people said is the news.
        AuditTable("planning_planitem", exclude=["data"]),
        AuditTable("planning_plantask"),
        AuditTable("planning_moneyline"),
        AuditTable("planning_credittarget"),
        AuditTable("planning_planrecipient"),
        AuditTable("planning_planannex"),
        AuditTable("planning_reporting"),
        AuditTable("planning_legaldocument"),
        AuditTable("planning_legalrelation"),
        AuditTable("planning_legalcitation"),
        AuditTable("planning_guidance"),
        AuditTable("planning_amendment"),
        AuditTable("planning_dispatch"),
        AuditTable("planning_taskfunding"),
        AuditTable("planning_assignedtarget"),
    ]
