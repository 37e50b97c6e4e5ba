"""Scenarios and runs leave a trace; what a run found cannot be changed, not even by raw SQL."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FREEZE = """
CREATE FUNCTION simulations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'run % of % has its result', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER simulations_run_frozen
    BEFORE UPDATE OF scenario_id, confirmed, made_at, households, changed_count, standards, cautions,
        result
    ON simulations_run FOR EACH ROW WHEN (OLD.result IS NOT NULL) EXECUTE FUNCTION simulations_refuse_change();
"""

THAW = """
DROP TRIGGER simulations_run_frozen ON simulations_run;
DROP FUNCTION simulations_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("simulations", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("simulations_scenario"),
        # The counts are in the run itself; in the trail they would only stand twice.
        AuditTable("simulations_run", exclude=["result"]),
        migrations.RunSQL(FREEZE, THAW),
    ]
