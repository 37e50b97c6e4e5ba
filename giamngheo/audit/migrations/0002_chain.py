"""The functions and triggers that capture table changes and seal events; see 0002_chain.sql."""

from pathlib import Path

from django.db import migrations

UNDO = """
DROP FUNCTION giamngheo_audit_open, giamngheo_audit_current, giamngheo_audit_row,
    giamngheo_audit_difference, giamngheo_audit_capture, giamngheo_audit_queue_seal,
    giamngheo_audit_seal, giamngheo_audit_keep_event, giamngheo_audit_keep_change CASCADE
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"), reverse_sql=UNDO
        )
    ]
