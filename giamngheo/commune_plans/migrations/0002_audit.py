"""
Every step of a commune plan leaves a trace; what an approved plan said cannot be changed.
"""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FREEZE = """
CREATE FUNCTION commune_plans_keep_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an approved commune plan is never changed';
END $$;
CREATE TRIGGER commune_plan_approved_stands
    BEFORE UPDATE OR DELETE ON commune_plans_communeplan
    FOR EACH ROW WHEN (OLD.stage = 'APPROVED')
    EXECUTE FUNCTION commune_plans_keep_approved();
"""
THAW = """
DROP TRIGGER commune_plan_approved_stands ON commune_plans_communeplan;
DROP FUNCTION commune_plans_keep_approved();
"""


class Migration(migrations.Migration):
    dependencies = [("commune_plans", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        # What a plan said of a household stands in the household's own tables.
        AuditTable("commune_plans_communeplan", mask=("frozen",)),
        AuditTable("commune_plans_planstep", mask=("words",)),
        migrations.RunSQL(FREEZE, THAW),
    ]
