"""Every change of a task or obstacle leaves a trace; what people wrote is masked there."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

TABLES = (
    "tasks_task",
    "tasks_taskparty",
    "tasks_occurrence",
    "tasks_taskevidence",
    "tasks_taskreminder",
)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(AuditTable(table) for table in TABLES),
        AuditTable("tasks_tasknote", mask=("words",)),
        AuditTable("tasks_obstacle", mask=("words", "proposal", "answer")),
        AuditTable("tasks_obstaclestep", mask=("words",)),
    ]
